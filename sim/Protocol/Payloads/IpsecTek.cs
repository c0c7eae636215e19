using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// The protocol-specific part of an SA TEK for ESP or AH (RFC 6407 section 5.5.1), as figure 8 draws it: identity data
/// lengths of one octet and no "DST ID Prot", which only the text below the figure mentions.
/// </summary>
public readonly ref struct IpsecTek
{
    /// <summary>IP protocol of the protected traffic; 0 for any (1 octet).</summary>
    public byte Protocol { get; init; }

    /// <summary>Whose traffic.</summary>
    public TrafficIdentity Source { get; init; }

    /// <summary>Traffic to where.</summary>
    public TrafficIdentity Destination { get; init; }

    /// <summary>ESP or AH transform identifier (1 octet; RFC 2407 sections 4.4.3 and 4.4.4).</summary>
    public byte TransformId { get; init; }

    /// <summary>SPI of the data security SA (4 octets).</summary>
    public uint Spi { get; init; }

    /// <summary>SA attributes.</summary>
    public IpsecAttributes Attributes { get; init; }

    /// <summary>Reads the fields in wire order, to the end.</summary>
    /// <param name="protocolId">ESP or AH: whose registry the transform is looked up in.</param>
    /// <param name="octets">What follows the protocol-ID.</param>
    /// <param name="tek">What was read.</param>
    public static DiscardReason TryRead(SecurityProtocol protocolId, ReadOnlySpan<byte> octets, out IpsecTek tek)
    {
        tek = default;
        var reader = new WireReader(octets);
        if (!reader.TryReadByte(out byte protocol))
        {
            return DiscardReason.PayloadTooShort;
        }

        DiscardReason reason = TrafficIdentity.TryRead(ref reader, mayBeUnspecified: true, out TrafficIdentity source);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        reason = TrafficIdentity.TryRead(ref reader, mayBeUnspecified: false, out TrafficIdentity destination);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        if (!reader.TryReadByte(out byte transformId) || !reader.TryReadUInt32(out uint spi))
        {
            return DiscardReason.PayloadTooShort;
        }

        if (!IpsecRegistries.IsTransform(protocolId, transformId))
        {
            return DiscardReason.TransformUnknown;
        }

        reason = IpsecAttributes.TryRead(ref reader, out IpsecAttributes attributes);
        tek = new()
        {
            Protocol = protocol,
            Source = source,
            Destination = destination,
            TransformId = transformId,
            Spi = spi,
            Attributes = attributes,
        };
        return reason;
    }

    internal bool TryWrite(ref WireWriter writer) =>
        writer.TryWriteByte(Protocol)
        && Source.TryWrite(ref writer)
        && Destination.TryWrite(ref writer)
        && writer.TryWriteByte(TransformId)
        && writer.TryWriteUInt32(Spi)
        && Attributes.TryWrite(ref writer);
}
