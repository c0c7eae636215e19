using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Network.Loss;
using Xunit;

namespace GdoiSim.Network.Tests;

public sealed class DuplicationTests
{
    private const int Members = 100_000;

    private static readonly PathOptions Options = new()
    {
        Loss = new BernoulliLoss(0.1),
        DuplicationProbability = 0.03,
        Latency = new()
        {
            MemberBase = Distribution.Constant(SimDuration.FromMilliseconds(20L)),
            PerPacket = Distribution.Uniform(SimDuration.Zero, SimDuration.FromMilliseconds(10L)),
        },
    };

    [Fact]
    public void Of_what_arrives_a_share_arrives_twice()
    {
        long[] arrivals = new long[Members];
        DuplicateArrival[] duplicates = new DuplicateArrival[Members];
        int count = Paths.Multicast(Options, Members).Transmit(
            MemberBatch.Range(0, Members), new(1, 0), SimTime.Zero, 100, arrivals, duplicates);
        Evidence.AssertBinomial(count, Members - Paths.Lost(arrivals), 0.03);
        int earlier = 0;
        for (int i = 0; i < count; i++)
        {
            (int position, long time) = duplicates[i];
            Assert.True(i == 0 || position > duplicates[i - 1].Position);
            Assert.True(arrivals[position] >= 0);
            Assert.InRange(time, 20_000_000, 30_000_000);
            Assert.NotEqual(arrivals[position], time);
            earlier += time < arrivals[position] ? 1 : 0;
        }

        // Both latencies have one law, so either comes first half of the time.
        Evidence.AssertBinomial(earlier, count, 0.5);
    }

    [Fact]
    public void Duplication_does_not_move_other_draws()
    {
        long[] with = new long[Members];
        Paths.Multicast(Options, Members).Transmit(
            MemberBatch.Range(0, Members), new(1, 0), SimTime.Zero, 100, with, new DuplicateArrival[Members]);
        MulticastPath without = Paths.Multicast(Options with { DuplicationProbability = 0 }, Members);
        Assert.Equal(Paths.Send(without, Members, new(1, 0), SimTime.Zero), with);
    }

    [Fact]
    public void Room_for_every_duplicate_is_asked_for_before_anything_happens()
    {
        Assert.Throws<ArgumentException>(
            () => Paths.Send(Paths.Multicast(Options, Members), Members, new(1, 0), SimTime.Zero));
    }

    [Fact]
    public void Certain_duplication_doubles_everything()
    {
        DuplicateArrival[] duplicates = new DuplicateArrival[1_000];
        int count = Paths.Multicast(new() { DuplicationProbability = 1 }, 1_000).Transmit(
            MemberBatch.Range(0, 1_000), new(1, 0), new SimTime(9), 100, new long[1_000], duplicates);
        Assert.Equal(1_000, count);
        Assert.All(duplicates, duplicate => Assert.Equal(9, duplicate.ArrivalNanoseconds));
    }
}
