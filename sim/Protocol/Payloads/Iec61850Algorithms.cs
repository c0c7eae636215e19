namespace GdoiSim.Protocol.Payloads;

/// <summary>Auth Alg of an IEC 61850 SA TEK (RFC 8052 sections 2.2.2 and 4).</summary>
public enum Iec61850Authentication : ushort
{
    /// <summary>None, or what the confidentiality algorithm brings.</summary>
    None = 1,

    /// <summary>HMAC-SHA-256, truncated to 128 bits.</summary>
    HmacSha256Truncated128 = 2,

    HmacSha256 = 3,

    AesGmac128 = 4,

    AesGmac256 = 5,
}

/// <summary>Enc Alg of an IEC 61850 SA TEK (RFC 8052 sections 2.2.3 and 4).</summary>
public enum Iec61850Confidentiality : ushort
{
    None = 1,

    AesCbc128 = 2,

    AesCbc256 = 3,

    AesGcm128 = 4,

    AesGcm256 = 5,
}

/// <summary>Key lengths of the algorithms (RFC 8052 section 2.3).</summary>
public static class Iec61850AlgorithmExtensions
{
    /// <summary>Whether RFC 8052 section 4 assigns the value.</summary>
    public static bool IsDefined(this Iec61850Authentication algorithm) =>
        algorithm is >= Iec61850Authentication.None and <= Iec61850Authentication.AesGmac256;

    /// <summary>Whether RFC 8052 section 4 assigns the value.</summary>
    public static bool IsDefined(this Iec61850Confidentiality algorithm) =>
        algorithm is >= Iec61850Confidentiality.None and <= Iec61850Confidentiality.AesGcm256;

    /// <summary>Octets of TEK_INTEGRITY_KEY, for GMAC with a salt of 4: 0, 20, 32 or 36.</summary>
    public static int KeyLength(this Iec61850Authentication algorithm) => algorithm switch
    {
        Iec61850Authentication.HmacSha256Truncated128 or Iec61850Authentication.HmacSha256 => 32,
        Iec61850Authentication.AesGmac128 => 20,
        Iec61850Authentication.AesGmac256 => 36,
        _ => 0,
    };

    /// <summary>Octets of TEK_ALGORITHM_KEY, for GCM with a salt of 4: 0, 16, 20, 32 or 36.</summary>
    public static int KeyLength(this Iec61850Confidentiality algorithm) => algorithm switch
    {
        Iec61850Confidentiality.AesCbc128 => 16,
        Iec61850Confidentiality.AesCbc256 => 32,
        Iec61850Confidentiality.AesGcm128 => 20,
        Iec61850Confidentiality.AesGcm256 => 36,
        _ => 0,
    };
}
