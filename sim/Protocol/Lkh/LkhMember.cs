using System.Diagnostics.CodeAnalysis;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Lkh;

/// <summary>
/// The member's side of a logical key hierarchy: its leaf key, the keys on the way to the root, and the root's, which
/// is the group KEK (RFC 6407 sections 3.3, 4.4 and 5.6.3). Not for several threads at once.
/// </summary>
/// <remarks>
/// Update arrays carry no check of their own: apply only those of a GROUPKEY-PUSH whose signature was verified.
/// </remarks>
public sealed class LkhMember
{
    // Keys above a leaf in the largest binary tree that 16-bit IDs can name.
    private const int UsualDepth = 15;

    private readonly List<HeldKey> _path = [];
    private readonly int _keyLength;

    private LkhMember(int keyLength) => _keyLength = keyLength;

    /// <summary>LKH ID of the leaf.</summary>
    public ushort Leaf => _path[0].Id;

    /// <summary>Number of keys held: the depth of the leaf and 1.</summary>
    public int KeyCount => _path.Count;

    /// <summary>
    /// The leaf key without IV: base key of acknowledgements of the LKH types (RFC 8263 section 2.2).
    /// </summary>
    public ReadOnlySpan<byte> LeafKey => _path[0].AlgorithmKey.AsSpan(Kek.BlockLength);

    /// <summary>The last key of the path: the group KEK (RFC 6407 section 3.3).</summary>
    public Kek GroupKek => new(_path[^1].AlgorithmKey);

    /// <summary>Tells one group KEK from the next.</summary>
    public uint GroupKekHandle => _path[^1].Handle;

    /// <summary>Takes the keys of a download array.</summary>
    /// <returns>
    /// <see cref="DiscardReason.None"/>; <see cref="DiscardReason.AlgorithmUnsupported"/> for keys that are not for
    /// AES; <see cref="DiscardReason.LkhKeyCount"/> for an array that was not read.
    /// </returns>
    public static DiscardReason TryCreate(in LkhDownloadArray array, out LkhMember? member)
    {
        member = null;
        if (array.Keys.Count == 0)
        {
            return DiscardReason.LkhKeyCount;
        }

        var created = new LkhMember(array.Keys.KeyDataLength);
        foreach (LkhKey key in array.Keys)
        {
            if (key.KeyType != KekAlgorithm.Aes)
            {
                return DiscardReason.AlgorithmUnsupported;
            }

            created._path.Add(new(key.Id, key.Handle, key.KeyData.ToArray()));
        }

        member = created;
        return DiscardReason.None;
    }

    /// <summary>Whether the member has that key of that node.</summary>
    public bool Holds(ushort id, uint handle) => TryFind(id, handle, out _);

    /// <summary>Takes from all update arrays of an LKH packet what is for this member.</summary>
    /// <returns>
    /// Number of keys replaced or added; 0 if the packet has nothing for it, as for one that was removed.
    /// </returns>
    public int Apply(in KeyPacket packet, ICryptographyProvider provider)
    {
        // Arrays of other key servers may stand in any order: each round brings at least one key further up. Bounded,
        // so that two arrays which replace each other's keys come to an end.
        int rounds = Math.Max(_path.Count, UsualDepth) + 1;
        int total = 0;
        int changed = 1;
        for (int round = 0; round < rounds && changed > 0; round++)
        {
            changed = 0;
            foreach (LkhUpdateArray array in packet.UpdateArrays)
            {
                changed += Apply(array, provider);
            }

            total += changed;
        }

        return total;
    }

    /// <summary>
    /// Takes from one update array what is for this member: each key whose predecessor it has, if it is another key of
    /// a node on its path than the one it has, or the key above the topmost that it has. Handles tell keys apart, not
    /// which of them is newer.
    /// </summary>
    /// <returns>Number of keys replaced or added.</returns>
    public int Apply(in LkhUpdateArray array, ICryptographyProvider provider)
    {
        if (array.Keys.KeyDataLength != _keyLength)
        {
            return 0;
        }

        int changed = 0;
        ushort underId = array.Id;
        uint underHandle = array.Handle;
        foreach (LkhKey key in array.Keys)
        {
            if (TryFind(underId, underHandle, out HeldKey? under)
                && key.KeyType == KekAlgorithm.Aes
                && !Holds(key.Id, key.Handle)
                && TryPut(key, under, provider))
            {
                changed++;
            }

            underId = key.Id;
            underHandle = key.Handle;
        }

        return changed;
    }

    private bool TryPut(in LkhKey key, HeldKey under, ICryptographyProvider provider)
    {
        int index = IndexOf(key.Id);
        bool isNewTop = index < 0 && under == _path[^1];
        if (index < 0 && !isNewTop)
        {
            return false;
        }

        byte[] algorithmKey = new byte[_keyLength];
        provider.Decrypt(new(under.AlgorithmKey), key.KeyData, algorithmKey);
        var held = new HeldKey(key.Id, key.Handle, algorithmKey);
        if (isNewTop)
        {
            _path.Add(held);
        }
        else
        {
            _path[index] = held;
        }

        return true;
    }

    private bool TryFind(ushort id, uint handle, [NotNullWhen(true)] out HeldKey? key)
    {
        int index = IndexOf(id);
        key = index >= 0 && _path[index].Handle == handle ? _path[index] : null;
        return key is not null;
    }

    private int IndexOf(ushort id) => _path.FindIndex(key => key.Id == id);

    // A class, so that "the topmost key" is a question of identity.
    private sealed class HeldKey(ushort id, uint handle, byte[] algorithmKey)
    {
        public ushort Id { get; } = id;

        public uint Handle { get; } = handle;

        public byte[] AlgorithmKey { get; } = algorithmKey;
    }
}
