using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Math.EC;

namespace GdoiSim.Protocol.Crypto;

/// <summary>Diffie-Hellman with BouncyCastle's numbers and points.</summary>
internal static class BouncyCastleKeyAgreement
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

    // Big-endian, left-filled with zeros.
    private static void Write(BigInteger value, Span<byte> destination)
    {
        byte[] octets = value.ToByteArrayUnsigned();
        destination.Clear();
        octets.CopyTo(destination[(destination.Length - octets.Length)..]);
    }

    private sealed class Modp : IKeyAgreement
    {
        private readonly BigInteger _prime = new(1, Modp2048.Prime());
        private readonly BigInteger _exponent;
        private readonly byte[] _publicValue = new byte[DiffieHellmanGroup.Modp2048.PublicLength()];

        public Modp(ReadOnlySpan<byte> seed)
        {
            _exponent = new(1, seed);
            Write(BigInteger.ValueOf(Modp2048.Generator).ModPow(_exponent, _prime), _publicValue);
        }

        public DiffieHellmanGroup Group => DiffieHellmanGroup.Modp2048;

        public ReadOnlySpan<byte> PublicValue => _publicValue;

        public bool TryAgree(ReadOnlySpan<byte> peerPublicValue, Span<byte> secret)
        {
            var peer = new BigInteger(1, peerPublicValue);
            if (peerPublicValue.Length != Group.PublicLength()
                || peer.CompareTo(BigInteger.One) <= 0
                || peer.CompareTo(_prime.Subtract(BigInteger.One)) >= 0)
            {
                return false;
            }

            Write(peer.ModPow(_exponent, _prime), secret);
            return true;
        }
    }

    private sealed class Ecp : IKeyAgreement
    {
        private readonly X9ECParameters _curve = ECNamedCurveTable.GetByName("P-256");
        private readonly BigInteger _private;
        private readonly byte[] _publicValue = new byte[DiffieHellmanGroup.Ecp256.PublicLength()];

        public Ecp(ReadOnlySpan<byte> seed)
        {
            // The 384 bits of the seed make the bias of the remainder less than 2^-127.
            _private = new BigInteger(1, seed).Mod(_curve.N.Subtract(BigInteger.One)).Add(BigInteger.One);
            ECPoint point = _curve.G.Multiply(_private).Normalize();
            Write(point.AffineXCoord.ToBigInteger(), _publicValue.AsSpan(0, 32));
            Write(point.AffineYCoord.ToBigInteger(), _publicValue.AsSpan(32));
        }

        public DiffieHellmanGroup Group => DiffieHellmanGroup.Ecp256;

        public ReadOnlySpan<byte> PublicValue => _publicValue;

        public bool TryAgree(ReadOnlySpan<byte> peerPublicValue, Span<byte> secret)
        {
            if (peerPublicValue.Length != Group.PublicLength() || !TryReadPoint(peerPublicValue, out ECPoint? peer))
            {
                return false;
            }

            Write(peer!.Multiply(_private).Normalize().AffineXCoord.ToBigInteger(), secret);
            return true;
        }

        private bool TryReadPoint(ReadOnlySpan<byte> octets, out ECPoint? point)
        {
            var x = new BigInteger(1, octets[..32]);
            var y = new BigInteger(1, octets[32..]);
            BigInteger prime = _curve.Curve.Field.Characteristic;
            point = null;
            if (x.CompareTo(prime) >= 0 || y.CompareTo(prime) >= 0)
            {
                return false;
            }

            point = _curve.Curve.CreatePoint(x, y);
            return point.IsValid();
        }
    }
}
