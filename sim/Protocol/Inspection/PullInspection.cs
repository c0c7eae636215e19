using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Inspection;

/// <summary>
/// Inspects a message of GROUPKEY-PULL (RFC 6407 section 3). On the wire all of it but the header is encrypted under
/// phase 1; with the E flag clear the payloads are taken as decrypted already.
/// </summary>
internal static class PullInspection
{
    private const string Kind = "GROUPKEY-PULL";

    // The shortest block of a cipher that phase 1 may have agreed upon.
    private const int ShortestBlock = 8;

    // HASH and what follows it, message by message (RFC 6407 section 3.2).
    private static readonly (string Name, PayloadType[] Order)[] Messages =
    [
        ("message 1, HASH(1), Ni, ID", [PayloadType.Hash, PayloadType.Nonce, PayloadType.Identification]),
        ("message 2, HASH(2), Nr, SA", [PayloadType.Hash, PayloadType.Nonce, PayloadType.SecurityAssociation]),
        ("message 3, HASH(3) [, GAP]", [PayloadType.Hash, PayloadType.GroupAssociatedPolicy]),
        ("message 3, HASH(3)", [PayloadType.Hash]),
        ("message 4, HASH(4), SEQ, KD", [PayloadType.Hash, PayloadType.SequenceNumber, PayloadType.KeyDownload]),
        ("message 4, HASH(4), KD", [PayloadType.Hash, PayloadType.KeyDownload]),
    ];

    public static MessageInspection Inspect(ReadOnlyMemory<byte> datagram)
    {
        var record = new InspectionRecord(datagram);
        InspectedField root = MessageInspector.Root(Kind, datagram);
        var message = new FieldCursor(record, root, 0, datagram.Length);
        bool isEncrypted = false;
        if (HeaderWalk.Walk(message) is { } header)
        {
            isEncrypted = header.IsEncrypted;
            IsakmpFlags flags = header.IsEncrypted ? IsakmpFlags.Encryption : IsakmpFlags.None;
            HeaderWalk.Judge(record, header, flags, mustHaveMessageId: true);
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

    private static void Walk(FieldCursor region, in WalkedHeader header)
    {
        InspectionRecord record = region.Record;
        var chain = new PayloadWalk(region, header.NextPayload, IsakmpHeader.NextPayloadOffset, linkSize: 1);
        chain.Expect(PayloadType.Hash);
        if (header.IsEncrypted)
        {
            if (region.Remaining == 0 || region.Remaining % ShortestBlock != 0)
            {
                record.Refuse(
                    IsakmpHeader.Size, region.Remaining, DiscardReason.CiphertextLength,
                    $"{region.Remaining} encrypted octets", "a multiple of the cipher's block, and not 0");
            }

            region.NameRest("encrypted payloads");
            return;
        }

        var types = new List<PayloadType>();
        while (chain.TryRead(out WalkedPayload payload))
        {
            types.Add(payload.Type);
            WalkPayload(payload);
        }

        JudgeOrder(record, types, chain, region);
    }

    private static void WalkPayload(in WalkedPayload payload)
    {
        FieldCursor body = payload.Body;
        switch (payload.Type)
        {
            case PayloadType.SecurityAssociation:
                SecurityAssociationWalk.Walk(payload);
                break;
            case PayloadType.KeyDownload:
                KeyDownloadWalk.Walk(payload);
                break;
            case PayloadType.SequenceNumber:
                SequenceWalk.Walk(payload);
                break;
            case PayloadType.GroupAssociatedPolicy:
                PolicyWalk.Walk(body, isMembersRequest: true);
                break;
            case PayloadType.Identification:
                IdentityWalk.WalkPayload(body, payload.LengthOffset, namesMember: false);
                break;
            default:
                body.NameRest(payload.Type switch
                {
                    PayloadType.Hash => "hash data",
                    PayloadType.Nonce => "nonce data",
                    _ => "body",
                });
                break;
        }
    }

    private static void JudgeOrder(
        InspectionRecord record, List<PayloadType> types, PayloadWalk chain, FieldCursor region)
    {
        if (chain.Next != 0 || record.HasLostOrder)
        {
            region.NameRest("not readable");
            return;
        }

        (string Name, PayloadType[] Order) fit = Messages.FirstOrDefault(message => message.Order.SequenceEqual(types));
        if (fit.Name is not null)
        {
            record.Note(IsakmpHeader.Size, fit.Name);
        }
        else
        {
            string found = string.Join(", ", types.Select(type => RegistryNames.PayloadTitle((uint)type)));
            record.Refuse(
                IsakmpHeader.Size, region.Position - IsakmpHeader.Size, DiscardReason.PayloadOrder, found,
                "HASH, NONCE, ID; HASH, NONCE, SA; HASH [, GAP]; HASH, [SEQ,] KD (RFC 6407 section 3.2)");
        }

        if (!region.IsAtEnd)
        {
            record.Refuse(
                region.Position, region.Remaining, DiscardReason.TrailingOctets,
                $"{region.Remaining} octets after the last payload", "none");
            region.NameRest("octets after the last payload");
        }
    }
}
