using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GdoiSim.Kernel.Randomness;

/// <summary>
/// Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3" (SC 2011): a bijection of 128-bit counters under a 64-bit key. It passes BigCrush, and any word of its
/// sequence costs the same.
/// </summary>
/// <remarks>
/// The vector forms run one block in each 64-bit lane. Of a lane only the low 32 bits mean anything between rounds:
/// the 32 × 32 → 64 bit multiplication ignores the rest, so nothing has to be masked.
/// </remarks>
public static class Philox
{
    /// <summary>Key words of all rounds together.</summary>
    internal const int KeyWords = 2 * Rounds;

    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint KeyStep0 = 0x9E3779B9;
    private const uint KeyStep1 = 0xBB67AE85;

    /// <summary>Replaces the counter words <paramref name="x0"/>…<paramref name="x3"/> by the block's output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Block(uint key0, uint key1, ref uint x0, ref uint x1, ref uint x2, ref uint x3)
    {
        (uint a, uint b, uint c, uint d) = (x0, x1, x2, x3);
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * a;
            ulong product1 = (ulong)Multiplier1 * c;
            a = (uint)(product1 >> 32) ^ b ^ key0;
            b = (uint)product1;
            c = (uint)(product0 >> 32) ^ d ^ key1;
            d = (uint)product0;
            key0 += KeyStep0;
            key1 += KeyStep1;
        }

        (x0, x1, x2, x3) = (a, b, c, d);
    }

    /// <summary>
    /// Eight blocks at once, under keys from the method ExpandKey; the upper halves of the lanes are left undefined.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Block(
        ref readonly Vector512<ulong> keys,
        ref Vector512<ulong> x0,
        ref Vector512<ulong> x1,
        ref Vector512<ulong> x2,
        ref Vector512<ulong> x3)
    {
        (Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c, Vector512<ulong> d) = (x0, x1, x2, x3);
        ref Vector512<ulong> key = ref Unsafe.AsRef(in keys);
        for (int word = 0; word < KeyWords; word += 2)
        {
            Vector512<ulong> product0 = Multiply(a, Multiplier0);
            Vector512<ulong> product1 = Multiply(c, Multiplier1);
            a = (product1 >>> 32) ^ b ^ Unsafe.Add(ref key, word);
            b = product1;
            c = (product0 >>> 32) ^ d ^ Unsafe.Add(ref key, word + 1);
            d = product0;
        }

        (x0, x1, x2, x3) = (a, b, c, d);
    }

    /// <summary>The key words of all rounds, so that no block has to make them again.</summary>
    internal static void ExpandKey(uint key0, uint key1, Span<Vector512<ulong>> keys)
    {
        for (int word = 0; word < KeyWords; word += 2)
        {
            keys[word] = Vector512.Create((ulong)key0);
            keys[word + 1] = Vector512.Create((ulong)key1);
            key0 += KeyStep0;
            key1 += KeyStep1;
        }
    }

    /// <summary>
    /// Four blocks at once, under keys from the method ExpandKey; the upper halves of the lanes are left undefined.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Block(
        ref readonly Vector256<ulong> keys,
        ref Vector256<ulong> x0,
        ref Vector256<ulong> x1,
        ref Vector256<ulong> x2,
        ref Vector256<ulong> x3)
    {
        (Vector256<ulong> a, Vector256<ulong> b, Vector256<ulong> c, Vector256<ulong> d) = (x0, x1, x2, x3);
        ref Vector256<ulong> key = ref Unsafe.AsRef(in keys);
        for (int word = 0; word < KeyWords; word += 2)
        {
            Vector256<ulong> product0 = Multiply(a, Multiplier0);
            Vector256<ulong> product1 = Multiply(c, Multiplier1);
            a = (product1 >>> 32) ^ b ^ Unsafe.Add(ref key, word);
            b = product1;
            c = (product0 >>> 32) ^ d ^ Unsafe.Add(ref key, word + 1);
            d = product0;
        }

        (x0, x1, x2, x3) = (a, b, c, d);
    }

    /// <summary>The key words of all rounds, so that no block has to make them again.</summary>
    internal static void ExpandKey(uint key0, uint key1, Span<Vector256<ulong>> keys)
    {
        for (int word = 0; word < KeyWords; word += 2)
        {
            keys[word] = Vector256.Create((ulong)key0);
            keys[word + 1] = Vector256.Create((ulong)key1);
            key0 += KeyStep0;
            key1 += KeyStep1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Multiply(Vector512<ulong> lanes, uint factor) =>
        Avx512F.IsSupported
            ? Avx512F.Multiply(lanes.AsUInt32(), Vector512.Create((ulong)factor).AsUInt32())
            : Vector512.Create(Multiply(lanes.GetLower(), factor), Multiply(lanes.GetUpper(), factor));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Multiply(Vector256<ulong> lanes, uint factor) =>
        Avx2.IsSupported
            ? Avx2.Multiply(lanes.AsUInt32(), Vector256.Create((ulong)factor).AsUInt32())
            : (lanes & Vector256.Create((ulong)uint.MaxValue)) * Vector256.Create((ulong)factor);
}
