using GdoiSim.Protocol.Ikev1;
using Xunit;

namespace GdoiSim.Protocol.Tests.Ikev1;

/// <summary>Forged messages of a main mode, each wrong in one way, and the reason that each gets.</summary>
public class MainModeRefusals
{
    private const byte KeyExchange = 4;
    private const byte Nonce = 10;
    private const byte Notification = 11;
    private const byte VendorId = 13;

    // AES of 128 bits, SHA-256, ECDSA P-256, group 19, 28,800 s.
    private const string Attributes = "80010007800e0080800200048003000980040013" + "800b0001800c7080";

    // The same with triple DES.
    private const string TripleDes = "80010005" + "800e0080800200048003000980040013" + "800b0001800c7080";

    // Life type 2 with a duration.
    private const string Kilobytes = "800b0002800c1000";

    private static readonly (byte Type, byte[] Body) UsualSa = (Forge.Sa, Forge.Hex(Sa(Transform(1, Attributes))));

    /// <summary>First messages, for a key server.</summary>
    internal static readonly Dictionary<string, (DiscardReason Reason, byte[] Message)> Proposals = new()
    {
        ["nothing wrong"] = (DiscardReason.None, Proposal(Sa(Transform(1, Attributes)))),
        ["nothing wrong: the second of two"] = (DiscardReason.None, Proposal(Sa(
            Transform(1, TripleDes), Transform(2, Attributes)))),
        ["nothing wrong: vendor ID"] = (DiscardReason.None, Message(0, UsualSa, (VendorId, new byte[16]))),
        ["nothing wrong: notification, certificate request, certificate"] = (DiscardReason.None, Message(
            0, UsualSa, (Notification, new byte[8]), (7, [4]), (6, [4, 1]))),
        ["nothing wrong: the second of two, the first with a lifetime in kilobytes beside the other"] =
            (DiscardReason.None, Proposal(Sa(Transform(1, Attributes + Kilobytes), Transform(2, Attributes)))),
        ["nothing wrong: the second of two, the first with a lifetime of 8 octets"] = (DiscardReason.None, Proposal(
            Sa(Transform(1, Lifetime("000c0008" + "0000000000007080")), Transform(2, Attributes)))),
        ["nothing wrong: the second of two, the first without a lifetime"] = (DiscardReason.None, Proposal(
            Sa(Transform(1, Attributes[..^16]), Transform(2, Attributes)))),
        ["nothing wrong: a lifetime of 4 octets"] =
            (DiscardReason.None, Proposal(Sa(Transform(1, Lifetime("000c0004" + "00007080"))))),
        ["no SA"] = (DiscardReason.PayloadOrder, Message(0, (VendorId, new byte[16]))),
        ["vendor ID before SA"] = (DiscardReason.PayloadOrder, Message(0, (VendorId, new byte[16]), UsualSa)),
        ["two SA"] = (DiscardReason.PayloadOrder, Message(0, UsualSa, UsualSa)),
        ["KE after SA"] = (DiscardReason.PayloadOrder, Message(0, UsualSa, (KeyExchange, new byte[64]))),
        ["nothing at all"] = (DiscardReason.PayloadMissing, Forge.Message(2, 0, 0, [])),
        ["encrypted"] = (DiscardReason.Flags, With(Proposal(Sa(Transform(1, Attributes))), 19, 1)),
        ["exchange 4"] = (DiscardReason.ExchangeType, With(Proposal(Sa(Transform(1, Attributes))), 18, 4)),
        ["message ID"] = (DiscardReason.MessageId, With(Proposal(Sa(Transform(1, Attributes))), 23, 4)),
        ["responder cookie"] = (DiscardReason.SpiUnknown, With(Proposal(Sa(Transform(1, Attributes))), 9, 4)),
        ["SA of 7 octets"] = (DiscardReason.PayloadTooShort, Proposal("00000002000000")),
        ["DOI 3"] = (DiscardReason.DomainOfInterpretation, Proposal("00000003" + Sa(Transform(1, Attributes))[8..])),
        ["DOI 1"] =
            (DiscardReason.DomainOfInterpretation, Proposal("0000000100000001" + Sa(Transform(1, Attributes))[16..])),
        ["situation 1"] = (DiscardReason.Situation, Proposal("0000000200000001" + Sa(Transform(1, Attributes))[16..])),
        ["no proposal"] = (DiscardReason.PayloadPastEnd, Proposal("0000000200000000")),
        ["two proposals"] = (DiscardReason.PayloadOrder, Proposal(
            "0000000200000000" + "02" + Sa(Transform(1, Attributes))[18..] + Sa(Transform(1, Attributes))[16..])),
        ["octets after the proposal"] = (DiscardReason.TrailingOctets, Proposal(Sa(Transform(1, Attributes)) + "00")),
        ["proposal for ESP"] =
            (DiscardReason.ProposalForm, Proposal(SaOf("01" + "03" + "0001" + Transform(1, Attributes)))),
        ["proposal without transforms"] = (DiscardReason.ProposalForm, Proposal(SaOf("01" + "01" + "0000"))),
        ["proposal with an SPI of 17 octets"] = (DiscardReason.SpiSize, Proposal(SaOf(
            "01" + "01" + "1101" + new string('0', 34) + Transform(1, Attributes)))),
        ["more transforms than it says"] = (DiscardReason.ProposalForm, Proposal(
            Sa(Transform(1, Attributes), Transform(2, Attributes))
                .Replace("01010002", "01010001", StringComparison.Ordinal))),
        ["fewer transforms than it says"] = (DiscardReason.PayloadMissing, Proposal(
            Sa(Transform(1, Attributes)).Replace("01010001", "01010002", StringComparison.Ordinal))),
        ["a transform number twice"] =
            (DiscardReason.ProposalForm, Proposal(Sa(Transform(1, Attributes), Transform(1, Attributes)))),
        ["transform ID 2"] = (DiscardReason.ProposalForm, Proposal(Sa(Transform(1, Attributes, id: 2)))),
        ["transform reserved"] = (DiscardReason.ReservedNotZero, Proposal(Sa(Transform(1, Attributes, reserved: 1)))),
        ["attribute cut short"] = (DiscardReason.AttributePastEnd, Proposal(Sa(Transform(1, Attributes + "8001")))),
        ["hash algorithm as TLV"] =
            (DiscardReason.AttributeFormat, Proposal(Sa(Transform(1, Attributes + "000200020004")))),
        ["key length twice"] = (DiscardReason.AttributeRepeated, Proposal(Sa(Transform(1, Attributes + "800e0100")))),
        ["key length twice, 0 first"] = (DiscardReason.AttributeRepeated, Proposal(Sa(Transform(
            1, Attributes.Replace("800e0080", "800e0000800e0080", StringComparison.Ordinal))))),
        ["life duration of 3 octets"] =
            (DiscardReason.NoProposalChosen, Proposal(Sa(Transform(1, Lifetime("000c0003007080"))))),
        ["life duration past the end"] =
            (DiscardReason.AttributePastEnd, Proposal(Sa(Transform(1, Lifetime("000c0005" + "00007080"))))),
        ["lifetimes in seconds and kilobytes"] =
            (DiscardReason.NoProposalChosen, Proposal(Sa(Transform(1, Attributes + Kilobytes)))),
        ["no lifetime"] = (DiscardReason.NoProposalChosen, Proposal(Sa(Transform(1, Attributes[..^16])))),
        ["life type without duration"] =
            (DiscardReason.NoProposalChosen, Proposal(Sa(Transform(1, Attributes[..^8])))),
        ["triple DES alone"] = (DiscardReason.NoProposalChosen, Proposal(Sa(Transform(
            1, TripleDes)))),
        ["a group type on top"] = (DiscardReason.NoProposalChosen, Proposal(Sa(Transform(1, Attributes + "80050001")))),
    };

