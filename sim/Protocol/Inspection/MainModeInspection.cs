using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Inspection;

/// <summary>
/// Inspects a message of phase 1, main mode (RFC 2409 section 5.1), whose last two messages are encrypted.
/// </summary>
internal sealed class MainModeInspection(ReadOnlyMemory<byte> datagram, InspectionKeys keys, InspectionMemory? memory)
{
    private const string Sources =
        "made from both sides' KE for message 5, the last block of message 5 for message 6";

    private readonly SystemCryptographyProvider _provider = new();
    private readonly InspectionFrame _frame = new("phase 1, main mode", datagram);
    private NamedPhase1? _sa;

    public MessageInspection Inspect()
    {
        DiscardReason verdict = CheckHeader(out IsakmpHeader header);
        Phase1Opening? opening = null;
        if (verdict == DiscardReason.None)
        {
            MainModeMemory exchange = (memory ?? new InspectionMemory()).MainMode(header.Cookies);
            if (_frame.IsEncrypted)
            {
                opening = new Phase1Opening(datagram, keys, _frame, _provider);
                verdict = opening.TryOpen(_ => exchange.LastBlocks.Concat(exchange.FirstIvs(_provider)), Read);
                _sa = opening.Sa;
                exchange.Take(datagram.Span);
            }
            else
            {
                verdict = Decode(header, exchange);
            }
        }

        _frame.Walk(Walk);
        if (opening is not null && _sa is null)
        {
            opening.TellFailure(Sources);
        }
        else if (_sa is not null && verdict == DiscardReason.None)
        {
            _frame.Checks.Add(new InspectionCheck(
                "SIG or HASH", CheckOutcome.NotChecked, "it covers SKEYID and what both sides sent before"));
        }

        return _frame.Finish(verdict);
    }

    private DiscardReason CheckHeader(out IsakmpHeader header)
    {
        DiscardReason reason = IsakmpHeader.TryRead(datagram.Span, out header);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        // Any payload may come first: which ones may, the decoder of the payloads says.
        reason = header.Check(
            ExchangeType.IdentityProtection,
            _frame.IsEncrypted ? IsakmpFlags.Encryption : IsakmpFlags.None,
            header.NextPayload);
        return reason != DiscardReason.None ? reason
            : header.NextPayload == PayloadType.None ? DiscardReason.PayloadMissing
            : !header.NextPayload.IsDefined() ? DiscardReason.PayloadTypeUnknown
            : _frame.IsEncrypted ? CbcForm.CheckLength(datagram.Span[IsakmpHeader.Size..])
            : DiscardReason.None;
    }

    private DiscardReason Decode(in IsakmpHeader header, MainModeMemory exchange)
    {
        if (header.NextPayload == PayloadType.SecurityAssociation)
        {
            return MainModeCodec.TryReadProposal(datagram.Span, out _, out _);
        }

        DiscardReason reason = MainModeCodec.TryReadKeyExchange(
            datagram.Span, header.NextPayload, out MainModeCodec.KeyExchange read);
        if (reason == DiscardReason.None)
        {
            exchange.TakePublicValue(read.PublicValue);
        }

        return reason;
    }

    private DiscardReason Read(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv) =>
        MainModeCodec.TryReadAuthentication(
            new CbcContext(_provider, key, iv.ToArray()).Decrypt(datagram.Span),
            (PayloadType)datagram.Span[IsakmpHeader.NextPayloadOffset],
            transform: null,
            out _);

    private void Walk(FieldCursor payloads, in WalkedHeader header)
    {
        if (_frame.IsEncrypted && _sa is null)
        {
            EncryptedWalk.Walk(payloads, header, PayloadType.Identification);
        }
        else
        {
            MainModeWalk.Walk(payloads, header, wasEncrypted: _frame.IsEncrypted);
        }
    }
}
