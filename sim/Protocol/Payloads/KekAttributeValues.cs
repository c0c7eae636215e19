namespace GdoiSim.Protocol.Payloads;

/// <summary>KEK_MANAGEMENT_ALGORITHM (RFC 6407 section 5.3.1).</summary>
public enum KekManagementAlgorithm : ushort
{
    /// <summary>Logical key hierarchy (RFC 2627 section 5.4).</summary>
    Lkh = 1,
}

/// <summary>KEK_ALGORITHM (RFC 6407 section 5.3.2), each in CBC mode.</summary>
public enum KekAlgorithm : ushort
{
    Des = 1,

    TripleDes = 2,

    Aes = 3,
}

/// <summary>SIG_HASH_ALGORITHM (RFC 6407 section 5.3.5).</summary>
public enum SignatureHashAlgorithm : ushort
{
    Md5 = 1,

    Sha1 = 2,

    Sha256 = 3,

    Sha384 = 4,

    Sha512 = 5,
}

/// <summary>SIG_ALGORITHM (RFC 6407 section 5.3.6).</summary>
public enum SignatureAlgorithm : ushort
{
    /// <summary>RSA with EMSA-PKCS1-v1_5 (section 5.3.6.1).</summary>
    Rsa = 1,

    Dss = 2,

    /// <summary>Deprecated (section 5.3.6.3).</summary>
    Ecdss = 3,

    /// <summary>P-256 with SHA-256, signature r | s of 64 octets (section 5.3.6.4, RFC 4754).</summary>
    EcdsaP256 = 4,

    EcdsaP384 = 5,

    EcdsaP521 = 6,
}

/// <summary>Sizes that go with <see cref="KekAlgorithm"/>.</summary>
public static class KekAlgorithmExtensions
{
    /// <summary>Octets of a cipher block, and of the IV in front of the key (RFC 6407 section 5.6.2.1).</summary>
    public static int BlockLength(this KekAlgorithm algorithm) => algorithm == KekAlgorithm.Aes ? 16 : 8;

    /// <summary>
    /// Bits of the key where the cipher fixes them, parity included; 0 for AES (RFC 6407 section 5.3.3).
    /// </summary>
    public static int FixedKeyBits(this KekAlgorithm algorithm) => algorithm switch
    {
        KekAlgorithm.Des => 64,
        KekAlgorithm.TripleDes => 192,
        _ => 0,
    };
}
