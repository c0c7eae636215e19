using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Protocol.Inspection;

/// <summary>A KEK to try on messages.</summary>
/// <param name="Name">How it is called in reports, such as "--kek 1"; shows nothing of the key.</param>
/// <param name="Kek">The key.</param>
/// <param name="Spi">The Rekey SA that it belongs to; null to try it on every message.</param>
public sealed record NamedKek(string Name, Kek Kek, Cookies? Spi = null)
{
    /// <summary>
    /// The type of acknowledgement that the Rekey SA asks for; none: it is not known, or the SA asks for none.
    /// </summary>
    public KekAckRequested Acknowledgement { get; init; }
}

/// <summary>A base key of acknowledgements to try (RFC 8263 section 2).</summary>
/// <param name="Name">How it is called in reports.</param>
/// <param name="Octets">The key, without IV.</param>
/// <param name="Spi">The Rekey SA that it belongs to; null to try it on every message.</param>
/// <param name="Identity">The member that it belongs to; null to try it on all.</param>
public sealed record NamedBaseKey(
    string Name, ReadOnlyMemory<byte> Octets, Cookies? Spi = null, GroupMemberIdentity? Identity = null);

/// <summary>A public key of the key server to try on SIG.</summary>
/// <param name="Name">How it is called in reports.</param>
/// <param name="SubjectPublicKeyInfo">The key in DER.</param>
public sealed record NamedPublicKey(string Name, ReadOnlyMemory<byte> SubjectPublicKeyInfo);

/// <summary>
/// The keys of a phase 1 SA: they open the last messages of its main mode and every GROUPKEY-PULL under it (RFC 2409
/// section 5 and appendix B).
/// </summary>
/// <param name="Name">How it is called in reports.</param>
/// <param name="EncryptionKey">The key of AES-CBC: the first 16, 24 or 32 octets of SKEYID_e.</param>
/// <param name="Cookies">CKY-I and CKY-R of its messages; null to try it on all.</param>
public sealed record NamedPhase1(string Name, ReadOnlyMemory<byte> EncryptionKey, Cookies? Cookies = null)
{
    /// <summary>SKEYID_a, for HASH(1) to HASH(4); empty: they are not checked.</summary>
    public ReadOnlyMemory<byte> SkeyidA { get; init; }

    /// <summary>
    /// The last ciphertext block of phase 1, 16 octets, which makes the IV of a GROUPKEY-PULL's first message; empty:
    /// it is that of a main mode message seen before.
    /// </summary>
    public ReadOnlyMemory<byte> LastBlock { get; init; }

    /// <summary>
    /// The IV of the message, 16 octets, where it stands by itself: the last ciphertext block of the message before it.
    /// Empty: it follows from what was seen before.
    /// </summary>
    public ReadOnlyMemory<byte> Iv { get; init; }
}

/// <summary>The keys that an inspection may use. What they cannot check is left unchecked and said to be.</summary>
public sealed record InspectionKeys
{
    /// <summary>No keys: form alone is judged.</summary>
    public static InspectionKeys None { get; } = new();

    /// <summary>KEKs, for GROUPKEY-PUSH and as base keys of the KEK types of acknowledgements.</summary>
    public IReadOnlyList<NamedKek> Keks { get; init; } = [];

    /// <summary>Base keys of acknowledgements beside the KEKs: leaf keys of the LKH types.</summary>
    public IReadOnlyList<NamedBaseKey> BaseKeys { get; init; } = [];

    /// <summary>Public keys for SIG.</summary>
    public IReadOnlyList<NamedPublicKey> PublicKeys { get; init; } = [];

    /// <summary>The type of the acknowledgements where no KEK's Rekey SA says it; none: not known.</summary>
    public KekAckRequested Acknowledgement { get; init; }

    /// <summary>Keys of phase 1 SAs.</summary>
    public IReadOnlyList<NamedPhase1> Phase1Sas { get; init; } = [];
}
