namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// Protocol-ID values of SA TEK and Delete payloads (RFC 6407 sections 5.5 and 5.9, RFC 8052 section 4).
/// </summary>
public enum SecurityProtocol : byte
{
    /// <summary>In a Delete payload: the Rekey SA, that is, a KEK (RFC 6407 section 5.9).</summary>
    RekeySa = 0,

    /// <summary>GDOI_PROTO_IPSEC_ESP.</summary>
    IpsecEsp = 1,

    /// <summary>GDOI_PROTO_IPSEC_AH.</summary>
    IpsecAh = 2,

    /// <summary>GDOI_PROTO_IEC_61850 (RFC 8052 section 2.2).</summary>
    Iec61850 = 3,
}

/// <summary>Sizes that go with <see cref="SecurityProtocol"/>.</summary>
public static class SecurityProtocolExtensions
{
    /// <summary>
    /// Octets of a TEK's SPI for every protocol defined so far (RFC 6407 section 5.5.1, RFC 8052 2.2.5).
    /// </summary>
    public const int TekSpiSize = 4;

    public static bool IsDefined(this SecurityProtocol protocol) => protocol <= SecurityProtocol.Iec61850;

    /// <summary>Octets of the protocol's SPI: 16 for a Rekey SA, 4 for a TEK.</summary>
    public static int SpiSize(this SecurityProtocol protocol) =>
        protocol == SecurityProtocol.RekeySa ? Cookies.Length : TekSpiSize;
}
