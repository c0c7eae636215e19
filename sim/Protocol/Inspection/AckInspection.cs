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
        KekAckRequested type = TypeOf(ack.Cookies);
        PrfAlgorithm prf = ack.Hash.Length == PrfAlgorithm.HmacSha256.OutputLength()
            ? PrfAlgorithm.HmacSha256
            : PrfAlgorithm.HmacSha512;
        if (type != KekAckRequested.None && type.Prf() != prf)
        {
            _frame.Record.Refuse(
                GroupkeyPushAck.HashOffset, ack.Hash.Length, DiscardReason.HashLength,
                $"a HASH of {ack.Hash.Length} octets",
                $"{type.Prf().OutputLength()}, for {RegistryNames.Acknowledgement(type)}");
            return DiscardReason.HashLength;
        }

        NamedBaseKey[] candidates = [.. CandidatesFor(ack, type)];
        if (candidates.Length == 0)
        {
            string kind = type == KekAckRequested.None ? "base key" : type.UsesLeafKey() ? "leaf key" : "KEK";
            string missing = $"no {kind} for it was given";
            _frame.Checks.Add(new InspectionCheck("HASH", CheckOutcome.NotChecked, missing));
            return DiscardReason.None;
        }

        return Array.Exists(candidates, candidate => Fits(prf, candidate))
            ? DiscardReason.None
            : RefuseHash(ack.Hash.Length, type, candidates);
    }

    /// <summary>The type that the Rekey SA asks for, or that was given; none if neither is known.</summary>
    private KekAckRequested TypeOf(Cookies spi)
    {
        NamedKek? known = keys.Keks.FirstOrDefault(
            key => key.Spi == spi && key.Acknowledgement != KekAckRequested.None);
        return known?.Acknowledgement ?? keys.Acknowledgement;
    }

    private IEnumerable<NamedBaseKey> CandidatesFor(GroupkeyPushAck ack, KekAckRequested type)
    {
        Cookies spi = ack.Cookies;
        GroupMemberIdentity identity = ack.ReadIdentity();
        IEnumerable<NamedBaseKey> own = keys.BaseKeys.Where(
            key => (key.Spi ?? spi) == spi && (key.Identity ?? identity) == identity);
        IEnumerable<NamedBaseKey> keks = keys.Keks
            .Where(key => (key.Spi ?? spi) == spi)
            .Select(key => new NamedBaseKey(key.Name, key.Kek.Key.ToArray()));

        // A base key that was given without a member may be a KEK as well.
        return type == KekAckRequested.None ? own.Concat(keks)
            : type.UsesLeafKey() ? own
            : own.Where(key => key.Identity is null).Concat(keks);
    }

    private bool Fits(PrfAlgorithm prf, NamedBaseKey candidate)
    {
        _ = GroupkeyPushAck.TryParse(datagram.Span, out GroupkeyPushAck ack);
        foreach (AckLengthField reading in Enum.GetValues<AckLengthField>())
        {
            AckKey key = AckKey.Derive(_provider, prf, candidate.Octets.Span, ack.Cookies, reading);
            if (ack.Verify(_provider, key) == DiscardReason.None)
            {
                int bits = 8 * (reading == AckLengthField.Block ? prf.BlockLength() : prf.OutputLength());
                _frame.Checks.Add(new InspectionCheck(
                    "HASH", CheckOutcome.Passed, $"{candidate.Name}; L is {bits}, {Words(reading)}"));
                return true;
            }
        }

        return false;
    }

    private DiscardReason RefuseHash(int length, KekAckRequested type, NamedBaseKey[] candidates)
    {
        string tried = string.Join(", ", candidates.Select(candidate => candidate.Name));
        bool hasOnlyKeks = candidates.All(candidate => keys.Keks.Any(key => key.Name == candidate.Name));
        string hint = type == KekAckRequested.None && hasOnlyKeks
            ? "; it is of no KEK type, then: if it is of an LKH type, its base key is the member's leaf key"
            : "";
        _frame.Checks.Add(new InspectionCheck(
            "HASH", CheckOutcome.Failed, $"tried {tried}, with both readings of L{hint}"));
        _frame.Record.Refuse(
            GroupkeyPushAck.HashOffset, length, DiscardReason.HashMismatch,
            $"a HASH that is not the one under {tried}, whichever way L is read{hint}",
            "prf(ack_key, SEQ | ID) (RFC 8263 section 3.2)");
        return DiscardReason.HashMismatch;
    }

    private static string Words(AckLengthField reading) => reading == AckLengthField.Block
        ? "the prf's block"
        : "the prf's output";
}
