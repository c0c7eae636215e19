using System.Diagnostics.CodeAnalysis;
using GdoiSim.Protocol.Payloads;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

namespace GdoiSim.Protocol.Crypto;

/// <summary>
/// The reference provider, over BouncyCastle: managed code throughout, and ECDSA nonces after RFC 6979.
/// </summary>
public sealed class BouncyCastleCryptographyProvider : ICryptographyProvider
{
    public string Name => "BouncyCastle";

    public void ComputeHmac(
        PrfAlgorithm prf, ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> destination)
    {
        var hmac = new HMac(prf == PrfAlgorithm.HmacSha256 ? new Sha256Digest() : new Sha512Digest());
        hmac.Init(new KeyParameter(key));
        hmac.BlockUpdate(message);
        hmac.DoFinal(destination);
    }

    public void ComputeDigest(PrfAlgorithm prf, ReadOnlySpan<byte> message, Span<byte> destination)
    {
        IDigest digest = prf == PrfAlgorithm.HmacSha256 ? new Sha256Digest() : new Sha512Digest();
        digest.BlockUpdate(message);
        digest.DoFinal(destination);
    }

    public void Encrypt(Kek kek, ReadOnlySpan<byte> plaintext, Span<byte> ciphertext) =>
        RunCbc(forEncryption: true, kek, plaintext, ciphertext);

    public void Decrypt(Kek kek, ReadOnlySpan<byte> ciphertext, Span<byte> plaintext) =>
        RunCbc(forEncryption: false, kek, ciphertext, plaintext);

    public ISignatureSigner CreateSigner(SignatureKeyPair keyPair)
    {
        AsymmetricKeyParameter key = PrivateKeyFactory.CreateKey(keyPair.PrivateKeyInfo.ToArray());
        return (keyPair.Algorithm, key) switch
        {
            (SignatureAlgorithm.Rsa, RsaKeyParameters rsa) => new RsaSigner(rsa),
            (SignatureAlgorithm.EcdsaP256, ECPrivateKeyParameters ec) when IsP256(ec.Parameters) => new EcdsaSigner(ec),
            _ => throw new ArgumentException("neither an RSA nor an ECDSA P-256 key", nameof(keyPair)),
        };
    }

    public bool TryCreateVerifier(
        SignatureAlgorithm algorithm,
        ReadOnlySpan<byte> subjectPublicKeyInfo,
        [NotNullWhen(true)] out ISignatureVerifier? verifier)
    {
        verifier = (algorithm, TryReadPublicKey(subjectPublicKeyInfo)) switch
        {
            (SignatureAlgorithm.Rsa, RsaKeyParameters rsa) => new RsaVerifier(rsa),
            (SignatureAlgorithm.EcdsaP256, ECPublicKeyParameters ec) when IsP256(ec.Parameters) =>
                new EcdsaVerifier(ec),
            _ => null,
        };
        return verifier is not null;
    }

    public ISignatureSigner CreatePhase1Signer(SignatureKeyPair keyPair) => keyPair.Algorithm == SignatureAlgorithm.Rsa
        ? RsaHashSignature.CreateSigner(keyPair)
        : CreateSigner(keyPair);

    public bool TryCreatePhase1Verifier(
        SignatureAlgorithm algorithm,
        ReadOnlySpan<byte> subjectPublicKeyInfo,
        [NotNullWhen(true)] out ISignatureVerifier? verifier)
    {
        if (algorithm != SignatureAlgorithm.Rsa)
        {
            return TryCreateVerifier(algorithm, subjectPublicKeyInfo, out verifier);
        }

        verifier = TryReadPublicKey(subjectPublicKeyInfo) is RsaKeyParameters rsa
            ? RsaHashSignature.CreateVerifier(rsa)
            : null;
        return verifier is not null;
    }

    public IKeyAgreement CreateKeyAgreement(DiffieHellmanGroup group, ReadOnlySpan<byte> seed) =>
        BouncyCastleKeyAgreement.Create(group, seed);

