namespace GdoiSim.Protocol.Isakmp;

/// <summary>Identity types of the GDOI (RFC 8052 section 4; 1 to 12 as in RFC 2407 section 4.6.2.1).</summary>
public enum IdentificationType : byte
{
    /// <summary>ID_IPV4_ADDR: 4 octets.</summary>
    IPv4Address = 1,

    /// <summary>ID_FQDN.</summary>
    FullyQualifiedDomainName = 2,

    /// <summary>ID_USER_FQDN.</summary>
    UserName = 3,

    /// <summary>ID_IPV4_ADDR_SUBNET: address and mask, 8 octets.</summary>
    IPv4Subnet = 4,

    /// <summary>ID_IPV6_ADDR: 16 octets.</summary>
    IPv6Address = 5,

    /// <summary>ID_IPV6_ADDR_SUBNET: address and mask, 32 octets.</summary>
    IPv6Subnet = 6,

    /// <summary>ID_IPV4_ADDR_RANGE: first and last, 8 octets.</summary>
    IPv4Range = 7,

    /// <summary>ID_IPV6_ADDR_RANGE: first and last, 32 octets.</summary>
    IPv6Range = 8,

    /// <summary>ID_DER_ASN1_DN.</summary>
    DistinguishedName = 9,

    /// <summary>ID_DER_ASN1_GN.</summary>
    GeneralName = 10,

    /// <summary>ID_KEY_ID: in GDOI a group identifier of 4 octets (RFC 6407 section 5.1).</summary>
    KeyId = 11,

    /// <summary>ID_LIST.</summary>
    List = 12,

    /// <summary>ID_OID: an object identifier with its own payload (RFC 8052 section 2.1).</summary>
    Oid = 13,
}

/// <summary>Sizes of identities.</summary>
public static class IdentificationTypeExtensions
{
    /// <summary>Whether RFC 8052 section 4 registers the value.</summary>
    public static bool IsDefined(this IdentificationType type) =>
        type is >= IdentificationType.IPv4Address and <= IdentificationType.Oid;

    /// <summary>Octets of the identification data of that type, or −1 if they vary (RFC 2407 section 4.6.2).</summary>
    public static int FixedLength(this IdentificationType type) => type switch
    {
        IdentificationType.IPv4Address or IdentificationType.KeyId => 4,
        IdentificationType.IPv4Subnet or IdentificationType.IPv4Range => 8,
        IdentificationType.IPv6Address => 16,
        IdentificationType.IPv6Subnet or IdentificationType.IPv6Range => 32,
        _ => -1,
    };
}
