using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Inspection;

/// <summary>The ISAKMP header as a walk found it.</summary>
internal readonly record struct WalkedHeader(
    Cookies Cookies, uint NextPayload, uint Version, uint Exchange, uint Flags, uint MessageId, uint Length)
{
    public bool IsEncrypted => (Flags & (uint)IsakmpFlags.Encryption) != 0;
}

/// <summary>Walks HDR, the ISAKMP header (RFC 2408 section 3.1).</summary>
internal static class HeaderWalk
{
    /// <summary>Names the header's fields and holds its Length against the datagram.</summary>
    /// <returns>Null, with the problem recorded, if the octets do not make a header.</returns>
    public static WalkedHeader? Walk(FieldCursor message)
    {
        InspectionRecord record = message.Record;
        int size = message.Remaining;
        if (size < IsakmpHeader.Size)
        {
            record.Refuse(0, size, DiscardReason.HeaderTooShort, $"{size} octets", "28 or more: the header");
            message.NameRest("incomplete header");
            return null;
        }

        FieldCursor cursor = message.Inner(message.Part.Add("HDR", 0, IsakmpHeader.Size, ""), IsakmpHeader.Size);
        cursor.TryOctets(8, "initiator cookie");
        cursor.TryOctets(8, "responder cookie");
        cursor.TryNumber(1, "next payload", out WireNumber next, RegistryNames.Payload);
        cursor.TryNumber(1, "version", out WireNumber version, RegistryNames.Version);
        cursor.TryNumber(1, "exchange type", out WireNumber exchange, RegistryNames.Exchange);
        cursor.TryNumber(1, "flags", out WireNumber flags, RegistryNames.Flags);
        cursor.TryNumber(4, "message ID", out WireNumber messageId);
        cursor.TryNumber(4, "length", out WireNumber length);
        JudgeLength(record, length, size);
        return new WalkedHeader(
            Cookies.Read(record.Span), next.Value, version.Value, exchange.Value, flags.Value, messageId.Value,
            length.Value);
    }

    /// <summary>
    /// Holds the other fields against what the exchange prescribes, as <see cref="IsakmpHeader.Check"/> does but for
    /// the first payload, which the walk over the payloads judges.
    /// </summary>
    public static void Judge(InspectionRecord record, in WalkedHeader header, IsakmpFlags flags, bool mustHaveMessageId)
    {
        JudgeVersion(record, header);
        if (header.Flags != (uint)flags)
        {
            record.Refuse(
                IsakmpHeader.FlagsOffset, 1, DiscardReason.Flags, RegistryNames.Flags(header.Flags),
                RegistryNames.Flags((uint)flags));
        }

        if ((header.MessageId != 0) != mustHaveMessageId)
        {
            record.Refuse(
                20, 4, DiscardReason.MessageId, $"{header.MessageId}",
                mustHaveMessageId ? "any but 0" : "0 (RFC 6407 section 4.2, RFC 8263 section 3.1)");
        }

        if (header.Cookies.IsZero)
        {
            record.Refuse(
                0, Cookies.Length, DiscardReason.ZeroCookies, "cookies of zeros",
                "any other: they name the Rekey SA (RFC 6407 section 4.2)");
        }
    }

    public static void JudgeVersion(InspectionRecord record, in WalkedHeader header)
    {
        if (header.Version != IsakmpHeader.Version1)
        {
            record.Refuse(
                17, 1, DiscardReason.Version, RegistryNames.Version(header.Version), "1.0 (RFC 2408 section 3.1)");
        }
    }

    private static void JudgeLength(InspectionRecord record, in WireNumber length, int size)
    {
        if (length.Value < IsakmpHeader.Size)
        {
            record.Refuse(length, DiscardReason.HeaderTooShort, $"{size}, as many as there are");
        }
        else if (length.Value > size)
        {
            record.Refuse(length, DiscardReason.Truncated, $"{size}, as many as there are: octets are missing");
        }
        else if (length.Value < size)
        {
            record.Refuse(
                length, DiscardReason.TrailingOctets,
                $"{size}, as many as there are: {size - length.Value} follow the end");
        }

        // What a wrong length leaves of the payloads is named, not judged a second time.
        record.IsCut = length.Value != size;
    }
}
