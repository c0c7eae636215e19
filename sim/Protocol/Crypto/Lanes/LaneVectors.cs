using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace GdoiSim.Protocol.Crypto;

/// <summary>
/// The operations that SHA-2 needs on one word of every lane. A lane is one message; a vector holds the same word of
/// all of them. Shift counts are constants where this is called, so that each operation is one instruction or two.
/// </summary>
/// <typeparam name="TVector">One word of every lane: a hardware vector, or the word itself for one lane.</typeparam>
/// <typeparam name="TWord"><see cref="uint"/> for SHA-256, <see cref="ulong"/> for SHA-512.</typeparam>
internal unsafe interface ILaneVector<TVector, TWord>
    where TVector : unmanaged
    where TWord : unmanaged
{
    public static abstract TVector Broadcast(TWord value);

    public static abstract TVector Add(TVector x, TVector y);

    public static abstract TVector Xor(TVector x, TVector y);

    public static abstract TVector Or(TVector x, TVector y);

    public static abstract TVector ShiftRight(TVector x, int count);

    public static abstract TVector ShiftLeft(TVector x, int count);

    public static abstract TVector RotateRight(TVector x, int count);

    public static abstract TVector Xor(TVector x, TVector y, TVector z);

    /// <summary>Bit by bit: y where x has a one, z elsewhere.</summary>
    public static abstract TVector Choose(TVector x, TVector y, TVector z);

    /// <summary>Bit by bit the majority of three.</summary>
    /// <param name="x">First operand; the second operand of the next round.</param>
    /// <param name="y">Second operand.</param>
    /// <param name="z">Third operand.</param>
    /// <param name="yz">
    /// y xor z on entry, x xor y on return: what the next round needs, which saves an operation.
    /// </param>
    public static abstract TVector Majority(TVector x, TVector y, TVector z, ref TVector yz);

    /// <summary>Big-endian to host order and back, word by word.</summary>
    public static abstract TVector ReverseBytes(TVector x);

    /// <summary>A one at bit i if word i of x is zero.</summary>
    public static abstract uint ZeroLanes(TVector x);

    /// <summary>Reads the 32 octets at source + rows[lane] of every lane; words[i] gets their words i.</summary>
    public static abstract void ReadRows(ref byte source, nint* rows, TVector* words);

    /// <summary>Writes 32 octets at destination + rows[lane] for every lane, from words[i] their words i.</summary>
    public static abstract void WriteRows(TVector* words, ref byte destination, nint* rows);
}

/// <summary>One lane, the word itself: keys, and machines without vectors.</summary>
internal readonly unsafe struct ScalarLane<TWord> : ILaneVector<TWord, TWord>
    where TWord : unmanaged, IBinaryInteger<TWord>
{
    public static TWord Broadcast(TWord value) => value;

    public static TWord Add(TWord x, TWord y) => x + y;

    public static TWord Xor(TWord x, TWord y) => x ^ y;

    public static TWord Or(TWord x, TWord y) => x | y;

    public static TWord ShiftRight(TWord x, int count) => x >>> count;

    public static TWord ShiftLeft(TWord x, int count) => x << count;

    public static TWord RotateRight(TWord x, int count) => TWord.RotateRight(x, count);

    [MethodImpl(AggressiveInlining)]
    public static TWord Xor(TWord x, TWord y, TWord z) => x ^ y ^ z;

    [MethodImpl(AggressiveInlining)]
    public static TWord Choose(TWord x, TWord y, TWord z) => z ^ (x & (y ^ z));

    [MethodImpl(AggressiveInlining)]
    public static TWord Majority(TWord x, TWord y, TWord z, ref TWord yz)
    {
        TWord xy = x ^ y;
        TWord majority = y ^ (xy & yz);
        yz = xy;
        return majority;
    }

    public static TWord ReverseBytes(TWord x) => LaneRows.ReverseBytes(x);

    public static uint ZeroLanes(TWord x) => x == TWord.Zero ? 1u : 0u;

    public static void ReadRows(ref byte source, nint* rows, TWord* words) =>
        LaneRows.Read(ref source, rows, words, 1);

    public static void WriteRows(TWord* words, ref byte destination, nint* rows) =>
        LaneRows.Write(words, ref destination, rows, 1);
}

