using GdoiSim.Analysis.Theory;
using Xunit;

namespace GdoiSim.Analysis.Tests.Theory;

public sealed class NetworkTests
{
    [Fact]
    public void V20_bursts() => Targets.Hold("V20", row => BurstyLoss.AllCopiesLost(
        row.Number("p"), MeanBurst(row), row.Whole("copies"), row.Number("gap_slots")));

    [Fact]
    public void V24_ack_size()
    {
        Targets.Hold("V24", row => Payload(row));
        Targets.Hold("V24", "ip_bytes", row => Datagrams.OnIpv4(Payload(row)));
    }

    [Fact]
    public void V30_acks_by_repair()
    {
        Targets.Hold("V30", row => AckLoad.WithUnicastRepeats(
            row.Number("N"), row.Number("p"), row.Number("q"), row.Whole("max_transmissions")));
        Targets.Hold("V30", "rekey_packets", row => AckLoad.UnicastDatagrams(
            row.Number("N"), row.Number("p"), row.Number("q"), row.Whole("max_transmissions")));
    }

    [Fact]
    public void V31_fragments()
    {
        Targets.Hold("V31", row => Datagrams.Loss(row.Whole("push_octets"), row.Number("p"), row.Whole("mtu")));
        Targets.Hold("V31", "fragments", row => Datagrams.Fragments(row.Whole("push_octets"), row.Whole("mtu")));
    }

    /// <summary>Over all ways that three copies to two members, and their ACKs, can be lost.</summary>
    [Fact]
    public void Multicast_repeats_equal_enumeration()
    {
        const double p = 0.2, q = 0.3;
        var reached = (1 - p) * (1 - q);

        // State: is member 1, is member 2 acknowledged? A repeat goes to both as long as one is silent; both answer.
        var states = new Dictionary<(bool, bool), double> { [(false, false)] = 1 };
        var acks = 0.0;
        for (var copy = 0; copy < 3; copy++)
        {
            var next = new Dictionary<(bool, bool), double>();
            foreach (var ((one, two), weight) in states)
            {
                if (one && two)
                {
                    next[(one, two)] = next.GetValueOrDefault((one, two)) + weight;
                    continue;
                }

                acks += weight * 2 * reached;
                foreach (var (a, b) in new[] { (false, false), (false, true), (true, false), (true, true) })
                {
                    var chance = (a ? reached : 1 - reached) * (b ? reached : 1 - reached);
                    next[(one || a, two || b)] = next.GetValueOrDefault((one || a, two || b)) + (weight * chance);
                }
            }

            states = next;
        }

        Assert.Equal(acks, AckLoad.WithMulticastRepeats(2, p, q, 3), 1e-12);
    }

    /// <summary>
    /// RFC 791: every fragment but the last carries a multiple of eight octets; the last may fill the MTU.
    /// </summary>
    [Theory]
    [InlineData(1472, 1500, 1)]
    [InlineData(1473, 1500, 2)]
    [InlineData(2952, 1500, 2)]
    [InlineData(2953, 1500, 3)]
    [InlineData(100, 69, 3)] // 108 octets at MTU 69: 48, 48, 12
    [InlineData(89, 69, 2)] // 97 = 48 + 49, the last fills the MTU
    [InlineData(65_507, 1500, 45)]
    public void Fragments_at_the_edges(int payload, int mtu, int fragments) =>
        Assert.Equal(fragments, Datagrams.Fragments(payload, mtu));

    [Fact]
    public void What_no_datagram_holds_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Datagrams.Fragments(65_508, 1500));

    /// <summary>The chain itself, step by step.</summary>
    [Fact]
    public void Bursts_equal_the_chain()
    {
        const double loss = 0.1, burst = 4;
        var leave = 1 / burst;
        var enter = loss * leave / (1 - loss);
        var bad = 1.0;
        for (var slot = 1; slot <= 12; slot++)
        {
            bad = (bad * (1 - leave)) + ((1 - bad) * enter);
            Assert.Equal(bad, BurstyLoss.StillBad(loss, burst, slot), 1e-12);
        }
    }

    /// <summary>A burst of 1.02 stands for independent loss, 1 / (1 − p) = 1.0204…, printed to three digits.</summary>
    private static double MeanBurst(Target row) =>
        row.Number("mean_burst_slots") is var burst and not 1.02 ? burst : 1 / (1 - row.Number("p"));

    private static int Payload(Target row) => Datagrams.AckPayload(
        row.Text("prf") == "HMAC-SHA-256" ? 32 : 64, row.Text("id") == "IPv4" ? 4 : 16);
}
