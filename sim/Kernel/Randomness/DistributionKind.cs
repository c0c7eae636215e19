namespace GdoiSim.Kernel.Randomness;

/// <summary>The shapes of <see cref="Distribution"/>.</summary>
public enum DistributionKind
{
    /// <summary>Always the same value.</summary>
    Constant,

    /// <summary>Every value between two bounds equally likely.</summary>
    Uniform,

    /// <summary>A least value plus an exponential part.</summary>
    Exponential,

    /// <summary>The logarithm is normal.</summary>
    LogNormal,

    /// <summary>A measured distribution: a table of quantiles, linear in between.</summary>
    Empirical,
}
