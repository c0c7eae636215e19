using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Inspection;

/// <summary>What the walk over an SA found that the keys are held against.</summary>
internal sealed class WalkedSecurityAssociation
{
    /// <summary>The SPI of the SAK and its attributes; null if there is no SAK.</summary>
    public (int SpiOffset, byte[] Spi, WalkedKekAttributes Attributes)? Kek { get; set; }

    /// <summary>The SATs in their order.</summary>
    public List<WalkedTek> Teks { get; } = [];
}

/// <summary>An SA TEK as a walk found it.</summary>
/// <param name="Offset">Where its SPI stands.</param>
/// <param name="Spi">Its SPI.</param>
/// <param name="KeyLengths">
/// Octets of TEK_INTEGRITY_KEY and TEK_ALGORITHM_KEY for IEC 61850; null for ESP and AH.
/// </param>
internal sealed record WalkedTek(int Offset, byte[] Spi, (int Integrity, int Algorithm)? KeyLengths);

/// <summary>Walks SA with SAK, GAP and SATs (RFC 6407 sections 5.2 to 5.5, RFC 8052 section 2.2).</summary>
internal static class SecurityAssociationWalk
{
    public static WalkedSecurityAssociation Walk(in WalkedPayload payload)
    {
        FieldCursor cursor = payload.Body;
        InspectionRecord record = cursor.Record;
        var found = new WalkedSecurityAssociation();
        if (!cursor.TryNumber(4, "DOI", out WireNumber domain, RegistryNames.Domain)
            || !cursor.TryNumber(4, "situation", out WireNumber situation)
            || !cursor.TryNumber(2, "SA attribute next payload", out WireNumber next, RegistryNames.Payload)
            || !cursor.TryNumber(2, "reserved", out WireNumber reserved))
        {
            PayloadWalk.RefuseShort(
                cursor, payload.LengthOffset, "16 or more: DOI, situation, SA attribute next payload");
            return found;
        }

        Judge(record, domain, GdoiDomain.DomainOfInterpretation, DiscardReason.DomainOfInterpretation);
        Judge(record, situation, 0, DiscardReason.Situation);
        Judge(record, reserved, 0, DiscardReason.ReservedNotZero);

        bool hadLost = record.HasLostOrder;
        record.HasLostOrder = false;
        WalkAttributePayloads(new PayloadWalk(cursor, next.Value, next.Offset, next.Size), next, found);
        // The order inside says nothing of the order outside.
        record.HasLostOrder = hadLost;
        return found;
    }

    private static void Judge(InspectionRecord record, in WireNumber number, uint wanted, DiscardReason reason)
    {
        if (number.Value != wanted)
        {
            record.Refuse(number, reason, $"{wanted}");
        }
    }

    private static void WalkAttributePayloads(PayloadWalk chain, in WireNumber first, WalkedSecurityAssociation found)
    {
        InspectionRecord record = chain.Region.Record;
        bool isEmpty = true;
        bool mayBeKek = true;
        bool mayBePolicy = true;
        while (chain.Next != 0)
        {
            bool isKek = chain.IsNext(PayloadType.SaKek) && mayBeKek;
            bool isPolicy = chain.IsNext(PayloadType.GroupAssociatedPolicy) && mayBePolicy;
            if (!isKek && !isPolicy && !chain.IsNext(PayloadType.SaTek))
            {
                chain.Expect(PayloadType.None);
            }

            (mayBeKek, mayBePolicy) = (false, mayBePolicy && isKek);
            if (!chain.TryRead(out WalkedPayload payload))
            {
                chain.Region.NameRest("not readable");
                return;
            }

            isEmpty &= payload.Type == PayloadType.GroupAssociatedPolicy;
            WalkAttributePayload(payload, found);
        }

        if (!chain.Region.IsAtEnd)
        {
            record.Refuse(
                chain.Region.Position, chain.Region.Remaining, DiscardReason.TrailingOctets,
                $"{chain.Region.Remaining} octets after the last SA attribute payload", "none");
            chain.Region.NameRest("surplus octets");
        }
        else if (isEmpty && !record.HasLostOrder)
        {
            record.Refuse(
                first, DiscardReason.PayloadMissing, "an SAK or a SAT (RFC 6407 section 5.2.1)");
        }
    }

    private static void WalkAttributePayload(in WalkedPayload payload, WalkedSecurityAssociation found)
    {
        switch (payload.Type)
        {
            case PayloadType.SaKek:
                WalkKek(payload, found);
                break;
            case PayloadType.GroupAssociatedPolicy:
                PolicyWalk.Walk(payload.Body, isMembersRequest: false);
                break;
            case PayloadType.SaTek:
                WalkTek(payload, found);
                break;
            default:
                payload.Body.NameRest("body");
                break;
        }
    }