    /// <summary>Third messages, for a key server, under cookies of its own.</summary>
    internal static readonly Dictionary<string, (DiscardReason Reason, byte[] Message)> KeyExchanges = new()
    {
        ["nonce of 7 octets"] = (DiscardReason.NonceLength, Third((KeyExchange, new byte[64]), (Nonce, new byte[7]))),
        ["nonce of 257 octets"] =
            (DiscardReason.NonceLength, Third((KeyExchange, new byte[64]), (Nonce, new byte[257]))),
        ["no nonce"] = (DiscardReason.PayloadMissing, Third((KeyExchange, new byte[64]))),
        ["no KE"] = (DiscardReason.PayloadMissing, Third((Nonce, new byte[20]))),
        ["two KE"] = (DiscardReason.PayloadOrder, Third(
            (KeyExchange, new byte[64]), (KeyExchange, new byte[64]), (Nonce, new byte[20]))),
        ["KE of 63 octets"] =
            (DiscardReason.KeyExchangeLength, Third((KeyExchange, new byte[63]), (Nonce, new byte[20]))),
        ["KE that is no point"] =
            (DiscardReason.KeyExchangeValue, Third((KeyExchange, new byte[64]), (Nonce, new byte[20]))),
        ["the same with a certificate request"] = (DiscardReason.KeyExchangeValue, Third(
            (Nonce, new byte[20]), (7, [4]), (KeyExchange, new byte[64]))),
        ["the same with a notification first and a certificate last"] = (DiscardReason.KeyExchangeValue, Third(
            (Notification, new byte[8]), (Nonce, new byte[20]), (KeyExchange, new byte[64]), (6, [4, 1]))),
        ["an unknown payload first"] = (DiscardReason.PayloadTypeUnknown, Third(
            (99, []), (Nonce, new byte[20]), (KeyExchange, new byte[64]))),
        ["an ID"] = (DiscardReason.PayloadOrder, Third(
            (KeyExchange, new byte[64]), (Nonce, new byte[20]), (Forge.Id, new byte[8]))),
        ["octets after the last"] = (DiscardReason.TrailingOctets, Grown(
            Third((KeyExchange, new byte[64]), (Nonce, new byte[20])))),
    };

