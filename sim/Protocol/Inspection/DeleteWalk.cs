using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Inspection;

/// <summary>Walks D, the Delete payload (RFC 2408 section 3.15, RFC 6407 section 5.9).</summary>
internal static class DeleteWalk
{
    public static void Walk(in WalkedPayload payload)
    {
        FieldCursor cursor = payload.Body;
        InspectionRecord record = cursor.Record;
        if (!cursor.TryNumber(4, "DOI", out WireNumber domain, RegistryNames.Domain)
            || !cursor.TryNumber(1, "protocol-ID", out WireNumber protocol, RegistryNames.Protocol)
            || !cursor.TryNumber(1, "SPI size", out WireNumber spiSize)
            || !cursor.TryNumber(2, "number of SPIs", out WireNumber count))
        {
            PayloadWalk.RefuseShort(
                cursor, payload.LengthOffset, "12 or more: DOI, protocol-ID, SPI size, number of SPIs");
            return;
        }

        if (domain.Value != GdoiDomain.DomainOfInterpretation)
        {
            record.Refuse(domain, DiscardReason.DomainOfInterpretation, "2, GDOI");
        }

        var kind = (SecurityProtocol)protocol.Value;
        if (!kind.IsDefined())
        {
            record.Refuse(protocol, DiscardReason.ProtocolUnknown, "0 to 3 (RFC 6407 section 5.9, RFC 8052 section 4)");
        }
        else if (spiSize.Value != kind.SpiSize())
        {
            record.Refuse(
                spiSize, DiscardReason.SpiSize, $"{kind.SpiSize()} for {RegistryNames.Protocol(protocol.Value)}");
        }
        else if (count.Value == 0 || count.Value * spiSize.Value != cursor.Remaining)
        {
            record.Refuse(
                count, DiscardReason.DeleteSpiCount,
                $"1 or more, and as many as the payload holds: {cursor.Remaining} octets, {spiSize.Value} each");
        }

        int size = Math.Max(1, (int)spiSize.Value);
        while (cursor.Remaining >= size && spiSize.Value > 0)
        {
            cursor.TryOctets(size, "SPI", octets => octets.Span.ContainsAnyExcept((byte)0)
                ? FieldCursor.Hex(octets.Span)
                : "0: every SA of the protocol");
        }

        cursor.NameRest("surplus octets");
    }
}
