using GdoiSim.Analysis.Statistics;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>
/// When a cell has been run often enough: as soon as half the width of the metric's interval is at most what was asked.
/// It is asked only after certain numbers of replications, each a quarter more than the one before: the answer then
/// depends on nothing but the seeds, and looking seldom keeps the interval honest.
/// </summary>
public sealed record AdaptiveStop
{
    /// <summary>The metric, as it was written.</summary>
    public required string Metric { get; init; }

    /// <summary>Half the width that is asked for, in the metric's unit; null if it is relative.</summary>
    public double? HalfWidth { get; init; }

    /// <summary>Half the width that is asked for as a share of the mean; null if it is absolute.</summary>
    public double? RelativeHalfWidth { get; init; }

    /// <summary>The most replications.</summary>
    public required int Most { get; init; }

    /// <summary>The number of replications after which the width is looked at next.</summary>
    public int After(int replications) => (int)Math.Min(Most, replications + (((long)replications + 3) / 4));

    /// <summary>
    /// Whether the interval is narrow enough. A metric that was infinite in any replication has none.
    /// </summary>
    /// <param name="values">The metric's values.</param>
    /// <param name="confidence">The confidence of the interval.</param>
    public bool IsNarrow(ReadOnlySpan<double> values, double confidence)
    {
        foreach (double value in values)
        {
            if (!double.IsFinite(value))
            {
                return false;
            }
        }

        MeanEstimate estimate = MeanEstimate.Of(values);
        double half = estimate.StudentInterval(confidence).HalfWidth;
        return half <= (HalfWidth ?? RelativeHalfWidth!.Value * Math.Abs(estimate.Mean));
    }
}
