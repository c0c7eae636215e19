using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Ikev1;

/// <summary>The side of a main mode that answers: the key server (RFC 6407 section 3.4).</summary>
/// <remarks>
/// After the first message it holds nothing but the proposal. The Diffie-Hellman values are computed with the third
/// one, which proves that the initiator receives at its address: the dear part of a registration.
/// </remarks>
public sealed class MainModeResponder : MainMode
{
    private byte[] _proposalBody = [];

    /// <summary>Waits for the first message.</summary>
    /// <exception cref="ArgumentException">A cookie of zero, or secrets of a wrong length.</exception>
    public MainModeResponder(MainModeConfiguration configuration, MainModeSecrets secrets)
        : base(configuration, secrets)
    {
    }

    private protected override DiscardReason TakeProposal(
        ReadOnlySpan<byte> datagram, IsakmpHeader header, out byte[] answer)
    {
        answer = [];
        DiscardReason reason = CheckHeader(
            header,
            IsakmpFlags.None,
            PayloadType.SecurityAssociation,
            new Cookies(header.Cookies.Initiator, 0));
        if (reason == DiscardReason.None)
        {
            reason = MainModeCodec.TryReadProposal(
                datagram, out ReadOnlySpan<byte> body, out Phase1Proposal proposal);
            reason = reason == DiscardReason.None ? Choose(header, body, proposal, out answer) : reason;
        }

        return reason;
    }

    private protected override DiscardReason TakeKeyExchange(
        ReadOnlySpan<byte> datagram, IsakmpHeader header, out byte[] answer)
    {
        answer = [];
        DiscardReason reason = CheckHeader(header, IsakmpFlags.None, PayloadType.None, Cookies);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        reason = MainModeCodec.TryReadKeyExchange(datagram, header.NextPayload, out MainModeCodec.KeyExchange peer);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        IKeyAgreement own = Configuration.Provider.CreateKeyAgreement(
            Transform!.Value.Group, Secrets.PrivateSeed.Span);
        reason = MainModeAgreement.TryMake(
            Configuration, Transform!.Value, own, isInitiator: false, peer, Secrets.Nonce.Span, _proposalBody, Cookies,
            out MainModeAgreement? agreement);
        if (reason == DiscardReason.None)
        {
            Agreement = agreement;
            answer = MainModeCodec.WriteKeyExchange(Cookies, own.PublicValue, Secrets.Nonce.Span);
            State = MainModeState.AwaitingAuthentication;
        }

        return reason;
    }

    private protected override DiscardReason TakeAuthentication(
        ReadOnlySpan<byte> datagram, IsakmpHeader header, out byte[] answer)
    {
        answer = [];
        DiscardReason reason = CheckHeader(
            header, IsakmpFlags.Encryption, PayloadType.Identification, Cookies);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        reason = MainModeCodec.TryReadAuthentication(datagram, Agreement!, out MainModeCodec.Proof proof);
        if (reason == DiscardReason.None)
        {
            reason = Authenticate(proof, isInitiator: true, out byte[]? identity);
            if (reason == DiscardReason.None)
            {
                Agreement!.Cipher.Accept(datagram);
                answer = WriteAuthentication(isInitiator: false);
                Establish(proof.IdentityType, identity);
            }
        }

        return reason;
    }

    private DiscardReason Choose(
        IsakmpHeader header, ReadOnlySpan<byte> body, Phase1Proposal proposal, out byte[] answer)
    {
        answer = [];
        if (header.Cookies.Initiator == 0)
        {
            return DiscardReason.ZeroCookies;
        }

        if (proposal.DomainOfInterpretation != Configuration.DomainOfInterpretation)
        {
            return DiscardReason.DomainOfInterpretation;
        }

        foreach (Phase1Proposal.Offer offer in proposal)
        {
            if (offer.IsKnown && IsAcceptable(offer.Value))
            {
                Transform = offer.Value;
                Cookies = new(header.Cookies.Initiator, Secrets.Cookie);
                _proposalBody = body.ToArray();
                State = MainModeState.AwaitingKeyExchange;
                answer = MainModeCodec.WriteProposal(
                    Cookies, proposal.DomainOfInterpretation, proposal.Number, [offer.Value], offer.Number);
                return DiscardReason.None;
            }
        }

        return DiscardReason.NoProposalChosen;
    }

    private bool IsAcceptable(Phase1Transform offer)
    {
        foreach (Phase1Transform accepted in Configuration.Transforms)
        {
            if ((accepted with { LifetimeSeconds = offer.LifetimeSeconds }) == offer)
            {
                return true;
            }
        }

        return false;
    }
}
