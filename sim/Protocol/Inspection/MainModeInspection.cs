using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Inspection;

/// <summary>
/// Inspects a message of phase 1, main mode (RFC 2409 section 5.1): the header and the chain of payloads field by
/// field; the bodies stay octets, and what the decoder says of them has no closer place.
/// </summary>
internal static class MainModeInspection
{
    private const string Kind = "phase 1, main mode";

    public static MessageInspection Inspect(ReadOnlyMemory<byte> datagram)
    {
        var record = new InspectionRecord(datagram);
        InspectedField root = MessageInspector.Root(Kind, datagram);
        var message = new FieldCursor(record, root, 0, datagram.Length);
        bool isEncrypted = false;
        if (HeaderWalk.Walk(message) is { } header)
        {
            isEncrypted = header.IsEncrypted;
            HeaderWalk.Judge(
                record, header, isEncrypted ? IsakmpFlags.Encryption : IsakmpFlags.None, mustHaveMessageId: false);
            int end = (int)Math.Clamp(header.Length, IsakmpHeader.Size, (uint)datagram.Length);
            Walk(message.Inner(root, end - IsakmpHeader.Size), header);
            message.NameRest("octets after the message");
        }

        root.Complete(datagram.Span);
        return new MessageInspection
        {
            Kind = Kind,
            Verdict = record.HasProblems ? record.Problems[0].Reason : DiscardReason.None,
            Message = root,
            Problems = record.Problems,
            Notes = record.Notes,
            Checks = isEncrypted
                ? [new InspectionCheck("decryption", CheckOutcome.NotChecked, "its keys come from phase 1")]
                : [],
            Octets = datagram,
            Cookies = Cookies.Read(datagram.Span),
        };
    }

    private static void Walk(FieldCursor payloads, in WalkedHeader header)
    {
        InspectionRecord record = payloads.Record;
        if (header.IsEncrypted)
        {
            EncryptedWalk.Walk(payloads, header, PayloadType.Identification);
            return;
        }

        int start = payloads.Position;
        var chain = new PayloadWalk(payloads, header.NextPayload, IsakmpHeader.NextPayloadOffset, linkSize: 1);
        while (chain.TryRead(out WalkedPayload payload))
        {
            payload.Body.NameRest("body");
        }

        if (!record.HasProblems)
        {
            DiscardReason reason = Decode(record.Span, (PayloadType)header.NextPayload);
            if (reason != DiscardReason.None)
            {
                record.Refuse(
                    start, payloads.End - start, reason, $"payloads that the decoder refuses: {reason.ToName()}",
                    "SA; or KE and NONCE (RFC 2409 section 5.1)");
            }
        }

        payloads.NameRest("octets after the last payload");
    }

    private static DiscardReason Decode(ReadOnlySpan<byte> message, PayloadType first) =>
        first == PayloadType.SecurityAssociation
            ? MainModeCodec.TryReadProposal(message, out _, out _)
            : MainModeCodec.TryReadKeyExchange(message, first, out _);
}
