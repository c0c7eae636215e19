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

    /// <summary>
    /// From a key server to a member in a registration: the same way as <see cref="ToMember"/>, with luck of its own,
    /// since a registration runs beside rekeys and a channel with memory takes datagrams in their order.
    /// </summary>
    RegistrationToMember,

    /// <summary>From a member to its key server in a registration.</summary>
    RegistrationToServer,
}
