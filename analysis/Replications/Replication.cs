using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Replications;

/// <summary>What is kept of one run of one variant.</summary>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Fingerprint">The hash of its whole trajectory.</param>
/// <param name="Figures">Its figures, in the order of <see cref="RunSummary.FigureColumns"/>.</param>
public sealed record Replication(ulong Seed, string Fingerprint, IReadOnlyList<double> Figures)
{
    /// <summary>
    /// If asked for: the times in seconds within which 0 %, 1 % … 100 % of the expected (rekey, member) pairs were
    /// acknowledged, infinite for "never"; empty otherwise.
    /// </summary>
    public IReadOnlyList<double> Completion { get; private init; } = [];

    /// <summary>Runs a variant on one core. It reads nothing but the document and can go on beside others.</summary>
    /// <param name="document">A scenario without errors.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="completion">Whether the completion curve is kept, too.</param>
    /// <exception cref="OperationCanceledException">It was stopped before its end.</exception>
    public static Replication Run(ScenarioDocument document, CancellationToken cancellation, bool completion = false)
    {
        ScenarioRun run = ScenarioRun.Execute(document, new RunChoices(), progress: null, cancellation);
        if (run.IsPartial)
        {
            throw new OperationCanceledException(cancellation);
        }

        return new Replication(run.Summary.Seed, run.Fingerprint, run.Summary.Figures())
        {
            Completion = completion ? run.CompletionPercentiles() : [],
        };
    }
}
