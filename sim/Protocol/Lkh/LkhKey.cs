using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Lkh;

/// <summary>
/// An LKH key, the element of download and update arrays: LKH ID (2), key type (1), reserved (1), creation date (4),
/// expiration date (4), key handle (4), key data (RFC 6407 section 5.6.3.1, figure 12).
/// </summary>
public readonly ref struct LkhKey
{
    /// <summary>Octets before the key data.</summary>
    public const int FixedSize = 16;

    /// <summary>The node of the tree (2 octets).</summary>
    public ushort Id { get; init; }

    /// <summary>The cipher that the key is for (1 octet): a value of KEK_ALGORITHM.</summary>
    public KekAlgorithm KeyType { get; init; }

    /// <summary>Seconds since 1970 (UTC) at which the key was made; 0: valid at any earlier time.</summary>
    public uint CreationDate { get; init; }

    /// <summary>Seconds since 1970 (UTC) from which on the key is not valid; 0: no end.</summary>
    public uint ExpirationDate { get; init; }

    /// <summary>Tells this key from the node's earlier and later ones (4 octets).</summary>
    public uint Handle { get; init; }

    /// <summary>
    /// IV and key: as they are in a download array, encrypted under the preceding key in an update array.
    /// </summary>
    public ReadOnlySpan<byte> KeyData { get; init; }

    /// <summary>Octets of the whole element.</summary>
    public int Length => FixedSize + KeyData.Length;

    /// <summary>Reads one element.</summary>
    /// <param name="octets">Exactly its octets.</param>
    /// <param name="isEncrypted">
    /// Whether the key data is a ciphertext. It comes without padding, so that an IV with an AES key of 192 bits, which
    /// is no whole number of blocks, cannot be one.
    /// </param>
    /// <param name="key">What was read.</param>
    internal static DiscardReason TryRead(ReadOnlySpan<byte> octets, bool isEncrypted, out LkhKey key)
    {
        key = default;
        var reader = new WireReader(octets);
        if (!reader.TryReadUInt16(out ushort id)
            || !reader.TryReadByte(out byte type)
            || !reader.TryReadByte(out byte reserved)
            || !reader.TryReadUInt32(out uint created)
            || !reader.TryReadUInt32(out uint expires)
            || !reader.TryReadUInt32(out uint handle))
        {
            return DiscardReason.LkhKeyLength;
        }

        if (type is < (byte)KekAlgorithm.Des or > (byte)KekAlgorithm.Aes)
        {
            return DiscardReason.AttributeValue;
        }

        if (reserved != 0)
        {
            return DiscardReason.ReservedNotZero;
        }

        key = new()
        {
            Id = id,
            KeyType = (KekAlgorithm)type,
            CreationDate = created,
            ExpirationDate = expires,
            Handle = handle,
            KeyData = reader.Rest,
        };
        return IsPossibleLength(key.KeyType, key.KeyData.Length, isEncrypted)
            ? DiscardReason.None
            : DiscardReason.LkhKeyLength;
    }

    /// <summary>Writes the element.</summary>
    /// <returns>False if it does not fit.</returns>
    public bool TryWrite(ref WireWriter writer) =>
        writer.TryWriteUInt16(Id)
        && writer.TryWriteByte((byte)KeyType)
        && writer.TryWriteByte(0)
        && writer.TryWriteUInt32(CreationDate)
        && writer.TryWriteUInt32(ExpirationDate)
        && writer.TryWriteUInt32(Handle)
        && writer.TryWriteOctets(KeyData);

    private static bool IsPossibleLength(KekAlgorithm type, int length, bool isEncrypted)
    {
        if (isEncrypted && length % type.BlockLength() != 0)
        {
            return false;
        }

        return type == KekAlgorithm.Aes
            ? length is 32 or 40 or 48
            : length == type.BlockLength() + (type.FixedKeyBits() / 8);
    }
}
