namespace GdoiSim.Protocol.Isakmp;

/// <summary>Flags of the ISAKMP header (RFC 2408 section 3.1).</summary>
[Flags]
public enum IsakmpFlags : byte
{
    None = 0,

    /// <summary>E: everything after the header is encrypted.</summary>
    Encryption = 1,

    /// <summary>C.</summary>
    Commit = 2,

    /// <summary>A.</summary>
    AuthenticationOnly = 4,
}
