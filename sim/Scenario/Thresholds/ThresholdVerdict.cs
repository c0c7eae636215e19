namespace GdoiSim.Scenario;

/// <summary>A threshold against the figures of one run.</summary>
/// <param name="Threshold">The demand.</param>
/// <param name="Value">What was found; infinite for "never", NaN for no value.</param>
/// <param name="Passed">Whether the run satisfies it.</param>
public sealed record ThresholdVerdict(Threshold Threshold, double Value, bool Passed)
{
    /// <summary>Compares one run's figures with a threshold.</summary>
    public static ThresholdVerdict Of(Threshold threshold, IReadOnlyList<double> figures)
    {
        ArgumentNullException.ThrowIfNull(threshold);
        double value = threshold.Metric.Evaluate(figures);
        return new ThresholdVerdict(threshold, value, threshold.IsSatisfiedBy(value));
    }
}
