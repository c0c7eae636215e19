using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GdoiSim.Kernel.Randomness;

/// <summary>
/// Draws that depend on (seed, purpose, entity, index) alone and never on what was drawn before: two policies that are
/// compared under one seed see the same luck, and no order of computation, thread or vector width changes a result.
/// </summary>
/// <remarks>
/// A Philox block under the key <c>seed</c> at the counter (index, entity, purpose) has 128 bits, enough for two draws.
/// They belong to two entities of one aligned group of sixteen: entity e and e + 8, where bit 3 of e is clear. So a
/// vector of eight (or twice four) blocks gives the draws of sixteen consecutive entities in order, without shuffling.
/// </remarks>
public readonly struct RandomStream
{
    private const int Group = 16;
    private const uint HalfBit = 8;
    private const ulong OneBits = 0x3FF0000000000000;
    private const double TwoToMinus53 = 1.0 / (1L << 53);

    private readonly uint _key0;
    private readonly uint _key1;
    private readonly uint _purpose;

    internal RandomStream(ulong seed, uint purpose)
    {
        _key0 = (uint)seed;
        _key1 = (uint)(seed >> 32);
        _purpose = purpose;
    }

    /// <summary>64 random bits.</summary>
    public ulong Bits(uint entity, ulong index)
    {
        uint x0 = (uint)index;
        uint x1 = (uint)(index >> 32);
        uint x2 = entity & ~HalfBit;
        uint x3 = _purpose;
        Philox.Block(_key0, _key1, ref x0, ref x1, ref x2, ref x3);
        return (entity & HalfBit) == 0 ? ((ulong)x1 << 32) | x0 : ((ulong)x3 << 32) | x2;
    }

    /// <summary>
    /// Uniform on the open interval (0, 1): (k + ½)·2⁻⁵² with k uniform on 0 … 2⁵² − 1. Never 0 or 1, and symmetric:
    /// 1 − u is as exact as u.
    /// </summary>
    public double Uniform(uint entity, ulong index) => ToUniform(Bits(entity, index));

    /// <summary>
    /// Draws for consecutive entities: <c>destination[i]</c> is <c>Uniform(firstEntity + i, index)</c>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FillUniform(uint firstEntity, ulong index, Span<double> destination)
    {
        if (destination.Length > 0 && firstEntity > uint.MaxValue - (uint)(destination.Length - 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(firstEntity), firstEntity, $"{destination.Length} entities from here pass 2^32 - 1.");
        }

        int done = Math.Min((int)(-firstEntity & (Group - 1)), destination.Length);
        FillOneByOne(firstEntity, index, destination[..done]);
        while (destination.Length - done >= Group)
        {
            FillGroup(firstEntity + (uint)done, index, ref destination[done]);
            done += Group;
        }

        FillOneByOne(firstEntity + (uint)done, index, destination[done..]);
    }

    /// <summary>Draws for any entities: <c>destination[i]</c> is <c>Uniform(entities[i], index)</c>.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public void FillUniform(ReadOnlySpan<int> entities, ulong index, Span<double> destination)
    {
        if (entities.Length != destination.Length)
        {
            throw new ArgumentException(
                $"{entities.Length} entities, but room for {destination.Length} draws.", nameof(destination));
        }

        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = Uniform((uint)entities[i], index);
        }
    }

    /// <summary>
    /// Random octets of any number, such as a key. They are the little-endian words of <c>Bits(entity, i)</c> for
    /// i = <paramref name="index"/>·2¹⁶, index·2¹⁶ + 1, …: within one purpose, draw either octets or numbers.
    /// </summary>
    /// <param name="entity">Whose octets.</param>
    /// <param name="index">Up to 2⁴⁸ − 1.</param>
    /// <param name="destination">At most 512 KiB.</param>
    public void FillBytes(uint entity, ulong index, Span<byte> destination)
    {
        const int indexBits = 16;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, ulong.MaxValue >> indexBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Length, sizeof(ulong) << indexBits);
        Span<byte> last = stackalloc byte[sizeof(ulong)];
        for (ulong word = index << indexBits; destination.Length > 0; word++)
        {
            ulong bits = Bits(entity, word);
            if (destination.Length < sizeof(ulong))
            {
                BinaryPrimitives.WriteUInt64LittleEndian(last, bits);
                last[..destination.Length].CopyTo(destination);
                return;
            }

            BinaryPrimitives.WriteUInt64LittleEndian(destination, bits);
            destination = destination[sizeof(ulong)..];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void FillGroup(uint entity, ulong index, ref double destination)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Fill8And8(entity, index, ref destination);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Fill4And4(entity, index, ref destination);
            Fill4And4(entity + 4, index, ref Unsafe.Add(ref destination, 4));
        }
        else
        {
            FillOneByOne(entity, index, MemoryMarshal.CreateSpan(ref destination, Group));
        }
    }

    /// <summary>The draws of entity … entity + 7 and those of the eight that follow.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Fill8And8(uint entity, ulong index, ref double destination)
    {
        Vector512<ulong> x0 = Vector512.Create(index);
        Vector512<ulong> x1 = Vector512.Create(index >> 32);
        Vector512<ulong> x2 = Vector512.Create((ulong)entity) + Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7);
        Vector512<ulong> x3 = Vector512.Create((ulong)_purpose);
        Philox.Block(_key0, _key1, ref x0, ref x1, ref x2, ref x3);
        Vector512<ulong> low = Vector512.Create((ulong)uint.MaxValue);
        ToUniform((x1 << 32) | (x0 & low)).StoreUnsafe(ref destination);
        ToUniform((x3 << 32) | (x2 & low)).StoreUnsafe(ref destination, HalfBit);
    }

    /// <summary>The draws of entity … entity + 3 and those of the four that come eight later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Fill4And4(uint entity, ulong index, ref double destination)
    {
        Vector256<ulong> x0 = Vector256.Create(index);
        Vector256<ulong> x1 = Vector256.Create(index >> 32);
        Vector256<ulong> x2 = Vector256.Create((ulong)entity) + Vector256.Create(0UL, 1, 2, 3);
        Vector256<ulong> x3 = Vector256.Create((ulong)_purpose);
        Philox.Block(_key0, _key1, ref x0, ref x1, ref x2, ref x3);
        Vector256<ulong> low = Vector256.Create((ulong)uint.MaxValue);
        ToUniform((x1 << 32) | (x0 & low)).StoreUnsafe(ref destination);
        ToUniform((x3 << 32) | (x2 & low)).StoreUnsafe(ref destination, HalfBit);
    }

    // The two vector forms of the scalar conversion below.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ToUniform(Vector512<ulong> bits) =>
        ((bits >>> 12) | Vector512.Create(OneBits)).AsDouble() - Vector512<double>.One +
        Vector512.Create(TwoToMinus53);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> ToUniform(Vector256<ulong> bits) =>
        ((bits >>> 12) | Vector256.Create(OneBits)).AsDouble() - Vector256<double>.One +
        Vector256.Create(TwoToMinus53);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double ToUniform(ulong bits) =>
        // 1.0 with the 52 bits as its fraction; both steps are exact.
        BitConverter.UInt64BitsToDouble((bits >> 12) | OneBits) - 1.0 + TwoToMinus53;

    private void FillOneByOne(uint firstEntity, ulong index, Span<double> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = Uniform(firstEntity + (uint)i, index);
        }
    }
}