    private static void WalkKek(in WalkedPayload payload, WalkedSecurityAssociation found)
    {
        FieldCursor cursor = payload.Body;
        InspectionRecord record = cursor.Record;
        if (!cursor.TryNumber(1, "protocol", out _))
        {
            PayloadWalk.RefuseShort(cursor, payload.LengthOffset, "33 or more");
            return;
        }

        if (!IdentityWalk.TryWalkTraffic(cursor, "SRC", mayBeUnspecified: false, payload.LengthOffset)
            || !IdentityWalk.TryWalkTraffic(cursor, "DST", mayBeUnspecified: false, payload.LengthOffset))
        {
            cursor.NameRest("not readable");
            return;
        }

        int spiOffset = cursor.Position;
        if (!cursor.TryOctets(Cookies.Length, "SPI")
            || !cursor.TryNumber(4, "reserved", out WireNumber reserved))
        {
            PayloadWalk.RefuseShort(cursor, payload.LengthOffset, "more: SPI (16) and reserved (4) must follow");
            return;
        }

        byte[] spi = record.Span.Slice(spiOffset, Cookies.Length).ToArray();
        if (!spi.AsSpan().ContainsAnyExcept((byte)0))
        {
            record.Refuse(
                spiOffset, Cookies.Length, DiscardReason.ZeroCookies, "an SPI of zeros",
                "any other (RFC 6407 section 5.3)");
        }

        Judge(record, reserved, 0, DiscardReason.ReservedNotZero);
        found.Kek ??= (spiOffset, spi, KekAttributesWalk.Walk(cursor));
    }

    private static void WalkTek(in WalkedPayload payload, WalkedSecurityAssociation found)
    {
        FieldCursor cursor = payload.Body;
        if (!cursor.TryNumber(1, "protocol-ID", out WireNumber protocol, RegistryNames.Protocol))
        {
            PayloadWalk.RefuseShort(cursor, payload.LengthOffset, "5 or more");
            return;
        }

        int spiOffset = -1;
        (int Integrity, int Algorithm)? keyLengths = null;
        switch ((SecurityProtocol)protocol.Value)
        {
            case SecurityProtocol.IpsecEsp or SecurityProtocol.IpsecAh:
                spiOffset = WalkIpsec(cursor, payload.LengthOffset, protocol.Value);
                break;
            case SecurityProtocol.Iec61850:
                spiOffset = Iec61850Walk.Walk(cursor, payload.LengthOffset, out (int, int) lengths);
                keyLengths = lengths;
                break;
            default:
                cursor.Record.Refuse(
                    protocol, DiscardReason.ProtocolUnknown, "1 to 3 (RFC 6407 section 5.5, RFC 8052)");
                cursor.NameRest("body");
                break;
        }

        if (spiOffset >= 0)
        {
            byte[] spi = cursor.Record.Span.Slice(spiOffset, 4).ToArray();
            found.Teks.Add(new WalkedTek(spiOffset, spi, keyLengths));
            if (!spi.AsSpan().ContainsAnyExcept((byte)0))
            {
                cursor.Record.Refuse(
                    spiOffset, spi.Length, DiscardReason.ZeroSpi, "an SPI of zeros",
                    "any other: in D it means every SA (RFC 6407 section 5.9)");
            }
        }
    }

    /// <summary>Gives where the SPI stands, or −1.</summary>
    private static int WalkIpsec(FieldCursor cursor, int lengthOffset, uint protocol)
    {
        if (!cursor.TryNumber(1, "protocol", out _))
        {
            PayloadWalk.RefuseShort(cursor, lengthOffset, "19 or more");
            return -1;
        }

        if (!IdentityWalk.TryWalkTraffic(cursor, "SRC", mayBeUnspecified: true, lengthOffset)
            || !IdentityWalk.TryWalkTraffic(cursor, "DST", mayBeUnspecified: false, lengthOffset))
        {
            cursor.NameRest("not readable");
            return -1;
        }

        if (!cursor.TryNumber(1, "transform ID", out WireNumber transform)
            || !cursor.TryNumber(4, "SPI", out WireNumber spi, value => $"{value:x8}"))
        {
            PayloadWalk.RefuseShort(cursor, lengthOffset, "more: transform ID (1) and SPI (4) must follow");
            return -1;
        }

        bool isEsp = protocol == (uint)SecurityProtocol.IpsecEsp;
        if (isEsp ? transform.Value is 0 or 17 or > 23 : transform.Value is < 2 or > 13)
        {
            cursor.Record.Refuse(
                transform, DiscardReason.TransformUnknown,
                isEsp ? "1 to 16 or 18 to 23 (RFC 2407 section 4.4.4)" : "2 to 13 (RFC 2407 section 4.4.3)");
        }

        IpsecAttributesWalk.Walk(cursor);
        return spi.Offset;
    }
}
