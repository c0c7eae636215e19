using System.Buffers.Binary;
using System.Runtime.CompilerServices;
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
public readonly partial struct RandomStream
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
    /// <exception cref="ArgumentOutOfRangeException">The entities pass 2³² − 1.</exception>
    public void FillUniform(uint firstEntity, ulong index, Span<double> destination)
    {
        if (destination.Length > 0 && firstEntity > uint.MaxValue - (uint)(destination.Length - 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(firstEntity), firstEntity, $"{destination.Length} entities from here pass 2^32 - 1.");
        }

        // Lanes work on aligned groups; what is before the first and after the last one is drawn one by one.
        int before = Math.Min((int)(-firstEntity & (Group - 1)), destination.Length);
        int inGroups = (destination.Length - before) & -Group;
        FillOneByOne(firstEntity, index, destination[..before]);
        FillGroups(firstEntity + (uint)before, index, destination.Slice(before, inGroups));
        int done = before + inGroups;
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

        // Most lists are nearly all of a group: where whole aligned groups stand in it, they are drawn as such.
        int done = 0;
        int listed = 0;
        while (listed + Group <= entities.Length)
        {
            int run = RunOfGroups(entities[listed..]);
            if (run == 0)
            {
                listed++;
                continue;
            }

            FillListed(entities[done..listed], index, destination[done..listed]);
            FillGroups((uint)entities[listed], index, destination.Slice(listed, run));
            listed += run;
            done = listed;
        }

        FillListed(entities[done..], index, destination[done..]);
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
    private static double ToUniform(ulong bits) =>
        // 1.0 with the 52 bits as its fraction; both steps are exact.
        BitConverter.UInt64BitsToDouble((bits >> 12) | OneBits) - 1.0 + TwoToMinus53;

    private void FillGroups(uint entity, ulong index, Span<double> destination)
    {
        if (destination.IsEmpty)
        {
            return;
        }

        if (Vector512.IsHardwareAccelerated)
        {
            Fill8And8(entity, index, destination);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Fill4And4(entity, index, destination);
        }
        else
        {
            FillOneByOne(entity, index, destination);
        }
    }

    // The length of a run of consecutive entities from the first on, if it begins at a group's first: whole groups.
    // (Above 2^31, where a run could pass the last entity, none is looked for.)
    private static int RunOfGroups(ReadOnlySpan<int> entities)
    {
        int length = 0;
        if (entities[0] >= 0 && (entities[0] & (Group - 1)) == 0)
        {
            while (length + Group <= entities.Length && IsConsecutive(entities, length))
            {
                length += Group;
            }
        }

        return length;
    }

    // Whether a group's worth of entities from a position on continues the run from the first one.
    private static bool IsConsecutive(ReadOnlySpan<int> entities, int position)
    {
        for (int i = position; i < position + Group; i += Vector128<int>.Count)
        {
            Vector128<int> expected = Vector128.Create(entities[0] + i) + Vector128.Create(0, 1, 2, 3);
            if (Vector128.Create(entities[i..]) != expected)
            {
                return false;
            }
        }

        return true;
    }

    private void FillListed(ReadOnlySpan<int> entities, ulong index, Span<double> destination)
    {
        int done = Vector512.IsHardwareAccelerated ? Gather8(entities, index, destination)
            : Vector256.IsHardwareAccelerated ? Gather4(entities, index, destination)
            : 0;
        for (; done < destination.Length; done++)
        {
            destination[done] = Uniform((uint)entities[done], index);
        }
    }

    private void FillOneByOne(uint firstEntity, ulong index, Span<double> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = Uniform(firstEntity + (uint)i, index);
        }
    }
}