    [SuppressMessage(
        "Design", "CA1031", Justification = "The library's parsers throw whatever they meet: it all means: no key.")]
    private static AsymmetricKeyParameter? TryReadPublicKey(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        try
        {
            return PublicKeyFactory.CreateKey(subjectPublicKeyInfo.ToArray());
        }
        catch (Exception)
        {
            return null;
        }
    }

    private static bool IsP256(ECDomainParameters parameters)
    {
        X9ECParameters p256 = ECNamedCurveTable.GetByName("P-256");
        return parameters.Curve.Equals(p256.Curve) && parameters.G.Equals(p256.G);
    }

    private static void RunCbc(bool forEncryption, Kek kek, ReadOnlySpan<byte> input, Span<byte> output)
    {
        var cipher = new CbcBlockCipher(AesUtilities.CreateEngine());
        cipher.Init(forEncryption, new ParametersWithIV(new KeyParameter(kek.Key), kek.Iv));
        for (int offset = 0; offset < input.Length; offset += Kek.BlockLength)
        {
            cipher.ProcessBlock(input[offset..], output[offset..]);
        }
    }

    private sealed class RsaSigner(RsaKeyParameters key) : ISignatureSigner
    {
        public int SignatureLength => (key.Modulus.BitLength + 7) / 8;

        public void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
        {
            var signer = new RsaDigestSigner(new Sha256Digest());
            signer.Init(forSigning: true, key);
            signer.BlockUpdate(message);
            signer.GenerateSignature().CopyTo(signature);
        }

        public void Dispose()
        {
        }
    }

    private sealed class RsaVerifier(RsaKeyParameters key) : ISignatureVerifier
    {
        public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        {
            if (signature.Length != (key.Modulus.BitLength + 7) / 8)
            {
                return false;
            }

            var signer = new RsaDigestSigner(new Sha256Digest());
            signer.Init(forSigning: false, key);
            signer.BlockUpdate(message);
            return signer.VerifySignature(signature.ToArray());
        }

        public void Dispose()
        {
        }
    }

    private sealed class EcdsaSigner(ECPrivateKeyParameters key) : ISignatureSigner
    {
        public int SignatureLength => EcdsaSignatureLength;

        public void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
        {
            var signer = new ECDsaSigner(new HMacDsaKCalculator(new Sha256Digest()));
            signer.Init(forSigning: true, key);
            Org.BouncyCastle.Math.BigInteger[] rs = signer.GenerateSignature(HashOf(message));
            StandardDsaEncoding(rs[0], signature[..(EcdsaSignatureLength / 2)]);
            StandardDsaEncoding(rs[1], signature[(EcdsaSignatureLength / 2)..]);
        }

        public void Dispose()
        {
        }
    }

    private sealed class EcdsaVerifier(ECPublicKeyParameters key) : ISignatureVerifier
    {
        public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        {
            if (signature.Length != EcdsaSignatureLength)
            {
                return false;
            }

            var signer = new ECDsaSigner();
            signer.Init(forSigning: false, key);
            return signer.VerifySignature(
                HashOf(message),
                new Org.BouncyCastle.Math.BigInteger(1, signature[..(EcdsaSignatureLength / 2)]),
                new Org.BouncyCastle.Math.BigInteger(1, signature[(EcdsaSignatureLength / 2)..]));
        }

        public void Dispose()
        {
        }
    }

    // r and s, 32 octets each (RFC 4754 section 7).
    private const int EcdsaSignatureLength = 64;

    private static byte[] HashOf(ReadOnlySpan<byte> message)
    {
        var digest = new Sha256Digest();
        digest.BlockUpdate(message);
        var hash = new byte[digest.GetDigestSize()];
        digest.DoFinal(hash, 0);
        return hash;
    }

    // Big-endian, left-filled with zeros.
    private static void StandardDsaEncoding(Org.BouncyCastle.Math.BigInteger value, Span<byte> destination)
    {
        byte[] octets = value.ToByteArrayUnsigned();
        destination.Clear();
        octets.CopyTo(destination[(destination.Length - octets.Length)..]);
    }
}
