namespace GdoiSim.Protocol.Payloads;

/// <summary>KD types: kinds of key packets (RFC 6407 section 5.6).</summary>
public enum KeyPacketType : byte
{
    /// <summary>Keys of a data security SA (section 5.6.1).</summary>
    Tek = 1,

    /// <summary>The key of a Rekey SA (section 5.6.2).</summary>
    Kek = 2,

    /// <summary>Arrays of a logical key hierarchy (section 5.6.3).</summary>
    Lkh = 3,

    /// <summary>Sender identifiers for one member (section 5.6.4).</summary>
    SenderId = 4,
}
