using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Lkh;

/// <summary>
/// The key server's side of a logical key hierarchy: all keys of the tree, download arrays for those who register,
/// updates for those who stay (RFC 2627 section 5.4; RFC 6407 sections 3.4, 4.3 and 5.6.3). Keys are for AES-CBC, as
/// the KEK; the root's key is the group KEK. Not for several threads at once.
/// </summary>
/// <remarks>
/// <para>
/// A change: any number of <see cref="TryAssign"/> and <see cref="Remove"/>, then one <see cref="Rekey"/>. Its update
/// goes out under the group KEK that was valid before, in a GROUPKEY-PUSH whose SA KEK has
/// KEK_MANAGEMENT_ALGORITHM LKH and a new SPI; joiners get <see cref="TryWriteDownloadArray"/>.
/// </para>
/// <para>
/// Who was removed still decrypts that PUSH, only not the arrays in it. A TEK must therefore wait for a PUSH under the
/// new group KEK.
/// </para>
/// </remarks>
public sealed class LkhKeyServer
{
    /// <summary>The most nodes that 16-bit LKH IDs can name.</summary>
    public const int MaximumNodes = ushort.MaxValue + 1;

    private readonly KeyTree _tree;
    private readonly LkhKeySource _source;
    private readonly int _keyLength;
    private readonly byte[] _keys;
    private readonly uint[] _handles;

    /// <param name="degree">Children of an inner node, 2 to 16.</param>
    /// <param name="capacity">The largest number of members: 2 to <see cref="LargestCapacity"/>.</param>
    /// <param name="keyBits">
    /// 128 or 256. Not 192: IV and key would be no whole number of blocks, and the standard has no padding for them.
    /// </param>
    /// <param name="source">Makes the keys.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A value outside its range, or a tree beyond 16-bit IDs.
    /// </exception>
    public LkhKeyServer(int degree, int capacity, int keyBits, LkhKeySource source)
    {
        var shape = new KeyTreeShape(degree, capacity);
        if (CheckCapacity(degree, capacity) != LkhLimit.None)
        {
            throw new ArgumentOutOfRangeException(
                nameof(capacity),
                capacity,
                $"{shape.Nodes} nodes, but an LKH ID has 2 octets: at most {LargestCapacity(degree)} members in a tree "
                + $"of degree {degree} (RFC 6407 section 5.6.3.1)");
        }

        if (keyBits is not (128 or 256))
        {
            throw new ArgumentOutOfRangeException(nameof(keyBits), keyBits, "allowed: 128, 256");
        }

        _tree = new(shape);
        _source = source;
        _keyLength = Kek.BlockLength + (keyBits / 8);
        _keys = new byte[shape.Nodes * _keyLength];
        _handles = new uint[shape.Nodes];
    }

    /// <summary>Degree, size and numbering of the tree: a node's number is its LKH ID.</summary>
    public KeyTreeShape Shape => _tree.Shape;

    /// <summary>Members, those included that joined since the last rekey.</summary>
    public int MemberCount => _tree.MemberCount;

    /// <summary>Whether members joined or left since the last <see cref="Rekey"/>.</summary>
    public bool HasChanges => _tree.HasChanges;

    /// <summary>Octets of a key with its IV.</summary>
    public int AlgorithmKeyLength => _keyLength;

    /// <summary>The root's key: encrypts GROUPKEY-PUSH messages once it has reached the members.</summary>
    /// <exception cref="InvalidOperationException">There has been no rekey with members yet.</exception>
    public Kek GroupKek => _handles[0] != 0
        ? new(KeyOf(0))
        : throw new InvalidOperationException("the tree has no keys before the first rekey with members");

    // Counts changes, so that an update is not written with later keys.
    internal int Version { get; private set; }

    /// <summary>The most members that a tree of that degree can have: 32,768 for 2, 61,440 for 16.</summary>
    public static int LargestCapacity(int degree) => KeyTreeShape.LargestLeaves(degree, MaximumNodes);

    /// <summary>Whether a tree keeps to 16-bit IDs: none, or <see cref="LkhLimit.LkhId"/>.</summary>
    public static LkhLimit CheckCapacity(int degree, int capacity) =>
        capacity <= LargestCapacity(degree) ? LkhLimit.None : LkhLimit.LkhId;

    /// <summary>Whether a member sits on that leaf.</summary>
    public bool IsMember(ushort leaf) => _tree.IsMember(leaf);

