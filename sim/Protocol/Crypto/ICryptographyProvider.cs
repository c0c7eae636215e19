using System.Diagnostics.CodeAnalysis;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Crypto;

/// <summary>
/// The cryptography that GDOI's registration and rekeying need. Implementations hold no state and may be used by
/// several threads; two of them that get the same input give the same octets.
/// </summary>
public interface ICryptographyProvider
{
    /// <summary>A short name for manifests and tests.</summary>
    public string Name { get; }

    /// <summary>HMAC of a message.</summary>
    /// <param name="prf">HMAC-SHA-256 or HMAC-SHA-512.</param>
    /// <param name="key">Any length.</param>
    /// <param name="message">Any length.</param>
    /// <param name="destination">
    /// At least <see cref="PrfAlgorithmExtensions.OutputLength"/> octets; the first are written.
    /// </param>
    public void ComputeHmac(
        PrfAlgorithm prf, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> destination);

    /// <summary>The hash function of a prf: SHA-256 or SHA-512.</summary>
    /// <param name="prf">Which.</param>
    /// <param name="message">Any length.</param>
    /// <param name="destination">
    /// At least <see cref="PrfAlgorithmExtensions.OutputLength"/> octets; the first are written.
    /// </param>
    public void ComputeDigest(PrfAlgorithm prf, ReadOnlySpan<byte> message, Span<byte> destination);

    /// <summary>AES-CBC without padding, from the KEK's IV.</summary>
    /// <param name="kek">Key and IV.</param>
    /// <param name="plaintext">A multiple of 16 octets.</param>
    /// <param name="ciphertext">As long as the plaintext; must not overlap it.</param>
    public void Encrypt(Kek kek, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext);

    /// <summary>The reverse of <see cref="Encrypt"/>.</summary>
    public void Decrypt(Kek kek, ReadOnlySpan<byte> ciphertext, Span<byte> plaintext);

    /// <summary>
    /// Makes a signer of GROUPKEY-PUSH messages (RFC 6407 section 4): RSASSA-PKCS1-v1_5 with SHA-256, or ECDSA P-256
    /// with SHA-256 (RFC 4754). Always the same signature for the same octets.
    /// </summary>
    /// <exception cref="ArgumentException">A key that is neither RSA nor ECDSA P-256.</exception>
    public ISignatureSigner CreateSigner(SignatureKeyPair keyPair);

    /// <summary>
    /// Makes a verifier of what <see cref="CreateSigner"/> signs from a public key that may come from a message.
    /// </summary>
    /// <param name="algorithm">RSA or ECDSA P-256, both over SHA-256.</param>
    /// <param name="subjectPublicKeyInfo">The key in DER.</param>
    /// <param name="verifier">The verifier.</param>
    /// <returns>False if the octets are no key of that algorithm, or the algorithm is another one.</returns>
    public bool TryCreateVerifier(
        SignatureAlgorithm algorithm,
        ReadOnlySpan<byte> subjectPublicKeyInfo,
        [NotNullWhen(true)] out ISignatureVerifier? verifier);

    /// <summary>
    /// Makes a signer of phase 1 hashes (RFC 2409 section 5.1): RSA pads HASH_I as it is, without naming a hash
    /// function; ECDSA P-256 signs SHA-256 of it (RFC 4754). Always the same signature for the same octets.
    /// </summary>
    /// <exception cref="ArgumentException">A key that is neither RSA nor ECDSA P-256.</exception>
    public ISignatureSigner CreatePhase1Signer(SignatureKeyPair keyPair);

    /// <summary>Makes a verifier of what <see cref="CreatePhase1Signer"/> signs.</summary>
    /// <returns>False if the octets are no key of that algorithm, or the algorithm is another one.</returns>
    public bool TryCreatePhase1Verifier(
        SignatureAlgorithm algorithm,
        ReadOnlySpan<byte> subjectPublicKeyInfo,
        [NotNullWhen(true)] out ISignatureVerifier? verifier);

    /// <summary>Makes the private and the public value of one side of a Diffie-Hellman exchange.</summary>
    /// <param name="group">The group.</param>
    /// <param name="seed">
    /// Exactly <see cref="DiffieHellmanGroupExtensions.SeedLength"/> octets that the private value is made from: in use
    /// against anybody unpredictable, and never used again.
    /// </param>
    /// <exception cref="ArgumentException">A seed of another length.</exception>
    public IKeyAgreement CreateKeyAgreement(DiffieHellmanGroup group, ReadOnlySpan<byte> seed);
}

/// <summary>
/// Signs GROUPKEY-PUSH messages or the hashes of phase 1, as <see cref="ICryptographyProvider.CreateSigner"/> or <see
/// cref="ICryptographyProvider.CreatePhase1Signer"/> made it.
/// </summary>
public interface ISignatureSigner : IDisposable
{
    /// <summary>Octets of every signature: the RSA modulus, or 64 for ECDSA P-256.</summary>
    public int SignatureLength { get; }

    /// <summary>Signs; an ECDSA signature is r | s (RFC 4754).</summary>
    /// <param name="message">What SIG covers: the octets of the message, or HASH_I or HASH_R.</param>
    /// <param name="signature">Exactly <see cref="SignatureLength"/> octets.</param>
    public void Sign(ReadOnlySpan<byte> message, Span<byte> signature);
}

/// <summary>Verifies the signatures of an <see cref="ISignatureSigner"/> of the same kind.</summary>
public interface ISignatureVerifier : IDisposable
{
    /// <summary>
    /// Whether the signature is the key's over these octets. Any octets may be given; never throws on them.
    /// </summary>
    public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);
}
