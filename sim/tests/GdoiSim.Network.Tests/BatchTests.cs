using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Network.Loss;
using Xunit;

namespace GdoiSim.Network.Tests;

/// <summary>However a group is cut into calls, and whatever else was sent, a packet's fate is the same.</summary>
public sealed class BatchTests
{
    private const int Members = 3_001;

    public static TheoryData<string> Models => ["bernoulli", "gilbert-elliott", "soft gilbert-elliott"];

    [Theory]
    [MemberData(nameof(Models))]
    public void One_by_one_in_lists_and_in_chunks_is_the_same(string model)
    {
        PathOptions options = OptionsOf(model);
        UnicastPath whole = Paths.Unicast(options, Members);
        UnicastPath listed = Paths.Unicast(options, Members);
        UnicastPath chunked = Paths.Unicast(options, Members);
        UnicastPath single = Paths.Unicast(options, Members);
        int[] backwards = [.. Enumerable.Range(0, Members).Reverse()];
        for (int attempt = 0; attempt < 3; attempt++)
        {
            NetworkDrawIndex packet = new(7, attempt);
            long[] sent = [.. Enumerable.Range(0, Members).Select(i => (attempt * 1_000_000L) + (i * 977L))];
            sent[5] = -1; // not sent
            (long First, long Second)[] expected = Send(whole, MemberBatch.Range(0, Members), packet, sent);
            Assert.Equal((-1, -1), expected[5]);
            Assert.Contains(expected, delivery => delivery.First < 0);
            Assert.Contains(expected, delivery => delivery.Second >= 0);

            long[] sentBackwards = [.. sent.Reverse()];
            (long, long)[] fromList = Send(listed, MemberBatch.Of(backwards), packet, sentBackwards);
            Array.Reverse(fromList);
            Assert.Equal(expected, fromList);

            List<(long, long)> fromChunks = [];
            foreach (Range chunk in new[] { 0..1, 1..17, 17..530, 530..2_000, 2_000..Members })
            {
                (int start, int length) = chunk.GetOffsetAndLength(Members);
                fromChunks.AddRange(Send(chunked, MemberBatch.Range((uint)start, length), packet, sent[chunk]));
            }

            Assert.Equal(expected, fromChunks);

            for (int i = 0; i < Members; i++)
            {
                if (sent[i] >= 0)
                {
                    Delivery one = single.Transmit((uint)i, packet, new SimTime(sent[i]), 2_000);
                    Assert.Equal(expected[i], (one.ArrivalNanoseconds, one.SecondNanoseconds));
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Chunks_on_several_threads_give_the_same(string model)
    {
        MulticastPath alone = Paths.Multicast(OptionsOf(model), Members);
        MulticastPath shared = Paths.Multicast(OptionsOf(model), Members);
        for (int attempt = 0; attempt < 3; attempt++)
        {
            NetworkDrawIndex packet = new(1, attempt);
            SimTime sent = new(attempt * 50_000_000L);
            long[] expected = new long[Members];
            DuplicateArrival[] duplicates = new DuplicateArrival[Members];
            alone.Transmit(MemberBatch.Range(0, Members), packet, sent, 100, expected, duplicates);
            long[] actual = new long[Members];
            Parallel.For(0, (Members / 100) + 1, chunk =>
            {
                int length = Math.Min(100, Members - (chunk * 100));
                shared.Transmit(
                    MemberBatch.Range((uint)(chunk * 100), length),
                    packet,
                    sent,
                    100,
                    actual.AsSpan(chunk * 100, length),
                    new DuplicateArrival[length]);
            });
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Another_number_of_attempts_does_not_move_the_luck()
    {
        // One policy repeats thrice, the other skips the second attempt and sends an extra rekey before.
        MulticastPath often = Paths.Multicast(OptionsOf("bernoulli"), Members);
        MulticastPath seldom = Paths.Multicast(OptionsOf("bernoulli"), Members);
        long[][] all = [.. Enumerable.Range(0, 3).Select(attempt => SendMulticast(often, new(4, attempt)))];
        SendMulticast(seldom, new(3, 0));
        Assert.Equal(all[0], SendMulticast(seldom, new(4, 0)));
        Assert.Equal(all[2], SendMulticast(seldom, new(4, 2)));
        Assert.NotEqual(all[0], all[1]);
    }

    [Fact]
    public void A_repeat_by_unicast_has_the_luck_of_the_multicast()
    {
        MulticastPath multicast = Paths.Multicast(OptionsOf("bernoulli"), Members);
        UnicastPath unicast = Paths.Unicast(OptionsOf("bernoulli"), Members, PathDirection.ToMember);
        long[] expected = SendMulticast(multicast, new(4, 1));
        (long First, long Second)[] actual =
            Send(unicast, MemberBatch.Range(0, Members), new(4, 1), new long[Members]);
        Assert.Equal(expected, actual.Select(delivery => delivery.First));
    }

    [Fact]
    public void More_loss_only_adds_to_what_is_lost()
    {
        long[] little = Paths.Send(
            Paths.Multicast(new() { Loss = new BernoulliLoss(0.05) }, Members), Members, new(1, 0), SimTime.Zero);
        long[] much = Paths.Send(
            Paths.Multicast(new() { Loss = new BernoulliLoss(0.10) }, Members), Members, new(1, 0), SimTime.Zero);
        Assert.All(Enumerable.Range(0, Members), i => Assert.True(little[i] >= 0 || much[i] < 0));
        Assert.True(Paths.Lost(much) > Paths.Lost(little));
    }

    [Fact]
    public void Two_classes_are_two_paths()
    {
        const int members = 100_000;
        PathOptions low = new() { Loss = new BernoulliLoss(0.02) };
        PathOptions high = new() { Loss = new BernoulliLoss(0.2) };
        int[] few = [.. Enumerable.Range(0, members).Where(i => i % 5 == 0)];
        long[] arrivals = new long[few.Length];
        Paths.Multicast(high, members).Transmit(MemberBatch.Of(few), new(1, 0), SimTime.Zero, 100, arrivals);
        Evidence.AssertBinomial(Paths.Lost(arrivals), few.Length, 0.2);

        // Members keep their luck: whoever loses at 2 % loses at 20 % as well.
        long[] mild = Paths.Send(Paths.Multicast(low, members), members, new(1, 0), SimTime.Zero);
        Assert.All(Enumerable.Range(0, few.Length), i => Assert.True(mild[few[i]] >= 0 || arrivals[i] < 0));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Nothing_is_allocated(string model)
    {
        MulticastPath multicast = Paths.Multicast(OptionsOf(model), Members);
        UnicastPath unicast = Paths.Unicast(OptionsOf(model), Members);
        int[] list = [.. Enumerable.Range(0, Members)];
        long[] times = new long[Members];
        DuplicateArrival[] duplicates = new DuplicateArrival[Members];
        AccessLink link = new(1_000_000_000, 100_000);
        long before = 0;
        for (int attempt = 0; attempt < 4; attempt++)
        {
            before = attempt == 3 ? GC.GetAllocatedBytesForCurrentThread() : 0;
            multicast.Transmit(
                MemberBatch.Range(0, Members), new(1, attempt), SimTime.Zero, 2_000, times, duplicates);
            unicast.Transmit(MemberBatch.Of(list), new(1, attempt), times, 2_000, times, duplicates);
            unicast.Transmit(1, new(1, attempt), SimTime.Zero, 2_000);
            for (int i = 0; i < Members; i++)
            {
                link.Offer(new SimTime(attempt * 1_000_000_000L), 112, out _);
            }
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static PathOptions OptionsOf(string model)
    {
        SimDuration slot = SimDuration.FromMilliseconds(1L);
        return new()
        {
            Loss = model switch
            {
                "bernoulli" => new BernoulliLoss(0.1),
                "gilbert-elliott" => new GilbertElliottLoss(0.2, 5, slot),
                _ => new GilbertElliottLoss(0.2, 5, slot, lossInGood: 0.05, lossInBad: 0.7),
            },
            DuplicationProbability = 0.05,
            Latency = new()
            {
                MemberBase = Distribution.LogNormal(SimDuration.FromMilliseconds(20L), 0.5),
                PerPacket = Distribution.Exponential(SimDuration.Zero, SimDuration.FromMilliseconds(3L)),
            },
        };
    }

    private static long[] SendMulticast(MulticastPath path, NetworkDrawIndex packet)
    {
        long[] arrivals = new long[Members];
        path.Transmit(
            MemberBatch.Range(0, Members), packet, SimTime.Zero, 2_000, arrivals, new DuplicateArrival[Members]);
        return arrivals;
    }

    private static (long First, long Second)[] Send(
        UnicastPath path, MemberBatch members, NetworkDrawIndex packet, long[] sent)
    {
        long[] arrivals = new long[sent.Length];
        DuplicateArrival[] duplicates = new DuplicateArrival[sent.Length];
        int count = path.Transmit(members, packet, sent, 2_000, arrivals, duplicates);
        (long, long)[] deliveries = Array.ConvertAll(arrivals, arrival => (arrival, -1L));
        foreach (DuplicateArrival duplicate in duplicates.AsSpan(0, count))
        {
            deliveries[duplicate.Position].Item2 = duplicate.ArrivalNanoseconds;
        }

        return deliveries;
    }
}
