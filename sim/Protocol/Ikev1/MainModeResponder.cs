using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Ikev1;

/// <summary>The side of a main mode that answers: the key server (RFC 6407 section 3.4).</summary>
/// <remarks>
/// After the first message it holds nothing but the proposal. The Diffie-Hellman values are computed with the third
/// one, which proves that the initiator receives at its address: the dear part of a registration.
/// </remarks>
public sealed class MainModeResponder : MainMode
{
    /// <summary>Waits for the first message.</summary>
    /// <exception cref="ArgumentException">
    /// A configuration that no exchange could be held with, a cookie of zero, or secrets of a wrong length.
    /// </exception>
    public MainModeResponder(MainModeConfiguration configuration, MainModeSecrets secrets)
        : base(configuration, secrets)
    {
    }

    private protected override bool IsInitiator => false;

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
                ProposalBody = body.ToArray();
                State = MainModeState.AwaitingKeyExchange;
                answer = MainModeCodec.WriteChoice(Cookies, proposal, offer);
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
