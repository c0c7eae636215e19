using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Network;
using GdoiSim.Network.Loss;
using Xunit;

namespace GdoiSim.Validation.Tests;

/// <summary>
/// The network alone against closed forms: V31 (fragments), V02 and V03 (classes, common first hop), and V01 for groups
/// too large to repeat a whole run over.
/// </summary>
public sealed class NetworkTargets
{
    public static TheoryData<string> V01 => Target.Rows("V01", row => row["N"] > 10_000);

    public static TheoryData<string> V02 => Target.Rows("V02", row => row["N"] < 10_000);

    public static TheoryData<string> V02Large => Target.Rows("V02", row => row["N"] > 10_000);

    public static TheoryData<string> V03 => Target.Rows("V03");

    public static TheoryData<string> V31 => Target.Rows("V31");

    [Theory]
    [MemberData(nameof(V31))]
    public void Fragments_multiply_the_loss_of_a_large_push(string label)
    {
        Target target = Target.Of(label);
        PathOptions options = new()
        {
            Loss = new BernoulliLoss(target["p"]),
            Fragmentation = new Fragmentation(IpVersion.IPv4, (int)target["mtu"]),
        };
        int payload = (int)target["push_octets"];
        Assert.Equal(target.Beside("fragments"), options.Fragmentation.Fragments(payload));

        const int datagrams = 1_000_000;
        MulticastPath path = new(options, new RandomStreams(Seeds.Root), new ChannelStates(datagrams));
        long[] arrivals = new long[datagrams];
        path.Transmit(MemberBatch.Range(0, datagrams), new(1, 0), SimTime.Zero, payload, arrivals);
        target.AssertNear((double)arrivals.AsSpan().Count(-1L) / datagrams, datagrams);
    }

    [Theory]
    [MemberData(nameof(V02))]
    public void Transmissions_until_two_classes_have_the_rekey(string label) => MeasureTransmissions(label, 400);

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(V02Large))]
    public void Transmissions_until_two_classes_of_a_large_group_have_the_rekey(string label) =>
        MeasureTransmissions(label, 2_000);

    [Theory]
    [MemberData(nameof(V03))]
    public void Transmissions_over_a_common_first_hop(string label) => MeasureTransmissions(label, 400);

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(V01))]
    public void Transmissions_until_a_large_group_has_the_rekey(string label) => MeasureTransmissions(label, 200);

    /// <summary>
    /// Repeats one rekey to whoever misses it, until nobody does; each replication is a rekey of its own.
    /// </summary>
    private static void MeasureTransmissions(string label, int replications)
    {
        Target target = Target.Of(label);
        int members = (int)target["N"];
        double low = target.Has("p") ? target["p"] : target.Has("p_tail") ? target["p_tail"] : target["p_low"];
        double high = target.Has("p_high") ? target["p_high"] : 0;
        int inHigh = target.Has("alpha") ? (int)Math.Round(target["alpha"] * members) : 0;
        MulticastPath lowPath = PathWith(target, low, members);
        MulticastPath highPath = PathWith(target, high, members);
        Missing missing = new(members);
        long transmissions = 0;
        for (int rekey = 0; rekey < replications; rekey++)
        {
            Missing.Share few = missing.Reset(0, inHigh);
            Missing.Share many = missing.Reset(inHigh, members - inHigh);
            for (int attempt = 0; few.Count + many.Count > 0; attempt++)
            {
                transmissions++;
                missing.Transmit(highPath, ref few, new(rekey, attempt));
                missing.Transmit(lowPath, ref many, new(rekey, attempt));
            }
        }

        target.AssertNear((double)transmissions / replications, replications);
    }

    private static MulticastPath PathWith(Target target, double loss, int members)
    {
        PathOptions options = new()
        {
            Loss = new BernoulliLoss(loss),
            FirstHopLoss = target.Has("p_shared") ? target["p_shared"] : 0,
        };
        return new MulticastPath(options, new RandomStreams(Seeds.Root), new ChannelStates(members));
    }

    /// <summary>Who still misses a rekey: lists of members that shrink with every transmission.</summary>
    private sealed class Missing(int members)
    {
        private readonly int[] _list = new int[members];
        private readonly long[] _arrivals = new long[members];

        internal Share Reset(int first, int count)
        {
            for (int i = first; i < first + count; i++)
            {
                _list[i] = i;
            }

            return new Share(first, count, Whole: true);
        }

        internal void Transmit(MulticastPath path, ref Share share, NetworkDrawIndex packet)
        {
            Span<int> list = _list.AsSpan(share.First, share.Count);
            Span<long> arrivals = _arrivals.AsSpan(0, share.Count);
            MemberBatch batch = share.Whole
                ? MemberBatch.Range((uint)share.First, share.Count)
                : MemberBatch.Of(list);
            path.Transmit(batch, packet, SimTime.Zero, 464, arrivals);
            int left = 0;
            for (int i = 0; i < list.Length; i++)
            {
                if (arrivals[i] < 0)
                {
                    list[left++] = list[i];
                }
            }

            share = new Share(share.First, left, Whole: false);
        }

        internal readonly record struct Share(int First, int Count, bool Whole);
    }
}