    /// <summary>Second messages, for a member that offered one transform.</summary>
    internal static readonly Dictionary<string, (DiscardReason Reason, byte[] Message)> Choices = new()
    {
        ["another key length"] = Choice(Attributes.Replace("800e0080", "800e0100", StringComparison.Ordinal)),
        ["another lifetime"] = Choice(Attributes.Replace("800c7080", "800c7081", StringComparison.Ordinal)),
        ["an attribute on top"] = Choice(Attributes + "80050001"),
        ["another transform number"] = Choice(Attributes, number: 2),
        ["transform number 0"] = Choice(Attributes, number: 0),
        ["two transforms"] = (DiscardReason.ProposalChanged, Second(
            Sa(Transform(1, Attributes), Transform(2, Attributes)))),
        ["DOI 1"] = (DiscardReason.ProposalChanged, Second("0000000100000001" + Sa(Transform(1, Attributes))[16..])),
        ["no responder cookie"] = (DiscardReason.ZeroCookies, Cookie(Proposal(Sa(Transform(1, Attributes))), 0)),
    };

    public static TheoryData<string> ProposalNames() => [.. Proposals.Keys];

    public static TheoryData<string> KeyExchangeNames() => [.. KeyExchanges.Keys];

    public static TheoryData<string> ChoiceNames() => [.. Choices.Keys];

    [Theory]
    [MemberData(nameof(ProposalNames))]
    public void A_proposal_is_refused_for(string name) => Assert.Equal(
        Proposals[name].Reason, Phase1Samples.Responder().Receive(Proposals[name].Message));

