using GdoiSim.Kernel;
using GdoiSim.Network.Loss;
using Xunit;

namespace GdoiSim.Network.Tests;

public sealed class GilbertElliottTests
{
    private static readonly SimDuration Slot = SimDuration.FromMilliseconds(80L);

    /// <summary>Target V20 of the validation list: p, B, copies, gap in slots, P(all lost) and its tolerance.</summary>
    [Theory]
    [InlineData(0.02, 1.02, 1, 8e-06, 1.13e-05)]
    [InlineData(0.02, 1.02, 100, 8e-06, 1.13e-05)]
    [InlineData(0.02, 3.0, 10, 2.49756e-05, 2e-05)]
    [InlineData(0.02, 10.0, 1, 0.0162, 0.000509)]
    [InlineData(0.02, 10.0, 100, 8.0166e-06, 1.13e-05)]
    [InlineData(0.2, 5.0, 10, 0.01201, 0.000438)]
    public void Three_copies_are_all_lost_as_often_as_V20_says(
        double loss, double burst, int gap, double expected, double tolerance)
    {
        const int members = 1_000_000;
        MulticastPath path = Paths.Multicast(new() { Loss = new GilbertElliottLoss(loss, burst, Slot) }, members);
        bool[] alive = new bool[members];
        for (int copy = 0; copy < 3; copy++)
        {
            long[] arrivals = Paths.Send(path, members, new(1, copy), SimTime.Zero + (Slot * (gap * copy)));
            for (int i = 0; i < members; i++)
            {
                alive[i] |= arrivals[i] >= 0;
            }
        }

        double share = (double)alive.Count(any => !any) / members;
        Assert.True(Math.Abs(share - expected) <= tolerance, $"{share}, expected {expected} (seed {Evidence.Seed})");
    }

    [Fact]
    public void Every_slot_watched_has_bursts_of_the_mean_length()
    {
        const int members = 2_000;
        const int slots = 400;
        MulticastPath path = Paths.Multicast(new() { Loss = new GilbertElliottLoss(0.1, 8, Slot) }, members);
        bool[] bad = new bool[members];
        long[] lostAt = new long[slots];
        long leaving = 0;
        long entering = 0;
        long badBefore = 0;
        for (int slot = 0; slot < slots; slot++)
        {
            long[] arrivals = Paths.Send(path, members, new(1, slot), SimTime.Zero + (Slot * slot));
            lostAt[slot] = Paths.Lost(arrivals);
            for (int i = 0; i < members; i++)
            {
                bool now = arrivals[i] < 0;
                if (slot > 0)
                {
                    badBefore += bad[i] ? 1 : 0;
                    leaving += bad[i] && !now ? 1 : 0;
                    entering += !bad[i] && now ? 1 : 0;
                }

                bad[i] = now;
            }
        }

        // Stationary from the first slot on, and the two steps of the chain are what B and p make them.
        Evidence.AssertBinomial(lostAt[0], members, 0.1);
        Evidence.AssertBinomial(lostAt[^1], members, 0.1);
        Evidence.AssertBinomial(leaving, badBefore, 1 / 8.0);
        Evidence.AssertBinomial(entering, (members * (slots - 1L)) - badBefore, 0.1 / (0.9 * 8));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(40)]
    [InlineData(1_000_000_007)]
    public void A_gap_is_worth_as_many_single_steps(int gap)
    {
        // P(bad | bad, n steps) by the chain's matrix, multiplied out (for the last: long past any memory).
        const int members = 100_000;
        const double leave = 1 / 6.0;
        const double enter = 0.3 / (0.7 * 6);
        double expected = 1;
        for (int step = 0; step < Math.Min(gap, 1_000); step++)
        {
            expected = (expected * (1 - leave)) + ((1 - expected) * enter);
        }

        MulticastPath path = Paths.Multicast(new() { Loss = new GilbertElliottLoss(0.3, 6, Slot) }, members);
        long[] before = Paths.Send(path, members, new(1, 0), new SimTime(5));
        long[] after = Paths.Send(path, members, new(1, 1), new SimTime(5) + (Slot * gap));
        int both = Enumerable.Range(0, members).Count(i => before[i] < 0 && after[i] < 0);
        Evidence.AssertBinomial(both, Paths.Lost(before), expected);
    }

    [Fact]
    public void Packets_and_fragments_of_one_slot_share_its_state()
    {
        const int members = 10_000;
        MulticastPath path = Paths.Multicast(new() { Loss = new GilbertElliottLoss(0.2, 4, Slot) }, members);
        long[] first = Paths.Send(path, members, new(1, 0), SimTime.Zero, 30_000);
        long[] last = Paths.Send(path, members, new(1, 1), new SimTime(Slot.Nanoseconds - 1));
        Evidence.AssertBinomial(Paths.Lost(first), members, 0.2);
        Assert.Equal(Array.ConvertAll(first, time => time < 0), Array.ConvertAll(last, time => time < 0));
    }

    [Fact]
    public void Bursts_shorter_than_chance_alternate()
    {
        // b = 1/2, B = 1: the chain alternates strictly, r = −1.
        GilbertElliottLoss loss = new(0.5, 1, Slot);
        Assert.Equal(-1, loss.Persistence);
        MulticastPath path = Paths.Multicast(new() { Loss = loss }, 1_000);
        long[] zero = Paths.Send(path, 1_000, new(1, 0), SimTime.Zero);
        long[] three = Paths.Send(path, 1_000, new(1, 1), SimTime.Zero + (Slot * 3));
        long[] five = Paths.Send(path, 1_000, new(1, 2), SimTime.Zero + (Slot * 5));
        Evidence.AssertBinomial(Paths.Lost(zero), 1_000, 0.5);
        Assert.All(Enumerable.Range(0, 1_000), i => Assert.NotEqual(zero[i] < 0, three[i] < 0));
        Assert.All(Enumerable.Range(0, 1_000), i => Assert.Equal(three[i] < 0, five[i] < 0));
    }

