using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Inspection;

/// <summary>Walks SEQ, the sequence number payload (RFC 6407 section 5.7).</summary>
internal static class SequenceWalk
{
    /// <summary>Gives the number; null if the payload cannot hold it.</summary>
    public static SequenceNumber? Walk(in WalkedPayload payload)
    {
        FieldCursor cursor = payload.Body;
        int length = cursor.Remaining + 4;
        if (length != SequenceNumberPayload.Size)
        {
            cursor.Record.Refuse(
                payload.LengthOffset, 2, DiscardReason.SequenceLength, $"a payload length of {length}",
                "8 (RFC 6407 section 5.7)");
        }

        if (!cursor.TryNumber(4, "sequence number", out WireNumber number))
        {
            cursor.NameRest("incomplete");
            return null;
        }

        cursor.NameRest("surplus octets");
        cursor.Part.Value = $"{number.Value}";
        return new SequenceNumber(number.Value);
    }
}
