using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>A cell with its replications, in order.</summary>
internal sealed class CellResult
{
    private readonly IReadOnlyList<MetricExpression> _derived;
    private readonly int _figureCount = RunSummary.FigureColumns.Count;

    public CellResult(SweepCell cell, IReadOnlyList<StoredReplication> rows, IReadOnlyList<MetricExpression> derived)
    {
        (Cell, Rows, _derived) = (cell, rows, derived);
        Sound = [.. rows.Where(row => row.Error is null)];
    }

    public SweepCell Cell { get; }

    /// <summary>All replications, failed ones too.</summary>
    public IReadOnlyList<StoredReplication> Rows { get; }

    /// <summary>Those that did not fail.</summary>
    public IReadOnlyList<StoredReplication> Sound { get; }

    /// <summary>The figures of those that did not fail.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Figures => [.. Sound.Select(row => row.Figures)];

    /// <summary>A metric of one replication, by its place among figures and then expressions.</summary>
    public double Metric(StoredReplication row, int metric) => metric < _figureCount
        ? row.Figures[metric]
        : _derived[metric - _figureCount].Evaluate(row.Figures);

    /// <summary>A metric of all replications that did not fail.</summary>
    public double[] MetricValues(int metric) => [.. Sound.Select(row => Metric(row, metric))];

    /// <summary>
    /// The mean over replications of the time within which this part of the expected pairs was acknowledged; null if
    /// there is none, or it never was in one of them.
    /// </summary>
    public double? Completion(int percent)
    {
        double sum = 0;
        int count = 0;
        foreach (StoredReplication row in Sound.Where(row => row.Completion.Count > 0))
        {
            sum += row.Completion[percent];
            count++;
        }

        return count == 0 || !double.IsFinite(sum) ? null : sum / count;
    }
}
