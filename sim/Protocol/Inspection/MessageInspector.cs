using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Messages;

namespace GdoiSim.Protocol.Inspection;

/// <summary>
/// Takes a message apart for a reader: every field with its place and value, what is wrong and at which octet, and what
/// the keys given can check. The judgement is the decoder's own (<see cref="GroupkeyPush"/>,
/// <see cref="GroupkeyPushAck"/>); a walk of its own over the octets finds the place. Never throws for the octets.
/// </summary>
public static class MessageInspector
{
    /// <summary>Inspects the octets of one UDP datagram.</summary>
    /// <param name="octets">The datagram's payload; any octets.</param>
    /// <param name="keys">The keys to use; <see cref="InspectionKeys.None"/> judges form alone.</param>
    /// <param name="memory">
    /// What earlier messages of the same capture told, and what this one adds; null for a message by itself.
    /// </param>
    public static MessageInspection Inspect(
        ReadOnlyMemory<byte> octets, InspectionKeys keys, InspectionMemory? memory = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        uint exchange = octets.Length >= IsakmpHeader.Size ? octets.Span[18] : 0u;
        return (ExchangeType)exchange switch
        {
            ExchangeType.GroupkeyPush => new PushInspection(octets, keys).Inspect(),
            ExchangeType.GroupkeyPushAck => new AckInspection(octets, keys).Inspect(),
            ExchangeType.GroupkeyPull => new PullInspection(octets, keys, memory).Inspect(),
            ExchangeType.IdentityProtection => new MainModeInspection(octets, keys, memory).Inspect(),
            _ => InspectUnknown(octets, exchange),
        };
    }

    private static MessageInspection InspectUnknown(ReadOnlyMemory<byte> octets, uint exchange)
    {
        var frame = new InspectionFrame("unknown exchange", octets);
        DiscardReason verdict = IsakmpHeader.TryRead(octets.Span, out _);
        if (HeaderWalk.Walk(frame.Message) is { } header)
        {
            HeaderWalk.JudgeVersion(frame.Record, header);
            frame.Record.Refuse(
                18, 1, DiscardReason.ExchangeType, $"{exchange}",
                "2, 32, 33 or 35 (RFC 6407 sections 3 and 4, RFC 8263 section 3)");
            if (verdict == DiscardReason.None)
            {
                verdict = frame.Record.Problems[0].Reason;
            }

            frame.Message.NameRest("payloads");
        }

        return frame.Finish(verdict);
    }
}
