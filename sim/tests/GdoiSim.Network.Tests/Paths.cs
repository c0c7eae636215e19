using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;

namespace GdoiSim.Network.Tests;

/// <summary>Short ways to build and use paths in tests.</summary>
internal static class Paths
{
    internal static RandomStreams Streams { get; } = new(Evidence.Seed);

    internal static MulticastPath Multicast(PathOptions options, int members) =>
        new(options, Streams, new ChannelStates(members));

    internal static UnicastPath Unicast(
        PathOptions options, int members, PathDirection direction = PathDirection.ToServer) =>
        new(options, Streams, direction, new ChannelStates(members));

    /// <summary>Arrival times of one datagram at members 0 … count − 1.</summary>
    internal static long[] Send(
        MulticastPath path, int count, NetworkDrawIndex packet, SimTime sent, int payloadOctets = 100)
    {
        long[] arrivals = new long[count];
        path.Transmit(MemberBatch.Range(0, count), packet, sent, payloadOctets, arrivals);
        return arrivals;
    }

    internal static int Lost(ReadOnlySpan<long> arrivals) => arrivals.Count(-1L);
}
