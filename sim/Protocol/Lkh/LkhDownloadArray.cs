using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Lkh;

/// <summary>
/// LKH_DOWNLOAD_ARRAY: the keys of one member, leaf first and group KEK last (RFC 6407 section 5.6.3.1). Goes to that
/// member alone: by GROUPKEY-PULL, or by a GROUPKEY-PUSH to nobody else.
/// </summary>
public readonly ref struct LkhDownloadArray
{
    /// <summary>"LKH version": "Must be one".</summary>
    public const byte Version = 1;

    /// <summary>Octets before the keys: version (1), number of keys (2), reserved (1).</summary>
    public const int HeaderSize = 4;

    private LkhDownloadArray(LkhKeyList keys) => Keys = keys;

    /// <summary>The member's keys, from its leaf to the root.</summary>
    public LkhKeyList Keys { get; }

    /// <summary>Reads the value of the attribute.</summary>
    public static DiscardReason TryRead(ReadOnlySpan<byte> value, out LkhDownloadArray array)
    {
        array = default;
        var reader = new WireReader(value);
        DiscardReason reason = LkhKeyList.TryReadHeader(ref reader, out ushort count);
        if (reason == DiscardReason.None)
        {
            reason = LkhKeyList.TryRead(reader.Rest, count, isEncrypted: false, out LkhKeyList keys);
            array = new(keys);
        }

        return reason;
    }

    /// <summary>Writes the header; as many <see cref="LkhKey"/> follow.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="count">Number of keys: at least 1.</param>
    public static bool TryWriteHeader(ref WireWriter writer, ushort count) =>
        writer.TryWriteByte(Version) && writer.TryWriteUInt16(count) && writer.TryWriteByte(0);
}
