using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Network.Latency;

namespace GdoiSim.Scenario;

/// <summary>A time that is always the same or drawn: a duration, or one of the mappings below.</summary>
[Alternatives("uniform", "exponential", "log_normal")]
public sealed record DistributionSetting
{
    /// <summary>The value of a constant, which is written as a duration alone.</summary>
    public SimDuration? Constant { get; init; }

    /// <summary>Quantiles of a measured distribution, which come from a profile file only.</summary>
    public IReadOnlyList<SimDuration>? Measured { get; init; }

    [Key("Every time between the two is equally likely.", Items = 2)]
    public IReadOnlyList<SimDuration>? Uniform { get; init; }

    [Key("A fixed part plus an exponential one; a duration alone is the mean of the exponential part.")]
    public ExponentialSetting? Exponential { get; init; }

    [Key("Its logarithm has a normal distribution: a long tail of rare large times.")]
    public LogNormalSetting? LogNormal { get; init; }

    /// <summary>Longest latency, processing or service time that a setting may be able to give: 10 days.</summary>
    public static SimDuration Longest => LatencyModel.Longest;

    /// <summary>A constant.</summary>
    public static DistributionSetting Of(SimDuration constant) => new() { Constant = constant };

    /// <summary>A measured distribution.</summary>
    /// <param name="quantiles">At equal steps of probability from 0 to 1, ascending, at least two.</param>
    public static DistributionSetting Of(IReadOnlyList<SimDuration> quantiles) => new() { Measured = quantiles };

    /// <summary>The distribution that this describes; its checks must have passed.</summary>
    public Distribution ToDistribution() => this switch
    {
        { Measured: { } quantiles } => Distribution.Empirical([.. quantiles]),
        { Uniform: { } ends } => Distribution.Uniform(ends[0], ends[1]),
        { Exponential: { } exponential } => Distribution.Exponential(exponential.Shift, exponential.Mean),
        { LogNormal: { } logNormal } => Distribution.LogNormal(logNormal.Median, logNormal.Sigma),
        _ => Distribution.Constant(Constant ?? SimDuration.Zero),
    };

    /// <summary>
    /// The largest value that a draw can give, that of the largest uniform of a stream, 1 - 2^-53; the longest
    /// duration of the clock if it is larger still.
    /// </summary>
    internal SimDuration LargestValue()
    {
        try
        {
            return ToDistribution().Sample(1 - (0.5 / (1L << 52)));
        }
        catch (ArgumentOutOfRangeException)
        {
            return SimDuration.MaxValue;
        }
    }

    internal static bool TryParse(string text, out DistributionSetting setting)
    {
        bool read = DurationText.TryParse(text, out SimDuration constant);
        setting = Of(constant);
        return read;
    }

    /// <summary>As a file would have it.</summary>
    public override string ToString() => this switch
    {
        { Measured: { } quantiles } => $"measured, {quantiles[0]} to {quantiles[^1]}",
        { Uniform: { Count: 2 } ends } => $"{{uniform: [{ends[0]}, {ends[1]}]}}",
        { Exponential: { } exponential } => $"{{exponential: {exponential}}}",
        { LogNormal: { } logNormal } => $"{{log_normal: {logNormal}}}",
        _ => $"{Constant}",
    };
}

/// <summary>A shifted exponential distribution.</summary>
public sealed record ExponentialSetting
{
    [Key("The fixed part, below which no value lies.")]
    public SimDuration Shift { get; init; }

    [Key("Mean of the exponential part alone.", Least = "1ns")]
    public required SimDuration Mean { get; init; }

    internal static bool TryParse(string text, out ExponentialSetting setting)
    {
        bool read = DurationText.TryParse(text, out SimDuration mean) && mean > SimDuration.Zero;
        setting = new ExponentialSetting { Mean = mean };
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{{shift: {Shift}, mean: {Mean}}}";
}

/// <summary>A log-normal distribution.</summary>
public sealed record LogNormalSetting
{
    [Key("Half of the values lie below it.", Least = "1ns")]
    public required SimDuration Median { get; init; }

    [Key("Standard deviation of the natural logarithm; 0.5 puts 1 in 100 beyond 3.2 medians.", Most = "4")]
    public required double Sigma { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{{median: {Median}, sigma: {Sigma}}}";
}
