using GdoiSim.Analysis.Statistics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>A metric of a cell over its replications.</summary>
/// <param name="Replications">How many there are.</param>
/// <param name="Never">In how many it has no finite value; there is no mean then.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Low">The lower end of the interval of the mean; null for a single replication.</param>
/// <param name="High">The upper end.</param>
/// <param name="Deviation">The standard deviation of the replications; null for a single one.</param>
/// <param name="Least">The smallest value.</param>
/// <param name="Most">The largest value; null if one is not finite.</param>
public readonly record struct MetricEstimate(
    int Replications,
    int Never,
    double? Mean,
    double? Low,
    double? High,
    double? Deviation,
    double? Least,
    double? Most);

/// <summary>A threshold against the replications of a cell.</summary>
/// <param name="Threshold">The demand.</param>
/// <param name="Replications">How many replications there are.</param>
/// <param name="Satisfied">How many of them satisfy it, each by itself.</param>
/// <param name="Value">
/// The mean of what is compared; infinite if it is in any replication, NaN if there is none. With a confidence in the
/// threshold: the share of replications that satisfy it.
/// </param>
/// <param name="Low">
/// The lower end of its interval at the sweep's confidence; with a confidence in the threshold the lower bound at that.
/// </param>
/// <param name="High">The upper end or bound.</param>
/// <param name="Passed">Whether the cell satisfies it.</param>
public readonly record struct CellVerdict(
    Threshold Threshold, int Replications, int Satisfied, double Value, double? Low, double? High, bool Passed);

/// <summary>Works out what cells.csv and thresholds.csv say of a cell.</summary>
/// <param name="confidence">The confidence of intervals.</param>
public sealed class CellStatistics(double confidence)
{
    private readonly Dictionary<int, double> _quantiles = [];

    /// <summary>A metric over replications.</summary>
    /// <param name="values">A value each; infinite or NaN where there is none.</param>
    public MetricEstimate Estimate(ReadOnlySpan<double> values)
    {
        int never = 0;
        foreach (double value in values)
        {
            never += double.IsFinite(value) ? 0 : 1;
        }

        if (never == values.Length)
        {
            return new MetricEstimate(values.Length, never, null, null, null, null, null, null);
        }

        double least = double.PositiveInfinity;
        double most = double.NegativeInfinity;
        foreach (double value in values)
        {
            least = double.IsNaN(value) ? least : Math.Min(least, value);
            most = double.IsNaN(value) ? most : Math.Max(most, value);
        }

        if (never > 0)
        {
            return new MetricEstimate(values.Length, never, null, null, null, null, least, Finite(most));
        }

        MeanEstimate mean = MeanEstimate.Of(values);
        Interval interval = mean.IntervalAt(QuantileFor(values.Length));
        double? deviation = values.Length == 1 ? null : mean.StandardDeviation;
        return new MetricEstimate(
            values.Length, 0, mean.Mean, Finite(interval.Low), Finite(interval.High), deviation, least, most);
    }

    /// <summary>A threshold against replications.</summary>
    /// <param name="threshold">The demand.</param>
    /// <param name="figures">The figures of each replication.</param>
    public CellVerdict Verdict(Threshold threshold, IReadOnlyList<IReadOnlyList<double>> figures)
    {
        ArgumentNullException.ThrowIfNull(threshold);
        ArgumentNullException.ThrowIfNull(figures);
        if (figures.Count == 0)
        {
            return new CellVerdict(threshold, 0, 0, double.NaN, null, null, Passed: false);
        }

        double[] values = [.. figures.Select(threshold.Metric.Evaluate)];
        int satisfied = values.Count(threshold.IsSatisfiedBy);
        if (threshold.Confidence is { } asked)
        {
            double low = ClopperPearson.LowerBound(satisfied, values.Length, asked);
            double high = ClopperPearson.UpperBound(satisfied, values.Length, asked);
            double share = (double)satisfied / values.Length;
            // 59 clean replications give 0.95 but for a rounding.
            bool passed = low >= threshold.ShareOfRuns - 1e-12;
            return new CellVerdict(threshold, values.Length, satisfied, share, low, high, passed);
        }

        MetricEstimate estimate = Estimate(values);
        double value = estimate.Mean ?? (values.Any(double.IsNaN) ? double.NaN : double.PositiveInfinity);
        return new CellVerdict(
            threshold, values.Length, satisfied, value, estimate.Low, estimate.High, threshold.IsSatisfiedBy(value));
    }

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;

    private double QuantileFor(int count)
    {
        if (!_quantiles.TryGetValue(count, out double quantile))
        {
            _quantiles[count] = quantile = MeanEstimate.StudentQuantile(count, confidence);
        }

        return quantile;
    }
}
