using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Inspection;

/// <summary>
/// Walks a decrypted message of GROUPKEY-PULL (RFC 6407 section 3.2). What follows HASH says which of the four it is.
/// </summary>
internal sealed class PullWalk
{
    private readonly InspectionRecord _record;
    private readonly PayloadWalk _chain;

    private PullWalk(FieldCursor region, in WalkedHeader header)
    {
        _record = region.Record;
        _chain = new PayloadWalk(region, header.NextPayload, IsakmpHeader.NextPayloadOffset, linkSize: 1);
    }

    /// <param name="region">What follows the header.</param>
    /// <param name="header">The header.</param>
    /// <param name="wasEncrypted">Whether it was decrypted here: then padding may follow.</param>
    public static void Walk(FieldCursor region, in WalkedHeader header, bool wasEncrypted)
    {
        var walk = new PullWalk(region, header);
        walk._chain.Expect(PayloadType.Hash);
        if (walk.TryWalkNext())
        {
            walk.WalkAfterHash();
        }

        while (walk.TryWalkNext())
        {
        }

        PaddingWalk.Walk(region, isLast: walk._chain.Next == 0, wasEncrypted);
    }

    private void WalkAfterHash()
    {
        switch ((PayloadType)_chain.Next)
        {
            case PayloadType.None or PayloadType.GroupAssociatedPolicy:
                _record.Note(IsakmpHeader.Size, "message 3: HASH(3) [, GAP]");
                TryWalkNext();
                break;
            case PayloadType.SequenceNumber or PayloadType.KeyDownload:
                _record.Note(IsakmpHeader.Size, "message 4: HASH(4), [SEQ,] KD");
                bool goesOn = !_chain.IsNext(PayloadType.SequenceNumber) || TryWalkNext();
                if (goesOn && _chain.Expect(PayloadType.KeyDownload))
                {
                    TryWalkNext();
                }

                break;
            default:
                if (_chain.Expect(PayloadType.Nonce) && TryWalkNext())
                {
                    WalkAfterNonce();
                }

                break;
        }

        _chain.Expect(PayloadType.None);
    }

    private void WalkAfterNonce()
    {
        bool isPolicy = _chain.IsNext(PayloadType.SecurityAssociation);
        _record.Note(
            IsakmpHeader.Size, isPolicy ? "message 2: HASH(2), Nr, SA" : "message 1: HASH(1), Ni, ID");
        if (isPolicy || _chain.Expect(PayloadType.Identification))
        {
            TryWalkNext();
        }
    }

    private bool TryWalkNext()
    {
        if (!_chain.TryRead(out WalkedPayload payload))
        {
            return false;
        }

        FieldCursor body = payload.Body;
        switch (payload.Type)
        {
            case PayloadType.Hash:
                bool isDigest = body.Remaining is 32 or 64;
                JudgeLength(payload, DiscardReason.HashLength, isDigest, "36 (SHA-256) or 68 (SHA-512)");
                body.NameRest("hash data");
                break;
            case PayloadType.Nonce:
                bool fits = body.Remaining is >= NoncePayload.MinimumLength and <= NoncePayload.MaximumLength;
                JudgeLength(payload, DiscardReason.NonceLength, fits, "12 to 132 (RFC 6407 section 5.8)");
                body.NameRest("nonce data");
                break;
            case PayloadType.SecurityAssociation:
                if (SecurityAssociationWalk.Walk(payload).Kek is { } kek)
                {
                    KekAttributesWalk.NoteManagement(_record, kek.Attributes);
                }

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
                body.NameRest("body");
                break;
        }

        return true;
    }

    private void JudgeLength(in WalkedPayload payload, DiscardReason reason, bool fits, string allowed)
    {
        if (!fits)
        {
            _record.Refuse(
                payload.LengthOffset, 2, reason, $"a payload length of {payload.Body.Remaining + 4}", allowed);
        }
    }
}
