using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Inspection;

/// <summary>The registries' names of values, as the standards write them, with the number behind.</summary>
internal static class RegistryNames
{
    public static string Exchange(uint value) => value switch
    {
        2 => "Identity Protection, phase 1 (2)",
        5 => "Informational (5)",
        32 => "GROUPKEY-PULL (32)",
        33 => "GROUPKEY-PUSH (33)",
        35 => "GROUPKEY-PUSH-ACK (35)",
        _ => Unknown(value),
    };

    public static string Payload(uint value) => value switch
    {
        0 => "none (0)",
        1 => "SA (1)",
        2 => "Proposal (2)",
        3 => "Transform (3)",
        4 => "KE (4)",
        5 => "ID (5)",
        6 => "CERT (6)",
        7 => "CR (7)",
        8 => "HASH (8)",
        9 => "SIG (9)",
        10 => "NONCE (10)",
        11 => "N (11)",
        12 => "D (12)",
        13 => "VID (13)",
        15 => "SAK (15)",
        16 => "SAT (16)",
        17 => "KD (17)",
        18 => "SEQ (18)",
        22 => "GAP (22)",
        _ => Unknown(value),
    };

    /// <summary>The payload's name without its number.</summary>
    public static string PayloadTitle(uint value) => value <= byte.MaxValue && ((PayloadType)value).IsDefined()
        ? Payload(value)[..Payload(value).IndexOf(' ')]
        : $"payload {value}";

    public static string Flags(uint value)
    {
        var names = new List<string>();
        foreach ((uint bit, string name) in new[] { (1u, "E"), (2u, "C"), (4u, "A") })
        {
            if ((value & bit) != 0)
            {
                names.Add(name);
            }
        }

        return names.Count == 0 ? $"none (0x{value:x2})" : $"{string.Join(" ", names)} (0x{value:x2})";
    }

    public static string Version(uint value) => $"{value >> 4}.{value & 0xF}";

    public static string Domain(uint value) => value switch
    {
        1 => "IPsec (1)",
        2 => "GDOI (2)",
        _ => Unknown(value),
    };

    public static string Identity(uint value) => value switch
    {
        1 => "ID_IPV4_ADDR (1)",
        2 => "ID_FQDN (2)",
        3 => "ID_USER_FQDN (3)",
        4 => "ID_IPV4_ADDR_SUBNET (4)",
        5 => "ID_IPV6_ADDR (5)",
        6 => "ID_IPV6_ADDR_SUBNET (6)",
        7 => "ID_IPV4_ADDR_RANGE (7)",
        8 => "ID_IPV6_ADDR_RANGE (8)",
        9 => "ID_DER_ASN1_DN (9)",
        10 => "ID_DER_ASN1_GN (10)",
        11 => "ID_KEY_ID (11)",
        12 => "ID_LIST (12)",
        13 => "ID_OID (13)",
        _ => Unknown(value),
    };

    /// <summary>Protocol-ID of SAT and D.</summary>
    public static string Protocol(uint value) => value switch
    {
        0 => "Rekey SA (0)",
        1 => "GDOI_PROTO_IPSEC_ESP (1)",
        2 => "GDOI_PROTO_IPSEC_AH (2)",
        3 => "GDOI_PROTO_IEC_61850 (3)",
        _ => Unknown(value),
    };

    public static string KeyPacket(uint value) => value switch
    {
        1 => "TEK (1)",
        2 => "KEK (2)",
        3 => "LKH (3)",
        4 => "SID (4)",
        _ => Unknown(value),
    };

    public static string KekAttribute(uint type) => type switch
    {
        1 => "KEK_MANAGEMENT_ALGORITHM",
        2 => "KEK_ALGORITHM",
        3 => "KEK_KEY_LENGTH",
        4 => "KEK_KEY_LIFETIME",
        5 => "SIG_HASH_ALGORITHM",
        6 => "SIG_ALGORITHM",
        7 => "SIG_KEY_LENGTH",
        9 => "KEK_ACK_REQUESTED",
        _ => $"attribute {type}",
    };

    public static string KekAttributeValue(uint type, uint value) => (type, value) switch
    {
        (1, 1) => "LKH (1)",
        (2, 1) => "KEK_ALG_DES (1)",
        (2, 2) => "KEK_ALG_3DES (2)",
        (2, 3) => "KEK_ALG_AES (3)",
        (3 or 7, _) => $"{value} bits",
        (4, _) => $"{value} s",
        (5, 1) => "SIG_HASH_MD5 (1)",
        (5, 2) => "SIG_HASH_SHA1 (2)",
        (5, 3) => "SIG_HASH_SHA256 (3)",
        (5, 4) => "SIG_HASH_SHA384 (4)",
        (5, 5) => "SIG_HASH_SHA512 (5)",
        (6, 1) => "SIG_ALG_RSA (1)",
        (6, 2) => "SIG_ALG_DSS (2)",
        (6, 3) => "SIG_ALG_ECDSS (3)",
        (6, 4) => "SIG_ALG_ECDSA_256 (4)",
        (6, 5) => "SIG_ALG_ECDSA_384 (5)",
        (6, 6) => "SIG_ALG_ECDSA_521 (6)",
        (9, 1) => "REKEY_ACK_KEK_SHA256 (1)",
        (9, 2) => "REKEY_ACK_LKH_SHA256 (2)",
        (9, 3) => "REKEY_ACK_KEK_SHA512 (3)",
        (9, 4) => "REKEY_ACK_LKH_SHA512 (4)",
        _ => Unknown(value),
    };

