using GdoiSim.Kernel.Randomness;

namespace GdoiSim.Network;

/// <summary>
/// The random streams of one direction, a purpose each. The numbers are part of what a seed means: changing one changes
/// every result.
/// </summary>
internal readonly struct PathStreams
{
    /// <summary>Purposes of this project are 0x4E45_0000 ("NE") and up, 16 a direction.</summary>
    internal const uint FirstPurpose = 0x4E45_0000;

    private const uint PurposesPerDirection = 16;

    internal PathStreams(RandomStreams streams, PathDirection direction)
    {
        uint first = FirstPurpose + ((uint)direction * PurposesPerDirection);
        Loss = streams.For(first);
        ChannelState = streams.For(first + 1);
        // A member is as far away when it registers.
        PathDirection way = direction switch
        {
            PathDirection.RegistrationToMember => PathDirection.ToMember,
            PathDirection.RegistrationToServer => PathDirection.ToServer,
            _ => direction,
        };
        MemberLatency = streams.For(FirstPurpose + ((uint)way * PurposesPerDirection) + 2);
        PacketLatency = streams.For(first + 3);
        Duplication = streams.For(first + 4);
        FirstHopLoss = streams.For(first + 5);
    }

    /// <summary>Whether a fragment is lost.</summary>
    internal RandomStream Loss { get; }

    /// <summary>Which state a Gilbert–Elliott channel is in.</summary>
    internal RandomStream ChannelState { get; }

    /// <summary>A member's base latency; index 0 always.</summary>
    internal RandomStream MemberLatency { get; }

    /// <summary>A packet's part of the latency.</summary>
    internal RandomStream PacketLatency { get; }

    /// <summary>Whether the network delivers a packet twice.</summary>
    internal RandomStream Duplication { get; }

    /// <summary>Whether a fragment is lost before the ways to the members part; the entity is the sender.</summary>
    internal RandomStream FirstHopLoss { get; }
}
