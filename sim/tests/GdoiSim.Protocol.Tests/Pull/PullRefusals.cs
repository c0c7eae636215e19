using GdoiSim.Protocol.Pull;
using Xunit;

namespace GdoiSim.Protocol.Tests.Pull;

/// <summary>Forged messages of a GROUPKEY-PULL, each wrong in one way, and the reason that each gets.</summary>
public class PullRefusals
{
    private const byte Nonce = 10;

    private static readonly (byte Type, byte[] Body) Hash = (Forge.Hash, new byte[32]);
    private static readonly (byte Type, byte[] Body) N = (Nonce, new byte[20]);
    private static readonly (byte Type, byte[] Body) Id = (Forge.Id, Forge.Hex("0b000000000004d2"));
    private static readonly (byte Type, byte[] Body) Seq = (Forge.Seq, Forge.Hex("00000001"));
    private static readonly (byte Type, byte[] Body) Kd = (Forge.Kd, Forge.KdBody(Forge.TekPacket));
    private static readonly (byte Type, byte[] Body) Sa =
        (Forge.Sa, Forge.SaBody((Forge.Sat, Forge.Hex(Forge.SatHead + Forge.SatAttributes))));

    internal static readonly Dictionary<string, (DiscardReason Reason, byte[] Message)> Plain = new()
    {
        ["nothing wrong: request"] = (DiscardReason.None, Message(Hash, N, Id)),
        ["nothing wrong: policy"] = (DiscardReason.None, Message(Hash, N, Sa)),
        ["nothing wrong: policy with KEK_MANAGEMENT_ALGORITHM 1, which is ignored"] = Policy("80010001"),
        ["nothing wrong: policy with KEK_MANAGEMENT_ALGORITHM 2, which is ignored"] = Policy("80010002"),
        ["policy with KEK_MANAGEMENT_ALGORITHM as TLV"] =
            (DiscardReason.AttributeFormat, Policy("000100020001").Message),
        ["keys with an LKH array that names a node twice"] = (DiscardReason.AttributeRepeated, Message(
            Hash, Seq, (Forge.Kd, Forge.KdBody(Forge.Packet(
                3, Forge.Spi, Forge.Attribute(1, "01" + "0002" + "00" + Forge.LkhKey + Forge.LkhKey)))))),
        ["nothing wrong: proof"] = (DiscardReason.None, Message(Hash)),
        ["nothing wrong: proof with GAP"] = (DiscardReason.None, Message(Hash, (Forge.Gap, Forge.Hex("80030002")))),
        ["nothing wrong: keys"] = (DiscardReason.None, Message(Hash, Seq, Kd)),
        ["nothing wrong: keys without SEQ"] = (DiscardReason.None, Message(Hash, Kd)),
        ["nothing wrong: HASH of 64 octets"] = (DiscardReason.None, Message((Forge.Hash, new byte[64]), N, Id)),

        ["message ID zero"] = (DiscardReason.MessageId, Forge.Message(32, 0, Forge.Hash, Forge.Chain(Hash, N, Id))),
        ["exchange 33"] = (DiscardReason.ExchangeType, With(Message(Hash, N, Id), 18, 33)),
        ["version 2"] = (DiscardReason.Version, With(Message(Hash, N, Id), 17, 0x20)),
        ["commit flag"] = (DiscardReason.Flags, With(Message(Hash, N, Id), 19, 2)),
        ["nonce first"] = (DiscardReason.PayloadOrder, With(Message(N, Id), 16, Nonce)),
        ["HASH of 20 octets"] = (DiscardReason.HashLength, Message((Forge.Hash, new byte[20]), N, Id)),
        ["nonce of 7 octets"] = (DiscardReason.NonceLength, Message(Hash, (Nonce, new byte[7]), Id)),
        ["nonce of 129 octets"] = (DiscardReason.NonceLength, Message(Hash, (Nonce, new byte[129]), Id)),
        ["nonce alone"] = (DiscardReason.PayloadMissing, Message(Hash, N)),
        ["nonce and KD"] = (DiscardReason.PayloadOrder, Message(Hash, N, Kd)),
        ["ID alone"] = (DiscardReason.PayloadOrder, Message(Hash, Id)),
        ["group identifier of 3 octets"] =
            (DiscardReason.IdentityLength, Message(Hash, N, (Forge.Id, Forge.Hex("0b0000000004d2")))),
        ["group with a port"] =
            (DiscardReason.IdentityPort, Message(Hash, N, (Forge.Id, Forge.Hex("0b000350000004d2")))),
        ["ID and another payload"] = (DiscardReason.PayloadOrder, Message(Hash, N, Id, Id)),
        ["SA of situation 1"] =
            (DiscardReason.Situation, Message(Hash, N, (Forge.Sa, Forge.Hex("000000020000000100000000")))),
        ["SEQ alone"] = (DiscardReason.PayloadMissing, Message(Hash, Seq)),
        ["SEQ of 5 octets"] = (DiscardReason.SequenceLength, Message(Hash, (Forge.Seq, new byte[5]), Kd)),
        ["KD, then SEQ"] = (DiscardReason.PayloadOrder, Message(Hash, Kd, Seq)),
        ["GAP with a delay in a proof"] =
            (DiscardReason.AttributeUnknown, Message(Hash, (Forge.Gap, Forge.Hex("80030002" + "80010005")))),
        ["empty GAP in a proof"] = (DiscardReason.AttributeMissing, Message(Hash, (Forge.Gap, []))),
        ["unknown payload"] = (DiscardReason.PayloadTypeUnknown, Message(Hash, N, (99, []))),
        ["octets after the last payload"] = (DiscardReason.TrailingOctets, MessageOf([.. Forge.Chain(Hash, N, Id), 0])),
    };

    public static TheoryData<string> Names() => [.. Plain.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_plain_message_is_refused_for(string name) =>
        Assert.Equal(Plain[name].Reason, GroupkeyPullMessage.TryReadPlain(Plain[name].Message, out _));

    private static (DiscardReason Reason, byte[] Message) Policy(string kekAttribute) => (
        DiscardReason.None,
        Message(Hash, N, (Forge.Sa, Forge.SaBody(
            (Forge.Sak, Forge.Hex(Forge.SakHead + Forge.SakAttributes + kekAttribute))))));

    private static byte[] Message(params (byte Type, byte[] Body)[] payloads) => MessageOf(Forge.Chain(payloads));

    private static byte[] MessageOf(byte[] payloads) => With(Forge.Message(32, 0, Forge.Hash, payloads), 23, 1);

    private static byte[] With(byte[] message, int at, byte octet)
    {
        message[at] = octet;
        return message;
    }
}
