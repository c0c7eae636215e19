using GdoiSim.Network.Latency;
using GdoiSim.Network.Loss;

namespace GdoiSim.Network;

/// <summary>What the network does to the datagrams of one path.</summary>
public sealed record PathOptions
{
    /// <summary>How fragments are lost.</summary>
    public LossModel Loss { get; init; } = LossModel.None;

    /// <summary>How long a datagram is on its way.</summary>
    public LatencyModel Latency { get; init; } = LatencyModel.Zero;

    /// <summary>
    /// Probability that the network delivers a datagram that arrives once more, 0 to 1. The second delivery has a
    /// packet latency of its own and may come first.
    /// </summary>
    public double DuplicationProbability { get; init; }

    /// <summary>Version of IP and MTU.</summary>
    public Fragmentation Fragmentation { get; init; } = new(IpVersion.IPv4, 1500);

    /// <summary>
    /// Multicast only: loss of a fragment on the first hop, before the ways to the members part, hence for all of them
    /// at once; 0 to 1.
    /// </summary>
    public double FirstHopLoss { get; init; }

    internal static void CheckProbability(double value, string name)
    {
        if (!(value >= 0 && value <= 1))
        {
            throw new ArgumentOutOfRangeException(name, value, "A probability is 0 to 1.");
        }
    }
}
