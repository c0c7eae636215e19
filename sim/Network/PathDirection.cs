namespace GdoiSim.Network;

/// <summary>
/// Which way a path goes. All paths of one direction draw from the same streams, each member belonging to one of them
/// at a time: a repeat by unicast meets the luck that a repeat by multicast would have met.
/// </summary>
public enum PathDirection
{
    /// <summary>From a key server to members.</summary>
    ToMember,

    /// <summary>From a member to its key server.</summary>
    ToServer,
}
