namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// What the IPsec registries of ISAKMP assign (RFC 2407 sections 4.4 and 4.5, and the RFCs that added to them). Values
/// for private use mean nothing to an implementation that did not agree on them: they count as not assigned.
/// </summary>
public static class IpsecRegistries
{
    /// <summary>
    /// Whether a transform identifier is assigned: for ESP 1 to 23 without 17, for AH 2 to 13 (RFC 2407 sections 4.4.3
    /// and 4.4.4, RFC 3602, RFC 3686, RFC 4106, RFC 4196, RFC 4309, RFC 4312, RFC 4543).
    /// </summary>
    public static bool IsTransform(SecurityProtocol protocol, byte transformId) => protocol switch
    {
        SecurityProtocol.IpsecEsp => transformId is >= 1 and <= 23 and not 17,
        SecurityProtocol.IpsecAh => transformId is >= 2 and <= 13,
        _ => false,
    };

    /// <summary>
    /// Encapsulation Mode: 1 tunnel, 2 transport, 3 and 4 the same in UDP (RFC 2407 section 4.5, RFC 3947 section 5.1).
    /// </summary>
    public static bool IsEncapsulationMode(ushort value) => value is >= 1 and <= 4;

    /// <summary>
    /// Authentication Algorithm: 1 to 13, HMAC-MD5 to AES-256-GMAC (RFC 2407 section 4.5, RFC 4868, RFC 4543).
    /// </summary>
    public static bool IsAuthenticationAlgorithm(ushort value) => value is >= 1 and <= 13;

    /// <summary>Address Preservation: 1 to 4 (RFC 6407 section 5.5.1.1.1).</summary>
    public static bool IsAddressPreservation(ushort value) => value is >= 1 and <= 4;

    /// <summary>SA Direction: 1 to 3 (RFC 6407 section 5.5.1.1.2).</summary>
    public static bool IsDirection(ushort value) => value is >= 1 and <= 3;

    /// <summary>Whether a value is assigned for the attributes that are checked and not kept.</summary>
    internal static bool IsOther(ushort attributeType, ushort value) => attributeType switch
    {
        // ECN Tunnel (RFC 3168 section 9.2.1.2), Extended Sequence Number (RFC 4304), Signature Encoding (RFC 4359).
        10 => value is 1 or 2,
        11 => value == 1,
        13 => value is 1 or 2,
        _ => true,
    };
}
