using GdoiSim.Kernel;
using GdoiSim.Network.Loss;
using Xunit;

namespace GdoiSim.Network.Tests;

public sealed class LossTests
{
    private const int Members = 200_000;

    [Theory]
    [InlineData(0.001)]
    [InlineData(0.02)]
    [InlineData(0.5)]
    [InlineData(0.99)]
    public void Bernoulli_loses_its_share(double probability)
    {
        MulticastPath path = Paths.Multicast(new() { Loss = new BernoulliLoss(probability) }, Members);
        Evidence.AssertBinomial(Lost(path, new(1, 0)), Members, probability);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, Members)]
    public void Certain_outcomes_are_certain(double probability, int lost)
    {
        MulticastPath path = Paths.Multicast(new() { Loss = new BernoulliLoss(probability) }, Members);
        Assert.Equal(lost, Lost(path, new(1, 0)));
    }

    [Fact]
    public void Without_loss_everything_arrives()
    {
        Assert.Equal(0, Lost(Paths.Multicast(new(), Members), new(1, 0)));
    }

    [Fact]
    public void Attempts_rekeys_copies_and_directions_are_independent()
    {
        PathOptions options = new() { Loss = new BernoulliLoss(0.2) };
        MulticastPath down = Paths.Multicast(options, Members);
        UnicastPath up = Paths.Unicast(options, Members);
        long[] sent = new long[Members];
        long[] upward = new long[Members];
        up.Transmit(MemberBatch.Range(0, Members), new(1, 0), sent, 100, upward);
        long[][] outcomes =
        [
            Paths.Send(down, Members, new(1, 0), SimTime.Zero),
            Paths.Send(down, Members, new(1, 1), SimTime.Zero),
            Paths.Send(down, Members, new(2, 0), SimTime.Zero),
            Paths.Send(down, Members, new(1, 0, copy: 1), SimTime.Zero),
            upward,
        ];
        for (int a = 0; a < outcomes.Length; a++)
        {
            for (int b = a + 1; b < outcomes.Length; b++)
            {
                int both = Enumerable.Range(0, Members).Count(i => outcomes[a][i] < 0 && outcomes[b][i] < 0);
                Evidence.AssertBinomial(both, Members, 0.04);
            }
        }
    }

    [Fact]
    public void Neighbouring_members_are_independent()
    {
        MulticastPath path = Paths.Multicast(new() { Loss = new BernoulliLoss(0.2) }, Members);
        long[] arrivals = Paths.Send(path, Members, new(1, 0), SimTime.Zero);
        foreach (int distance in new[] { 1, 2, 8, 16, 512 })
        {
            // Pairs that share no member.
            int pairs = 0;
            int both = 0;
            for (int i = 0; i + distance < Members; i++)
            {
                if (i / distance % 2 == 0)
                {
                    pairs++;
                    both += arrivals[i] < 0 && arrivals[i + distance] < 0 ? 1 : 0;
                }
            }

            Evidence.AssertBinomial(both, pairs, 0.04);
        }
    }

    [Theory]
    [InlineData(1472, 1)]
    [InlineData(1473, 2)]
    [InlineData(6_800, 5)]
    [InlineData(64_400, 44)]
    public void One_lost_fragment_loses_the_datagram(int payload, int fragments)
    {
        MulticastPath path = Paths.Multicast(new() { Loss = new BernoulliLoss(0.02) }, Members);
        long[] arrivals = Paths.Send(path, Members, new(1, 0), SimTime.Zero, payload);
        Evidence.AssertBinomial(Paths.Lost(arrivals), Members, 1 - Math.Pow(0.98, fragments));
    }

    [Fact]
    public void A_datagram_above_the_limit_is_refused()
    {
        MulticastPath path = Paths.Multicast(new(), 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => Paths.Send(path, 1, new(1, 0), SimTime.Zero, 65_508));
    }

    [Fact]
    public void The_first_hop_is_lost_for_all_or_for_none()
    {
        const int packets = 2_000;
        PathOptions options = new() { FirstHopLoss = 0.05, Loss = new BernoulliLoss(0.02) };
        MulticastPath path = Paths.Multicast(options, 64);
        int lostForAll = 0;
        int lostOfOthers = 0;
        for (int rekey = 0; rekey < packets; rekey++)
        {
            int lost = Paths.Lost(Paths.Send(path, 64, new(rekey, 0), SimTime.Zero));
            Assert.Equal(path.PassesFirstHop(new(rekey, 0), 100), lost != 64);
            lostForAll += lost == 64 ? 1 : 0;
            lostOfOthers += lost == 64 ? 0 : lost;
        }

        Evidence.AssertBinomial(lostForAll, packets, 0.05);
        Evidence.AssertBinomial(lostOfOthers, 64L * (packets - lostForAll), 0.02);
    }

    [Fact]
    public void First_hops_of_two_key_servers_are_independent()
    {
        PathOptions options = new() { FirstHopLoss = 0.3 };
        MulticastPath first = new(options, Paths.Streams, new ChannelStates(1), sender: 0);
        MulticastPath second = new(options, Paths.Streams, new ChannelStates(1), sender: 1);
        int both = Enumerable.Range(0, 20_000).Count(
            rekey => !first.PassesFirstHop(new(rekey, 0), 100) && !second.PassesFirstHop(new(rekey, 0), 100));
        Evidence.AssertBinomial(both, 20_000, 0.09);
    }

    [Fact]
    public void A_script_loses_what_it_names()
    {
        ScriptedLoss script = new((member, fragment) => (member, fragment.Attempt, fragment.Fragment) is (3, 1, 1));
        MulticastPath path = Paths.Multicast(new() { Loss = script }, 8);
        Assert.Equal(0, Paths.Lost(Paths.Send(path, 8, new(1, 0), SimTime.Zero, 2_000)));
        Assert.Equal(0, Paths.Lost(Paths.Send(path, 8, new(1, 1), SimTime.Zero, 1_000)));
        long[] arrivals = Paths.Send(path, 8, new(1, 1), SimTime.Zero, 2_000);
        Assert.Equal(1, Paths.Lost(arrivals));
        Assert.Equal(-1, arrivals[3]);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_probability_out_of_range_is_refused(double probability)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BernoulliLoss(probability));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Paths.Multicast(new() { DuplicationProbability = probability }, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Paths.Multicast(new() { FirstHopLoss = probability }, 1));
    }

    private static int Lost(MulticastPath path, NetworkDrawIndex packet) =>
        Paths.Lost(Paths.Send(path, Members, packet, SimTime.Zero));
}
