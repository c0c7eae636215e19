using GdoiSim.Group;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;

namespace GdoiSim.Analysis.Calibration;

/// <summary>
/// The datagrams of a range of members in the random order of their arrival, one a slot, as they lie in memory when a
/// key server takes them. Real octets: each round they are written anew for its rekey.
/// </summary>
internal sealed class ReceivedAcknowledgements
{
    /// <summary>Octets of the longest slot: SHA-512 with an IPv4 identity.</summary>
    internal const int LongestSlot = 116;

    /// <summary>Datagrams that are worked on together: as many as the simulated server takes.</summary>
    internal const int BatchLength = 1024;

    private const int AddressOctets = 4;

    private readonly MeasuredGroup _group;
    private readonly AckHashing _hashing;
    private readonly int[] _members;
    private readonly AckKind[] _kinds;
    private readonly int[] _lengths;
    private readonly byte[] _slab;
    private readonly AckSlot[] _entries = new AckSlot[BatchLength];

    /// <summary>Draws the order.</summary>
    /// <param name="group">The group.</param>
    /// <param name="firstMember">First member of the range.</param>
    /// <param name="members">Members of the range; each sends one good datagram if there are any good ones.</param>
    /// <param name="counts">Datagrams of each kind.</param>
    internal ReceivedAcknowledgements(
        MeasuredGroup group, int firstMember, int members, IReadOnlyDictionary<AckKind, int> counts)
    {
        _group = group;
        _hashing = group.AckKeys.CreateHashing();
        int count = counts.Values.Sum();
        _members = new int[count];
        _kinds = new AckKind[count];
        int slot = 0;
        foreach ((AckKind kind, int many) in counts.OrderBy(pair => pair.Key))
        {
            for (int i = 0; i < many; i++, slot++)
            {
                _members[slot] = firstMember + (i % members);
                _kinds[slot] = kind;
            }
        }

        Shuffle(group.Order, (uint)firstMember);
        Stride = GroupkeyPushAck.LengthOf(group.Acknowledgement.Prf(), MemberAddress.Of(0, AddressFamily.IPv4));
        _slab = new byte[count * Stride];
        _lengths = new int[count];
        for (int i = 0; i < count; i++)
        {
            _lengths[i] = Stride - (_kinds[i] == AckKind.Malformed ? 1 : 0);
        }
    }

    /// <summary>Datagrams.</summary>
    internal int Count => _kinds.Length;

    /// <summary>Octets of a slot.</summary>
    internal int Stride { get; }

    /// <summary>All slots.</summary>
    internal ReadOnlySpan<byte> Slab => _slab;

    /// <summary>Octets of each datagram.</summary>
    internal ReadOnlySpan<int> Lengths => _lengths;

    /// <summary>One datagram.</summary>
    internal ReadOnlySpan<byte> Datagram(int slot) => _slab.AsSpan(slot * Stride, _lengths[slot]);

    /// <summary>Good datagrams in a range of slots: those that have to be accepted.</summary>
    internal int GoodIn(int first, int count) => _kinds.AsSpan(first, count).Count(AckKind.Good);

    /// <summary>Writes all of them as answers to the present rekey.</summary>
    internal void Write() => Write(Count);

    /// <summary>Writes the first of them.</summary>
    internal void Write(int most)
    {
        byte[] present = Template(_group.Present);
        byte[] previous = Template(_group.Previous);
        for (int first = 0; first < most; first += BatchLength)
        {
            int count = Math.Min(BatchLength, most - first);
            Span<byte> slab = _slab.AsSpan(first * Stride, count * Stride);
            for (int i = 0; i < count; i++)
            {
                int member = _members[first + i];
                Span<byte> slot = slab.Slice(i * Stride, Stride);
                (_kinds[first + i] == AckKind.Replayed ? previous : present).CopyTo(slot);
                MemberAddress.Write(member, AddressFamily.IPv4, slot[^AddressOctets..]);
                _entries[i] = new AckSlot(i, member, _group.Present.RekeySa.Generation, AckLengthField.Block);
            }

            _hashing.Write(slab, Stride, _entries.AsSpan(0, count));
            for (int i = 0; i < count; i++)
            {
                Spoil(slab.Slice(i * Stride, Stride), _kinds[first + i]);
            }
        }
    }

    private static void Spoil(Span<byte> slot, AckKind kind)
    {
        switch (kind)
        {
            case AckKind.Forged:
                slot[GroupkeyPushAck.HashOffset] ^= 1;
                break;
            case AckKind.UnknownGroup:
                slot[0] ^= 0xFF;
                break;
        }
    }

    private byte[] Template(RekeyMessage message)
    {
        byte[] template = new byte[Stride];
        _ = GroupkeyPushAck.TryWriteWithoutHash(
            template,
            _group.Acknowledgement.Prf(),
            message.RekeySa.Cookies,
            new SequenceNumber(message.Sequence),
            MemberAddress.Of(0, AddressFamily.IPv4),
            out _);
        return template;
    }

    private void Shuffle(RandomStream order, uint entity)
    {
        for (int i = Count - 1; i > 0; i--)
        {
            int other = (int)Math.BigMul(order.Bits(entity, (ulong)i), (ulong)i + 1, out _);
            (_members[i], _members[other]) = (_members[other], _members[i]);
            (_kinds[i], _kinds[other]) = (_kinds[other], _kinds[i]);
        }
    }
}
