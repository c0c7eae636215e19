using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// SAK, the SA KEK payload inside SA (RFC 6407 section 5.3): how the group is rekeyed. Follows figure 5, which has no
/// "DST ID Prot" octet although the text below it describes one; captures of the reference implementation agree with
/// the figure.
/// </summary>
public readonly ref struct SaKekPayload
{
    /// <summary>IP protocol of the GROUPKEY-PUSH datagrams, 17 for UDP (1 octet).</summary>
    public byte Protocol { get; init; }

    /// <summary>Who sends them.</summary>
    public TrafficIdentity Source { get; init; }

    /// <summary>Where they are sent to.</summary>
    public TrafficIdentity Destination { get; init; }

    /// <summary>The SPI: cookies of the messages that this KEK will protect (16 octets).</summary>
    public Cookies Spi { get; init; }

    /// <summary>KEK attributes.</summary>
    public KekAttributes Attributes { get; init; }

    /// <summary>Reads the body.</summary>
    public static DiscardReason TryRead(ReadOnlySpan<byte> body, out SaKekPayload payload)
    {
        payload = default;
        var reader = new WireReader(body);
        if (!reader.TryReadByte(out byte protocol))
        {
            return DiscardReason.PayloadTooShort;
        }

        DiscardReason reason = TrafficIdentity.TryRead(ref reader, mayBeUnspecified: false, out TrafficIdentity source);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        reason = TrafficIdentity.TryRead(ref reader, mayBeUnspecified: false, out TrafficIdentity destination);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        if (!reader.TryReadUInt64(out ulong initiator)
            || !reader.TryReadUInt64(out ulong responder)
            || !reader.TryReadUInt32(out uint reserved))
        {
            return DiscardReason.PayloadTooShort;
        }

        var spi = new Cookies(initiator, responder);
        if (spi.IsZero)
        {
            return DiscardReason.ZeroCookies;
        }

        if (reserved != 0)
        {
            return DiscardReason.ReservedNotZero;
        }

        reason = KekAttributes.TryRead(ref reader, out KekAttributes attributes);
        payload = new()
        {
            Protocol = protocol,
            Source = source,
            Destination = destination,
            Spi = spi,
            Attributes = attributes,
        };
        return reason;
    }

    /// <summary>Writes the whole payload.</summary>
    public bool TryWrite(ref WireWriter writer, ref PayloadChainWriter chain) =>
        chain.TryBegin(ref writer, PayloadType.SaKek)
        && writer.TryWriteByte(Protocol)
        && Source.TryWrite(ref writer)
        && Destination.TryWrite(ref writer)
        && writer.TryWriteUInt64(Spi.Initiator)
        && writer.TryWriteUInt64(Spi.Responder)
        && writer.TryWriteUInt32(0)
        && Attributes.TryWrite(ref writer)
        && chain.TryEnd(ref writer);
}
