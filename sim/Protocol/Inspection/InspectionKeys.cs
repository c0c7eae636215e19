using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Protocol.Inspection;

/// <summary>A KEK to try on messages.</summary>
/// <param name="Name">How it is called in reports, such as "--kek 1"; shows nothing of the key.</param>
/// <param name="Kek">The key.</param>
/// <param name="Spi">The Rekey SA that it belongs to; null to try it on every message.</param>
public sealed record NamedKek(string Name, Kek Kek, Cookies? Spi = null);

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
}
