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
    public static MessageInspection Inspect(ReadOnlyMemory<byte> octets, InspectionKeys keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        uint exchange = octets.Length >= IsakmpHeader.Size ? octets.Span[18] : 0u;
        return (ExchangeType)exchange switch
        {
            ExchangeType.GroupkeyPush => new PushInspection(octets, keys).Inspect(),
            ExchangeType.GroupkeyPushAck => new AckInspection(octets, keys).Inspect(),
            ExchangeType.GroupkeyPull => PullInspection.Inspect(octets),
            ExchangeType.IdentityProtection => MainModeInspection.Inspect(octets),
            _ => InspectUnknown(octets, exchange),
        };
    }

    /// <summary>The root of a message's tree.</summary>
    internal static InspectedField Root(string kind, ReadOnlyMemory<byte> octets) =>
        new(kind, 0, octets.Length, $"{octets.Length} octets");

    private static MessageInspection InspectUnknown(ReadOnlyMemory<byte> octets, uint exchange)
    {
        const string kind = "unknown exchange";
        var record = new InspectionRecord(octets);
        InspectedField root = Root(kind, octets);
        var cursor = new FieldCursor(record, root, 0, octets.Length);
        DiscardReason verdict = IsakmpHeader.TryRead(octets.Span, out _);
        if (HeaderWalk.Walk(cursor) is { } header)
        {
            HeaderWalk.JudgeVersion(record, header);
            record.Refuse(
                18, 1, DiscardReason.ExchangeType, $"{exchange}",
                "2, 32, 33 or 35 (RFC 6407 sections 3 and 4, RFC 8263 section 3)");
            if (verdict == DiscardReason.None)
            {
                verdict = record.Problems[0].Reason;
            }

            cursor.NameRest("payloads");
        }

        root.Complete(octets.Span);
        return new MessageInspection
        {
            Kind = kind,
            Verdict = verdict,
            Message = root,
            Problems = record.Problems,
            Notes = record.Notes,
            Checks = [],
            Octets = octets,
            Cookies = octets.Length >= Cookies.Length ? Cookies.Read(octets.Span) : null,
        };
    }
}
