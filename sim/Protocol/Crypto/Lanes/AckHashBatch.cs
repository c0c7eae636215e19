using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GdoiSim.Protocol.Crypto;

/// <summary>What <see cref="AckHashLanes"/> is asked to do, with its arguments checked.</summary>
internal readonly ref struct AckHashBatch<TState> : ILaneWork<TState>
    where TState : unmanaged, IHmacState<TState>
{
    private readonly ref byte _slab;
    private readonly int _stride;

    // Slots that lie wholly inside the slab.
    private readonly int _slotsInSlab;
    private readonly bool _slotsListed;
    private readonly ReadOnlySpan<int> _slots;
    private readonly ReadOnlySpan<TState> _keys;
    private readonly ReadOnlySpan<int> _keyIndex;

    private AckHashBatch(
        ReadOnlySpan<byte> slab, int stride, int count, bool slotsListed, ReadOnlySpan<int> slots, int messageLength,
        bool writes, Span<byte> valid)
    {
        if (messageLength is not (20 or 32))
        {
            throw new ArgumentOutOfRangeException(
                nameof(messageLength), messageLength, "SEQ and ID payload are 20 octets (IPv4) or 32 (IPv6)");
        }

        int slotOctets = AckHashLanes.SlotOctets<TState>(messageLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, slotOctets);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _slab = ref MemoryMarshal.GetReference(slab);
        _stride = stride;
        _slotsInSlab = slab.Length < slotOctets ? 0 : ((slab.Length - slotOctets) / stride) + 1;
        _slotsListed = slotsListed;
        _slots = slots;
        Count = count;
        MessageLength = messageLength;
        Writes = writes;
        Valid = valid;
        if (!slotsListed && count > _slotsInSlab)
        {
            throw new ArgumentException($"{count} slots do not fit the slab, which holds {_slotsInSlab}", nameof(slab));
        }

        if (!writes && valid.Length < count)
        {
            throw new ArgumentException($"{count} verdicts do not fit {valid.Length} octets", nameof(valid));
        }
    }

    private AckHashBatch(AckHashBatch<TState> batch, ReadOnlySpan<TState> keys, ReadOnlySpan<int> keyIndex)
    {
        this = batch;
        _keys = keys;
        _keyIndex = keyIndex;
    }

    /// <summary>Entries to do.</summary>
    public int Count { get; }

    public int MessageLength { get; }

    /// <summary>True to write the HASH, false to check it.</summary>
    public bool Writes { get; }

    /// <summary>The verdicts of a check, one octet an entry.</summary>
    public Span<byte> Valid { get; }

    public ref byte Slab => ref _slab;

    public ref byte Keys => ref Unsafe.As<TState, byte>(ref MemoryMarshal.GetReference(_keys));

    /// <summary>Whether all entries share the first key.</summary>
    public bool HasOneKey { get; private init; }

    public static AckHashBatch<TState> ToWrite(Span<byte> slab, int stride, int count, int messageLength) =>
        new(slab, stride, count, false, default, messageLength, true, default);

    public static AckHashBatch<TState> ToWrite(
        Span<byte> slab, int stride, ReadOnlySpan<int> slots, int messageLength) =>
        new(slab, stride, slots.Length, true, slots, messageLength, true, default);

    public static AckHashBatch<TState> ToCheck(
        ReadOnlySpan<byte> slab, int stride, int count, int messageLength, Span<byte> valid) =>
        new(slab, stride, count, false, default, messageLength, false, valid);

    public static AckHashBatch<TState> ToCheck(
        ReadOnlySpan<byte> slab, int stride, ReadOnlySpan<int> slots, int messageLength, Span<byte> valid) =>
        new(slab, stride, slots.Length, true, slots, messageLength, false, valid);

    /// <summary>The same with one key for all.</summary>
    public AckHashBatch<TState> With(in TState key) =>
        new(this, new ReadOnlySpan<TState>(in key), default) { HasOneKey = true };

    /// <summary>The same with a key for each entry.</summary>
    public AckHashBatch<TState> With(ReadOnlySpan<TState> keys, ReadOnlySpan<int> keyIndex)
    {
        if (keyIndex.Length != Count)
        {
            throw new ArgumentException($"{Count} entries have {keyIndex.Length} key indices", nameof(keyIndex));
        }

        return new AckHashBatch<TState>(this, keys, keyIndex);
    }

    /// <inheritdoc/>
    public void On<TVector, TLanes, TWord, THash>()
        where TVector : unmanaged
        where TLanes : struct, ILaneVector<TVector, TWord>
        where TWord : unmanaged, IBinaryInteger<TWord>
        where THash : struct, ISha2<TWord> => AckHashGroups<TState, TVector, TLanes, TWord, THash>.Run(this);

    /// <summary>Octets from the start of the slab to the slot of an entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint SlotAt(int entry)
    {
        int slot = entry;
        if (_slotsListed)
        {
            slot = _slots[entry];
            if ((uint)slot >= (uint)_slotsInSlab)
            {
                throw new ArgumentException($"slots[{entry}] is {slot}, the slab holds {_slotsInSlab} slots");
            }
        }

        return (nint)slot * _stride;
    }

    /// <summary>Octets from the start of the keys to the key of an entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe nint KeyAt(int entry)
    {
        int key = _keyIndex[entry];
        if ((uint)key >= (uint)_keys.Length)
        {
            throw new ArgumentException($"keyIndex[{entry}] is {key}, there are {_keys.Length} keys");
        }

        return (nint)key * sizeof(TState);
    }
}
