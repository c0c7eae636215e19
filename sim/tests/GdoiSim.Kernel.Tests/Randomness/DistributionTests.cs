using GdoiSim.Kernel.Randomness;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;
using Xunit;

namespace GdoiSim.Kernel.Tests.Randomness;

/// <summary>Samples against the distributions of MathNet.Numerics.</summary>
public sealed class DistributionTests
{
    private const int Draws = 100_000;

    private static readonly SimDuration Millisecond = Ms(1);

    // A table of squares, so that a plain formula is at hand: F⁻¹(p) = p² seconds.
    private static readonly SimDuration[] Squares =
        [.. Enumerable.Range(0, 1001).Select(i => SimDuration.FromSeconds(i * i / 1e6))];

    public static TheoryData<string> Names =>
        ["uniform", "exponential", "shifted", "log-normal", "wide log-normal", "table"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_follow_the_distribution_function(string name)
    {
        (Distribution distribution, Func<double, double> function, _, _) = Case(name);
        double[] sorted = [.. Samples(distribution).Order()];
        double largest = 0;
        for (int i = 0; i < Draws; i++)
        {
            double f = function(sorted[i]);
            largest = Math.Max(largest, Math.Max(f - (i / (double)Draws), ((i + 1) / (double)Draws) - f));
        }

        // Kolmogorov–Smirnov: 1.95/√n is the 0.1 % point.
        Assert.True(largest < 1.95 / Math.Sqrt(Draws), $"largest distance {largest}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Moments_are_those_of_the_distribution(string name)
    {
        (Distribution distribution, _, double mean, double deviation) = Case(name);
        DescriptiveStatistics statistics = new(Samples(distribution));
        Assert.Equal(mean, distribution.MeanSeconds, mean * 1e-6);
        Assert.InRange(
            statistics.Mean, mean - (4 * deviation / Math.Sqrt(Draws)), mean + (4 * deviation / Math.Sqrt(Draws)));
        // The deviation of a long-tailed sample converges slowly.
        double tolerance = name == "wide log-normal" ? 0.2 : 0.02;
        Assert.InRange(statistics.StandardDeviation, (1 - tolerance) * deviation, (1 + tolerance) * deviation);
    }

    [Theory]
    [InlineData("uniform")]
    [InlineData("exponential")]
    [InlineData("shifted")]
    [InlineData("log-normal")]
    [InlineData("wide log-normal")]
    public void Quantiles_are_exact_far_into_both_tails(string name)
    {
        (Distribution distribution, Func<double, double> function, _, _) = Case(name);
        foreach (double p in new[] { 1e-9, 1e-6, 1e-3, 0.5, 0.999, 1 - 1e-6, 1 - 1e-9 })
        {
            double seconds = distribution.Sample(p).ToSeconds();
            // Rounding to a nanosecond moves the probability by what the neighbouring nanoseconds say.
            double below = function(seconds - 1e-9);
            double above = function(seconds + 1e-9);
            Assert.True(below <= p * (1 + 1e-9) && p <= above * (1 + 1e-9), $"{p}: {below} … {above}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Many_samples_at_once_are_those_of_each_alone(string name)
    {
        Distribution distribution = Case(name).Distribution;
        foreach (int length in new[] { 0, 1, 3, 4, 5, 1003 })
        {
            double[] u = Uniforms(length);
            if (length > 4)
            {
                // The greatest and smallest draws share lanes with ordinary ones.
                u[1] = 1.0 - (0.5 / (1L << 52));
                u[2] = 0.5 / (1L << 52);
            }

            long[] nanoseconds = new long[length];
            distribution.Sample(u, nanoseconds);
            Assert.Equal(u.Select(x => distribution.Sample(x).Nanoseconds), nanoseconds);
        }
    }

    [Fact]
    public void Samples_beyond_2_to_the_52_nanoseconds_are_the_same_in_lanes()
    {
        Distribution distribution = Distribution.Uniform(SimDuration.Zero, SimDuration.MaxValue);
        double[] u = Uniforms(64);
        u[0] = 1e-12;
        long[] nanoseconds = new long[u.Length];
        distribution.Sample(u, nanoseconds);
        Assert.Equal(u.Select(x => distribution.Sample(x).Nanoseconds), nanoseconds);
        Assert.True(nanoseconds.Max() > 1L << 60);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_greater_uniform_never_gives_a_smaller_sample_nor_one_below_the_minimum(string name)
    {
        Distribution distribution = Case(name).Distribution;
        SimDuration previous = distribution.Minimum;
        foreach (double u in Uniforms(20_000).Order())
        {
            SimDuration sample = distribution.Sample(u);
            Assert.True(previous <= sample, $"{u}: {previous} > {sample}");
            previous = sample;
        }
    }

    /// <summary>
    /// One seed means the same octets on every CPU: this must hold as well with vector instructions switched off
    /// (DOTNET_EnableAVX512, DOTNET_EnableAVX2, DOTNET_EnableHWIntrinsic = 0).
    /// </summary>
    [Theory]
    [InlineData("uniform", "f23c543624336333adf9928c8dcc6186")]
    [InlineData("exponential", "e87195c3cd5df3be408b7f7a2da98661")]
    [InlineData("log-normal", "57596755900b04b3be060ec91c6171e5")]
    [InlineData("table", "19c9cfcb0862f6123769e7b7979d5b7e")]
    public void The_bits_of_samples_stay(string name, string expected)
    {
        Fingerprint fingerprint = default;
        int i = 0;
        foreach (double seconds in Samples(Case(name).Distribution))
        {
            fingerprint.Add(SimTime.Zero + SimDuration.FromSeconds(seconds), 0, i++);
        }

        Assert.Equal(expected, fingerprint.ToString());
    }

    [Fact]
    public void A_constant_is_constant()
    {
        Distribution distribution = Distribution.Constant(SimDuration.FromNanoseconds(long.MaxValue));
        Assert.True(distribution.IsConstant);
        Assert.Equal(SimDuration.MaxValue, distribution.Minimum);
        long[] nanoseconds = new long[5];
        distribution.Sample(Uniforms(5), nanoseconds);
        Assert.All(nanoseconds, value => Assert.Equal(long.MaxValue, value));
        Assert.Equal(SimDuration.Zero, default(Distribution).Sample(0.5));
    }

    [Fact]
    public void Table_values_are_met_exactly_and_joined_by_straight_lines()
    {
        Distribution distribution = Distribution.Empirical([Millisecond, Ms(3), Ms(3), Ms(11), Ms(11)]);
        Assert.Equal(Ms(3), distribution.Sample(0.25));
        Assert.Equal(Ms(2), distribution.Sample(0.125));
        Assert.Equal(Ms(3), distribution.Sample(0.4));
        Assert.Equal(Ms(7), distribution.Sample(0.625));
        Assert.Equal(Ms(11), distribution.Sample(0.9));
        Assert.Equal(Millisecond, distribution.Minimum);
        Assert.Equal((0.5 * (1 + 11) + 3 + 3 + 11) / 4 / 1000, distribution.MeanSeconds, 1e-15);
    }

    [Fact]
    public void Parameters_outside_their_range_are_refused()
    {
        SimDuration negative = SimDuration.FromNanoseconds(-1);
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.Constant(negative));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.Uniform(negative, Millisecond));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.Uniform(Millisecond, SimDuration.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.Exponential(negative, Millisecond));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.Exponential(SimDuration.Zero, negative));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Distribution.Exponential(SimDuration.Zero, SimDuration.FromSeconds(86400L * 365 * 10)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.LogNormal(negative, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.LogNormal(Millisecond, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.LogNormal(Millisecond, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => Distribution.LogNormal(Millisecond, 10));
        Assert.Throws<ArgumentException>(() => Distribution.Empirical([Millisecond]));
        Assert.Throws<ArgumentException>(() => Distribution.Empirical([Millisecond, SimDuration.Zero]));
        Assert.Throws<ArgumentException>(() => Distribution.Empirical([negative, Millisecond]));
        Assert.Throws<ArgumentException>(() => Distribution.Constant(Millisecond).Sample([0.5], []));
    }

    private static (Distribution Distribution, Func<double, double> Function, double Mean, double Deviation) Case(
        string name)
    {
        switch (name)
        {
            case "uniform":
                ContinuousUniform uniform = new(0.002, 5);
                return (Distribution.Uniform(Ms(2), Ms(5000)), uniform.CumulativeDistribution, uniform.Mean,
                    uniform.StdDev);
            case "exponential":
                Exponential exponential = new(1 / 0.25);
                return (Distribution.Exponential(SimDuration.Zero, Ms(250)), exponential.CumulativeDistribution,
                    exponential.Mean, exponential.StdDev);
            case "shifted":
                Exponential shifted = new(1 / 0.25);
                return (Distribution.Exponential(Ms(40), Ms(250)), x => shifted.CumulativeDistribution(x - 0.04),
                    shifted.Mean + 0.04, shifted.StdDev);
            case "log-normal":
                return LogNormalCase(0.020, 0.5);
            case "wide log-normal":
                return LogNormalCase(0.020, 1.5);
            default:
                return (Distribution.Empirical(Squares), Math.Sqrt, 1.0 / 3, Math.Sqrt(4.0 / 45));
        }
    }

    private static SimDuration Ms(long milliseconds) => SimDuration.FromMilliseconds(milliseconds);

    private static (Distribution, Func<double, double>, double, double) LogNormalCase(double median, double sigma)
    {
        LogNormal oracle = new(Math.Log(median), sigma);
        return (Distribution.LogNormal(SimDuration.FromSeconds(median), sigma), oracle.CumulativeDistribution,
            oracle.Mean, oracle.StdDev);
    }

    private static double[] Uniforms(int count)
    {
        double[] u = new double[count];
        new RandomStreams(2024).For(1).FillUniform(0, 0, u);
        return u;
    }

    private static IEnumerable<double> Samples(Distribution distribution)
    {
        long[] nanoseconds = new long[Draws];
        distribution.Sample(Uniforms(Draws), nanoseconds);
        return nanoseconds.Select(value => value / 1e9);
    }
}
