using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;

namespace GdoiSim.Protocol.Inspection;

/// <summary>Inspects a GROUPKEY-PUSH-ACK.</summary>
internal sealed class AckInspection(ReadOnlyMemory<byte> datagram, InspectionKeys keys)
{
    private readonly SystemCryptographyProvider _provider = new();
    private readonly InspectionFrame _frame = new("GROUPKEY-PUSH-ACK", datagram);

    public MessageInspection Inspect()
    {
        DiscardReason verdict = GroupkeyPushAck.TryParse(datagram.Span, out GroupkeyPushAck ack);
        SequenceNumber? sequence = null;
        _frame.Walk(
            (FieldCursor payloads, in WalkedHeader header) => sequence = AckWalk.Walk(payloads, header),
            mayBeEncrypted: false);
        if (verdict == DiscardReason.None)
        {
            verdict = VerifyHash(ack);
        }

        return _frame.Finish(verdict) with { Sequence = sequence };
    }

    private DiscardReason VerifyHash(GroupkeyPushAck ack)
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
            _frame.Checks.Add(new InspectionCheck("HASH", CheckOutcome.NotChecked, "no base key for it was given"));
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
                    _frame.Checks.Add(new InspectionCheck(
                        "HASH", CheckOutcome.Passed, $"{candidate.Name}; L is {bits}, {Words(reading)}"));
                    return DiscardReason.None;
                }
            }
        }

        string tried = string.Join(", ", candidates.Select(candidate => candidate.Name));
        _frame.Checks.Add(new InspectionCheck("HASH", CheckOutcome.Failed, $"tried {tried}, with both readings of L"));
        _frame.Record.Refuse(
            GroupkeyPushAck.HashOffset, ack.Hash.Length, DiscardReason.HashMismatch,
            $"a HASH that is not the one under {tried}, whichever way L is read",
            "prf(ack_key, SEQ | ID) (RFC 8263 section 3.2)");
        return DiscardReason.HashMismatch;
    }

    private static string Words(AckLengthField reading) => reading == AckLengthField.Block
        ? "the prf's block"
        : "the prf's output";
}
