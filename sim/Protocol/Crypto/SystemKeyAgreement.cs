using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace GdoiSim.Protocol.Crypto;

/// <summary>Diffie-Hellman with System.Numerics (MODP) and System.Security.Cryptography (ECP).</summary>
internal static class SystemKeyAgreement
{
    public static IKeyAgreement Create(DiffieHellmanGroup group, ReadOnlySpan<byte> seed)
    {
        if (seed.Length != DiffieHellmanGroupExtensions.SeedLength)
        {
            throw new ArgumentException(
                $"{seed.Length} octets; allowed: {DiffieHellmanGroupExtensions.SeedLength}", nameof(seed));
        }

        return group == DiffieHellmanGroup.Modp2048 ? new Modp(seed) : new Ecp(seed);
    }

    private static BigInteger Number(ReadOnlySpan<byte> octets) => new(octets, isUnsigned: true, isBigEndian: true);

    // Big-endian, left-filled with zeros.
    private static void Write(BigInteger value, Span<byte> destination)
    {
        int length = value.GetByteCount(isUnsigned: true);
        destination.Clear();
        value.TryWriteBytes(destination[(destination.Length - length)..], out _, isUnsigned: true, isBigEndian: true);
    }

    // The exponent is the seed itself, 384 bits: three times the strength of the group (RFC 3526 section 8).
    private sealed class Modp : IKeyAgreement
    {
        private readonly BigInteger _prime = Number(Modp2048.Prime());
        private readonly BigInteger _exponent;
        private readonly byte[] _publicValue = new byte[DiffieHellmanGroup.Modp2048.PublicLength()];

        public Modp(ReadOnlySpan<byte> seed)
        {
            _exponent = Number(seed);
            Write(BigInteger.ModPow(Modp2048.Generator, _exponent, _prime), _publicValue);
        }

        public DiffieHellmanGroup Group => DiffieHellmanGroup.Modp2048;

        public ReadOnlySpan<byte> PublicValue => _publicValue;

        public bool TryAgree(ReadOnlySpan<byte> peerPublicValue, Span<byte> secret)
        {
            BigInteger peer = Number(peerPublicValue);
            if (peerPublicValue.Length != Group.PublicLength() || peer <= BigInteger.One || peer >= _prime - 1)
            {
                return false;
            }

            Write(BigInteger.ModPow(peer, _exponent, _prime), secret);
            return true;
        }
    }

    private sealed class Ecp : IKeyAgreement
    {
        // The order of P-256's base point (RFC 5903 section 3.1).
        private static readonly BigInteger Order = BigInteger.Parse(
            "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551",
            NumberStyles.HexNumber,
            CultureInfo.InvariantCulture);

        private const int CoordinateLength = 32;

        private readonly ECParameters _parameters;
        private readonly byte[] _publicValue = new byte[DiffieHellmanGroup.Ecp256.PublicLength()];

        public Ecp(ReadOnlySpan<byte> seed)
        {
            // The 384 bits of the seed make the bias of the remainder less than 2^-127.
            var privateValue = new byte[CoordinateLength];
            Write((Number(seed) % (Order - 1)) + 1, privateValue);
            using var key = ECDiffieHellman.Create(
                new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = privateValue });
            _parameters = key.ExportParameters(includePrivateParameters: true);
            _parameters.Q.X!.CopyTo(_publicValue, 0);
            _parameters.Q.Y!.CopyTo(_publicValue, CoordinateLength);
        }

        public DiffieHellmanGroup Group => DiffieHellmanGroup.Ecp256;

        public ReadOnlySpan<byte> PublicValue => _publicValue;

        public bool TryAgree(ReadOnlySpan<byte> peerPublicValue, Span<byte> secret)
        {
            if (peerPublicValue.Length != Group.PublicLength())
            {
                return false;
            }

            using var key = ECDiffieHellman.Create(_parameters);
            try
            {
                using var peer = ECDiffieHellman.Create(new ECParameters
                {
                    Curve = ECCurve.NamedCurves.nistP256,
                    Q = new()
                    {
                        X = peerPublicValue[..CoordinateLength].ToArray(),
                        Y = peerPublicValue[CoordinateLength..].ToArray(),
                    },
                });
                using ECDiffieHellmanPublicKey publicKey = peer.PublicKey;
                key.DeriveRawSecretAgreement(publicKey).CopyTo(secret);
                return true;
            }
            catch (CryptographicException)
            {
                // The library's way to say that this is no point of the curve.
                return false;
            }
        }
    }
}
