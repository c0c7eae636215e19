using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Crypto;

/// <summary>
/// The default provider, over System.Security.Cryptography. <see cref="ComputeHmac"/> allocates nothing.
/// </summary>
public sealed class SystemCryptographyProvider : ICryptographyProvider
{
    public string Name => "System.Security.Cryptography";

    public void ComputeHmac(
        PrfAlgorithm prf, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> destination)
    {
        if (prf == PrfAlgorithm.HmacSha256)
        {
            HMACSHA256.HashData(key, message, destination);
        }
        else
        {
            HMACSHA512.HashData(key, message, destination);
        }
    }

    public void ComputeDigest(PrfAlgorithm prf, ReadOnlySpan<byte> message, Span<byte> destination)
    {
        if (prf == PrfAlgorithm.HmacSha256)
        {
            SHA256.HashData(message, destination);
        }
        else
        {
            SHA512.HashData(message, destination);
        }
    }

    public void Encrypt(Kek kek, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext)
    {
        using Aes aes = CreateAes(kek);
        aes.EncryptCbc(plaintext, kek.Iv, ciphertext, PaddingMode.None);
    }

    public void Decrypt(Kek kek, ReadOnlySpan<byte> ciphertext, Span<byte> plaintext)
    {
        using Aes aes = CreateAes(kek);
        aes.DecryptCbc(ciphertext, kek.Iv, plaintext, PaddingMode.None);
    }

    /// <summary>
    /// RSA signs here; ECDSA signs through BouncyCastle, because System.Security.Cryptography draws its nonce at
    /// random and a run must give the same octets every time.
    /// </summary>
    public ISignatureSigner CreateSigner(SignatureKeyPair keyPair)
    {
        if (keyPair.Algorithm != SignatureAlgorithm.Rsa)
        {
            return new BouncyCastleCryptographyProvider().CreateSigner(keyPair);
        }

        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(keyPair.PrivateKeyInfo, out _);
        return new RsaSigner(rsa);
    }

    public bool TryCreateVerifier(
        SignatureAlgorithm algorithm,
        ReadOnlySpan<byte> subjectPublicKeyInfo,
        [NotNullWhen(true)] out ISignatureVerifier? verifier)
    {
        verifier = algorithm switch
        {
            SignatureAlgorithm.Rsa => RsaVerifier.Create(subjectPublicKeyInfo),
            SignatureAlgorithm.EcdsaP256 => EcdsaVerifier.Create(subjectPublicKeyInfo),
            _ => null,
        };
        return verifier is not null;
    }

    /// <summary>
    /// Signs through BouncyCastle: see <see cref="RsaHashSignature"/> and <see cref="CreateSigner"/>.
    /// </summary>
    public ISignatureSigner CreatePhase1Signer(SignatureKeyPair keyPair) =>
        new BouncyCastleCryptographyProvider().CreatePhase1Signer(keyPair);

    public bool TryCreatePhase1Verifier(
        SignatureAlgorithm algorithm,
        ReadOnlySpan<byte> subjectPublicKeyInfo,
        [NotNullWhen(true)] out ISignatureVerifier? verifier)
    {
        if (algorithm != SignatureAlgorithm.Rsa)
        {
            return TryCreateVerifier(algorithm, subjectPublicKeyInfo, out verifier);
        }

        verifier = null;
        using var rsa = RsaVerifier.Create(subjectPublicKeyInfo);
        if (rsa is not null)
        {
            verifier = RsaHashSignature.CreateVerifier(rsa.PublicKey());
        }

        return verifier is not null;
    }

    public IKeyAgreement CreateKeyAgreement(DiffieHellmanGroup group, ReadOnlySpan<byte> seed) =>
        SystemKeyAgreement.Create(group, seed);

    private static Aes CreateAes(Kek kek)
    {
        var aes = Aes.Create();
        aes.SetKey(kek.Key);
        return aes;
    }

    private sealed class RsaSigner(RSA rsa) : ISignatureSigner
    {
        public int SignatureLength => rsa.KeySize / 8;

        public void Sign(ReadOnlySpan<byte> message, Span<byte> signature) =>
            rsa.SignData(message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        public void Dispose() => rsa.Dispose();
    }

    // What the library throws at octets that are no key it can use; it has no way to ask without an exception.
    private static bool MeansNoKey(Exception exception) =>
        exception is CryptographicException or PlatformNotSupportedException;

    private sealed class RsaVerifier(RSA rsa) : ISignatureVerifier
    {
        public static RsaVerifier? Create(ReadOnlySpan<byte> subjectPublicKeyInfo)
        {
            var rsa = RSA.Create();
            try
            {
                rsa.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out int read);
                if (read == subjectPublicKeyInfo.Length)
                {
                    return new(rsa);
                }
            }
            catch (Exception exception) when (MeansNoKey(exception))
            {
                // Said by the null below.
            }

            rsa.Dispose();
            return null;
        }

        public RSAParameters PublicKey() => rsa.ExportParameters(includePrivateParameters: false);

        public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        {
            try
            {
                return rsa.VerifyData(message, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            }
            catch (CryptographicException)
            {
                // Numbers that OpenSSL cannot calculate with, such as an even modulus, verify nothing.
                return false;
            }
        }

        public void Dispose() => rsa.Dispose();
    }

    private sealed class EcdsaVerifier(ECDsa ecdsa) : ISignatureVerifier
    {
        public static EcdsaVerifier? Create(ReadOnlySpan<byte> subjectPublicKeyInfo)
        {
            var ecdsa = ECDsa.Create();
            try
            {
                ecdsa.ImportSubjectPublicKeyInfo(subjectPublicKeyInfo, out int read);
                if (read == subjectPublicKeyInfo.Length && IsP256(ecdsa.ExportParameters(false)))
                {
                    return new(ecdsa);
                }
            }
            catch (Exception exception) when (MeansNoKey(exception))
            {
                // Said by the null below.
            }

            ecdsa.Dispose();
            return null;
        }

        public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        {
            try
            {
                return ecdsa.VerifyData(
                    message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            }
            catch (CryptographicException)
            {
                return false;
            }
        }

        public void Dispose() => ecdsa.Dispose();

        // Other curves have keys of 256 bits, too.
        private static bool IsP256(in ECParameters parameters) =>
            parameters.Curve.IsNamed && parameters.Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value;
    }
}