    [Fact]
    public void Either_state_may_lose_some()
    {
        const int members = 400_000;
        GilbertElliottLoss loss = new(0.25, 20, Slot, lossInGood: 0.01, lossInBad: 0.6);
        Assert.Equal(0.1575, loss.MeanLoss, 12);
        MulticastPath path = Paths.Multicast(new() { Loss = loss }, members);
        long[] first = Paths.Send(path, members, new(1, 0), SimTime.Zero);
        long[] second = Paths.Send(path, members, new(1, 1), SimTime.Zero);
        Evidence.AssertBinomial(Paths.Lost(first), members, 0.1575);

        // Two packets of one slot: the state is common, the losses in it are not.
        int both = Enumerable.Range(0, members).Count(i => first[i] < 0 && second[i] < 0);
        Evidence.AssertBinomial(both, members, (0.25 * 0.36) + (0.75 * 0.0001));

        // Three fragments of one datagram: a survivor needs luck three times in one state.
        long[] large = Paths.Send(path, members, new(1, 2), SimTime.Zero, 4_000);
        double survives = (0.25 * Math.Pow(0.4, 3)) + (0.75 * Math.Pow(0.99, 3));
        Evidence.AssertBinomial(Paths.Lost(large), members, 1 - survives);
    }

    [Fact]
    public void The_mean_loss_can_be_asked_for()
    {
        GilbertElliottLoss loss = GilbertElliottLoss.OfMeanLoss(0.05, 10, Slot, lossInGood: 0.01, lossInBad: 0.5);
        Assert.Equal(0.05, loss.MeanLoss, 12);
        Assert.Equal(0.04 / 0.49, loss.BadProbability, 12);
        Assert.Throws<ArgumentOutOfRangeException>(() => GilbertElliottLoss.OfMeanLoss(0.6, 10, Slot, 0, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => GilbertElliottLoss.OfMeanLoss(0.1, 10, Slot, 0.2, 0.5));
    }

    [Fact]
    public void A_packet_asked_about_late_sees_the_right_distance()
    {
        // First the packet of slot 10, then that of slot 6: the pair has the joint law of four slots.
        const int members = 200_000;
        MulticastPath path = Paths.Multicast(new() { Loss = new GilbertElliottLoss(0.2, 5, Slot) }, members);
        long[] later = Paths.Send(path, members, new(1, 1), SimTime.Zero + (Slot * 10));
        long[] earlier = Paths.Send(path, members, new(1, 0), SimTime.Zero + (Slot * 6));
        double persistence = 1 - (1 / 5.0) - (0.2 / (0.8 * 5));
        int both = Enumerable.Range(0, members).Count(i => later[i] < 0 && earlier[i] < 0);
        Evidence.AssertBinomial(both, members, 0.2 * (0.2 + (0.8 * Math.Pow(persistence, 4))));
    }

    [Theory]
    [InlineData(0.02, 0.5)]
    [InlineData(0.9, 5)] // turning bad would need a probability above 1
    [InlineData(1, 5)]
    [InlineData(0.02, double.NaN)]
    [InlineData(0.02, double.PositiveInfinity)]
    public void A_chain_that_does_not_exist_is_refused(double bad, double burst)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new GilbertElliottLoss(bad, burst, Slot));
        Assert.Throws<ArgumentOutOfRangeException>(() => new GilbertElliottLoss(0.1, 5, SimDuration.Zero));
    }

    [Fact]
    public void Memory_is_taken_only_where_a_model_has_some()
    {
        ChannelStates states = new(1_000);
        _ = new MulticastPath(new() { Loss = new BernoulliLoss(0.1) }, Paths.Streams, states);
        Assert.Equal(0, states.MemoryOctets);
        PathOptions bursty = new() { Loss = new GilbertElliottLoss(0.1, 5, Slot) };
        _ = new MulticastPath(bursty, Paths.Streams, states);
        _ = new UnicastPath(bursty, Paths.Streams, PathDirection.ToMember, states);
        Assert.Equal(8_000, states.MemoryOctets);
    }

    [Fact]
    public void A_repeat_by_unicast_meets_the_channel_of_the_multicast()
    {
        const int members = 50_000;
        ChannelStates states = new(members);
        PathOptions options = new() { Loss = new GilbertElliottLoss(0.2, 50, Slot) };
        MulticastPath multicast = new(options, Paths.Streams, states);
        UnicastPath unicast = new(options, Paths.Streams, PathDirection.ToMember, states);
        long[] first = Paths.Send(multicast, members, new(1, 0), SimTime.Zero);
        int[] silent = [.. Enumerable.Range(0, members).Where(i => first[i] < 0)];
        long[] times = new long[silent.Length];
        Array.Fill(times, Slot.Nanoseconds);
        unicast.Transmit(MemberBatch.Of(silent), new(1, 1), times, 100, times);
        Evidence.AssertBinomial(Paths.Lost(times), silent.Length, 1 - (1 / 50.0));
    }
}
