using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GdoiSim.Kernel.Randomness;

/// <content>
/// The same draws in vector lanes, one block a lane: once for 512 and once for 256 bits, as the vector types have no
/// common interface.
/// </content>
public readonly partial struct RandomStream
{
    /// <summary>Groups of sixteen: eight blocks have the draws of eight entities and the next eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Fill8And8(uint entity, ulong index, Span<double> destination)
    {
        Span<Vector512<ulong>> keys = stackalloc Vector512<ulong>[Philox.KeyWords];
        Philox.ExpandKey(_key0, _key1, keys);
        ref double target = ref MemoryMarshal.GetReference(destination);
        Vector512<ulong> entities = Vector512.Create((ulong)entity) + Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7);
        for (int i = 0; i < destination.Length; i += Group)
        {
            (Vector512<ulong> lower, Vector512<ulong> upper) = Block(in keys[0], entities, index);
            ToUniform(lower).StoreUnsafe(ref target, (nuint)i);
            ToUniform(upper).StoreUnsafe(ref target, (nuint)i + HalfBit);
            entities += Vector512.Create((ulong)Group);
        }
    }

    /// <summary>The draws of any entities, eight at a time. Returns how many were drawn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int Gather8(ReadOnlySpan<int> entities, ulong index, Span<double> destination)
    {
        Span<Vector512<ulong>> keys = stackalloc Vector512<ulong>[Philox.KeyWords];
        Philox.ExpandKey(_key0, _key1, keys);
        Vector512<ulong> half = Vector512.Create((ulong)HalfBit);
        int done = 0;
        for (; done + 8 <= entities.Length; done += 8)
        {
            Vector256<uint> numbers = Vector256.Create(entities[done..]).AsUInt32();
            Vector512<ulong> entity = Vector512.Create(Vector256.WidenLower(numbers), Vector256.WidenUpper(numbers));
            (Vector512<ulong> lower, Vector512<ulong> upper) = Block(in keys[0], Vector512.AndNot(entity, half), index);
            Vector512<ulong> isUpper = Vector512.Equals(entity & half, half);
            ToUniform(Vector512.ConditionalSelect(isUpper, upper, lower)).CopyTo(destination[done..]);
        }

        return done;
    }

    /// <summary>The bits of eight entities and of those that come eight later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector512<ulong> Lower, Vector512<ulong> Upper) Block(
        ref readonly Vector512<ulong> keys, Vector512<ulong> entities, ulong index)
    {
        Vector512<ulong> x0 = Vector512.Create(index);
        Vector512<ulong> x1 = Vector512.Create(index >> 32);
        Vector512<ulong> x2 = entities;
        Vector512<ulong> x3 = Vector512.Create((ulong)_purpose);
        Philox.Block(in keys, ref x0, ref x1, ref x2, ref x3);
        Vector512<ulong> low = Vector512.Create((ulong)uint.MaxValue);
        return ((x1 << 32) | (x0 & low), (x3 << 32) | (x2 & low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> ToUniform(Vector512<ulong> bits) =>
        ((bits >>> 12) | Vector512.Create(OneBits)).AsDouble() - Vector512<double>.One + Vector512.Create(TwoToMinus53);

    /// <summary>Groups of sixteen: four blocks have the draws of four entities and the four eight later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Fill4And4(uint entity, ulong index, Span<double> destination)
    {
        Span<Vector256<ulong>> keys = stackalloc Vector256<ulong>[Philox.KeyWords];
        Philox.ExpandKey(_key0, _key1, keys);
        ref double target = ref MemoryMarshal.GetReference(destination);
        Vector256<ulong> entities = Vector256.Create((ulong)entity) + Vector256.Create(0UL, 1, 2, 3);
        for (int i = 0; i < destination.Length; i += Group)
        {
            // Two vectors of blocks that do not wait for each other.
            Vector256<ulong> others = entities + Vector256.Create(4UL);
            (Vector256<ulong> first, Vector256<ulong> third) = Block(in keys[0], entities, index);
            (Vector256<ulong> second, Vector256<ulong> fourth) = Block(in keys[0], others, index);
            ToUniform(first).StoreUnsafe(ref target, (nuint)i);
            ToUniform(second).StoreUnsafe(ref target, (nuint)i + 4);
            ToUniform(third).StoreUnsafe(ref target, (nuint)i + HalfBit);
            ToUniform(fourth).StoreUnsafe(ref target, (nuint)i + HalfBit + 4);
            entities += Vector256.Create((ulong)Group);
        }
    }

    /// <summary>The draws of any entities, four at a time. Returns how many were drawn.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int Gather4(ReadOnlySpan<int> entities, ulong index, Span<double> destination)
    {
        Span<Vector256<ulong>> keys = stackalloc Vector256<ulong>[Philox.KeyWords];
        Philox.ExpandKey(_key0, _key1, keys);
        Vector256<ulong> half = Vector256.Create((ulong)HalfBit);
        int done = 0;
        for (; done + 4 <= entities.Length; done += 4)
        {
            Vector128<uint> numbers = Vector128.Create(entities[done..]).AsUInt32();
            Vector256<ulong> entity = Vector256.Create(Vector128.WidenLower(numbers), Vector128.WidenUpper(numbers));
            (Vector256<ulong> lower, Vector256<ulong> upper) = Block(in keys[0], Vector256.AndNot(entity, half), index);
            Vector256<ulong> isUpper = Vector256.Equals(entity & half, half);
            ToUniform(Vector256.ConditionalSelect(isUpper, upper, lower)).CopyTo(destination[done..]);
        }

        return done;
    }

    /// <summary>The bits of four entities and of those that come eight later.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector256<ulong> Lower, Vector256<ulong> Upper) Block(
        ref readonly Vector256<ulong> keys, Vector256<ulong> entities, ulong index)
    {
        Vector256<ulong> x0 = Vector256.Create(index);
        Vector256<ulong> x1 = Vector256.Create(index >> 32);
        Vector256<ulong> x2 = entities;
        Vector256<ulong> x3 = Vector256.Create((ulong)_purpose);
        Philox.Block(in keys, ref x0, ref x1, ref x2, ref x3);
        Vector256<ulong> low = Vector256.Create((ulong)uint.MaxValue);
        return ((x1 << 32) | (x0 & low), (x3 << 32) | (x2 & low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> ToUniform(Vector256<ulong> bits) =>
        ((bits >>> 12) | Vector256.Create(OneBits)).AsDouble() - Vector256<double>.One + Vector256.Create(TwoToMinus53);
}
