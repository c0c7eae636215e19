namespace GdoiSim.Protocol.Lkh;

/// <summary>How encrypted keys are put together to update arrays. Members understand all three.</summary>
public enum LkhPacking
{
    /// <summary>
    /// One array for each key that members have already, with all new keys from there to the group KEK, as RFC 6407
    /// section 5.6.3.2 describes it. Each member needs one array only, so parts of a split update may be lost or come
    /// in any order; but keys near the root are repeated in every array.
    /// </summary>
    PathToRoot,

    /// <summary>
    /// Each encrypted key once, and arrays as long as they can be: the fewest octets. A member may need several arrays,
    /// of several messages if the update is split.
    /// </summary>
    Chains,

    /// <summary>One array for each encrypted key (RFC 2627 section 5.4.1, one key per message).</summary>
    KeyPerArray,
}