/// <summary>4 lanes of SHA-256 or 2 of SHA-512, portable: x86 without AVX2, Arm64.</summary>
internal readonly unsafe struct Lanes128<TWord> : ILaneVector<Vector128<TWord>, TWord>
    where TWord : unmanaged, IBinaryInteger<TWord>
{
    public static Vector128<TWord> Broadcast(TWord value) => Vector128.Create(value);

    public static Vector128<TWord> Add(Vector128<TWord> x, Vector128<TWord> y) => x + y;

    public static Vector128<TWord> Xor(Vector128<TWord> x, Vector128<TWord> y) => x ^ y;

    public static Vector128<TWord> Or(Vector128<TWord> x, Vector128<TWord> y) => x | y;

    public static Vector128<TWord> ShiftRight(Vector128<TWord> x, int count) => x >>> count;

    public static Vector128<TWord> ShiftLeft(Vector128<TWord> x, int count) => x << count;

    [MethodImpl(AggressiveInlining)]
    public static Vector128<TWord> RotateRight(Vector128<TWord> x, int count) =>
        (x >>> count) | (x << ((sizeof(TWord) * 8) - count));

    [MethodImpl(AggressiveInlining)]
    public static Vector128<TWord> Xor(Vector128<TWord> x, Vector128<TWord> y, Vector128<TWord> z) => x ^ y ^ z;

    [MethodImpl(AggressiveInlining)]
    public static Vector128<TWord> Choose(Vector128<TWord> x, Vector128<TWord> y, Vector128<TWord> z) =>
        z ^ (x & (y ^ z));

    [MethodImpl(AggressiveInlining)]
    public static Vector128<TWord> Majority(
        Vector128<TWord> x, Vector128<TWord> y, Vector128<TWord> z, ref Vector128<TWord> yz)
    {
        Vector128<TWord> xy = x ^ y;
        Vector128<TWord> majority = y ^ (xy & yz);
        yz = xy;
        return majority;
    }

    [MethodImpl(AggressiveInlining)]
    public static Vector128<TWord> ReverseBytes(Vector128<TWord> x) =>
        Vector128.Shuffle(x.AsByte(), LaneRows.Reversal<TWord>()).As<byte, TWord>();

    public static uint ZeroLanes(Vector128<TWord> x) =>
        Vector128.Equals(x, Vector128<TWord>.Zero).ExtractMostSignificantBits();

    public static void ReadRows(ref byte source, nint* rows, Vector128<TWord>* words) =>
        LaneRows.Read(ref source, rows, (TWord*)words, Vector128<TWord>.Count);

    public static void WriteRows(Vector128<TWord>* words, ref byte destination, nint* rows) =>
        LaneRows.Write((TWord*)words, ref destination, rows, Vector128<TWord>.Count);
}

