using System.Buffers.Binary;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Lkh;

/// <summary>
/// The LKH keys of one array, each of another node, in their order along the path from a leaf towards the root. Nothing
/// in a key says how long it is; all keys of a tree are for one algorithm (RFC 6407 section 5.3.2), so all are equally
/// long.
/// </summary>
public readonly ref struct LkhKeyList
{
    private readonly ReadOnlySpan<byte> _octets;
    private readonly bool _isEncrypted;

    private LkhKeyList(ReadOnlySpan<byte> octets, int count, bool isEncrypted)
    {
        _octets = octets;
        _isEncrypted = isEncrypted;
        Count = count;
    }

    /// <summary>Number of keys: at least 1.</summary>
    public int Count { get; }

    /// <summary>Octets of the key data of each key: IV and key.</summary>
    public int KeyDataLength => Count == 0 ? 0 : (_octets.Length / Count) - LkhKey.FixedSize;

    /// <summary>The key at a position from 0 to <see cref="Count"/> − 1.</summary>
    public LkhKey this[int index]
    {
        get
        {
            int length = _octets.Length / Count;
            _ = LkhKey.TryRead(_octets.Slice(index * length, length), _isEncrypted, out LkhKey key);
            return key;
        }
    }

    /// <summary>For a foreach loop.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>
    /// Checks that the octets are so many keys, no two of them of one node: they are "distinct LKH keys ... along the
    /// path of the key tree" (RFC 6407 sections 5.6.3.1 and 5.6.3.2).
    /// </summary>
    internal static DiscardReason TryRead(ReadOnlySpan<byte> octets, int count, bool isEncrypted, out LkhKeyList keys)
    {
        keys = default;
        if (count == 0)
        {
            return DiscardReason.LkhKeyCount;
        }

        if (octets.Length % count != 0)
        {
            return DiscardReason.LkhKeyLength;
        }

        int length = octets.Length / count;
        for (int i = 0; i < count; i++)
        {
            DiscardReason reason = LkhKey.TryRead(octets.Slice(i * length, length), isEncrypted, out _);
            if (reason != DiscardReason.None)
            {
                return reason;
            }
        }

        keys = new(octets, count, isEncrypted);
        return keys.HasNodeTwice() ? DiscardReason.AttributeRepeated : DiscardReason.None;
    }

    // Sorted, because an array may hold more than a thousand keys.
    private bool HasNodeTwice()
    {
        const int few = 64;
        Span<ushort> ids = Count <= few ? stackalloc ushort[few] : new ushort[Count];
        ids = ids[..Count];
        int length = _octets.Length / Count;
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = BinaryPrimitives.ReadUInt16BigEndian(_octets[(i * length)..]);
        }

        ids.Sort();
        for (int i = 1; i < ids.Length; i++)
        {
            if (ids[i] == ids[i - 1])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Reads what download and update arrays begin with: version (1), number of keys (2), reserved (1).
    /// </summary>
    internal static DiscardReason TryReadHeader(scoped ref WireReader reader, out ushort count)
    {
        if (!reader.TryReadByte(out byte version) | !reader.TryReadUInt16(out count)
            | !reader.TryReadByte(out byte reserved))
        {
            return DiscardReason.LkhKeyLength;
        }

        if (version != LkhDownloadArray.Version)
        {
            return DiscardReason.LkhVersion;
        }

        return reserved == 0 ? DiscardReason.None : DiscardReason.ReservedNotZero;
    }

    /// <summary>Walks the keys.</summary>
    public ref struct Enumerator
    {
        private readonly LkhKeyList _keys;
        private int _index;

        internal Enumerator(LkhKeyList keys)
        {
            _keys = keys;
            _index = -1;
        }

        public readonly LkhKey Current => _keys[_index];

        public bool MoveNext() => ++_index < _keys.Count;
    }
}
