using GdoiSim.Kernel.Randomness;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Group;

/// <summary>
/// The logical key hierarchy of a group, both sides of it: the key server's tree, and the keys that each member really
/// holds. They change by what it finds in messages; where the scenario has no registrations, members get their download
/// array without a message.
/// </summary>
internal sealed class KeyHierarchy
{
    private const int NoLeaf = 0; // the root is no leaf

    private readonly LkhKeyServer _server;
    private readonly ushort[] _leafOf;
    private readonly LkhMember?[] _members;
    private readonly RandomStream _nodeKeys;
    private readonly RandomStream _leafKeys;
    private readonly LkhPacking _packing;
    private readonly byte[] _download;
    private readonly ICryptographyProvider _provider = new SystemCryptographyProvider();
    private readonly HashSet<int> _removedForGood = [];
    private int _assigning;

    /// <summary>A tree on which every member has its leaf, and all hold their keys.</summary>
    internal KeyHierarchy(GroupOptions options, HierarchyOptions hierarchy, RandomStreams streams)
    {
        _nodeKeys = streams.For(RandomPurpose.HierarchyKey);
        _leafKeys = streams.For(RandomPurpose.LeafKey);
        _packing = hierarchy.Packing;
        _server = new LkhKeyServer(hierarchy.Degree, options.Members, options.Kek.KeyBits, MakeKey);
        _leafOf = new ushort[options.Members];
        _members = new LkhMember?[options.Members];
        _download = new byte[(_server.Shape.Depth + 2) * (LkhKey.FixedSize + _server.AlgorithmKeyLength)];
        for (int member = 0; member < options.Members; member++)
        {
            Assign(member);
        }

        _server.Rekey();
        for (int member = 0; member < options.Members; member++)
        {
            Give(member, Download(member));
        }
    }

    /// <summary>The root's key as the key server has it.</summary>
    internal Kek GroupKek => _server.GroupKek;

    /// <summary>Members that have a leaf.</summary>
    internal int MemberCount => _server.MemberCount;

    /// <summary>Whether the key server has a leaf for a member.</summary>
    internal bool HasLeaf(int member) => _leafOf[member] != NoLeaf;

    /// <summary>Whether a member was removed by the group's owner, and may not come back.</summary>
    internal bool IsRemovedForGood(int member) => _removedForGood.Contains(member);

    /// <summary>Whether a member that registers gets keys.</summary>
    internal bool Admits(int member) => HasLeaf(member) && !IsRemovedForGood(member);

    /// <summary>Notes that a member may not come back.</summary>
    internal void RemoveForGood(int member) => _removedForGood.Add(member);

    /// <summary>Takes the leaf of a member; the next update replaces every key that it holds.</summary>
    internal void Remove(int member)
    {
        _server.Remove(_leafOf[member]);
        _leafOf[member] = NoLeaf;
    }

    /// <summary>Gives a member that was removed a leaf; its other keys are made by the next update.</summary>
    internal void Assign(int member)
    {
        _assigning = member;
        _leafOf[member] = _server.TryAssign(out ushort leaf)
            ? leaf
            : throw new InvalidOperationException("there are as many leaves as members");
    }

    /// <summary>Replaces the keys that those who left had, and that those who joined get.</summary>
    internal LkhUpdate ReplaceKeys() => _server.Rekey();

    /// <summary>The update arrays of each message that tells the members, in the order of the messages.</summary>
    /// <param name="update">The keys that were replaced last.</param>
    /// <param name="room">Octets that a message has for update arrays.</param>
    /// <exception cref="InvalidOperationException">The room is too small for one array.</exception>
    internal IReadOnlyList<LkhUpdatePart> Write(LkhUpdate update, int room)
    {
        LkhLimit limit = update.TryWrite(_provider, _packing, room, out IReadOnlyList<LkhUpdatePart> parts);
        return limit == LkhLimit.None
            ? parts
            : throw new InvalidOperationException($"no message of the group has room for an update array: {limit}");
    }

    /// <summary>The longest update array that a tree needs, with its attribute's header.</summary>
    internal static int LongestArray(HierarchyOptions hierarchy, int members, int keyBits)
    {
        const int attributeHeader = 4;
        int keys = hierarchy.Packing == LkhPacking.KeyPerArray
            ? 1
            : new KeyTreeShape(hierarchy.Degree, members).Depth;
        return attributeHeader + LkhUpdateArray.HeaderSize
            + (keys * (LkhKey.FixedSize + Kek.BlockLength + (keyBits / 8)));
    }

    /// <summary>The LKH_DOWNLOAD_ARRAY attribute with all keys of a member that has a leaf.</summary>
    internal byte[] DownloadArray(int member)
    {
        var writer = new WireWriter(_download);
        return _server.TryWriteDownloadArray(ref writer, _leafOf[member])
            ? writer.Written.ToArray()
            : throw new InvalidOperationException("a download array is longer than its tree is deep");
    }

    /// <summary>The keys of a member as its download array brings them.</summary>
    internal LkhMember Download(int member)
    {
        var packet = new KeyPacket { Type = KeyPacketType.Lkh, EncodedAttributes = DownloadArray(member) };
        return packet.TryGetDownloadArray(out LkhDownloadArray array)
            && LkhMember.TryCreate(array, out LkhMember? keys) == DiscardReason.None
                ? keys!
                : throw new InvalidOperationException($"member {member + 1} cannot read its download array");
    }

    /// <summary>The keys that a member holds; null if it has not registered.</summary>
    internal LkhMember? KeysOf(int member) => _members[member];

    /// <summary>Gives a member the keys that it registered for.</summary>
    internal void Give(int member, LkhMember? keys) => _members[member] = keys;

    /// <summary>Lets a member take what update arrays have for it.</summary>
    /// <param name="member">The member.</param>
    /// <param name="arrays">Attributes of an LKH packet, of a message whose signature it has verified.</param>
    /// <param name="replacement">The SA of the new KEK.</param>
    /// <param name="provider">Who decrypts, for this worker.</param>
    /// <returns>Whether it now holds the new KEK.</returns>
    internal bool Apply(int member, byte[] arrays, RekeySa replacement, ICryptographyProvider provider)
    {
        if (_members[member] is not { } keys)
        {
            return false;
        }

        keys.Apply(new KeyPacket { Type = KeyPacketType.Lkh, EncodedAttributes = arrays }, provider);
        return keys.GroupKek.AlgorithmKey.SequenceEqual(replacement.Kek.AlgorithmKey);
    }

    // The leaf key is a member's own, whatever leaf it sits on: base key of its acknowledgements (RFC 8263 2.2).
    private void MakeKey(ushort id, uint handle, Span<byte> algorithmKey)
    {
        _nodeKeys.FillBytes(id, handle, algorithmKey);
        if (id >= _server.Shape.InnerNodes)
        {
            _leafKeys.FillBytes((uint)_assigning, 0, algorithmKey[Kek.BlockLength..]);
        }
    }
}