/// <summary>8 lanes of SHA-256 or 4 of SHA-512: AVX2.</summary>
internal readonly unsafe struct Lanes256<TWord> : ILaneVector<Vector256<TWord>, TWord>
    where TWord : unmanaged, IBinaryInteger<TWord>
{
    public static Vector256<TWord> Broadcast(TWord value) => Vector256.Create(value);

    public static Vector256<TWord> Add(Vector256<TWord> x, Vector256<TWord> y) => x + y;

    public static Vector256<TWord> Xor(Vector256<TWord> x, Vector256<TWord> y) => x ^ y;

    public static Vector256<TWord> Or(Vector256<TWord> x, Vector256<TWord> y) => x | y;

    public static Vector256<TWord> ShiftRight(Vector256<TWord> x, int count) => x >>> count;

    public static Vector256<TWord> ShiftLeft(Vector256<TWord> x, int count) => x << count;

    [MethodImpl(AggressiveInlining)]
    public static Vector256<TWord> RotateRight(Vector256<TWord> x, int count) =>
        (x >>> count) | (x << ((sizeof(TWord) * 8) - count));

    [MethodImpl(AggressiveInlining)]
    public static Vector256<TWord> Xor(Vector256<TWord> x, Vector256<TWord> y, Vector256<TWord> z) => x ^ y ^ z;

    [MethodImpl(AggressiveInlining)]
    public static Vector256<TWord> Choose(Vector256<TWord> x, Vector256<TWord> y, Vector256<TWord> z) =>
        z ^ (x & (y ^ z));

    [MethodImpl(AggressiveInlining)]
    public static Vector256<TWord> Majority(
        Vector256<TWord> x, Vector256<TWord> y, Vector256<TWord> z, ref Vector256<TWord> yz)
    {
        Vector256<TWord> xy = x ^ y;
        Vector256<TWord> majority = y ^ (xy & yz);
        yz = xy;
        return majority;
    }

    [MethodImpl(AggressiveInlining)]
    public static Vector256<TWord> ReverseBytes(Vector256<TWord> x)
    {
        Vector128<byte> order = LaneRows.Reversal<TWord>();
        return Avx2.IsSupported
            ? Avx2.Shuffle(x.AsByte(), Vector256.Create(order, order)).As<byte, TWord>()
            : Vector256.Create(
                Lanes128<TWord>.ReverseBytes(x.GetLower()), Lanes128<TWord>.ReverseBytes(x.GetUpper()));
    }

    public static uint ZeroLanes(Vector256<TWord> x) =>
        Vector256.Equals(x, Vector256<TWord>.Zero).ExtractMostSignificantBits();

    [MethodImpl(AggressiveInlining)]
    public static void ReadRows(ref byte source, nint* rows, Vector256<TWord>* words)
    {
        if (!Avx2.IsSupported)
        {
            LaneRows.Read(ref source, rows, (TWord*)words, Vector256<TWord>.Count);
        }
        else if (typeof(TWord) == typeof(uint))
        {
            LaneRows.Read8(ref source, rows, (Vector256<uint>*)words);
        }
        else
        {
            LaneRows.Read4(ref source, rows, (Vector256<ulong>*)words);
        }
    }

    [MethodImpl(AggressiveInlining)]
    public static void WriteRows(Vector256<TWord>* words, ref byte destination, nint* rows)
    {
        if (!Avx2.IsSupported)
        {
            LaneRows.Write((TWord*)words, ref destination, rows, Vector256<TWord>.Count);
        }
        else if (typeof(TWord) == typeof(uint))
        {
            LaneRows.Write8((Vector256<uint>*)words, ref destination, rows);
        }
        else
        {
            LaneRows.Write4((Vector256<ulong>*)words, ref destination, rows);
        }
    }
}

