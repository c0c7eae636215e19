using GdoiSim.Network;

namespace GdoiSim.Group;

/// <summary>The two ways between a key server and its members.</summary>
public sealed record NetworkOptions
{
    /// <summary>From key server to members: rekeys by multicast, repeats by multicast or unicast.</summary>
    public PathOptions ToMembers { get; init; } = new();

    /// <summary>From a member to its key server: acknowledgements.</summary>
    public PathOptions ToServer { get; init; } = new();
}
