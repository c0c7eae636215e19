using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Inspection;

/// <summary>
/// Walks a message of main mode that is not encrypted, or is decrypted: SA; KE, N; ID, SIG or HASH (RFC 2409 section
/// 5.1). The bodies of SA and KE stay octets.
/// </summary>
internal sealed class MainModeWalk
{
    private readonly InspectionRecord _record;
    private readonly PayloadWalk _chain;

    private MainModeWalk(FieldCursor region, in WalkedHeader header)
    {
        _record = region.Record;
        _chain = new PayloadWalk(region, header.NextPayload, IsakmpHeader.NextPayloadOffset, linkSize: 1);
    }

    /// <param name="region">What follows the header.</param>
    /// <param name="header">The header.</param>
    /// <param name="wasEncrypted">Whether it was decrypted here: then it is ID and SIG or HASH.</param>
    public static void Walk(FieldCursor region, in WalkedHeader header, bool wasEncrypted)
    {
        var walk = new MainModeWalk(region, header);
        if (wasEncrypted)
        {
            walk.WalkAuthentication();
        }
        else if (walk._chain.IsNext(PayloadType.SecurityAssociation))
        {
            walk.WalkProposal();
        }
        else
        {
            walk.WalkKeyExchange();
        }

        while (walk._chain.TryRead(out WalkedPayload payload))
        {
            payload.Body.NameRest("body");
        }

        PaddingWalk.Walk(region, isLast: walk._chain.Next == 0, wasEncrypted);
    }

    private void WalkProposal()
    {
        _record.Note(IsakmpHeader.Size, "message 1 or 2: SA");
        if (!_chain.TryRead(out WalkedPayload payload))
        {
            return;
        }

        FieldCursor body = payload.Body;
        (int start, int length) = (body.Position, body.Remaining);
        DiscardReason reason = Phase1Proposal.TryRead(_record.Span.Slice(start, length), out Phase1Proposal proposal);
        body.NameRest("proposal");
        if (reason != DiscardReason.None)
        {
            _record.Refuse(
                start, length, reason, $"an SA that the decoder refuses: {reason.ToName()}",
                "DOI, situation, one proposal for ISAKMP with its transforms (RFC 2408 sections 3.4 to 3.6)");
        }
        else
        {
            payload.Field.Value = $"DOI {proposal.DomainOfInterpretation}, {proposal.Count} transforms";
        }

        while (MainModeCodec.IsPassedOver((PayloadType)_chain.Next) && _chain.TryRead(out WalkedPayload other))
        {
            other.Body.NameRest("body");
        }

        _chain.Expect(PayloadType.None);
    }

    private void WalkKeyExchange()
    {
        _record.Note(IsakmpHeader.Size, "message 3 or 4: KE, NONCE");
        bool hasValue = false;
        bool hasNonce = false;
        WalkInAnyOrder("KE and NONCE, once each (RFC 2409 section 5.1)", payload =>
        {
            FieldCursor body = payload.Body;
            int length = body.Remaining;
            bool isValue = payload.Type == PayloadType.KeyExchange;
            bool isNonce = payload.Type == PayloadType.Nonce;
            body.NameRest(isValue ? "public value" : isNonce ? "nonce data" : "body");
            bool isFirst = (isValue && !hasValue && length > 0) || (isNonce && !hasNonce);
            hasValue |= isValue;
            hasNonce |= isNonce;
            if (isFirst && isNonce && length is < MainModeCodec.ShortestNonce or > MainModeCodec.LongestNonce)
            {
                RefuseLength(payload, DiscardReason.NonceLength, length, "12 to 260 (RFC 2409 section 5)");
            }

            return isFirst;
        });
        Require(hasValue && hasNonce, hasValue ? "NONCE" : "KE");
    }

