using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Lkh;

/// <summary>
/// LKH_UPDATE_ARRAY: new keys along a path towards the root, each encrypted under the one before it, the first under a
/// key that members have already (RFC 6407 section 5.6.3.2).
/// </summary>
/// <remarks>
/// The standard does not say with which IV key data is encrypted: here it is the IV of the encrypting key, over the IV
/// and the key that are carried, without padding.
/// </remarks>
public readonly ref struct LkhUpdateArray
{
    /// <summary>
    /// Octets before the keys: version (1), number of keys (2), reserved (1), LKH ID (2), reserved (2), handle (4).
    /// </summary>
    public const int HeaderSize = 12;

    private LkhUpdateArray(ushort id, uint handle, LkhKeyList keys)
    {
        Id = id;
        Handle = handle;
        Keys = keys;
    }

    /// <summary>The node whose key encrypts the first of <see cref="Keys"/>.</summary>
    public ushort Id { get; }

    /// <summary>Which of that node's keys it is.</summary>
    public uint Handle { get; }

    /// <summary>The new keys; key data is encrypted.</summary>
    public LkhKeyList Keys { get; }

    /// <summary>Reads the value of the attribute.</summary>
    public static DiscardReason TryRead(ReadOnlySpan<byte> value, out LkhUpdateArray array)
    {
        array = default;
        var reader = new WireReader(value);
        DiscardReason reason = LkhKeyList.TryReadHeader(ref reader, out ushort count);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        if (!reader.TryReadUInt16(out ushort id)
            || !reader.TryReadUInt16(out ushort reserved)
            || !reader.TryReadUInt32(out uint handle))
        {
            return DiscardReason.LkhKeyLength;
        }

        if (reserved != 0)
        {
            return DiscardReason.ReservedNotZero;
        }

        reason = LkhKeyList.TryRead(reader.Rest, count, isEncrypted: true, out LkhKeyList keys);
        array = new(id, handle, keys);
        return reason;
    }

    /// <summary>Writes the header; as many <see cref="LkhKey"/> with encrypted key data follow.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="count">Number of keys: at least 1.</param>
    /// <param name="id">The node whose key encrypts the first one.</param>
    /// <param name="handle">Which of its keys.</param>
    public static bool TryWriteHeader(ref WireWriter writer, ushort count, ushort id, uint handle) =>
        LkhDownloadArray.TryWriteHeader(ref writer, count)
        && writer.TryWriteUInt16(id)
        && writer.TryWriteUInt16(0)
        && writer.TryWriteUInt32(handle);
}
