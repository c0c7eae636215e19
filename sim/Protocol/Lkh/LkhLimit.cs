namespace GdoiSim.Protocol.Lkh;

/// <summary>The fields of the protocol that bound a key hierarchy and its messages.</summary>
public enum LkhLimit
{
    /// <summary>No limit is hit.</summary>
    None,

    /// <summary>LKH ID is 2 octets: a tree has at most 65,536 nodes (RFC 6407 section 5.6.3.1).</summary>
    LkhId,

    /// <summary>
    /// A single LKH_UPDATE_ARRAY is longer than what one message has room for: than the datagram, a payload or a key
    /// packet can take beside what else is in it (16-bit lengths, RFC 6407 section 5.6; UDP, 65,507 octets).
    /// </summary>
    MessageRoom,
}
