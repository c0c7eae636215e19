namespace GdoiSim.Scenario;

/// <summary>
/// All problems of one scenario, so that they can be mended in one go. It holds at most <see cref="Limit"/>: a file of
/// rubbish costs bounded memory, and nobody reads further.
/// </summary>
public sealed class ProblemList
{
    /// <summary>The most problems that are kept; later ones are only counted.</summary>
    public const int Limit = 1000;

    private readonly List<ScenarioProblem> _problems = [];

    /// <summary>How many problems were kept.</summary>
    public int Count => _problems.Count;

    /// <summary>How many further problems were found after <see cref="Limit"/> of them.</summary>
    public int Omitted { get; private set; }

    /// <summary>Whether further problems are only counted, so that their words need not be found.</summary>
    public bool IsFull => _problems.Count == Limit;

    /// <summary>Whether the scenario must not be run.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Adds what stops the run.</summary>
    public void Error(SourcePosition position, string message) => Add(ProblemSeverity.Error, position, message);

    /// <summary>Adds what does not stop the run.</summary>
    public void Warn(SourcePosition position, string message) => Add(ProblemSeverity.Warning, position, message);

    /// <summary>The problems in the order of the file; those of the command line follow in theirs.</summary>
    public IReadOnlyList<ScenarioProblem> InOrder() =>
    [
        .. _problems
            .OrderBy(problem => problem.Position.Line == 0)
            .ThenBy(problem => problem.Position.Line)
            .ThenBy(problem => problem.Position.Column),
    ];

    private void Add(ProblemSeverity severity, SourcePosition position, string message)
    {
        HasErrors |= severity == ProblemSeverity.Error;
        if (IsFull)
        {
            Omitted++;
            return;
        }

        var problem = new ScenarioProblem(severity, position, message);
        // An alias is read once for each use, but what is wrong with it is wrong in one place.
        if (!_problems.Contains(problem))
        {
            _problems.Add(problem);
        }
    }
}
