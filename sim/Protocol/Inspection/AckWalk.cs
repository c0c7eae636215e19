using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Inspection;

/// <summary>Walks a GROUPKEY-PUSH-ACK: HASH, SEQ, ID (RFC 8263 section 3).</summary>
internal static class AckWalk
{
    /// <summary>Walks it and gives its sequence number, null if it cannot be read.</summary>
    /// <param name="region">What follows the header.</param>
    /// <param name="header">The header.</param>
    public static SequenceNumber? Walk(FieldCursor region, in WalkedHeader header)
    {
        InspectionRecord record = region.Record;
        SequenceNumber? sequence = null;
        var chain = new PayloadWalk(region, header.NextPayload, IsakmpHeader.NextPayloadOffset, linkSize: 1);
        PayloadType[] order =
            [PayloadType.Hash, PayloadType.SequenceNumber, PayloadType.Identification, PayloadType.None];
        int expected = 0;
        while (true)
        {
            // ID closes the message: where SEQ must stand it means that SEQ is missing.
            PayloadType type = order[Math.Min(expected, order.Length - 1)];
            chain.Expect(type, type == PayloadType.SequenceNumber ? PayloadType.Identification : null);
            if (!chain.TryRead(out WalkedPayload payload))
            {
                break;
            }

            sequence = WalkPayload(payload) ?? sequence;
            expected++;
        }

        if (!region.IsAtEnd)
        {
            if (chain.Next == 0)
            {
                record.Refuse(
                    region.Position, region.Remaining, DiscardReason.TrailingOctets,
                    $"{region.Remaining} octets after the last payload", "none");
            }

            region.NameRest("octets after the last payload");
        }

        return sequence;
    }

    private static SequenceNumber? WalkPayload(in WalkedPayload payload)
    {
        FieldCursor cursor = payload.Body;
        switch (payload.Type)
        {
            case PayloadType.Hash:
                if (cursor.Remaining is not (32 or 64))
                {
                    cursor.Record.Refuse(
                        payload.LengthOffset, 2, DiscardReason.HashLength,
                        $"a payload length of {cursor.Remaining + 4}",
                        "36 (SHA-256) or 68 (SHA-512): RFC 8263 section 3.2");
                }

                cursor.NameRest("hash data");
                return null;
            case PayloadType.SequenceNumber:
                return SequenceWalk.Walk(payload);
            case PayloadType.Identification:
                IdentityWalk.WalkPayload(cursor, payload.LengthOffset, namesMember: true);
                return null;
            default:
                cursor.NameRest("body");
                return null;
        }
    }
}
