using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Protocol;

/// <summary>
/// The kind of acknowledgement that a key server asks for: the value of the SA KEK attribute KEK_ACK_REQUESTED
/// (RFC 8263 sections 2 and 8). Values 5 to 255 are unassigned or private: a member that meets one goes on without
/// acknowledging (section 4).
/// </summary>
public enum KekAckRequested : byte
{
    /// <summary>No acknowledgement: the attribute is absent. The value 0 itself is reserved (section 8).</summary>
    None = 0,

    /// <summary>REKEY_ACK_KEK_SHA256: base key is the KEK that decrypted the message (section 2.1).</summary>
    KekSha256 = 1,

    /// <summary>REKEY_ACK_LKH_SHA256: base key is the member's leaf key (section 2.2).</summary>
    LkhSha256 = 2,

    /// <summary>REKEY_ACK_KEK_SHA512: as <see cref="KekSha256"/>, with PRF-HMAC-SHA-512 (section 2.3).</summary>
    KekSha512 = 3,

    /// <summary>REKEY_ACK_LKH_SHA512: as <see cref="LkhSha256"/>, with PRF-HMAC-SHA-512 (section 2.4).</summary>
    LkhSha512 = 4,
}

/// <summary>What each <see cref="KekAckRequested"/> stands for.</summary>
public static class KekAckRequestedExtensions
{
    /// <summary>Whether this is one of the four types that RFC 8263 section 8 registers.</summary>
    public static bool IsDefined(this KekAckRequested type) =>
        type is >= KekAckRequested.KekSha256 and <= KekAckRequested.LkhSha512;

    /// <summary>The prf of the type (RFC 8263 sections 2.1 to 2.4).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not one of the four types.</exception>
    public static PrfAlgorithm Prf(this KekAckRequested type) => type switch
    {
        KekAckRequested.KekSha256 or KekAckRequested.LkhSha256 => PrfAlgorithm.HmacSha256,
        KekAckRequested.KekSha512 or KekAckRequested.LkhSha512 => PrfAlgorithm.HmacSha512,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "allowed: 1 to 4 (RFC 8263 section 8)"),
    };

    /// <summary>
    /// Whether the base key is the member's leaf key of a logical key hierarchy (RFC 8263 section 2.2).
    /// </summary>
    public static bool UsesLeafKey(this KekAckRequested type) =>
        type is KekAckRequested.LkhSha256 or KekAckRequested.LkhSha512;
}
