namespace GdoiSim.Network;

/// <summary>
/// The last known state of each member's channel in one direction, 8 octets a member once a model with memory asks for
/// it and nothing before. All paths of one direction share one, since a member has one way to and from the network.
/// Calls about different members may run at the same time.
/// </summary>
public sealed class ChannelStates
{
    private long[]? _states;

    /// <summary>States for the members 0 to <paramref name="members"/> − 1.</summary>
    /// <param name="members">Number of members, 0 or more.</param>
    public ChannelStates(int members)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(members);
        Members = members;
    }

    /// <summary>Number of members.</summary>
    public int Members { get; }

    /// <summary>Octets held now.</summary>
    public long MemoryOctets => (_states?.LongLength ?? 0) * sizeof(long);

    /// <summary>The columns: 0 for never asked, else (slot + 1) · 2 + (1 if bad). Made when a path is built.</summary>
    internal long[] Claim() => _states ??= new long[Members];
}
