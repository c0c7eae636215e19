using System.Runtime.CompilerServices;
using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Group;

/// <summary>An acknowledgement in a slot of a slab whose HASH is to be written or checked.</summary>
/// <param name="Slot">Number of its slot.</param>
/// <param name="Member">The member: under the LKH types it has a key of its own.</param>
/// <param name="KekGeneration">The KEK of the PUSH that it answers.</param>
/// <param name="Reading">How the one who computes reads L.</param>
public readonly record struct AckSlot(int Slot, int Member, int KekGeneration, AckLengthField Reading);

/// <summary>
/// HASH of many acknowledgements at once: sorts a batch by key and gives each part to the vector lanes. One object is
/// one worker's; the keys behind it are shared.
/// </summary>
public abstract class AckHashing
{
    /// <summary>Writes the HASH of each entry.</summary>
    /// <param name="slab">The slots.</param>
    /// <param name="stride">Octets of a slot.</param>
    /// <param name="entries">What to write.</param>
    public abstract void Write(Span<byte> slab, int stride, ReadOnlySpan<AckSlot> entries);

    /// <summary>Checks the HASH of each entry.</summary>
    /// <param name="slab">The slots.</param>
    /// <param name="stride">Octets of a slot.</param>
    /// <param name="entries">What to check.</param>
    /// <param name="valid">Receives 1 or 0 for each entry.</param>
    public abstract void Check(ReadOnlySpan<byte> slab, int stride, ReadOnlySpan<AckSlot> entries, Span<byte> valid);

    /// <summary>Checks the HASH of slots that all answer PUSHes under one KEK, L read as IEC 62351-9 does.</summary>
    /// <param name="slab">The slots.</param>
    /// <param name="stride">Octets of a slot.</param>
    /// <param name="slots">Which slots.</param>
    /// <param name="members">The member of each.</param>
    /// <param name="kekGeneration">The KEK.</param>
    /// <param name="valid">Receives 1 or 0 for each.</param>
    public abstract void Check(
        ReadOnlySpan<byte> slab,
        int stride,
        ReadOnlySpan<int> slots,
        ReadOnlySpan<int> members,
        int kekGeneration,
        Span<byte> valid);
}

/// <summary>The same for one prf.</summary>
/// <typeparam name="TState">The precomputed key state of the prf.</typeparam>
internal sealed class AckHashing<TState> : AckHashing
    where TState : unmanaged, IHmacState<TState>
{
    private readonly AckKeyRing<TState> _keys;
    private readonly int _messageLength;
    private int[] _slots = [];
    private int[] _keyIndex = [];
    private int[] _positions = [];
    private byte[] _valid = [];

    /// <param name="keys">The keys of the group.</param>
    /// <param name="messageLength">Octets of SEQ and ID payload: 20 or 32.</param>
    internal AckHashing(AckKeyRing<TState> keys, int messageLength)
    {
        _keys = keys;
        _messageLength = messageLength;
    }

    /// <inheritdoc/>
    public override void Write(Span<byte> slab, int stride, ReadOnlySpan<AckSlot> entries)
    {
        Grow(entries.Length);
        for (int done = 0, first = 0; done < entries.Length; first++)
        {
            int count = Collect(entries, first);
            if (count == 0)
            {
                continue;
            }

            ReadOnlySpan<int> slots = _slots.AsSpan(0, count);
            if (_keys.IsPerMember)
            {
                AckHashLanes.Write(
                    slab, stride, slots, _messageLength, KeysOf(entries[first]), _keyIndex.AsSpan(0, count));
            }
            else
            {
                AckHashLanes.Write(slab, stride, slots, _messageLength, KeysOf(entries[first])[0]);
            }

            done += count;
        }
    }

    /// <inheritdoc/>
    public override void Check(ReadOnlySpan<byte> slab, int stride, ReadOnlySpan<AckSlot> entries, Span<byte> valid)
    {
        Grow(entries.Length);
        for (int done = 0, first = 0; done < entries.Length; first++)
        {
            int count = Collect(entries, first);
            if (count == 0)
            {
                continue;
            }

            ReadOnlySpan<int> slots = _slots.AsSpan(0, count);
            Check(slab, stride, slots, _keyIndex.AsSpan(0, count), KeysOf(entries[first]), _valid);
            for (int i = 0; i < count; i++)
            {
                valid[_positions[i]] = _valid[i];
            }

            done += count;
        }
    }

    /// <inheritdoc/>
    public override void Check(
        ReadOnlySpan<byte> slab,
        int stride,
        ReadOnlySpan<int> slots,
        ReadOnlySpan<int> members,
        int kekGeneration,
        Span<byte> valid) =>
        Check(slab, stride, slots, members, _keys.Of(kekGeneration, AckLengthField.Block), valid);

    private void Check(
        ReadOnlySpan<byte> slab,
        int stride,
        ReadOnlySpan<int> slots,
        ReadOnlySpan<int> members,
        ReadOnlySpan<TState> keys,
        Span<byte> valid)
    {
        if (_keys.IsPerMember)
        {
            AckHashLanes.Check(slab, stride, slots, _messageLength, keys, members, valid);
        }
        else
        {
            AckHashLanes.Check(slab, stride, slots, _messageLength, keys[0], valid);
        }
    }

    // Gathers the entries that have the key of entry `first`, unless an earlier entry has gathered them already. Most
    // batches have one key; the others few.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Collect(ReadOnlySpan<AckSlot> entries, int first)
    {
        AckSlot key = entries[first];
        for (int i = 0; i < first; i++)
        {
            if (HaveSameKey(entries[i], key))
            {
                return 0;
            }
        }

        int count = 0;
        for (int i = first; i < entries.Length; i++)
        {
            AckSlot entry = entries[i];
            if (HaveSameKey(entry, key))
            {
                _slots[count] = entry.Slot;
                _keyIndex[count] = entry.Member;
                _positions[count++] = i;
            }
        }

        return count;
    }

    private static bool HaveSameKey(in AckSlot a, in AckSlot b) =>
        a.KekGeneration == b.KekGeneration && a.Reading == b.Reading;

    private ReadOnlySpan<TState> KeysOf(in AckSlot entry) => _keys.Of(entry.KekGeneration, entry.Reading);

    private void Grow(int count)
    {
        if (_slots.Length < count)
        {
            _slots = new int[count];
            _keyIndex = new int[count];
            _positions = new int[count];
            _valid = new byte[count];
        }
    }
}