    /// <summary>A value of KEK_ACK_REQUESTED.</summary>
    public static string Acknowledgement(KekAckRequested type) => KekAttributeValue(9, (uint)type);

    public static string PolicyAttribute(uint type) => type switch
    {
        1 => "ACTIVATION_TIME_DELAY",
        2 => "DEACTIVATION_TIME_DELAY",
        3 => "SENDER_ID_REQUEST",
        _ => $"attribute {type}",
    };

    public static string IpsecAttribute(uint type) => type switch
    {
        1 => "SA Life Type",
        2 => "SA Life Duration",
        3 => "Group Description",
        4 => "Encapsulation Mode",
        5 => "Authentication Algorithm",
        6 => "Key Length",
        7 => "Key Rounds",
        8 => "Compress Dictionary Size",
        9 => "Compress Private Algorithm",
        10 => "ECN Tunnel",
        11 => "Extended Sequence Number",
        12 => "Authentication Key Length",
        13 => "Signature Encoding Algorithm",
        14 => "Address Preservation",
        15 => "SA Direction",
        _ => $"attribute {type}",
    };

    public static string IpsecAttributeValue(uint type, uint value) => (type, value) switch
    {
        (1, 1) => "seconds (1)",
        (1, 2) => "kilobytes (2)",
        (4, 1) => "Tunnel (1)",
        (4, 2) => "Transport (2)",
        (5, 1) => "HMAC-MD5 (1)",
        (5, 2) => "HMAC-SHA (2)",
        (5, 5) => "HMAC-SHA2-256 (5)",
        (5, 6) => "HMAC-SHA2-384 (6)",
        (5, 7) => "HMAC-SHA2-512 (7)",
        (6, _) => $"{value} bits",
        (14, 1) => "None (1)",
        (14, 2) => "Source-Only (2)",
        (14, 3) => "Destination-Only (3)",
        (14, 4) => "Source-and-Destination (4)",
        (15, 1) => "Sender-Only (1)",
        (15, 2) => "Receiver-Only (2)",
        (15, 3) => "Symmetric (3)",
        _ => $"{value}",
    };

    public static string Iec61850Attribute(uint type) => type switch
    {
        1 => "SA_ATD",
        2 => "SA_KDA",
        _ => $"attribute {type}",
    };

    /// <summary>Authentication algorithms of RFC 8052 section 2.2.2.</summary>
    public static string Iec61850Authentication(uint value) => value switch
    {
        1 => "NONE (1)",
        2 => "HMAC-SHA256-128 (2)",
        3 => "HMAC-SHA256 (3)",
        4 => "AES-GMAC-128 (4)",
        5 => "AES-GMAC-256 (5)",
        _ => Unknown(value),
    };

    /// <summary>Confidentiality algorithms of RFC 8052 section 2.2.3.</summary>
    public static string Iec61850Confidentiality(uint value) => value switch
    {
        1 => "NONE (1)",
        2 => "AES-CBC-128 (2)",
        3 => "AES-CBC-256 (3)",
        4 => "AES-GCM-128 (4)",
        5 => "AES-GCM-256 (5)",
        _ => Unknown(value),
    };

    public static string KeyAttribute(KeyPacketType packet, uint type) => (packet, type) switch
    {
        (KeyPacketType.Tek, 1) => "TEK_ALGORITHM_KEY",
        (KeyPacketType.Tek, 2) => "TEK_INTEGRITY_KEY",
        (KeyPacketType.Tek, 3) => "TEK_SOURCE_AUTH_KEY",
        (KeyPacketType.Kek, 1) => "KEK_ALGORITHM_KEY",
        (KeyPacketType.Kek, 2) => "SIG_ALGORITHM_KEY",
        (KeyPacketType.Lkh, 1) => "LKH_DOWNLOAD_ARRAY",
        (KeyPacketType.Lkh, 2) => "LKH_UPDATE_ARRAY",
        (KeyPacketType.Lkh, 3) => "SIG_ALGORITHM_KEY",
        (KeyPacketType.SenderId, 1) => "NUMBER_OF_SID_BITS",
        (KeyPacketType.SenderId, 2) => "SID_VALUE",
        _ => $"attribute {type}",
    };

    public static string KekAlgorithmName(uint value) => KekAttributeValue(2, value);

    private static string Unknown(uint value) => $"unknown ({value})";
}
