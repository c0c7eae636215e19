using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Ikev1;

/// <summary>The side of a main mode that begins it: the group member (RFC 6407 section 3.3).</summary>
public sealed class MainModeInitiator : MainMode
{
    /// <summary>Begins the exchange: <see cref="MainMode.NextMessage"/> is the first message.</summary>
    /// <exception cref="ArgumentException">
    /// No transforms or more than 255, a configuration that no exchange could be held with, a cookie of zero, or
    /// secrets of a wrong length.
    /// </exception>
    public MainModeInitiator(MainModeConfiguration configuration, MainModeSecrets secrets)
        : base(configuration, secrets)
    {
        if (configuration.Transforms.Count is < 1 or > byte.MaxValue)
        {
            throw new ArgumentException(
                $"{configuration.Transforms.Count} transforms; allowed: 1 to 255", nameof(configuration));
        }

        Cookies = new(secrets.Cookie, 0);
        byte[] message = MainModeCodec.WriteProposal(
            Cookies, configuration.DomainOfInterpretation, [.. configuration.Transforms]);
        ProposalBody = message[(IsakmpHeader.Size + PayloadChainReader.GenericHeaderSize)..];
        Begin(message);
    }

    private protected override bool IsInitiator => true;

    private protected override DiscardReason TakeProposal(
        ReadOnlySpan<byte> datagram, IsakmpHeader header, out byte[] answer)
    {
        answer = [];
        var cookies = new Cookies(Cookies.Initiator, header.Cookies.Responder);
        DiscardReason reason = CheckHeader(header, IsakmpFlags.None, PayloadType.SecurityAssociation, cookies);
        if (reason == DiscardReason.None && cookies.Responder == 0)
        {
            reason = DiscardReason.ZeroCookies;
        }

        if (reason == DiscardReason.None)
        {
            reason = MainModeCodec.TryReadProposal(datagram, out _, out Phase1Proposal chosen);
            reason = reason == DiscardReason.None ? TakeChoice(chosen) : reason;
        }

        if (reason != DiscardReason.None)
        {
            return reason;
        }

        Cookies = cookies;
        answer = WriteKeyExchange();
        State = MainModeState.AwaitingKeyExchange;
        return DiscardReason.None;
    }

    // The answer is one of the offers, unchanged.
    private DiscardReason TakeChoice(Phase1Proposal chosen)
    {
        if (chosen.Count != 1
            || chosen.Number != 1
            || chosen.DomainOfInterpretation != Configuration.DomainOfInterpretation)
        {
            return DiscardReason.ProposalChanged;
        }

        foreach (Phase1Proposal.Offer offer in chosen)
        {
            if (offer.IsKnown
                && offer.Number >= 1
                && offer.Number <= Configuration.Transforms.Count
                && offer.Value == Configuration.Transforms[offer.Number - 1])
            {
                Transform = offer.Value;
                return DiscardReason.None;
            }
        }

        return DiscardReason.ProposalChanged;
    }
}