    /// <summary>Gives a new member a leaf and a leaf key. Its other keys exist after the next rekey.</summary>
    /// <param name="leaf">LKH ID of the leaf.</param>
    /// <returns>False if all leaves are taken.</returns>
    public bool TryAssign(out ushort leaf)
    {
        bool isAssigned = _tree.TryAssign(out int node);
        leaf = (ushort)node;
        if (isAssigned)
        {
            MakeKey(node);
            Version++;
        }

        return isAssigned;
    }

    /// <summary>Removes a member: the next rekey replaces every key that it held.</summary>
    /// <exception cref="ArgumentException">No member sits on that leaf.</exception>
    public void Remove(ushort leaf)
    {
        _tree.Remove(leaf);
        Version++;
    }

    /// <summary>
    /// Replaces the keys that joins and leaves since the last rekey affect; the group KEK if any did.
    /// </summary>
    /// <returns>What the members have to be told, to be written before the tree changes again.</returns>
    public LkhUpdate Rekey(JoinerDelivery delivery = JoinerDelivery.ByDownload)
    {
        KeyTreeRekey rekey = _tree.Rekey(delivery);
        var replacedKeys = new Dictionary<int, (uint Handle, byte[] Key)>();
        foreach (KeyEncryption encryption in rekey.Encryptions)
        {
            if (encryption.Under == encryption.Node)
            {
                replacedKeys.Add(encryption.Node, (_handles[encryption.Node], KeyOf(encryption.Node).ToArray()));
            }
        }

        foreach (int node in rekey.Replaced)
        {
            MakeKey(node);
        }

        Version++;
        return new(this, rekey, replacedKeys);
    }

    /// <summary>
    /// The leaf key without IV: base key of the acknowledgements of the LKH types (RFC 8263 section 2.2).
    /// </summary>
    /// <exception cref="ArgumentException">No member sits on that leaf.</exception>
    public ReadOnlySpan<byte> LeafKey(ushort leaf) => IsMember(leaf)
        ? KeyOf(leaf)[Kek.BlockLength..]
        : throw new ArgumentException($"no member on leaf {leaf}", nameof(leaf));

    /// <summary>Number of keys that a member holds: its depth and 1.</summary>
    public int KeysOf(ushort leaf) => Shape.DepthOf(leaf) + 1;

    /// <summary>
    /// Writes a member's LKH_DOWNLOAD_ARRAY attribute: its keys from the leaf to the root (RFC 6407 section 5.6.3.1).
    /// </summary>
    /// <param name="writer">Where to.</param>
    /// <param name="leaf">The member's leaf.</param>
    /// <param name="leafOnly">
    /// Only the leaf key, for a member that gets the others by <see cref="JoinerDelivery.ByUpdate"/>.
    /// </param>
    /// <returns>False if it does not fit.</returns>
    /// <exception cref="ArgumentException">
    /// No member sits on that leaf, or it joined after the last rekey and has no keys but the leaf's.
    /// </exception>
    public bool TryWriteDownloadArray(ref WireWriter writer, ushort leaf, bool leafOnly = false)
    {
        if (!IsMember(leaf) || (!leafOnly && !_tree.HasPath(leaf)))
        {
            throw new ArgumentException($"no member on leaf {leaf}, or no rekey since it joined", nameof(leaf));
        }

        int keys = leafOnly ? 1 : KeysOf(leaf);
        int valueLength = LkhDownloadArray.HeaderSize + (keys * (LkhKey.FixedSize + _keyLength));
        if (!writer.TryWriteUInt16(KeyPacket.LkhDownloadArrayType)
            || !writer.TryWriteUInt16((ushort)valueLength)
            || !LkhDownloadArray.TryWriteHeader(ref writer, (ushort)keys))
        {
            return false;
        }

        int node = leaf;
        for (int i = 0; i < keys; i++)
        {
            if (!Key(node, KeyOf(node)).TryWrite(ref writer))
            {
                return false;
            }

            node = node == 0 ? 0 : Shape.Parent(node);
        }

        return true;
    }

    /// <summary>The current handle of a node's key.</summary>
    internal uint HandleOf(int node) => _handles[node];

    /// <summary>IV and key of a node.</summary>
    internal ReadOnlySpan<byte> KeyOf(int node) => _keys.AsSpan(node * _keyLength, _keyLength);

    /// <summary>A node's current key as an element of an array.</summary>
    internal LkhKey Key(int node, ReadOnlySpan<byte> keyData) => new()
    {
        Id = (ushort)node,
        KeyType = KekAlgorithm.Aes,
        Handle = _handles[node],
        KeyData = keyData,
    };

    private void MakeKey(int node)
    {
        _handles[node] = checked(_handles[node] + 1);
        _source((ushort)node, _handles[node], _keys.AsSpan(node * _keyLength, _keyLength));
    }
}
