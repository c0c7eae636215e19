namespace GdoiSim.Protocol.Tests.Messages;

/// <summary>Forged acknowledgements, each wrong in one way.</summary>
internal static class AckRefusals
{
    private static readonly (byte Type, byte[] Body) Hash = (Forge.Hash, new byte[32]);
    private static readonly (byte Type, byte[] Body) Seq = (Forge.Seq, Forge.Hex("00000007"));
    private static readonly (byte Type, byte[] Body) Id = (Forge.Id, Forge.Hex("01000000" + "0a00010b"));

    public static readonly Dictionary<string, (DiscardReason Reason, byte[] Message)> All = new()
    {
        ["nothing wrong"] = (DiscardReason.None, Forge.Ack(Hash, Seq, Id)),
        ["no octets"] = (DiscardReason.HeaderTooShort, []),
        ["27 octets"] = (DiscardReason.HeaderTooShort, Forge.Ack(Hash, Seq, Id)[..27]),
        ["one octet short"] = (DiscardReason.Truncated, Forge.Ack(Hash, Seq, Id)[..^1]),
        ["one octet more"] = (DiscardReason.TrailingOctets, [.. Forge.Ack(Hash, Seq, Id), 0]),
        ["zero cookies"] = (DiscardReason.ZeroCookies, With(Forge.Ack(Hash, Seq, Id), 0, new byte[16])),
        ["version 2.0"] = (DiscardReason.Version, With(Forge.Ack(Hash, Seq, Id), 17, [0x20])),
        ["version 1.1"] = (DiscardReason.Version, With(Forge.Ack(Hash, Seq, Id), 17, [0x11])),
        ["exchange 33"] = (DiscardReason.ExchangeType, With(Forge.Ack(Hash, Seq, Id), 18, [33])),
        ["commit flag"] = (DiscardReason.Flags, With(Forge.Ack(Hash, Seq, Id), 19, [2])),
        ["message ID"] = (DiscardReason.MessageId, With(Forge.Ack(Hash, Seq, Id), 20, [0, 0, 0, 1])),
        ["no payload"] = (DiscardReason.PayloadMissing, Forge.Message(35, 0, 0, [])),
        ["HASH alone"] = (DiscardReason.PayloadMissing, Forge.Ack(Hash)),
        ["HASH and SEQ alone"] = (DiscardReason.PayloadMissing, Forge.Ack(Hash, Seq)),
        ["HASH and ID alone"] = (DiscardReason.PayloadMissing, Forge.Ack(Hash, Id)),
        ["SEQ first"] = (DiscardReason.PayloadOrder, Forge.Ack(Seq, Hash, Id)),
        ["SIG in place of HASH"] = (DiscardReason.PayloadOrder, Forge.Ack((Forge.Sig, new byte[32]), Seq, Id)),
        ["ID before SEQ"] = (DiscardReason.PayloadMissing, Forge.Ack(Hash, Id, Seq)),
        ["a fourth payload"] = (DiscardReason.PayloadOrder, Forge.Ack(Hash, Seq, Id, (13, new byte[8]))),
        ["a fourth payload of unknown type"] =
            (DiscardReason.PayloadTypeUnknown, Forge.Ack(Hash, Seq, Id, (200, new byte[8]))),
        ["payload type 14"] = (DiscardReason.PayloadTypeUnknown, Forge.Ack(Hash, (14, new byte[4]), Id)),
        ["payload type 19"] = (DiscardReason.PayloadTypeUnknown, Forge.Ack((19, new byte[32]), Seq, Id)),
        ["reserved octet of HASH"] = (DiscardReason.ReservedNotZero, With(Forge.Ack(Hash, Seq, Id), 29, [1])),
        ["reserved octet of ID"] = (DiscardReason.ReservedNotZero, With(Forge.Ack(Hash, Seq, Id), 73, [1])),
        ["payload length 3"] = (DiscardReason.PayloadTooShort, With(Forge.Ack(Hash, Seq, Id), 66, [0, 3])),
        ["payload length one too great"] =
            (DiscardReason.PayloadPastEnd, With(Forge.Ack(Hash, Seq, Id), 74, [0, 13])),
        ["header of a payload past the end"] =
            (DiscardReason.PayloadPastEnd, Forge.Message(35, 0, Forge.Hash, [0, 0])),
        ["HASH of 31 octets"] = (DiscardReason.HashLength, Forge.Ack((Forge.Hash, new byte[31]), Seq, Id)),
        ["HASH of 33 octets"] = (DiscardReason.HashLength, Forge.Ack((Forge.Hash, new byte[33]), Seq, Id)),
        ["empty HASH"] = (DiscardReason.HashLength, Forge.Ack((Forge.Hash, []), Seq, Id)),
        ["SEQ of 5 octets"] = (DiscardReason.SequenceLength, Forge.Ack(Hash, (Forge.Seq, new byte[5]), Id)),
        ["ID of 3 octets"] = (DiscardReason.PayloadTooShort, Forge.Ack(Hash, Seq, (Forge.Id, new byte[3]))),
        ["ID type 0"] = (DiscardReason.IdentityType, AckOf("00000000" + "0a00010b")),
        ["ID type 14"] = (DiscardReason.IdentityType, AckOf("0e000000" + "0a00010b")),
        ["ID type KEY_ID"] = (DiscardReason.IdentityType, AckOf("0b000000" + "000004d2")),
        ["ID type FQDN"] = (DiscardReason.IdentityType, AckOf("02000000" + "612e6578616d706c65")),
        ["IPv4 of 3 octets"] = (DiscardReason.IdentityLength, AckOf("01000000" + "0a0001")),
        ["IPv6 of 15 octets"] = (DiscardReason.IdentityLength, AckOf("05000000" + new string('0', 30))),
        ["IPv6 of 4 octets"] = (DiscardReason.IdentityLength, AckOf("05000000" + "0a00010b")),
        ["IPv4 of 16 octets"] = (DiscardReason.IdentityLength, AckOf("01000000" + new string('0', 32))),
        ["protocol ID 17"] = (DiscardReason.IdentityPort, AckOf("01110000" + "0a00010b")),
        ["port 848"] = (DiscardReason.IdentityPort, AckOf("01000350" + "0a00010b")),
        ["OID without octets"] = (DiscardReason.OidLength, AckOf("0d000000")),
        ["OID of length 0"] = (DiscardReason.OidLength, AckOf("0d000000" + "00" + "0000")),
        ["OID without its second length"] = (DiscardReason.OidLength, AckOf("0d000000" + "0306012a" + "00")),
        ["OID-specific payload past the end"] = (DiscardReason.OidLength, AckOf("0d000000" + "0306012a" + "0001")),
        ["octets after the OID"] = (DiscardReason.OidLength, AckOf("0d000000" + "0306012a" + "0000" + "ff")),
    };

    private static byte[] AckOf(string idBody) => Forge.Ack(Hash, Seq, (Forge.Id, Forge.Hex(idBody)));

    private static byte[] With(byte[] message, int at, byte[] octets)
    {
        octets.CopyTo(message, at);
        return message;
    }
}
