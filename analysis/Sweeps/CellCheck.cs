using System.Security.Cryptography;
using GdoiSim.Analysis.Replications;
using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>
/// Checks the scenarios of cells before anything is run. A value with which no cell is valid, such as a misspelled
/// path, is an error of the sweep file. A combination of values that are valid in other cells is not: it fails when its
/// turn comes, and the rest goes on.
/// </summary>
internal sealed class CellCheck(SettingsDocument<SweepFile> settings, ScenarioTemplate template, CellSpace space)
{
    private readonly SortedDictionary<string, string> _profiles = new(StringComparer.Ordinal);

    /// <summary>A value that is valid in none of so many cells is taken to be valid in none at all.</summary>
    private const int MostTries = 1_000;

    /// <summary>
    /// Adds to the file's problems; gives the measured service times that cells read, with their hashes.
    /// </summary>
    public IReadOnlyList<string> Run()
    {
        // Every cell is looked at once at most, and as a rule only as many as there are values.
        ValueCheck[][] checks =
            [.. space.Parameters.Select(one => one.Values.Select(_ => new ValueCheck()).ToArray())];
        int open = checks.Sum(values => values.Length);
        for (int number = 0; number < space.Count && open > 0; number++)
        {
            SweepCell cell = space[number];
            ValueCheck[] undecided =
                [.. cell.Places.Select((place, i) => checks[i][place]).Where(check => !check.IsDecided)];
            if (undecided.Length > 0)
            {
                ScenarioDocument document = template.Variant(space.Assignments(cell), 0);
                foreach (ValueCheck check in undecided)
                {
                    check.Take(document.Problems);
                    open -= check.IsDecided ? 1 : 0;
                }

                Look(document);
            }
        }

        foreach (ValueCheck check in checks.SelectMany(values => values).Where(check => check.IsInvalid))
        {
            Tell(check.Problems.Where(one => one.Severity == ProblemSeverity.Error));
        }

        return [.. _profiles.Select(pair => $"{pair.Key} {pair.Value}")];
    }

    private void Look(ScenarioDocument document)
    {
        if (!document.Problems.HasErrors)
        {
            foreach (ScenarioProblem warning in document.Problems.InOrder())
            {
                settings.Problems.Warn(PositionOf(warning), warning.Message);
            }

            HashProfile(document.File?.KeyServer.ServiceTime.Profile);
        }
    }

    private void Tell(IEnumerable<ScenarioProblem> errors)
    {
        foreach (ScenarioProblem error in errors)
        {
            settings.Problems.Error(PositionOf(error), error.Message);
        }
    }

    /// <summary>
    /// Where the sweep file has what a scenario's problem speaks of, if that is an axis or a value set.
    /// </summary>
    private SourcePosition PositionOf(ScenarioProblem problem)
    {
        if (problem.Position.Line > 0)
        {
            return problem.Position;
        }

        for (int i = 0; i < space.Parameters.Count; i++)
        {
            SweepParameter parameter = space.Parameters[i];
            int place = parameter.Values.ToList().FindIndex(
                value => problem.Position.Source == ScenarioDocument.SourceOfOverride($"{parameter.Path}={value}"));
            if (place >= 0)
            {
                return settings.PositionOf(PathOf(i, place, IsOfPath(problem, parameter)));
            }
        }

        int set = settings.Settings!.Set.ToList().FindIndex(
            one => problem.Position.Source == ScenarioDocument.SourceOfOverride(one));
        return set >= 0 ? settings.PositionOf($"set[{set}]") : problem.Position;
    }

    // A path that is not there has nothing to do with the value.
    private static bool IsOfPath(ScenarioProblem problem, SweepParameter parameter) =>
        problem.Message.StartsWith("unknown key", StringComparison.Ordinal)
        || !problem.Message.Contains(parameter.Path, StringComparison.Ordinal);

    private string PathOf(int index, int place, bool wholeParameter)
    {
        SweepParameter parameter = space.Parameters[index];
        AxisSection axis = settings.Settings!.Axes[parameter.Axis];
        string path = $"axes[{parameter.Axis}]";
        ValuesSection section = axis;
        if (axis.Pair is { } pair)
        {
            int member = pair.ToList().FindIndex(one => one.Parameter == parameter.Path);
            path += $".pair[{member}]";
            section = pair[member];
        }

        return wholeParameter ? $"{path}.parameter"
            : section.Values is not null ? $"{path}.values[{place}]"
            : section.Linear is not null ? $"{path}.linear"
            : $"{path}.log";
    }

    private void HashProfile(string? name)
    {
        if (name is null || _profiles.ContainsKey(name))
        {
            return;
        }

        string place = Path.Combine(Path.GetDirectoryName(template.Document.Source) ?? "", name);
        try
        {
            _profiles[name] = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(place)));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ResultException($"{place} cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>What is known of one value of a parameter.</summary>
    private sealed class ValueCheck
    {
        private int _tries;
        private bool _isValid;

        public bool IsDecided => _isValid || _tries == MostTries;

        public bool IsInvalid => !_isValid && _tries > 0;

        /// <summary>The problems of the first cell that has the value and is not valid.</summary>
        public IReadOnlyList<ScenarioProblem> Problems { get; private set; } = [];

        public void Take(ProblemList problems)
        {
            _isValid |= !problems.HasErrors;
            if (_tries++ == 0)
            {
                Problems = problems.InOrder();
            }
        }
    }
}
