using MathNet.Numerics.Distributions;

namespace GdoiSim.Analysis.Statistics;

/// <summary>
/// The exact interval for a probability from counted successes (Clopper and Pearson, Biometrika 1934): it never covers
/// less often than it says, also at none and at all.
/// </summary>
public static class ClopperPearson
{
    /// <summary>The two-sided interval.</summary>
    /// <param name="successes">The successes, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">The independent trials, at least 1.</param>
    /// <param name="confidence">The confidence, above 0 and below 1.</param>
    public static Interval Interval(long successes, long trials, double confidence)
    {
        var eachSide = (1 + confidence) / 2;
        return new Interval(LowerBound(successes, trials, eachSide), UpperBound(successes, trials, eachSide));
    }

    /// <summary>
    /// The one-sided lower bound: the probability is at least this with the confidence given. After 59 successes in 59
    /// trials it is 0.95 at a confidence of 0.95.
    /// </summary>
    /// <param name="successes">The successes, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">The independent trials, at least 1.</param>
    /// <param name="confidence">The confidence, above 0 and below 1.</param>
    public static double LowerBound(long successes, long trials, double confidence)
    {
        Check(successes, trials, confidence);
        var miss = 1 - confidence;
        return successes == 0 ? 0
            : successes == trials ? Math.Pow(miss, 1.0 / trials)
            : Beta.InvCDF(successes, trials - successes + 1, miss);
    }

    /// <summary>The one-sided upper bound: the probability is at most this with the confidence given.</summary>
    /// <param name="successes">The successes, 0 to <paramref name="trials"/>.</param>
    /// <param name="trials">The independent trials, at least 1.</param>
    /// <param name="confidence">The confidence, above 0 and below 1.</param>
    public static double UpperBound(long successes, long trials, double confidence)
    {
        Check(successes, trials, confidence);
        return successes == trials ? 1
            : successes == 0 ? -Theory.Probability.Expm1(Math.Log(1 - confidence) / trials)
            : Beta.InvCDF(successes + 1, trials - successes, confidence);
    }

    private static void Check(long successes, long trials, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        Confidence.Check(confidence);
    }
}
