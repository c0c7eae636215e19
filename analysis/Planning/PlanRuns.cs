using System.Collections.Concurrent;
using GdoiSim.Analysis.Planning.Rare;
using GdoiSim.Analysis.Replications;

namespace GdoiSim.Analysis.Planning;

/// <summary>The runs of one variant of the scenario, in the order of their replications.</summary>
/// <param name="Figures">The figures of each run.</param>
/// <param name="Rates">A list a demand on a rare event: what each tilted run says.</param>
public sealed record RunEvidence(
    IReadOnlyList<IReadOnlyList<double>> Figures, IReadOnlyList<IReadOnlyList<RareSample>> Rates)
{
    /// <summary>The runs.</summary>
    public int Count => Figures.Count;
}

/// <summary>
/// Makes the runs that a plan asks for, on as many cores as it may use, and keeps them: a variant that is looked at
/// again continues where it was. What comes back does not depend on the number of cores.
/// </summary>
public sealed class PlanRuns
{
    private readonly ScenarioTemplate _template;
    private readonly IReadOnlyList<RareDemand> _rare;
    private readonly bool _needsFigures;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;
    private readonly ConcurrentDictionary<string, (IReadOnlyList<double>, IReadOnlyList<RareSample>)> _done = [];
    private int _replications;

    /// <summary>Runs for a plan.</summary>
    /// <param name="plan">A plan without errors.</param>
    /// <param name="threads">Cores that may be used.</param>
    /// <param name="cancellation">Stops all runs.</param>
    public PlanRuns(PlanDocument plan, int threads, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _template = plan.Template ?? throw new ArgumentException("The plan has errors.", nameof(plan));
        _rare = [.. plan.Constraints.Select(constraint => constraint.Rare).OfType<RareDemand>()];
        _needsFigures = plan.Constraints.Any(constraint => constraint.Rare is null);
        (_threads, _cancellation) = (threads, cancellation);
    }

    /// <summary>The runs made so far.</summary>
    public int Replications => Volatile.Read(ref _replications);

    /// <summary>The runs of a variant.</summary>
    /// <param name="assignments">What the variant sets.</param>
    /// <param name="first">The first replication.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="OperationCanceledException">The runs were stopped.</exception>
    public RunEvidence Of(IReadOnlyList<string> assignments, int first, int count)
    {
        var variant = string.Join('\n', assignments);
        var options = new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = _cancellation };
        Parallel.For(first, first + count, options, replication =>
        {
            var name = $"{variant}\n#{replication}";
            if (!_done.ContainsKey(name))
            {
                _done[name] = Run(assignments, replication);
                Interlocked.Increment(ref _replications);
            }
        });
        var runs = Enumerable.Range(first, count).Select(replication => _done[$"{variant}\n#{replication}"]).ToList();
        return new RunEvidence(
            [.. runs.Select(run => run.Item1)],
            [.. _rare.Select((_, i) => runs.Select(run => run.Item2[i]).ToList())]);
    }

    private (IReadOnlyList<double>, IReadOnlyList<RareSample>) Run(IReadOnlyList<string> assignments, int replication)
    {
        var document = _template.Variant(assignments, replication);
        IReadOnlyList<double> figures = _needsFigures ? Replication.Run(document, _cancellation).Figures : [];
        IReadOnlyList<RareSample> rare = _rare.Count > 0 ? TiltedRun.Measure(document, _rare, _cancellation) : [];
        return (figures, rare);
    }
}
