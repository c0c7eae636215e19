using GdoiSim.Group;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// What the ACKs of one rekey offer to a key server and what that can take, where both are simple: the jitter spreads
/// them evenly, there are no repeats, and the access link is no bottleneck.
/// </summary>
/// <param name="Acks">The ACKs that reach the server, on average.</param>
/// <param name="Window">The seconds over which they come.</param>
/// <param name="ServicePerSecond">The ACKs that the server takes through in a second.</param>
/// <param name="Places">The places in the system: the buffer's and those in service.</param>
/// <param name="IsDeterministicSingleServer">Whether one core takes the same time for each.</param>
internal sealed record Offer(
    double Acks, double Window, double ServicePerSecond, double Places, bool IsDeterministicSingleServer)
{
    /// <summary>The octets that Linux charges a socket for an ACK of at most 128 octets.</summary>
    private const int LargestAck = 128;

    /// <summary>Octets of an ACK with its IP and UDP headers, at most.</summary>
    private const int PacketOctets = 144;

    /// <summary>The offer of a scenario; null where it is not as simple.</summary>
    public static Offer? Of(ScenarioFile scenario)
    {
        var service = scenario.KeyServer.ServiceTime.Accepted.ToDistribution();
        if (!Theorem.IsPlain(scenario) || scenario.Retransmit.Count.Value != 0 || service.MeanSeconds <= 0)
        {
            return null;
        }

        var acks = scenario.Group.Size * (1 - Theorem.LossOf(scenario.Network.Push)!.Value)
            * (1 - Theorem.LossOf(scenario.Network.Ack)!.Value);
        var window = scenario.Group.Jitter.ToSeconds();
        var spread = Spread(scenario.Group.ProcessingTime) + Spread(scenario.Network.Push.Latency)
            + Spread(scenario.Network.Ack.Latency);
        var link = scenario.KeyServer.Link.Bandwidth.BitsPerSecond;
        var linkIsFree = link == 0 || acks * PacketOctets * 8 / link < 0.5 * window;
        if (acks < 1 || spread > 0.1 * window || !linkIsFree)
        {
            return null;
        }

        var buffer = scenario.KeyServer.ReceiveBuffer;
        var waiting = buffer.Datagrams < int.MaxValue ? buffer.Datagrams
            : buffer.Octets < long.MaxValue ? buffer.Octets / ReceiveBuffer.ChargeFor(LargestAck)
            : double.PositiveInfinity;
        var cores = scenario.KeyServer.Cores;
        return new Offer(
            acks, window, cores / service.MeanSeconds, waiting + cores, service.IsConstant && cores == 1);
    }

    /// <summary>
    /// The load of a rekey: ACKs that come in the jitter window against what the key servers can take in it; null where
    /// there is no window. Repeats come on top.
    /// </summary>
    public static double? LoadOf(ScenarioFile scenario)
    {
        var service = scenario.KeyServer.ServiceTime.Accepted.ToDistribution();
        var window = scenario.Group.Jitter.ToSeconds();
        return window > 0 && service.MeanSeconds > 0
            ? scenario.Group.Size * service.MeanSeconds / (window * scenario.KeyServer.Cores * scenario.KeyServer.Count)
            : null;
    }

    /// <summary>How far apart the times of two members may well be, in seconds.</summary>
    private static double Spread(LatencySetting? latency) =>
        latency is null ? 0 : Spread(latency.Base) + Spread(latency.Variation);

    private static double Spread(DistributionSetting setting)
    {
        var distribution = setting.ToDistribution();
        return distribution.Kind switch
        {
            DistributionKind.Constant => 0,
            DistributionKind.Uniform => 2 * (distribution.MeanSeconds - distribution.Minimum.ToSeconds()),
            _ => 3 * (distribution.MeanSeconds - distribution.Minimum.ToSeconds()),
        };
    }
}
