namespace GdoiSim.Protocol.Crypto;

/// <summary>
/// The pseudorandom functions of the acknowledgement (RFC 8263 section 2; RFC 4868 section 2.1.2), of phase 1, where
/// each is the HMAC of the negotiated hash function (RFC 2409 section 4), and of the GROUPKEY-PULL under it.
/// </summary>
public enum PrfAlgorithm : byte
{
    /// <summary>PRF-HMAC-SHA-256.</summary>
    HmacSha256 = 1,

    /// <summary>PRF-HMAC-SHA-512.</summary>
    HmacSha512 = 2,
}

/// <summary>Sizes of the pseudorandom functions (RFC 4868 section 2.1).</summary>
public static class PrfAlgorithmExtensions
{
    /// <summary>Octets of the longest output.</summary>
    public const int MaximumOutputLength = 64;

    /// <summary>Octets that the function returns: 32 or 64.</summary>
    public static int OutputLength(this PrfAlgorithm prf) => prf == PrfAlgorithm.HmacSha256 ? 32 : 64;

    /// <summary>
    /// Octets of the hash function's input block: 64 or 128. A shorter key counts as zero-filled to it.
    /// </summary>
    public static int BlockLength(this PrfAlgorithm prf) => prf == PrfAlgorithm.HmacSha256 ? 64 : 128;
}