    private void WalkAuthentication()
    {
        _record.Note(IsakmpHeader.Size, "message 5 or 6: ID, SIG or HASH");
        bool hasIdentity = false;
        bool hasProof = false;
        WalkInAnyOrder("ID, and SIG or HASH, once each (RFC 2409 section 5)", payload =>
        {
            if (payload.Type == PayloadType.Identification && !hasIdentity)
            {
                hasIdentity = true;
                WalkIdentity(payload);
                return true;
            }

            int length = payload.Body.Remaining;
            bool isHash = payload.Type == PayloadType.Hash;
            bool isFirst = (isHash || payload.Type == PayloadType.Signature) && !hasProof;
            payload.Body.NameRest(isHash ? "hash data" : isFirst ? "signature" : "body");
            hasProof |= isFirst;
            if (isFirst && isHash && length is not (32 or 64))
            {
                RefuseLength(payload, DiscardReason.HashLength, length, "36 (SHA-256) or 68 (SHA-512)");
            }
            else if (isFirst && length == 0)
            {
                RefuseLength(payload, DiscardReason.PayloadTooShort, length, "5 or more");
            }

            return isFirst;
        });
        Require(hasIdentity && hasProof, hasIdentity ? "SIG or HASH" : "ID");
    }

    /// <summary>Walks payloads that may come in any order, among others that are passed over.</summary>
    /// <param name="allowed">Which ones must come.</param>
    /// <param name="take">Walks one's body; false if it is not one of these, or comes again.</param>
    private void WalkInAnyOrder(string allowed, Func<WalkedPayload, bool> take)
    {
        if (_chain.Next == 0)
        {
            _chain.Expect(PayloadType.KeyExchange);
            return;
        }

        while (true)
        {
            (int link, int size, uint type) = (_chain.LinkOffset, _chain.LinkSize, _chain.Next);
            if (!_chain.TryRead(out WalkedPayload payload))
            {
                return;
            }

            if (MainModeCodec.IsPassedOver(payload.Type))
            {
                payload.Body.NameRest("body");
            }
            else if (!take(payload) && !_record.HasLostOrder)
            {
                _record.Refuse(link, size, DiscardReason.PayloadOrder, RegistryNames.Payload(type), allowed);
                _record.HasLostOrder = true;
            }
        }
    }

    private void Require(bool isComplete, string missing)
    {
        if (!isComplete && !_record.HasLostOrder)
        {
            _record.Refuse(
                _chain.LinkOffset, _chain.LinkSize, DiscardReason.PayloadMissing, "the end of the payloads", missing);
        }
    }

    private void WalkIdentity(in WalkedPayload payload)
    {
        FieldCursor body = payload.Body;
        if (!body.TryNumber(1, "ID type", out WireNumber type, RegistryNames.Identity)
            || !body.TryNumber(1, "protocol ID", out WireNumber protocol)
            || !body.TryNumber(2, "port", out WireNumber port))
        {
            PayloadWalk.RefuseShort(body, payload.LengthOffset, "8 or more: type, protocol ID and port");
            return;
        }

        var kind = (IdentificationType)type.Value;
        (int start, int length) = (body.Position, body.Remaining);
        bool isPossible = protocol.Value == (port.Value == 0 ? 0u : MainModeCodec.UdpProtocol)
            && MainModeCodec.IsPossiblePort((int)port.Value);
        DiscardReason reason = isPossible
            ? IdentificationPayload.CheckData(kind, _record.Span.Slice(start, length))
            : DiscardReason.IdentityPort;
        body.TryOctets(length, "identification data", octets => IdentityWalk.Words(kind, octets.Span));
        payload.Field.Value = IdentityWalk.Words(kind, _record.Span.Slice(start, length));
        if (reason == DiscardReason.IdentityPort)
        {
            _record.Refuse(
                protocol.Offset, 3, reason, $"protocol {protocol.Value}, port {port.Value}",
                "0 and 0, or UDP (17) and 500 or 848 (RFC 2407 section 4.6.2)");
        }
        else if (reason == DiscardReason.IdentityType)
        {
            _record.Refuse(type, reason, "1 to 13 (RFC 8052 section 4)");
        }
        else if (reason != DiscardReason.None)
        {
            _record.Refuse(start, length, reason, $"{length} octets", $"those of {RegistryNames.Identity(type.Value)}");
        }
    }

    private void RefuseLength(in WalkedPayload payload, DiscardReason reason, int length, string allowed) =>
        _record.Refuse(
            payload.LengthOffset, 2, reason,
            $"a payload length of {length + PayloadChainReader.GenericHeaderSize}", allowed);
}
