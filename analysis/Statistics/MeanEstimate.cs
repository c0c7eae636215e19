using MathNet.Numerics.Distributions;

namespace GdoiSim.Analysis.Statistics;

/// <summary>
/// A mean over independent replications with its Student-t interval. The interval is exact for normal values and, by
/// the central limit, good for means over many events, which the figures of a replication are.
/// </summary>
/// <param name="Count">The number of values.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="StandardDeviation">Their sample standard deviation (n − 1); 0 for one value.</param>
public readonly record struct MeanEstimate(int Count, double Mean, double StandardDeviation)
{
    /// <summary>Estimates the mean of at least one finite value.</summary>
    public static MeanEstimate Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            throw new ArgumentException("A mean needs at least one value.", nameof(values));
        }

        // Welford's form: no difference of large sums of squares.
        var (mean, squares) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                throw new ArgumentException($"Value {i} is {values[i]}; a mean needs finite values.", nameof(values));
            }

            var difference = values[i] - mean;
            mean += difference / (i + 1);
            squares += difference * (values[i] - mean);
        }

        return new MeanEstimate(values.Length, mean, values.Length == 1 ? 0 : Math.Sqrt(squares / (values.Length - 1)));
    }

    /// <summary>
    /// The two-sided Student-t interval: mean ± t_{n−1} s / √n. Unbounded for a single value, which says nothing of
    /// spread.
    /// </summary>
    /// <param name="confidence">The confidence, above 0 and below 1: 0.95 as a rule.</param>
    public Interval StudentInterval(double confidence) => IntervalAt(StudentQuantile(Count, confidence));

    /// <summary>The same with t_{n−1} worked out before, for many means over equally many values.</summary>
    /// <param name="quantile">What <see cref="StudentQuantile"/> gives for this number of values.</param>
    public Interval IntervalAt(double quantile)
    {
        if (Count == 1)
        {
            return new Interval(double.NegativeInfinity, double.PositiveInfinity);
        }

        var half = quantile * StandardDeviation / Math.Sqrt(Count);
        return new Interval(Mean - half, Mean + half);
    }

    /// <summary>The factor t_{n−1} of the two-sided interval over <paramref name="count"/> values.</summary>
    /// <param name="count">The number of values, from 1; infinite for one.</param>
    /// <param name="confidence">The confidence, above 0 and below 1.</param>
    public static double StudentQuantile(int count, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Confidence.Check(confidence);
        return count == 1 ? double.PositiveInfinity : StudentT.InvCDF(0, 1, count - 1, (1 + confidence) / 2);
    }
}
