namespace GdoiSim.Group;

/// <summary>
/// Kinds of the control events; at one instant the lower number comes first, so that what is due is done before the
/// next rekey begins. Where an update of a hierarchy begins at that instant, the rekey waits for it.
/// </summary>
internal static class ControlEvent
{
    internal const int Transmit = 16;
    internal const int RepeatBuilt = 17;
    internal const int Missing = 18;
    internal const int Retransmit = 19;
    internal const int Recover = 20;
    internal const int TekExpired = 21;
    internal const int RekeyDue = 22;
    internal const int RekeyBuilt = 23;

    /// <summary>
    /// A member has the last message of its registration. It may lie before the end of a window that was run already.
    /// </summary>
    internal const int Registered = 24;

    /// <summary>The group's owner removes members; index: which removal.</summary>
    internal const int RemovalDue = 25;

    /// <summary>The next message of an update of the hierarchy, or the rekey after it, is due.</summary>
    internal const int UpdateDue = 26;
}
