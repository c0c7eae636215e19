using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace GdoiSim.Protocol.Crypto;

/// <summary>Between rows (32 octets of one message each) and lanes (one word of every message).</summary>
internal static unsafe class LaneRows
{
    /// <summary>Word by word: the same for every width, fast enough for the narrow ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read<TWord>(ref byte source, nint* rows, TWord* words, int lanes)
        where TWord : unmanaged
    {
        for (int lane = 0; lane < lanes; lane++)
        {
            ref byte row = ref Unsafe.AddByteOffset(ref source, rows[lane]);
            for (int word = 0; word < 32 / sizeof(TWord); word++)
            {
                words[(word * lanes) + lane] = Unsafe.ReadUnaligned<TWord>(
                    ref Unsafe.Add(ref row, word * sizeof(TWord)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write<TWord>(TWord* words, ref byte destination, nint* rows, int lanes)
        where TWord : unmanaged
    {
        for (int lane = 0; lane < lanes; lane++)
        {
            ref byte row = ref Unsafe.AddByteOffset(ref destination, rows[lane]);
            for (int word = 0; word < 32 / sizeof(TWord); word++)
            {
                Unsafe.WriteUnaligned(ref Unsafe.Add(ref row, word * sizeof(TWord)), words[(word * lanes) + lane]);
            }
        }
    }

    /// <summary>AVX2, 8 rows of 8 words of 4 octets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read8(ref byte source, nint* rows, Vector256<uint>* words)
    {
        for (int half = 0; half < 2; half++)
        {
            Vector256<uint> a = Pair(ref source, rows[0], rows[4], half).AsUInt32();
            Vector256<uint> b = Pair(ref source, rows[1], rows[5], half).AsUInt32();
            Vector256<uint> c = Pair(ref source, rows[2], rows[6], half).AsUInt32();
            Vector256<uint> d = Pair(ref source, rows[3], rows[7], half).AsUInt32();
            Transpose(ref a, ref b, ref c, ref d);
            words[4 * half] = a;
            words[(4 * half) + 1] = b;
            words[(4 * half) + 2] = c;
            words[(4 * half) + 3] = d;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write8(Vector256<uint>* words, ref byte destination, nint* rows)
    {
        for (int half = 0; half < 2; half++)
        {
            Vector256<uint> a = words[4 * half], b = words[(4 * half) + 1];
            Vector256<uint> c = words[(4 * half) + 2], d = words[(4 * half) + 3];
            Transpose(ref a, ref b, ref c, ref d);
            SetPair(ref destination, rows[0], rows[4], half, a.AsByte());
            SetPair(ref destination, rows[1], rows[5], half, b.AsByte());
            SetPair(ref destination, rows[2], rows[6], half, c.AsByte());
            SetPair(ref destination, rows[3], rows[7], half, d.AsByte());
        }
    }

    /// <summary>AVX2, 4 rows of 4 words of 8 octets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Read4(ref byte source, nint* rows, Vector256<ulong>* words)
    {
        for (int half = 0; half < 2; half++)
        {
            Vector256<ulong> a = Pair(ref source, rows[0], rows[2], half).AsUInt64();
            Vector256<ulong> b = Pair(ref source, rows[1], rows[3], half).AsUInt64();
            words[2 * half] = Avx2.UnpackLow(a, b);
            words[(2 * half) + 1] = Avx2.UnpackHigh(a, b);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write4(Vector256<ulong>* words, ref byte destination, nint* rows)
    {
        for (int half = 0; half < 2; half++)
        {
            Vector256<ulong> a = words[2 * half], b = words[(2 * half) + 1];
            SetPair(ref destination, rows[0], rows[2], half, Avx2.UnpackLow(a, b).AsByte());
            SetPair(ref destination, rows[1], rows[3], half, Avx2.UnpackHigh(a, b).AsByte());
        }
    }

    public static TWord ReverseBytes<TWord>(TWord x)
        where TWord : unmanaged => sizeof(TWord) == sizeof(uint)
        ? Unsafe.BitCast<uint, TWord>(BinaryPrimitives.ReverseEndianness(Unsafe.BitCast<TWord, uint>(x)))
        : Unsafe.BitCast<ulong, TWord>(BinaryPrimitives.ReverseEndianness(Unsafe.BitCast<TWord, ulong>(x)));

    /// <summary>The order of octets that reverses each word of 16 octets.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Reversal<TWord>()
        where TWord : unmanaged => sizeof(TWord) == sizeof(uint)
        ? Vector128.Create((byte)3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12)
        : Vector128.Create((byte)7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8);

    /// <summary>Transposes 4 × 4 words in the lower and in the upper half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector256<uint> a, ref Vector256<uint> b, ref Vector256<uint> c, ref Vector256<uint> d)
    {
        Vector256<ulong> ab = Avx2.UnpackLow(a, b).AsUInt64(), abHigh = Avx2.UnpackHigh(a, b).AsUInt64();
        Vector256<ulong> cd = Avx2.UnpackLow(c, d).AsUInt64(), cdHigh = Avx2.UnpackHigh(c, d).AsUInt64();
        a = Avx2.UnpackLow(ab, cd).AsUInt32();
        b = Avx2.UnpackHigh(ab, cd).AsUInt32();
        c = Avx2.UnpackLow(abHigh, cdHigh).AsUInt32();
        d = Avx2.UnpackHigh(abHigh, cdHigh).AsUInt32();
    }

    /// <summary>16 octets of two rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Pair(ref byte source, nint lower, nint upper, int half) => Vector256.Create(
        Vector128.LoadUnsafe(ref Unsafe.AddByteOffset(ref source, lower + (16 * half))),
        Vector128.LoadUnsafe(ref Unsafe.AddByteOffset(ref source, upper + (16 * half))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SetPair(ref byte destination, nint lower, nint upper, int half, Vector256<byte> value)
    {
        value.GetLower().StoreUnsafe(ref Unsafe.AddByteOffset(ref destination, lower + (16 * half)));
        value.GetUpper().StoreUnsafe(ref Unsafe.AddByteOffset(ref destination, upper + (16 * half)));
    }
}
