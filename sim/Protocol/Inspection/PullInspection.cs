using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Pull;

namespace GdoiSim.Protocol.Inspection;

/// <summary>
/// Inspects a message of GROUPKEY-PULL (RFC 6407 section 3). On the wire all of it but the header is encrypted under
/// phase 1; with the E flag clear the payloads are taken as decrypted already.
/// </summary>
internal sealed class PullInspection(ReadOnlyMemory<byte> datagram, InspectionKeys keys, InspectionMemory? memory)
{
    private const string Sources =
        "made from the last block of phase 1 for message 1, the last block of the message before it for the others";

    private readonly SystemCryptographyProvider _provider = new();
    private readonly InspectionFrame _frame = new("GROUPKEY-PULL", datagram);
    private NamedPhase1? _sa;
    private BroughtRekeySa? _brought;

    public MessageInspection Inspect()
    {
        DiscardReason verdict = _frame.IsEncrypted
            ? GroupkeyPullMessage.TryReadHeader(datagram.Span, out IsakmpHeader header)
            : GroupkeyPullMessage.TryReadPlain(datagram.Span, out _);
        bool isOpenable = _frame.IsEncrypted && verdict == DiscardReason.None;
        if (!isOpenable)
        {
            _frame.Walk(Walk, mustHaveMessageId: true);
            return _frame.Finish(verdict);
        }

        var cookies = Cookies.Read(datagram.Span);
        PullMemory exchange = (memory ?? new InspectionMemory()).Pull(cookies, ReadMessageId());
        var opening = new Phase1Opening(datagram, keys, _frame, _provider);
        verdict = opening.TryOpen(sa => Ivs(sa, exchange), Read);
        _sa = opening.Sa;
        exchange.Take(datagram.Span);
        _frame.Walk(Walk, mustHaveMessageId: true);
        if (_sa is null)
        {
            opening.TellFailure(Sources);
        }
        else if (verdict == DiscardReason.None)
        {
            verdict = Verify(exchange);
        }

        return _frame.Finish(verdict) with { Brought = verdict == DiscardReason.None ? _brought : null };
    }

    private uint ReadMessageId()
    {
        _ = IsakmpHeader.TryRead(datagram.Span, out IsakmpHeader header);
        return header.MessageId;
    }

    private void Walk(FieldCursor payloads, in WalkedHeader header)
    {
        if (_frame.IsEncrypted && _sa is null)
        {
            EncryptedWalk.Walk(payloads, header, PayloadType.Hash);
        }
        else
        {
            PullWalk.Walk(payloads, header, wasEncrypted: _frame.IsEncrypted);
        }
    }

    private IEnumerable<byte[]> Ivs(NamedPhase1 sa, PullMemory exchange)
    {
        foreach (byte[] block in exchange.LastBlocks)
        {
            yield return block;
        }

        var cookies = Cookies.Read(datagram.Span);
        IEnumerable<byte[]> last = memory?.MainMode(cookies).LastBlocks ?? [];
        foreach (byte[] block in sa.LastBlock.IsEmpty ? last : [sa.LastBlock.ToArray()])
        {
            foreach (PrfAlgorithm prf in Enum.GetValues<PrfAlgorithm>())
            {
                yield return new Phase1Sa(cookies, prf, sa.SkeyidA.Span, sa.EncryptionKey.Span, block)
                    .InitialIv(_provider, ReadMessageId());
            }
        }
    }

    private DiscardReason Read(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv) =>
        GroupkeyPullMessage.TryOpen(datagram.Span, key, iv, _provider, out _);

    /// <summary>Checks what needs SKEYID_a and the messages before it.</summary>
    private DiscardReason Verify(PullMemory exchange)
    {
        // The decrypted octets, read as such: their form has been found right.
        _ = IsakmpHeader.TryRead(datagram.Span, out IsakmpHeader header);
        _ = GroupkeyPullMessage.TryRead(
            _frame.ShownPayloads.ToArray(), header, expected: null, out GroupkeyPullMessage message);
        DiscardReason reason = VerifyHash(message, exchange);
        if (reason == DiscardReason.None && message.Step == GroupkeyPullStep.Keys)
        {
            reason = VerifyKeys(message, exchange);
        }

        if (reason == DiscardReason.None)
        {
            Remember(message, exchange);
        }

        return reason;
    }

