using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Network.Latency;
using MathNet.Numerics.Distributions;
using Xunit;

namespace GdoiSim.Network.Tests;

public sealed class LatencyTests
{
    private const int Members = 100_000;

    private static readonly SimTime Sent = new(3_000_000_000);

    [Fact]
    public void A_constant_latency_is_exact()
    {
        LatencyModel latency = new()
        {
            MemberBase = Distribution.Constant(SimDuration.FromMilliseconds(40L)),
            PerPacket = Distribution.Constant(SimDuration.FromMicroseconds(7)),
        };
        Assert.All(Delays(latency, new(1, 0), 1_000), delay => Assert.Equal(40_007_000, delay));
        Assert.Equal(40_007_000, latency.Minimum.Nanoseconds);
        Assert.All(Delays(LatencyModel.Zero, new(1, 0), 1_000), delay => Assert.Equal(0, delay));
    }

    [Fact]
    public void A_member_keeps_its_base_and_a_packet_draws_its_part()
    {
        LatencyModel latency = new()
        {
            MemberBase = Distribution.Uniform(SimDuration.FromMilliseconds(10L), SimDuration.FromMilliseconds(50L)),
        };
        long[] first = Delays(latency, new(1, 0), Members);
        Assert.Equal(first, Delays(latency, new(2, 3), Members));
        Assert.True(first.Distinct().Count() > Members * 0.99);

        long[] packets = Delays(new() { PerPacket = latency.MemberBase }, new(1, 0), Members);
        long[] others = Delays(new() { PerPacket = latency.MemberBase }, new(1, 1), Members);
        Assert.True(Enumerable.Range(0, Members).Count(i => packets[i] == others[i]) < 10);
        Assert.Equal(0, Correlation(first, packets), 0.02);
        Assert.Equal(0, Correlation(packets, others), 0.02);
    }

    [Fact]
    public void Parts_follow_their_distributions()
    {
        Distribution exponential =
            Distribution.Exponential(SimDuration.FromMilliseconds(5L), SimDuration.FromMilliseconds(20L));
        Evidence.AssertFollows(
            Seconds(new() { PerPacket = exponential }), x => x < 0.005 ? 0 : 1 - Math.Exp(-(x - 0.005) / 0.02));
        Distribution logNormal = Distribution.LogNormal(SimDuration.FromMilliseconds(30L), 0.6);
        LogNormal reference = new(Math.Log(0.03), 0.6);
        Evidence.AssertFollows(Seconds(new() { PerPacket = logNormal }), reference.CumulativeDistribution);
        Evidence.AssertFollows(Seconds(new() { MemberBase = logNormal }), reference.CumulativeDistribution);
    }

    [Fact]
    public void Base_and_part_add_up()
    {
        LatencyModel latency = new()
        {
            MemberBase = Distribution.Uniform(SimDuration.Zero, SimDuration.FromMilliseconds(12L)),
            PerPacket = Distribution.Exponential(SimDuration.FromMilliseconds(1L), SimDuration.FromMilliseconds(3L)),
        };
        double[] seconds = Seconds(latency);
        double variance = (0.012 * 0.012 / 12) + (0.003 * 0.003);
        Evidence.AssertMean(seconds.Average(), Members, 0.006 + 0.004, Math.Sqrt(variance));
        Assert.Equal(0.010, latency.MeanSeconds, 12);
        Assert.Equal(variance, seconds.Select(x => (x - 0.01) * (x - 0.01)).Average(), variance * 0.05);
        Assert.All(seconds, x => Assert.True(x >= latency.Minimum.ToSeconds()));
    }

    [Fact]
    public void What_is_lost_stays_lost_whatever_the_latency()
    {
        PathOptions options = new()
        {
            Loss = new Loss.BernoulliLoss(0.3),
            Latency = new()
            {
                MemberBase = Distribution.Uniform(SimDuration.FromSeconds(1L), SimDuration.FromSeconds(2L)),
                PerPacket = Distribution.LogNormal(SimDuration.FromSeconds(1L), 1),
            },
        };
        long[] delayed = Paths.Send(Paths.Multicast(options, 10_000), 10_000, new(1, 0), Sent);
        long[] bare = Paths.Send(
            Paths.Multicast(options with { Latency = LatencyModel.Zero }, 10_000), 10_000, new(1, 0), Sent);
        for (int i = 0; i < bare.Length; i++)
        {
            Assert.True(bare[i] < 0 ? delayed[i] == -1 : delayed[i] >= bare[i] + 1_000_000_000);
        }
    }

    [Fact]
    public void A_latency_without_bound_is_refused()
    {
        LatencyModel latency = new() { PerPacket = Distribution.LogNormal(SimDuration.FromSeconds(1L), 2.5) };
        Assert.Throws<ArgumentOutOfRangeException>(() => Paths.Multicast(new() { Latency = latency }, 1));
    }

    private static long[] Delays(LatencyModel latency, NetworkDrawIndex packet, int members)
    {
        long[] arrivals = Paths.Send(Paths.Multicast(new() { Latency = latency }, members), members, packet, Sent);
        return Array.ConvertAll(arrivals, time => time - Sent.Nanoseconds);
    }

    private static double[] Seconds(LatencyModel latency) =>
        Array.ConvertAll(Delays(latency, new(1, 0), Members), delay => delay / 1e9);

    private static double Correlation(long[] left, long[] right) => MathNet.Numerics.Statistics.Correlation.Pearson(
        left.Select(value => (double)value), right.Select(value => (double)value));
}
