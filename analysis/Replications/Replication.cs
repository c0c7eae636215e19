using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Replications;

/// <summary>What is kept of one run of one variant.</summary>
/// <param name="Seed">The seed of the run.</param>
/// <param name="Fingerprint">The hash of its whole trajectory.</param>
/// <param name="Figures">Its figures, in the order of <see cref="RunSummary.FigureColumns"/>.</param>
public sealed record Replication(ulong Seed, string Fingerprint, IReadOnlyList<double> Figures)
{
    /// <summary>Runs a variant on one core. It reads nothing but the document and can go on beside others.</summary>
    /// <param name="document">A scenario without errors.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped before its end.</exception>
    public static Replication Run(ScenarioDocument document, CancellationToken cancellation)
    {
        ScenarioRun run = ScenarioRun.Execute(document, new RunChoices(), progress: null, cancellation);
        if (run.IsPartial)
        {
            throw new OperationCanceledException(cancellation);
        }

        return new Replication(run.Summary.Seed, run.Fingerprint, run.Summary.Figures());
    }
}
