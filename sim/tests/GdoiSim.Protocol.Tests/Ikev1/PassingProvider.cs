using System.Diagnostics.CodeAnalysis;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Tests.Ikev1;

/// <summary>Passes everything on to another provider, so that a test can watch or replace the key agreement.</summary>
internal abstract class PassingProvider(ICryptographyProvider provider) : ICryptographyProvider
{
    public string Name => provider.Name;

    public void ComputeHmac(
        PrfAlgorithm prf, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> destination) =>
        provider.ComputeHmac(prf, key, message, destination);

    public void ComputeDigest(PrfAlgorithm prf, ReadOnlySpan<byte> message, Span<byte> destination) =>
        provider.ComputeDigest(prf, message, destination);

    public void Encrypt(Kek kek, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext) =>
        provider.Encrypt(kek, plaintext, ciphertext);

    public void Decrypt(Kek kek, ReadOnlySpan<byte> ciphertext, Span<byte> plaintext) =>
        provider.Decrypt(kek, ciphertext, plaintext);

    public ISignatureSigner CreateSigner(SignatureKeyPair keyPair) => provider.CreateSigner(keyPair);

    public bool TryCreateVerifier(
        SignatureAlgorithm algorithm,
        ReadOnlySpan<byte> subjectPublicKeyInfo,
        [NotNullWhen(true)] out ISignatureVerifier? verifier) =>
        provider.TryCreateVerifier(algorithm, subjectPublicKeyInfo, out verifier);

    public ISignatureSigner CreatePhase1Signer(SignatureKeyPair keyPair) => provider.CreatePhase1Signer(keyPair);

    public bool TryCreatePhase1Verifier(
        SignatureAlgorithm algorithm,
        ReadOnlySpan<byte> subjectPublicKeyInfo,
        [NotNullWhen(true)] out ISignatureVerifier? verifier) =>
        provider.TryCreatePhase1Verifier(algorithm, subjectPublicKeyInfo, out verifier);

    public virtual IKeyAgreement CreateKeyAgreement(DiffieHellmanGroup group, ReadOnlySpan<byte> seed) =>
        provider.CreateKeyAgreement(group, seed);
}
