using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Lkh;

/// <summary>
/// The new keys of a rekey, for the members who stay: written as LKH_UPDATE_ARRAY attributes for one GROUPKEY-PUSH or
/// several (RFC 6407 sections 4 and 5.6.3.2).
/// </summary>
public sealed class LkhUpdate
{
    // Type and length of the attribute (RFC 2408 section 3.3).
    private const int AttributeHeaderSize = 4;

    /// <summary>
    /// The most octets of attributes that any message has room for: KD has a 16-bit length, from which its own 8 octets
    /// and the 21 of a key packet with a 16-octet SPI go off (RFC 6407 section 5.6).
    /// </summary>
    public const int MaximumRoom = ushort.MaxValue - 8 - 21;

    private readonly LkhKeyServer _server;
    private readonly Dictionary<int, (uint Handle, byte[] Key)> _replacedKeys;
    private readonly int _version;

    internal LkhUpdate(
        LkhKeyServer server, KeyTreeRekey rekey, Dictionary<int, (uint Handle, byte[] Key)> replacedKeys)
    {
        _server = server;
        _replacedKeys = replacedKeys;
        _version = server.Version;
        Rekey = rekey;
    }

    /// <summary>Which keys are replaced and what encrypts them.</summary>
    public KeyTreeRekey Rekey { get; }

    /// <summary>Whether there is nothing to tell anybody.</summary>
    public bool IsEmpty => Rekey.Encryptions.Count == 0;

    /// <summary>Octets of all update array attributes, had they room in one message.</summary>
    public int Length(LkhPacking packing) => PlanArrays(packing).Sum(array => AttributeLength(array.Keys));

    /// <summary>Encrypts the keys and writes the update arrays, as many to a message as there is room for.</summary>
    /// <param name="provider">Who encrypts.</param>
    /// <param name="packing">How keys are put together to arrays.</param>
    /// <param name="room">
    /// Octets that one message has for them: see <see cref="Messages.GroupkeyPushWriter.RoomForAttributes"/>. More than
    /// <see cref="MaximumRoom"/> counts as that.
    /// </param>
    /// <param name="parts">
    /// The arrays of each message, in the order in which the messages are to be numbered and sent; empty if a limit is
    /// hit, or <see cref="IsEmpty"/>.
    /// </param>
    /// <returns>
    /// <see cref="LkhLimit.None"/>, or <see cref="LkhLimit.MessageRoom"/> if the room is too small for a single array.
    /// </returns>
    /// <exception cref="InvalidOperationException">The tree has changed since.</exception>
    public LkhLimit TryWrite(
        ICryptographyProvider provider, LkhPacking packing, int room, out IReadOnlyList<LkhUpdatePart> parts)
    {
        if (_version != _server.Version)
        {
            throw new InvalidOperationException("an update is written before the tree changes again");
        }

        parts = [];
        room = Math.Min(room, MaximumRoom);
        List<PlannedArray> arrays = PlanArrays(packing);
        if (arrays.Exists(array => AttributeLength(array.Keys) > room))
        {
            return LkhLimit.MessageRoom;
        }

        var written = new List<LkhUpdatePart>();
        var ciphertexts = new Dictionary<int, byte[]>();
        for (int first = 0; first < arrays.Count;)
        {
            int length = 0;
            int end = first;
            while (end < arrays.Count && length + AttributeLength(arrays[end].Keys) <= room)
            {
                length += AttributeLength(arrays[end].Keys);
                end++;
            }

            byte[] attributes = new byte[length];
            var writer = new WireWriter(attributes);
            int keys = 0;
            for (int i = first; i < end; i++)
            {
                WriteArray(ref writer, provider, arrays[i], ciphertexts);
                keys += arrays[i].Keys;
            }

            written.Add(new(attributes, end - first, keys));
            first = end;
        }

        parts = written;
        return LkhLimit.None;
    }

    private int AttributeLength(int keys) =>
        AttributeHeaderSize + LkhUpdateArray.HeaderSize + (keys * (LkhKey.FixedSize + _server.AlgorithmKeyLength));

    private List<PlannedArray> PlanArrays(LkhPacking packing)
    {
        var arrays = new List<PlannedArray>();
        HashSet<int> climbs = [.. Rekey.Encryptions.Where(step => step.UnderIsNew).Select(step => step.Under)];
        foreach (KeyEncryption encryption in Rekey.Encryptions)
        {
            if (packing == LkhPacking.KeyPerArray)
            {
                arrays.Add(new(encryption, 1));
            }
            else if (!encryption.UnderIsNew)
            {
                int keys = packing == LkhPacking.PathToRoot
                    ? _server.Shape.DepthOf(encryption.Node) + 1
                    : TakeChain(encryption.Node, climbs);
                arrays.Add(new(encryption, keys));
            }
        }

        if (packing == LkhPacking.Chains)
        {
            // A chain ends where an earlier one goes on. In reverse a member finds first the array that begins with a
            // key it has, and after it the one that goes on from there.
            arrays.Reverse();
        }

        return arrays;
    }

    private int TakeChain(int node, HashSet<int> climbs)
    {
        int keys = 1;
        while (climbs.Remove(node))
        {
            node = _server.Shape.Parent(node);
            keys++;
        }

        return keys;
    }

    private void WriteArray(
        ref WireWriter writer,
        ICryptographyProvider provider,
        PlannedArray array,
        Dictionary<int, byte[]> ciphertexts)
    {
        (uint handle, byte[] underKey) = UnderKey(array.First);
        writer.TryWriteUInt16(KeyPacket.LkhUpdateArrayType);
        writer.TryWriteUInt16((ushort)(AttributeLength(array.Keys) - AttributeHeaderSize));
        LkhUpdateArray.TryWriteHeader(ref writer, (ushort)array.Keys, (ushort)array.First.Under, handle);

        int node = array.First.Node;
        _server.Key(node, Encrypt(provider, underKey, node)).TryWrite(ref writer);
        for (int i = 1; i < array.Keys; i++)
        {
            int parent = _server.Shape.Parent(node);
            if (!ciphertexts.TryGetValue(node, out byte[]? ciphertext))
            {
                ciphertext = Encrypt(provider, _server.KeyOf(node), parent);
                ciphertexts.Add(node, ciphertext);
            }

            _server.Key(parent, ciphertext).TryWrite(ref writer);
            node = parent;
        }
    }

    private (uint Handle, byte[] Key) UnderKey(KeyEncryption encryption) => encryption.Under == encryption.Node
        ? _replacedKeys[encryption.Node]
        : (_server.HandleOf(encryption.Under), _server.KeyOf(encryption.Under).ToArray());

    private byte[] Encrypt(ICryptographyProvider provider, ReadOnlySpan<byte> underKey, int node)
    {
        byte[] ciphertext = new byte[_server.AlgorithmKeyLength];
        provider.Encrypt(new(underKey), _server.KeyOf(node), ciphertext);
        return ciphertext;
    }

    // The first key's encryption, and how many keys the array has: the others are those of the nodes above.
    private readonly record struct PlannedArray(KeyEncryption First, int Keys);
}
