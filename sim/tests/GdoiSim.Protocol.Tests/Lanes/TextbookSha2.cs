using System.Buffers.Binary;
using System.Numerics;

namespace GdoiSim.Protocol.Tests.Lanes;

/// <summary>
/// SHA-2 as FIPS 180-4 writes it, for messages of any length from any chaining values: with it a state of HMAC can be
/// carried through to the MAC that an RFC prints. The constants come from their definition, the roots of primes.
/// </summary>
internal static class TextbookSha2
{
    private static readonly ulong[] CubeRoots = [.. Enumerable.Range(0, 80).Select(t => RootFraction(t, 3, 64))];

    /// <summary>The digest of a message whose first block, already hashed, left the chaining values given.</summary>
    public static byte[] FinishSha256(uint[] chaining, byte[] message)
    {
        uint[] h = [.. chaining];
        byte[] padded = Pad(message, 64);
        for (int block = 0; block < padded.Length; block += 64)
        {
            uint[] w = new uint[64];
            for (int t = 0; t < 64; t++)
            {
                w[t] = t < 16
                    ? BinaryPrimitives.ReadUInt32BigEndian(padded.AsSpan(block + (4 * t)))
                    : (R(w[t - 2], 17) ^ R(w[t - 2], 19) ^ (w[t - 2] >> 10)) + w[t - 7]
                        + (R(w[t - 15], 7) ^ R(w[t - 15], 18) ^ (w[t - 15] >> 3)) + w[t - 16];
            }

            uint[] v = [.. h];
            for (int t = 0; t < 64; t++)
            {
                uint t1 = v[7] + (R(v[4], 6) ^ R(v[4], 11) ^ R(v[4], 25)) + ((v[4] & v[5]) ^ (~v[4] & v[6]))
                    + (uint)(CubeRoots[t] >> 32) + w[t];
                uint t2 = (R(v[0], 2) ^ R(v[0], 13) ^ R(v[0], 22))
                    + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
                v = [t1 + t2, v[0], v[1], v[2], v[3] + t1, v[4], v[5], v[6]];
            }

            h = [.. h.Zip(v, (x, y) => x + y)];
        }

        return [.. h.SelectMany(x => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(x)))];

        static uint R(uint x, int count) => BitOperations.RotateRight(x, count);
    }

    /// <summary>The same for SHA-512.</summary>
    public static byte[] FinishSha512(ulong[] chaining, byte[] message)
    {
        ulong[] h = [.. chaining];
        byte[] padded = Pad(message, 128);
        for (int block = 0; block < padded.Length; block += 128)
        {
            ulong[] w = new ulong[80];
            for (int t = 0; t < 80; t++)
            {
                w[t] = t < 16
                    ? BinaryPrimitives.ReadUInt64BigEndian(padded.AsSpan(block + (8 * t)))
                    : (R(w[t - 2], 19) ^ R(w[t - 2], 61) ^ (w[t - 2] >> 6)) + w[t - 7]
                        + (R(w[t - 15], 1) ^ R(w[t - 15], 8) ^ (w[t - 15] >> 7)) + w[t - 16];
            }

            ulong[] v = [.. h];
            for (int t = 0; t < 80; t++)
            {
                ulong t1 = v[7] + (R(v[4], 14) ^ R(v[4], 18) ^ R(v[4], 41)) + ((v[4] & v[5]) ^ (~v[4] & v[6]))
                    + CubeRoots[t] + w[t];
                ulong t2 = (R(v[0], 28) ^ R(v[0], 34) ^ R(v[0], 39))
                    + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
                v = [t1 + t2, v[0], v[1], v[2], v[3] + t1, v[4], v[5], v[6]];
            }

            h = [.. h.Zip(v, (x, y) => x + y)];
        }

        return [.. h.SelectMany(x => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(x)))];

        static ulong R(ulong x, int count) => BitOperations.RotateRight(x, count);
    }

    /// <summary>
    /// The first bits of the fraction of the root of a prime, which is how FIPS 180-4 defines constants.
    /// </summary>
    /// <param name="index">Which prime: 0 for 2.</param>
    /// <param name="degree">2 for the square root, 3 for the cube root.</param>
    /// <param name="bits">32 or 64.</param>
    private static ulong RootFraction(int index, int degree, int bits)
    {
        int prime = 2;
        for (int found = 0; ; prime++)
        {
            if (Enumerable.Range(2, prime - 2).All(divisor => prime % divisor != 0) && found++ == index)
            {
                break;
            }
        }

        // The root of prime × 2^(degree × bits), bit by bit; it is below 2^(bits + 5).
        BigInteger scaled = (BigInteger)prime << (degree * bits);
        BigInteger root = 0;
        for (int bit = bits + 5; bit >= 0; bit--)
        {
            BigInteger larger = root | (BigInteger.One << bit);
            root = BigInteger.Pow(larger, degree) <= scaled ? larger : root;
        }

        return (ulong)(root & ((BigInteger.One << bits) - 1));
    }

    private static byte[] Pad(byte[] message, int blockOctets)
    {
        int lengthOctets = blockOctets / 8;
        int total = (message.Length + 1 + lengthOctets + blockOctets - 1) / blockOctets * blockOctets;
        byte[] padded = new byte[total];
        message.CopyTo(padded, 0);
        padded[message.Length] = 0x80;
        BinaryPrimitives.WriteUInt64BigEndian(
            padded.AsSpan(total - 8), (ulong)(blockOctets + message.Length) * 8);
        return padded;
    }
}
