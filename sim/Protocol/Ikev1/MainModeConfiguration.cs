using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Ikev1;

/// <summary>
/// Finds the public key of a peer, and with it says that the peer may take part (RFC 6407 section 3.1).
/// </summary>
/// <param name="type">Type of the identity that the peer gives.</param>
/// <param name="identity">Its identification data.</param>
/// <param name="subjectPublicKeyInfo">The key, DER; not used with a pre-shared key.</param>
/// <returns>False if there is no such peer.</returns>
public delegate bool PeerKeyLookup(
    IdentificationType type, ReadOnlySpan<byte> identity, out ReadOnlyMemory<byte> subjectPublicKeyInfo);

/// <summary>What one side of a main mode is and accepts; may be shared by any number of exchanges.</summary>
public sealed class MainModeConfiguration
{
    /// <summary>Who computes.</summary>
    public required ICryptographyProvider Provider { get; init; }

    /// <summary>
    /// The DOI of the SA payload: 2, "MUST be the GDOI DOI value" (RFC 6407 section 2.1). 1 is IKE's own.
    /// </summary>
    public uint DomainOfInterpretation { get; init; } = GdoiDomain.DomainOfInterpretation;

    /// <summary>
    /// What is offered, best first, 1 to 255; or what is accepted: the first offer that is in this list, lifetimes not
    /// compared.
    /// </summary>
    public required IReadOnlyList<Phase1Transform> Transforms { get; init; }

    /// <summary>Type of the own identity.</summary>
    public required IdentificationType IdentityType { get; init; }

    /// <summary>The own identification data: as its type wants it, 8,192 octets at most.</summary>
    public required ReadOnlyMemory<byte> Identity { get; init; }

    /// <summary>
    /// UDP port beside the own identity, 0, 500 or 848: "zero or ... UDP port 500" (RFC 2407 section 4.6.2), for which
    /// GDOI has 848 (RFC 6407 section 2.2). With a port, protocol 17 is written too. Either is accepted of the other
    /// side.
    /// </summary>
    public ushort IdentityPort { get; init; }

    /// <summary>The own signature key, of the algorithm of every transform with signatures; null if none is.</summary>
    public SignatureKeyPair? SignatureKey { get; init; }

    /// <summary>The secret of the transforms with a pre-shared key; with such a transform not empty.</summary>
    public ReadOnlyMemory<byte> PresharedKey { get; init; }

    /// <summary>The keys of those who may take part.</summary>
    public required PeerKeyLookup PeerKeys { get; init; }

    /// <summary>What no exchange could be held with, and what is allowed; null if nothing is wrong.</summary>
    internal string? Fault()
    {
        if (DomainOfInterpretation is not (Phase1Proposal.IpsecDomain or GdoiDomain.DomainOfInterpretation))
        {
            return $"DOI {DomainOfInterpretation}; allowed: 1 and 2";
        }

        if (!MainModeCodec.IsPossiblePort(IdentityPort))
        {
            return $"identity port {IdentityPort}; allowed: 0, 500 and 848";
        }

        DiscardReason reason = IdentificationPayload.CheckData(IdentityType, Identity.Span);
        if (reason != DiscardReason.None || Identity.Length > MainModeCodec.LongestIdentity)
        {
            return $"identity of type {IdentityType} with {Identity.Length} octets; allowed: what the type wants, up "
                + $"to {MainModeCodec.LongestIdentity}";
        }

        return Transforms.Select(FaultOf).FirstOrDefault(fault => fault is not null);
    }

    private string? FaultOf(Phase1Transform transform, int index)
    {
        if (!transform.IsSupported)
        {
            return $"transform {index + 1} is {transform}; allowed: AES of 128, 192 or 256 bits, and defined values";
        }

        if (transform.Authentication == AuthenticationMethod.PresharedKey)
        {
            return PresharedKey.IsEmpty
                ? $"transform {index + 1} wants a pre-shared key, and that is empty; allowed: 1 octet or more"
                : null;
        }

        SignatureAlgorithm wanted = MainModeCodec.AlgorithmOf(transform.Authentication);
        return SignatureKey?.Algorithm == wanted
            ? null
            : $"transform {index + 1} signs with {wanted}, and the signature key is "
                + $"{SignatureKey?.Algorithm.ToString() ?? "absent"}; allowed: a key of {wanted}";
    }
}

/// <summary>
/// The octets of one exchange that nobody else may know or have used before. The caller draws them; nothing in this
/// project draws any.
/// </summary>
/// <param name="Cookie">The own cookie, not zero.</param>
/// <param name="Nonce">8 to 256 octets (RFC 2409 section 5).</param>
/// <param name="PrivateSeed">
/// <see cref="DiffieHellmanGroupExtensions.SeedLength"/> octets for the private value of Diffie-Hellman.
/// </param>
public sealed record MainModeSecrets(ulong Cookie, ReadOnlyMemory<byte> Nonce, ReadOnlyMemory<byte> PrivateSeed)
{
    /// <summary>Says nothing of them.</summary>
    public override string ToString() => "secrets of a main mode";
}