    [Theory]
    [MemberData(nameof(KeyExchangeNames))]
    public void A_key_exchange_is_refused_for(string name)
    {
        MainModeResponder responder = Phase1Samples.Responder();
        Assert.Equal(DiscardReason.None, responder.Receive(Phase1Samples.Initiator().NextMessage));
        byte[] message = [.. KeyExchanges[name].Message];
        responder.Cookies.WriteTo(message);
        Assert.Equal(KeyExchanges[name].Reason, responder.Receive(message));
    }

    [Theory]
    [MemberData(nameof(ChoiceNames))]
    public void A_choice_is_refused_for(string name)
    {
        MainModeInitiator initiator = Phase1Samples.Initiator();
        byte[] message = [.. Choices[name].Message];
        initiator.NextMessage[..8].CopyTo(message);
        Assert.Equal(Choices[name].Reason, initiator.Receive(message));
        MainModeResponder responder = Phase1Samples.Responder();
        Assert.Equal(DiscardReason.None, responder.Receive(initiator.NextMessage));
        Assert.Equal(DiscardReason.None, initiator.Receive(responder.NextMessage));
    }

    /// <summary>"Responders MUST NOT modify attributes of any offer" (RFC 2409 section 5).</summary>
    [Theory]
    [InlineData("000c0004" + "00007080")]
    [InlineData("800c7080")]
    public void The_chosen_transform_is_answered_octet_for_octet(string duration)
    {
        const string others = "80040013800e00808003000980020004" + "80010007";
        string chosen = Transform(7, others + "800b0001" + duration);
        MainModeResponder responder = Phase1Samples.Responder();
        Assert.Equal(DiscardReason.None, responder.Receive(Proposal(
            Sa(Transform(4, TripleDes), chosen, Transform(9, Attributes)))));
        Assert.Equal(Forge.Chain((Forge.Sa, Forge.Hex(Sa(chosen)))), responder.NextMessage[28..].ToArray());
    }

    private static string Lifetime(string duration) =>
        Attributes.Replace("800c7080", duration, StringComparison.Ordinal);

    private static (DiscardReason Reason, byte[] Message) Choice(string attributes, int number = 1) =>
        (DiscardReason.ProposalChanged, Second(Sa(Transform(number, attributes))));

    private static string Transform(int number, string attributes, int id = 1, int reserved = 0) =>
        $"{number:x2}{id:x2}{reserved:x4}{attributes}";

    // Each transform gets its generic header here.
    private static string Sa(params string[] transforms)
    {
        string chained = string.Concat(transforms.Select((transform, i) =>
            $"{(i + 1 < transforms.Length ? 3 : 0):x2}00{4 + (transform.Length / 2):x4}{transform}"));
        return SaOf($"0101{transforms.Length:x4}{chained}");
    }

    private static string SaOf(string proposal) => $"00000002000000000000{4 + (proposal.Length / 2):x4}{proposal}";

    private static byte[] Proposal(string body) => Message(0, (Forge.Sa, Forge.Hex(body)));

    private static byte[] Second(string body) => Cookie(Proposal(body), 7);

    private static byte[] Third(params (byte Type, byte[] Body)[] payloads) => Message(7, payloads);

    private static byte[] Message(byte responder, params (byte Type, byte[] Body)[] payloads) =>
        Cookie(Forge.Message(2, 0, payloads[0].Type, Forge.Chain(payloads)), responder);

    private static byte[] Cookie(byte[] message, byte responder)
    {
        message.AsSpan(8, 8).Fill(responder);
        return message;
    }

    private static byte[] Grown(byte[] message)
    {
        byte[] grown = [.. message, 0];
        grown[26] = (byte)(grown.Length >> 8);
        grown[27] = (byte)grown.Length;
        return grown;
    }

    private static byte[] With(byte[] message, int at, byte octet)
    {
        message[at] = octet;
        return message;
    }
}
