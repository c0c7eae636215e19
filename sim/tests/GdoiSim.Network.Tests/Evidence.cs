using Xunit;

namespace GdoiSim.Network.Tests;

/// <summary>Bounds that a right model keeps with near certainty, and that one wrong by a few bounds does not.</summary>
internal static class Evidence
{
    /// <summary>Seed of every test that draws; a failing test names it.</summary>
    internal const ulong Seed = 20_260_101;

    // A right model leaves five standard deviations once in 1.7 million tests; the seeds are fixed besides.
    private const double Deviations = 5;

    /// <summary>A count of independent successes is what the probability makes likely.</summary>
    internal static void AssertBinomial(long count, long trials, double probability)
    {
        double expected = trials * probability;
        double bound = (Deviations * Math.Sqrt(expected * (1 - probability))) + 1e-9;
        Assert.True(
            Math.Abs(count - expected) <= bound,
            $"{count} of {trials}, expected {expected:F1} ± {bound:F1} (seed {Seed})");
    }

    /// <summary>A mean of independent values with a known deviation is near its expectation.</summary>
    internal static void AssertMean(double mean, long trials, double expected, double deviation)
    {
        double bound = Deviations * deviation / Math.Sqrt(trials);
        Assert.True(
            Math.Abs(mean - expected) <= bound, $"mean {mean}, expected {expected} ± {bound} (seed {Seed})");
    }

    /// <summary>Kolmogorov–Smirnov: the sample follows the distribution function.</summary>
    internal static void AssertFollows(double[] sample, Func<double, double> distribution)
    {
        Array.Sort(sample);
        double distance = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            double expected = distribution(sample[i]);
            distance = Math.Max(distance, Math.Max(
                expected - ((double)i / sample.Length), ((double)(i + 1) / sample.Length) - expected));
        }

        // The limit of level 1e-6 (Kolmogorov's asymptotic law): sqrt(-ln(1e-6 / 2) / 2n).
        double limit = Math.Sqrt(-Math.Log(0.5e-6) / 2 / sample.Length);
        Assert.True(distance <= limit, $"distance {distance} above {limit} (seed {Seed})");
    }
}
