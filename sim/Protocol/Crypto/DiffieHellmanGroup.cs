namespace GdoiSim.Protocol.Crypto;

/// <summary>Diffie-Hellman groups, by their Group Description (RFC 2409 appendix A, RFC 3526, RFC 5903).</summary>
public enum DiffieHellmanGroup : ushort
{
    /// <summary>2048-bit MODP, generator 2 (RFC 3526 section 3).</summary>
    Modp2048 = 14,

    /// <summary>256-bit random ECP: the curve P-256 (RFC 5903 section 3.1).</summary>
    Ecp256 = 19,
}

/// <summary>Sizes of the groups.</summary>
public static class DiffieHellmanGroupExtensions
{
    /// <summary>Octets of the seed of a private value, for every group.</summary>
    public const int SeedLength = 48;

    /// <summary>Octets of the longest shared secret.</summary>
    public const int MaximumSecretLength = 256;

    /// <summary>Whether the group is one of the two.</summary>
    public static bool IsDefined(this DiffieHellmanGroup group) =>
        group is DiffieHellmanGroup.Modp2048 or DiffieHellmanGroup.Ecp256;

    /// <summary>Octets of a public value: 256, or 64 for the two coordinates of a point.</summary>
    public static int PublicLength(this DiffieHellmanGroup group) => group == DiffieHellmanGroup.Modp2048 ? 256 : 64;

    /// <summary>
    /// Octets of the shared secret: 256, or 32 for the first coordinate of the common point (RFC 5903 section 7).
    /// </summary>
    public static int SecretLength(this DiffieHellmanGroup group) => group == DiffieHellmanGroup.Modp2048 ? 256 : 32;
}
