using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Messages;

namespace GdoiSim.Protocol.Inspection;

/// <summary>Inspects a GROUPKEY-PUSH-ACK.</summary>
internal sealed class AckInspection(ReadOnlyMemory<byte> datagram, InspectionKeys keys)
{
    private const string Kind = "GROUPKEY-PUSH-ACK";

    private readonly SystemCryptographyProvider _provider = new();
    private readonly List<InspectionCheck> _checks = [];

    public MessageInspection Inspect()
    {
        DiscardReason verdict = GroupkeyPushAck.TryParse(datagram.Span, out GroupkeyPushAck ack);
        var record = new InspectionRecord(datagram);
        InspectedField root = MessageInspector.Root(Kind, datagram);
        SequenceNumber? sequence = Walk(record, new FieldCursor(record, root, 0, datagram.Length));
        if (verdict == DiscardReason.None)
        {
            verdict = VerifyHash(record, ack);
        }

        root.Complete(datagram.Span);
        return new MessageInspection
        {
            Kind = Kind,
            Verdict = verdict,
            Message = root,
            Problems = record.Problems,
            Notes = record.Notes,
            Checks = _checks,
            Octets = datagram,
            Cookies = Cookies.Read(datagram.Span),
            Sequence = sequence,
        };
    }

    private static SequenceNumber? Walk(InspectionRecord record, FieldCursor message)
    {
        if (HeaderWalk.Walk(message) is not { } header)
        {
            return null;
        }

        HeaderWalk.Judge(record, header, IsakmpFlags.None, mustHaveMessageId: false);
        int end = (int)Math.Clamp(header.Length, IsakmpHeader.Size, (uint)(message.Remaining + IsakmpHeader.Size));
        SequenceNumber? sequence = AckWalk.Walk(message.Inner(message.Part, end - IsakmpHeader.Size), header);
        message.NameRest("octets after the message");
        return sequence;
    }

    private DiscardReason VerifyHash(InspectionRecord record, GroupkeyPushAck ack)
    {
        Cookies spi = ack.Cookies;
        GroupMemberIdentity identity = ack.ReadIdentity();
        NamedBaseKey[] candidates =
        [
            .. keys.BaseKeys.Where(key => (key.Spi ?? spi) == spi && (key.Identity ?? identity) == identity),
            .. keys.Keks.Where(key => (key.Spi ?? spi) == spi)
                .Select(key => new NamedBaseKey(key.Name, key.Kek.Key.ToArray())),
        ];
        if (candidates.Length == 0)
        {
            _checks.Add(new InspectionCheck("HASH", CheckOutcome.NotChecked, "no base key for it was given"));
            return DiscardReason.None;
        }

        PrfAlgorithm prf = ack.Hash.Length == PrfAlgorithm.HmacSha256.OutputLength()
            ? PrfAlgorithm.HmacSha256
            : PrfAlgorithm.HmacSha512;
        foreach (NamedBaseKey candidate in candidates)
        {
            foreach (AckLengthField reading in Enum.GetValues<AckLengthField>())
            {
                AckKey key = AckKey.Derive(_provider, prf, candidate.Octets.Span, spi, reading);
                if (ack.Verify(_provider, key) == DiscardReason.None)
                {
                    int bits = 8 * (reading == AckLengthField.Block ? prf.BlockLength() : prf.OutputLength());
                    _checks.Add(new InspectionCheck(
                        "HASH", CheckOutcome.Passed, $"{candidate.Name}; L is {bits}, {Words(reading)}"));
                    return DiscardReason.None;
                }
            }
        }

        string tried = string.Join(", ", candidates.Select(candidate => candidate.Name));
        _checks.Add(new InspectionCheck("HASH", CheckOutcome.Failed, $"tried {tried}, with both readings of L"));
        record.Refuse(
            GroupkeyPushAck.HashOffset, ack.Hash.Length, DiscardReason.HashMismatch,
            $"a HASH that is not the one under {tried}, whichever way L is read",
            "prf(ack_key, SEQ | ID) (RFC 8263 section 3.2)");
        return DiscardReason.HashMismatch;
    }

    private static string Words(AckLengthField reading) => reading == AckLengthField.Block
        ? "the prf's block"
        : "the prf's output";
}