    private DiscardReason VerifyHash(in GroupkeyPullMessage message, PullMemory exchange)
    {
        string subject = $"HASH({(int)message.Step})";
        string? missing = _sa!.SkeyidA.IsEmpty ? "no SKEYID_a was given"
            : message.Step >= GroupkeyPullStep.Policy && exchange.InitiatorNonce is null
                ? "it covers Ni of message 1, which is not before it or not valid"
            : message.Step >= GroupkeyPullStep.Proof && exchange.ResponderNonce is null
                ? "it covers Nr of message 2, which is not before it or not valid"
            : null;
        if (missing is not null)
        {
            _frame.Checks.Add(new InspectionCheck(subject, CheckOutcome.NotChecked, missing));
            return DiscardReason.None;
        }

        PrfAlgorithm prf = message.Hash.Length == PrfAlgorithm.HmacSha256.OutputLength()
            ? PrfAlgorithm.HmacSha256
            : PrfAlgorithm.HmacSha512;
        DiscardReason reason = message.VerifyHash(
            _provider, prf, _sa.SkeyidA.Span, exchange.InitiatorNonce, exchange.ResponderNonce);
        bool isRight = reason == DiscardReason.None;
        _frame.Checks.Add(new InspectionCheck(
            subject, isRight ? CheckOutcome.Passed : CheckOutcome.Failed, $"SKEYID_a of {_sa.Name}"));
        if (!isRight)
        {
            _frame.Record.Refuse(
                HashOffset, message.Hash.Length, reason,
                $"a HASH that is not the one under {_sa.Name}: it, a nonce, or an octet behind it is another",
                $"{subject} = prf(SKEYID_a, M-ID | nonces | what follows HASH) (RFC 6407 section 3.2)");
        }

        return reason;
    }

    private static int HashOffset => IsakmpHeader.Size + PayloadChainReader.GenericHeaderSize;

    /// <summary>Holds SEQ and KD against the SA of message 2, as the member does.</summary>
    private DiscardReason VerifyKeys(in GroupkeyPullMessage message, PullMemory exchange)
    {
        if (exchange.Policy is not { } body
            || SecurityAssociationPayload.TryRead(body, out SecurityAssociationPayload policy) != DiscardReason.None)
        {
            _frame.Checks.Add(new InspectionCheck(
                "KD against SA", CheckOutcome.NotChecked, "message 2 is not before it or not valid"));
            return DiscardReason.None;
        }

        bool hasSequence = message.Sequence is not null;
        DiscardReason reason = policy.HasKek == hasSequence
            ? PolicyKeys.Check(policy, message.KeyDownload, isRegistration: true)
            : hasSequence ? DiscardReason.PayloadOrder : DiscardReason.PayloadMissing;
        bool isRight = reason == DiscardReason.None;
        _frame.Checks.Add(new InspectionCheck(
            "KD against SA", isRight ? CheckOutcome.Passed : CheckOutcome.Failed, "the SA of message 2"));
        if (!isRight)
        {
            int start = HashOffset + message.Hash.Length;
            _frame.Record.Refuse(
                start, datagram.Length - start, reason, "SEQ and KD that are not those of the SA of message 2",
                "SEQ if it has an SAK, and the keys of its SAK and SATs (RFC 6407 sections 3.2 and 5.6)");
            return reason;
        }

        if (policy.HasKek
            && RegisteredKek.TryRead(policy, message.KeyDownload, out Kek? kek, out _) == DiscardReason.None
            && kek is not null)
        {
            _brought = new BroughtRekeySa(policy.Kek.Spi, kek, RegisteredKek.SignatureKey(policy, message.KeyDownload))
            {
                Acknowledgement = policy.Kek.Attributes.AckRequested,
            };
        }

        return DiscardReason.None;
    }

    private static void Remember(in GroupkeyPullMessage message, PullMemory exchange)
    {
        if (message.Step == GroupkeyPullStep.Request)
        {
            exchange.InitiatorNonce = message.Nonce.ToArray();
        }
        else if (message.Step == GroupkeyPullStep.Policy)
        {
            exchange.ResponderNonce = message.Nonce.ToArray();
            exchange.Policy = message.SecurityAssociationBody.ToArray();
        }
    }
}
