using System.Numerics;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Encodings;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace GdoiSim.Protocol.Crypto;

/// <summary>
/// RSA signatures of IKE's phase 1: "a private key encryption in PKCS #1 format and not ... a signature in PKCS #1
/// format (which includes the OID of the hash algorithm)" (RFC 2409 section 5.1). System.Security.Cryptography has no
/// such operation, so that BouncyCastle signs for both providers; each verifies with its own numbers.
/// </summary>
internal static class RsaHashSignature
{
    // 00 | 01 | at least 8 octets FF | 00 | hash (RFC 8017 section 9.2, without DigestInfo).
    private const int MinimumPadding = 11;

    /// <exception cref="ArgumentException">No RSA key.</exception>
    public static ISignatureSigner CreateSigner(SignatureKeyPair keyPair) =>
        PrivateKeyFactory.CreateKey(keyPair.PrivateKeyInfo.ToArray()) is RsaKeyParameters key
            ? new Signer(key)
            : throw new ArgumentException("no RSA key", nameof(keyPair));

    /// <summary>A verifier over BouncyCastle.</summary>
    public static ISignatureVerifier CreateVerifier(RsaKeyParameters key) => new BouncyCastleVerifier(key);

    /// <summary>A verifier over System.Numerics.</summary>
    public static ISignatureVerifier CreateVerifier(RSAParameters key) => new NumericsVerifier(key);

    /// <summary>The padded hash.</summary>
    private static bool TryPad(ReadOnlySpan<byte> hash, Span<byte> padded)
    {
        if (padded.Length < hash.Length + MinimumPadding)
        {
            return false;
        }

        padded.Fill(0xFF);
        padded[0] = 0;
        padded[1] = 1;
        padded[^(hash.Length + 1)] = 0;
        hash.CopyTo(padded[^hash.Length..]);
        return true;
    }

    private sealed class Signer(RsaKeyParameters key) : ISignatureSigner
    {
        public int SignatureLength => (key.Modulus.BitLength + 7) / 8;

        public void Sign(ReadOnlySpan<byte> message, Span<byte> signature)
        {
            var cipher = new Pkcs1Encoding(new RsaEngine());
            cipher.Init(forEncryption: true, key);
            cipher.ProcessBlock(message.ToArray(), 0, message.Length).CopyTo(signature);
        }

        public void Dispose()
        {
        }
    }

    private sealed class BouncyCastleVerifier(RsaKeyParameters key) : ISignatureVerifier
    {
        public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        {
            int length = (key.Modulus.BitLength + 7) / 8;
            if (signature.Length != length)
            {
                return false;
            }

            var cipher = new Pkcs1Encoding(new RsaEngine());
            cipher.Init(forEncryption: false, key);
            try
            {
                byte[] hash = cipher.ProcessBlock(signature.ToArray(), 0, length);
                return CryptographicOperations.FixedTimeEquals(hash, message);
            }
            catch (Exception exception) when (exception is InvalidCipherTextException or DataLengthException)
            {
                // No padding of this kind, or a number beyond the modulus.
                return false;
            }
        }

        public void Dispose()
        {
        }
    }

    private sealed class NumericsVerifier(RSAParameters key) : ISignatureVerifier
    {
        private readonly BigInteger _modulus = new(key.Modulus, isUnsigned: true, isBigEndian: true);
        private readonly BigInteger _exponent = new(key.Exponent, isUnsigned: true, isBigEndian: true);
        private readonly int _length = key.Modulus!.Length;

        public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        {
            var number = new BigInteger(signature, isUnsigned: true, isBigEndian: true);
            byte[] expected = new byte[_length];
            if (signature.Length != _length || number >= _modulus || !TryPad(message, expected))
            {
                return false;
            }

            var found = BigInteger.ModPow(number, _exponent, _modulus);
            var wanted = new BigInteger(expected, isUnsigned: true, isBigEndian: true);
            return found == wanted;
        }

        public void Dispose()
        {
        }
    }
}