/// <summary>
/// 16 lanes of SHA-256 or 8 of SHA-512: AVX-512, with rotation and any function of three in one step.
/// </summary>
internal readonly unsafe struct Lanes512<TWord> : ILaneVector<Vector512<TWord>, TWord>
    where TWord : unmanaged, IBinaryInteger<TWord>
{
    /// <summary>Truth tables of vpternlog: bit 4x + 2y + z of a table is the result for bits x, y, z.</summary>
    public const byte ParityTable = 0x96;
    public const byte ChooseTable = 0xca;
    public const byte MajorityTable = 0xe8;

    public static Vector512<TWord> Broadcast(TWord value) => Vector512.Create(value);

    public static Vector512<TWord> Add(Vector512<TWord> x, Vector512<TWord> y) => x + y;

    public static Vector512<TWord> Xor(Vector512<TWord> x, Vector512<TWord> y) => x ^ y;

    public static Vector512<TWord> Or(Vector512<TWord> x, Vector512<TWord> y) => x | y;

    public static Vector512<TWord> ShiftRight(Vector512<TWord> x, int count) => x >>> count;

    public static Vector512<TWord> ShiftLeft(Vector512<TWord> x, int count) => x << count;

    [MethodImpl(AggressiveInlining)]
    public static Vector512<TWord> RotateRight(Vector512<TWord> x, int count)
    {
        if (!Avx512F.IsSupported)
        {
            return (x >>> count) | (x << ((sizeof(TWord) * 8) - count));
        }

#pragma warning disable CA1857 // A constant after inlining: every caller passes one.
        return typeof(TWord) == typeof(uint)
            ? Avx512F.RotateRight(x.AsUInt32(), (byte)count).As<uint, TWord>()
            : Avx512F.RotateRight(x.AsUInt64(), (byte)count).As<ulong, TWord>();
#pragma warning restore CA1857
    }

    [MethodImpl(AggressiveInlining)]
    public static Vector512<TWord> Xor(Vector512<TWord> x, Vector512<TWord> y, Vector512<TWord> z) =>
        Avx512F.IsSupported ? Ternary(x, y, z, ParityTable) : x ^ y ^ z;

    [MethodImpl(AggressiveInlining)]
    public static Vector512<TWord> Choose(Vector512<TWord> x, Vector512<TWord> y, Vector512<TWord> z) =>
        Avx512F.IsSupported ? Ternary(x, y, z, ChooseTable) : z ^ (x & (y ^ z));

    [MethodImpl(AggressiveInlining)]
    public static Vector512<TWord> Majority(
        Vector512<TWord> x, Vector512<TWord> y, Vector512<TWord> z, ref Vector512<TWord> yz) =>
        Avx512F.IsSupported ? Ternary(x, y, z, MajorityTable) : (x & (y | z)) | (y & z);

    [MethodImpl(AggressiveInlining)]
    public static Vector512<TWord> ReverseBytes(Vector512<TWord> x)
    {
        Vector128<byte> order = LaneRows.Reversal<TWord>();
        Vector256<byte> twice = Vector256.Create(order, order);
        return Avx512BW.IsSupported
            ? Avx512BW.Shuffle(x.AsByte(), Vector512.Create(twice, twice)).As<byte, TWord>()
            : Vector512.Create(
                Lanes256<TWord>.ReverseBytes(x.GetLower()), Lanes256<TWord>.ReverseBytes(x.GetUpper()));
    }

    public static uint ZeroLanes(Vector512<TWord> x) =>
        (uint)Vector512.Equals(x, Vector512<TWord>.Zero).ExtractMostSignificantBits();

    [SkipLocalsInit]
    [MethodImpl(AggressiveOptimization)]
    public static void ReadRows(ref byte source, nint* rows, Vector512<TWord>* words)
    {
        int count = 32 / sizeof(TWord);
        Vector256<TWord>* halves = stackalloc Vector256<TWord>[16];
        Lanes256<TWord>.ReadRows(ref source, rows, halves);
        Lanes256<TWord>.ReadRows(ref source, rows + Vector256<TWord>.Count, halves + count);
        for (int i = 0; i < count; i++)
        {
            words[i] = Vector512.Create(halves[i], halves[count + i]);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(AggressiveOptimization)]
    public static void WriteRows(Vector512<TWord>* words, ref byte destination, nint* rows)
    {
        int count = 32 / sizeof(TWord);
        Vector256<TWord>* halves = stackalloc Vector256<TWord>[16];
        for (int i = 0; i < count; i++)
        {
            halves[i] = words[i].GetLower();
            halves[count + i] = words[i].GetUpper();
        }

        Lanes256<TWord>.WriteRows(halves, ref destination, rows);
        Lanes256<TWord>.WriteRows(halves + count, ref destination, rows + Vector256<TWord>.Count);
    }

    [MethodImpl(AggressiveInlining)]
    private static Vector512<TWord> Ternary(
        Vector512<TWord> x, Vector512<TWord> y, Vector512<TWord> z, [ConstantExpected] byte table) =>
        Avx512F.TernaryLogic(x.AsUInt32(), y.AsUInt32(), z.AsUInt32(), table).As<uint, TWord>();
}
