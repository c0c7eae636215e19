namespace GdoiSim.Protocol.Tests.Messages;

/// <summary>Forged GROUPKEY-PUSH messages, each wrong in one way.</summary>
internal static class PushRefusals
{
    public static readonly byte[] Iv = Forge.Hex("8329f4ba4863c168a8da6aaeb8f640c0");
    public static readonly byte[] Key = Forge.Hex("6545aaa607725f070f36583c5a58654d");

    private static readonly (byte Type, byte[] Body) Sig = (Forge.Sig, new byte[64]);
    private static readonly (byte Type, byte[] Body) Sa = SaOf((Forge.Sat, Sat(Forge.SatAttributes)));
    private static readonly (byte Type, byte[] Body) Kd = (Forge.Kd, Forge.KdBody(Forge.TekPacket));

    private static readonly (byte Type, byte[] Body) Delete =
        (Forge.Delete, Forge.Hex("00000002" + "01" + "04" + "0001" + "ddd93e5b"));

    // As Forge.LkhKey, for node 4.
    private static readonly string OtherLkhKey = "0004" + Forge.LkhKey[4..];

    /// <summary>Those whose fault an encrypted message cannot have, or would not have in the same place.</summary>
    public static readonly string[] PlainOnly =
        ["octets after the last payload", "E flag of a message said to be plain", "zero cookies", "exchange 35"];

    /// <summary>Messages that need no key.</summary>
    public static readonly Dictionary<string, (DiscardReason Reason, byte[] Message)> Plain = new()
    {
        ["nothing wrong: SA, KD, SIG"] = (DiscardReason.None, Forge.PlainPush(Sa, Kd, Sig)),
        ["nothing wrong: D, SIG"] = (DiscardReason.None, Forge.PlainPush(Delete, Sig)),
        ["nothing wrong: SAK and KEK"] = (DiscardReason.None, PushOf(Forge.SakAttributes, Forge.KekPacket)),

        ["octets after the last payload"] = (DiscardReason.TrailingOctets, Grown(Forge.PlainPush(Sa, Kd, Sig))),
        ["E flag of a message said to be plain"] =
            (DiscardReason.Flags, With(Forge.PlainPush(Sa, Kd, Sig), 19, [1])),
        ["zero cookies"] = (DiscardReason.ZeroCookies, With(Forge.PlainPush(Sa, Kd, Sig), 0, new byte[16])),
        ["exchange 35"] = (DiscardReason.ExchangeType, With(Forge.PlainPush(Sa, Kd, Sig), 18, [35])),

        ["KD before SA"] = (DiscardReason.PayloadOrder, Forge.PlainPush(Kd, Sa, Sig)),
        ["D after SA"] = (DiscardReason.PayloadOrder, Forge.PlainPush(Sa, Delete, Kd, Sig)),
        ["two SA"] = (DiscardReason.PayloadOrder, Forge.PlainPush(Sa, Sa, Kd, Sig)),
        ["a nonce"] = (DiscardReason.PayloadOrder, Forge.PlainPush(Sa, Kd, (10, new byte[16]), Sig)),
        ["a payload after SIG"] = (DiscardReason.PayloadOrder, Forge.PlainPush(Sa, Kd, Sig, Delete)),
        ["unknown payload"] = (DiscardReason.PayloadTypeUnknown, Forge.PlainPush(Sa, Kd, (21, []), Sig)),
        ["empty SIG"] = (DiscardReason.PayloadTooShort, Forge.PlainPush(Sa, Kd, (Forge.Sig, []))),

        ["D of 7 octets"] = (DiscardReason.PayloadTooShort, PushOfDelete("00000002" + "01" + "04" + "00")),
        ["D of DOI 1"] = (DiscardReason.DomainOfInterpretation, PushOfDelete("00000001010400010badc0de")),
        ["D of protocol 4"] = (DiscardReason.ProtocolUnknown, PushOfDelete("00000002040400010badc0de")),
        ["D of a TEK with SPIs of 16"] =
            (DiscardReason.SpiSize, PushOfDelete("0000000201100001" + Forge.Spi)),
        ["D of a KEK with SPIs of 4"] = (DiscardReason.SpiSize, PushOfDelete("00000002000400010badc0de")),
        ["D without SPIs"] = (DiscardReason.DeleteSpiCount, PushOfDelete("0000000201040000")),
        ["D with an SPI cut short"] = (DiscardReason.DeleteSpiCount, PushOfDelete("00000002010400010badc0")),
        ["D with octets after its SPIs"] = (DiscardReason.DeleteSpiCount, PushOfDelete("00000002010400010badc0de00")),

        ["SA of 11 octets"] = (DiscardReason.PayloadTooShort, PushOfSa("0000000200000000001000")),
        ["situation 1"] = (DiscardReason.Situation, PushOfSa("000000020000000100000000")),
        ["SA reserved"] = (DiscardReason.ReservedNotZero, PushOfSa("000000020000000000000001")),
        ["SA attribute payload type 256"] = (DiscardReason.PayloadTypeUnknown, PushOfSa("000000020000000001000000")),
        ["SA attribute payload type 99"] =
            (DiscardReason.PayloadTypeUnknown, PushOfSa("000000020000000000630000" + "00000004")),
        ["SA without anything in it"] = (DiscardReason.PayloadMissing, PushOfSa("000000020000000000000000")),
        ["SA with GAP alone"] = (DiscardReason.PayloadMissing, PushOf((Forge.Gap, Forge.Hex("80010005")))),
        ["SA with KD in it"] = (DiscardReason.PayloadOrder, PushOf((Forge.Kd, new byte[4]))),
        ["SAT before SAK"] = (DiscardReason.PayloadOrder, PushOf(
            (Forge.Sat, Sat(Forge.SatAttributes)), (Forge.Sak, Sak(Forge.SakAttributes)))),
        ["two SAK"] = (DiscardReason.PayloadOrder, PushOf(
            (Forge.Sak, Sak(Forge.SakAttributes)), (Forge.Sak, Sak(Forge.SakAttributes)))),
        ["octets after the last SAT"] = (DiscardReason.TrailingOctets, Forge.PlainPush(
            (Forge.Sa, [.. Forge.SaBody((Forge.Sat, Sat(Forge.SatAttributes))), 0]), Kd, Sig)),
        ["SAT past SA"] = (DiscardReason.PayloadPastEnd, Forge.PlainPush(
            (Forge.Sa, Forge.SaBody((Forge.Sat, Sat(Forge.SatAttributes)))[..^1]), Kd, Sig)),

        ["empty SAK"] = (DiscardReason.PayloadTooShort, PushOf((Forge.Sak, []))),
        ["SAK cut in its source"] = (DiscardReason.PayloadTooShort, PushOf((Forge.Sak, Forge.Hex("110103500400")))),
        ["SAK cut in its destination"] =
            (DiscardReason.PayloadTooShort, PushOf((Forge.Sak, Forge.Hex("11010350040a0000010103")))),
        ["SAK cut in its SPI"] =
            (DiscardReason.PayloadTooShort, PushOf((Forge.Sak, Forge.Hex(Forge.SakHead)[..20]))),
        ["SAK with SPI zero"] = (DiscardReason.ZeroCookies, PushOf((Forge.Sak, Forge.Hex(
            Forge.SakHead.Replace(Forge.Spi, new string('0', 32), StringComparison.Ordinal))))),
        ["SAK reserved"] = (DiscardReason.ReservedNotZero, PushOf((Forge.Sak, Forge.Hex(
            Forge.SakHead[..^8] + "00000001" + Forge.SakAttributes)))),
        ["SAK source of type 0"] = (DiscardReason.IdentityType, PushOf((Forge.Sak, Forge.Hex(
            "11" + "000350040a000001" + Forge.SakHead[18..] + Forge.SakAttributes)))),
        ["SAK source of 3 octets"] = (DiscardReason.IdentityLength, PushOf((Forge.Sak, Forge.Hex(
            "11" + "01035003" + "000000" + Forge.SakHead[18..] + Forge.SakAttributes)))),

        ["KEK attribute 0"] = Kek(DiscardReason.AttributeUnknown, "80000001"),
        ["KEK attribute 8"] = Kek(DiscardReason.AttributeUnknown, "80080001"),
        ["KEK attribute 10"] = Kek(DiscardReason.AttributeUnknown, "800a0001"),
        ["private KEK attribute"] = Kek(DiscardReason.AttributeUnknown, "80800001"),
        ["KEK_ACK_REQUESTED as TLV"] = Kek(DiscardReason.AttributeFormat, "000900020001"),
        ["KEK_KEY_LIFETIME as TV"] = Kek(DiscardReason.AttributeFormat, "80040e10"),
        ["KEK_KEY_LIFETIME of 2 octets"] = Kek(DiscardReason.AttributeValue, "000400020e10"),
        ["KEK_MANAGEMENT_ALGORITHM 0"] = Kek(DiscardReason.AttributeValue, "80010000"),
        ["KEK_MANAGEMENT_ALGORITHM 2"] = Kek(DiscardReason.AttributeValue, "80010002"),
        ["KEK_MANAGEMENT_ALGORITHM 2 without KD and SIG"] = (DiscardReason.AttributeValue, Forge.PlainPush(
            SaOf((Forge.Sak, Sak(Forge.SakAttributes + "80010002"))))),
        ["KEK_MANAGEMENT_ALGORITHM 2, then a faulty SAT"] = (DiscardReason.ProtocolUnknown, PushOf(
            (Forge.Sak, Sak(Forge.SakAttributes + "80010002")), (Forge.Sat, [0]))),
        ["KEK_MANAGEMENT_ALGORITHM 2, then a faulty KD"] = (DiscardReason.AttributeValue, Forge.PlainPush(
            SaOf((Forge.Sak, Sak(Forge.SakAttributes + "80010002"))), (Forge.Kd, new byte[3]), Sig)),
        ["KEK_MANAGEMENT_ALGORITHM twice"] = Kek(DiscardReason.AttributeRepeated, "8001000180010001"),
        ["nothing wrong: KEK_MANAGEMENT_ALGORITHM 1"] = Kek(DiscardReason.None, "80010001"),
        ["SIG_HASH_ALGORITHM 6"] = Kek(DiscardReason.AttributeValue, "80050006"),
        ["KEK_ACK_REQUESTED twice"] = Kek(DiscardReason.AttributeRepeated, "8009000180090001"),
        ["KEK attribute cut in its header"] = Kek(DiscardReason.AttributePastEnd, "8009"),
        ["KEK_ALGORITHM 4"] = (DiscardReason.AttributeValue, PushOf("800200048003008080060001", Forge.KekPacket)),
        ["SIG_ALGORITHM 7"] = (DiscardReason.AttributeValue, PushOf("800200038003008080060007", Forge.KekPacket)),
        ["AES of 100 bits"] = (DiscardReason.AttributeValue, PushOf("800200038003006480060001", Forge.KekPacket)),
        ["no KEK_ALGORITHM"] = (DiscardReason.AttributeMissing, PushOf("8003008080060001", Forge.KekPacket)),
        ["no SIG_ALGORITHM"] = (DiscardReason.AttributeMissing, PushOf("8002000380030080", Forge.KekPacket)),
        ["AES without KEK_KEY_LENGTH"] = (DiscardReason.AttributeMissing, PushOf("8002000380060001", Forge.KekPacket)),

        ["GAP attribute 4"] = Gap(DiscardReason.AttributeUnknown, "80040001"),
        ["GAP attribute as TLV"] = Gap(DiscardReason.AttributeFormat, "000100020005"),
        ["GAP attribute twice"] = Gap(DiscardReason.AttributeRepeated, "8001000580010005"),
        ["GAP attribute past the end"] = Gap(DiscardReason.AttributePastEnd, "80"),

        ["empty SAT"] = (DiscardReason.PayloadTooShort, PushOf((Forge.Sat, []))),
        ["SAT of protocol 0"] = (DiscardReason.ProtocolUnknown, PushOf((Forge.Sat, [0]))),
        ["SAT of protocol 4"] = (DiscardReason.ProtocolUnknown, PushOf((Forge.Sat, [4]))),
        ["SAT cut in its SPI"] = (DiscardReason.PayloadTooShort, PushOf((Forge.Sat, Sat("")[..^1]))),
        ["SAT attribute 16"] = Tek(DiscardReason.AttributeUnknown, "80100001"),
        ["encapsulation mode as TLV"] = Tek(DiscardReason.AttributeFormat, "000400020001"),
        ["encapsulation mode 0"] = Tek(DiscardReason.AttributeValue, "80040000"),
        ["encapsulation mode 5"] = Tek(DiscardReason.AttributeValue, "80040005"),
        ["encapsulation mode of private use"] = Tek(DiscardReason.AttributeValue, "8004f003"),
        ["authentication algorithm 0"] = Tek(DiscardReason.AttributeValue, "80050000"),
        ["authentication algorithm 14"] = Tek(DiscardReason.AttributeValue, "8005000e"),
        ["key length 0"] = Tek(DiscardReason.AttributeValue, "80060000"),
        ["ECN tunnel 3"] = Tek(DiscardReason.AttributeValue, "800a0003"),
        ["extended sequence number 2"] = Tek(DiscardReason.AttributeValue, "800b0002"),
        ["nothing wrong: group description, ECN tunnel"] = Tek(DiscardReason.None, "8003000e" + "800a0001"),
        ["ESP transform 0"] = Transform(DiscardReason.TransformUnknown, "01", "00"),
        ["ESP transform 17"] = Transform(DiscardReason.TransformUnknown, "01", "11"),
        ["ESP transform 24"] = Transform(DiscardReason.TransformUnknown, "01", "18"),
        ["nothing wrong: ESP transform 23"] = Transform(DiscardReason.None, "01", "17"),
        ["AH transform 1"] = Transform(DiscardReason.TransformUnknown, "02", "01"),
        ["AH transform 14"] = Transform(DiscardReason.TransformUnknown, "02", "0e"),
        ["nothing wrong: AH transform 13"] = Transform(DiscardReason.None, "02", "0d"),
        ["SAT of SPI zero"] = (DiscardReason.ZeroSpi, PushOf((Forge.Sat, Forge.Hex(
            Forge.SatHead[..^8] + "00000000" + Forge.SatAttributes)))),
        ["IEC 61850 SAT of SPI zero"] = (DiscardReason.ZeroSpi, PushOf((Forge.Sat, Forge.Hex(
            "03" + "0306012a" + "0000" + "00000000" + "0002000200000e10")))),
        ["IEC 61850 CBC without authentication"] = Iec(DiscardReason.AttributeValue, "0001" + "0002" + "00000e10"),
        ["IEC 61850 keys of another length"] = Iec(DiscardReason.KeyLength, "0002" + "0002" + "00000e10"),
        ["nothing wrong: IEC 61850 with its keys"] = (DiscardReason.None, Forge.PlainPush(
            SaOf((Forge.Sat, Forge.Hex("03" + "0306012a" + "0000" + Forge.TekSpi + "0004000500000e10"))),
            (Forge.Kd, Forge.KdBody(Forge.Packet(1, Forge.TekSpi, KeyOf(1, 36) + KeyOf(2, 20)))),
            Sig)),
        ["address preservation 5"] = Tek(DiscardReason.AttributeValue, "800e0005"),
        ["direction 4"] = Tek(DiscardReason.AttributeValue, "800f0004"),
        ["life type 3"] = Tek(DiscardReason.AttributeValue, "8001000300020004" + "00000e10"),
        ["life duration of 3 octets"] = Tek(DiscardReason.AttributeValue, "8001000200020003" + "000e10"),
        ["two key lengths"] = Tek(DiscardReason.AttributeRepeated, "8006008080060100"),
        ["two lifetimes"] = Tek(DiscardReason.AttributeRepeated, "8001000100020004" + "00000e11"),
        ["duration without life type"] = Tek(DiscardReason.AttributeMissing, "0002000400000e10"),
        ["life type without duration"] = Tek(DiscardReason.AttributeMissing, "80010002"),
        ["life type, then another attribute"] = Tek(DiscardReason.AttributeMissing, "8001000280040001"),
        ["IEC 61850 OID past the end"] = (DiscardReason.OidLength, PushOf((Forge.Sat, Forge.Hex("03ff06012a")))),
        ["IEC 61850 authentication 6"] = Iec(DiscardReason.AttributeValue, "0006" + "0002" + "00000e10"),
        ["IEC 61850 confidentiality 0"] = Iec(DiscardReason.AttributeValue, "0002" + "0000" + "00000e10"),
        ["IEC 61850 cut in its lifetime"] = Iec(DiscardReason.PayloadTooShort, "0002" + "0002" + "00000e"),
        ["IEC 61850 attribute 3"] = Iec(DiscardReason.AttributeUnknown, "0002000200000e10" + "80030001"),
        ["SA_ATD as TV"] = Iec(DiscardReason.AttributeFormat, "0002000200000e10" + "80010001"),
        ["SA_KDA of 101 %"] = Iec(DiscardReason.AttributeValue, "0002000200000e10" + "80020065"),
        ["SA_KDA twice"] = Iec(DiscardReason.AttributeRepeated, "0002000200000e10" + "8002006480020064"),

        ["KD of 3 octets"] = PushOfKd(DiscardReason.PayloadTooShort, "000100"),
        ["KD reserved"] = PushOfKd(DiscardReason.ReservedNotZero, "00010001" + Forge.TekPacket),
        ["KD counts more than it holds"] = PushOfKd(DiscardReason.KeyPacketCount, "00020000" + Forge.TekPacket),
        ["KD counts less than it holds"] =
            PushOfKd(DiscardReason.KeyPacketCount, "00010000" + Forge.TekPacket + Forge.TekPacket),
        ["KD type 0"] = Packet(DiscardReason.KeyPacketType, "00000009" + "04" + Forge.TekSpi),
        ["KD type 5"] = Packet(DiscardReason.KeyPacketType, "05000009" + "04" + Forge.TekSpi),
        ["key packet reserved"] = Packet(DiscardReason.ReservedNotZero, "01010009" + "04" + Forge.TekSpi),
        ["key packet of length 4"] = Packet(DiscardReason.KeyPacketLength, "01000004" + "04" + Forge.TekSpi),
        ["TEK packet with an SPI of 16"] = Packet(DiscardReason.SpiSize, "01000015" + "10" + Forge.Spi),
        ["SPI past the key packet"] = Packet(DiscardReason.SpiSize, "01000008" + "04" + Forge.TekSpi[..6]),
        ["SID packet with an SPI"] = Packet(DiscardReason.SpiSize, "04000009" + "04" + Forge.TekSpi),
        ["TEK packet without keys"] = Packet(DiscardReason.AttributeMissing, "01000009" + "04" + Forge.TekSpi),
        ["KEK packet without KEK"] =
            Packet(DiscardReason.AttributeMissing, "0200001a" + "10" + Forge.Spi + "0002000101"),
        ["LKH packet without arrays"] = Packet(DiscardReason.AttributeMissing, "03000015" + "10" + Forge.Spi),
        ["SID packet without values"] = Packet(DiscardReason.AttributeMissing, "04000009" + "00" + "80010008"),
        ["TEK attribute 4"] = Packet(DiscardReason.AttributeUnknown, "0100000e04" + Forge.TekSpi + "0004000101"),
        ["TEK key as TV"] = Packet(DiscardReason.AttributeFormat, "0100000d04" + Forge.TekSpi + "80010001"),
        ["TEK key of no octets"] = Packet(DiscardReason.AttributeValue, "0100000d04" + Forge.TekSpi + "00010000"),
        ["TEK key twice"] =
            Packet(DiscardReason.AttributeRepeated, "0100001304" + Forge.TekSpi + "0001000101" + "0001000101"),
        ["two LKH_DOWNLOAD_ARRAY"] =
            Lkh(DiscardReason.AttributeRepeated, Download(Forge.LkhDownload) + Download(Forge.LkhDownload)),
        ["two signature keys in an LKH packet"] =
            Lkh(DiscardReason.AttributeRepeated, Update(Forge.LkhUpdate) + "0003000101" + "0003000101"),
        ["LKH attribute 4"] = Lkh(DiscardReason.AttributeUnknown, "0004000101"),
        ["LKH array as TV"] = Lkh(DiscardReason.AttributeFormat, "80010001"),
        ["LKH array of version 2"] = Lkh(DiscardReason.LkhVersion, Download("02" + Forge.LkhDownload[2..])),
        ["LKH update array of version 0"] = Lkh(DiscardReason.LkhVersion, Update("00" + Forge.LkhUpdate[2..])),
        ["LKH array of no keys"] = Lkh(DiscardReason.LkhKeyCount, Download("01000000")),
        ["LKH array of one key that says two"] =
            Lkh(DiscardReason.LkhKeyLength, Download("01" + "0002" + Forge.LkhDownload[6..])),
        ["LKH array of two keys that says one"] =
            Lkh(DiscardReason.LkhKeyLength, Download(Forge.LkhDownload + Forge.LkhKey)),
        ["LKH array of 3 octets"] = Lkh(DiscardReason.LkhKeyLength, Download("010001")),
        ["LKH array cut in a key"] = Lkh(DiscardReason.LkhKeyLength, Download(Forge.LkhDownload[..^2])),
        ["LKH update array cut in its header"] = Lkh(DiscardReason.LkhKeyLength, Update(Forge.LkhUpdate[..20])),
        ["LKH update array with an AES key of 192 bits, no whole number of blocks"] =
            Lkh(DiscardReason.LkhKeyLength, Update(Forge.LkhUpdate + new string('0', 16))),
        ["LKH array reserved"] =
            Lkh(DiscardReason.ReservedNotZero, Download("01000101" + Forge.LkhDownload[8..])),
        ["LKH update array reserved"] =
            Lkh(DiscardReason.ReservedNotZero, Update("01000100" + "000b" + "0001" + Forge.LkhUpdate[16..])),
        ["LKH key reserved"] = Lkh(
            DiscardReason.ReservedNotZero, Download(Forge.LkhDownload[..14] + "01" + Forge.LkhDownload[16..])),
        ["LKH key of type 4"] = Lkh(
            DiscardReason.AttributeValue, Download(Forge.LkhDownload[..12] + "04" + Forge.LkhDownload[14..])),
        ["LKH key of DES with 32 octets"] = Lkh(
            DiscardReason.LkhKeyLength, Download(Forge.LkhDownload[..12] + "01" + Forge.LkhDownload[14..])),
        ["LKH download array with a node twice"] = Lkh(
            DiscardReason.AttributeRepeated,
            Download("01" + "0003" + "00" + Forge.LkhKey + OtherLkhKey + Forge.LkhKey)),
        ["LKH update array with a node twice"] = Lkh(
            DiscardReason.AttributeRepeated,
            Update("01" + "0002" + Forge.LkhUpdate[6..24] + Forge.LkhKey + Forge.LkhKey)),
        ["LKH array with a node twice, the second of type 4"] = Lkh(
            DiscardReason.AttributeValue,
            Download("01" + "0002" + "00" + Forge.LkhKey + "000504" + Forge.LkhKey[6..])),
        ["LKH keys of 256 bits under a KEK of 128"] = (DiscardReason.KeyLength, PushOf(
            "80010001" + Forge.SakAttributes,
            Forge.Packet(3, Forge.Spi, Update(Forge.LkhUpdate + new string('0', 32))))),
        ["nothing wrong: SAK and LKH packet"] = (DiscardReason.None, PushOf(
            "80010001" + Forge.SakAttributes,
            Forge.Packet(3, Forge.Spi, Update(Forge.LkhUpdate) + Update(Forge.LkhUpdate) + "0003000101"))),
        ["nothing wrong: SAK and LKH packet with a download array of two keys"] = (DiscardReason.None, PushOf(
            "80010001" + Forge.SakAttributes,
            Forge.Packet(3, Forge.Spi, Download("01" + "0002" + "00" + Forge.LkhKey + OtherLkhKey)))),
        ["SAK and LKH packet without an array"] = (DiscardReason.KeyMissing, PushOf(
            "80010001" + Forge.SakAttributes, Forge.Packet(3, Forge.Spi, "0003000101"))),
        ["nothing wrong: SAK, KEK packet, LKH packet without an array"] = (DiscardReason.None, Forge.PlainPush(
            SaOf((Forge.Sak, Sak("80010001" + Forge.SakAttributes))),
            (Forge.Kd, Forge.KdBody(Forge.KekPacket, Forge.Packet(3, Forge.Spi, "0003000101"))),
            Sig)),
        ["SID packet without NUMBER_OF_SID_BITS"] = Sid(DiscardReason.AttributeMissing, "0002000101"),
        ["NUMBER_OF_SID_BITS 0"] = Sid(DiscardReason.AttributeValue, "80010000" + "0002000101"),
        ["NUMBER_OF_SID_BITS 33"] = Sid(DiscardReason.AttributeValue, "80010021" + "0002000101"),
        ["NUMBER_OF_SID_BITS twice"] = Sid(DiscardReason.AttributeRepeated, "80010008" + "80010008" + "0002000101"),
        ["NUMBER_OF_SID_BITS as TLV"] = Sid(DiscardReason.AttributeFormat, "000100020008" + "0002000101"),
        ["SID_VALUE as TV"] = Sid(DiscardReason.AttributeFormat, "80010008" + "80020001"),
        ["SID_VALUE of 9 bits where 8 are said"] = Sid(DiscardReason.AttributeValue, "0002000201ff" + "80010008"),
        ["SID_VALUE of no octets"] = Sid(DiscardReason.AttributeValue, "80010008" + "00020000"),
        ["SID_VALUE of 5 octets"] = Sid(DiscardReason.AttributeValue, "80010008" + "000200050000000001"),
        ["SID attribute 3"] = Sid(DiscardReason.AttributeUnknown, "80010008" + "0002000101" + "80030001"),
        ["TEK packet of SPI zero"] =
            Packet(DiscardReason.ZeroSpi, Forge.Packet(1, "00000000", "0001000101")),
        ["two TEK packets of one SPI"] = (DiscardReason.KeyPacketRepeated, Forge.PlainPush(
            Sa,
            (Forge.Kd, Forge.KdBody(
                Forge.TekPacket, Forge.Packet(1, "0badc0de", "0001000101"), Forge.TekPacket)),
            Sig)),
        ["two KEK packets"] = (DiscardReason.KeyPacketRepeated, Forge.PlainPush(
            SaOf((Forge.Sak, Sak(Forge.SakAttributes))),
            (Forge.Kd, Forge.KdBody(Forge.KekPacket, Forge.KekPacket)),
            Sig)),
        ["two LKH packets"] = (DiscardReason.KeyPacketRepeated, Forge.PlainPush(
            SaOf((Forge.Sak, Sak(Forge.SakAttributes))),
            (Forge.Kd, Forge.KdBody(
                Forge.Packet(3, Forge.Spi, Download(Forge.LkhDownload)),
                Forge.Packet(3, Forge.Spi, Update(Forge.LkhUpdate)))),
            Sig)),
        ["SAK without its key"] = (DiscardReason.KeyMissing, PushOf(Forge.SakAttributes, Forge.TekPacket)),
        ["SAT without its key"] = (DiscardReason.KeyMissing, Forge.PlainPush(
            Sa, (Forge.Kd, Forge.KdBody("0100000e04" + "0badc0de" + "0001000101")), Sig)),
        ["SAK without key management, LKH packet alone"] = (DiscardReason.KeyMissing, Forge.PlainPush(
            SaOf((Forge.Sak, Sak(Forge.SakAttributes))),
            (Forge.Kd, Forge.KdBody(Forge.Packet(3, Forge.Spi, Update(Forge.LkhUpdate)))),
            Sig)),
        ["SID packet in a PUSH"] = (DiscardReason.KeyPacketType, Forge.PlainPush(
            Sa, (Forge.Kd, Forge.KdBody(Forge.TekPacket, "0400000f00" + "80010010" + "000200020001")), Sig)),
        ["SENDER_ID_REQUEST in an SA"] = Gap(DiscardReason.AttributeUnknown, "80030001"),
        ["AES-256 announced, key of 128"] =
            (DiscardReason.KeyLength, PushOf("800200038003010080060001", Forge.KekPacket)),
    };

    /// <summary>Messages whose encryption, or whose place in an encrypted message, is what is wrong.</summary>
    public static readonly Dictionary<string, (DiscardReason Reason, byte[] Message)> Encrypted = new()
    {
        ["nothing wrong"] = (DiscardReason.None, Encrypt(Forge.PlainPush(Sa, Kd, Sig)[28..])),
        ["E flag clear"] = (DiscardReason.Flags, Forge.PlainPush(Sa, Kd, Sig)),
        ["first payload HASH"] =
            (DiscardReason.PayloadOrder, With(Encrypt(Forge.PlainPush(Sa, Kd, Sig)[28..]), 16, [Forge.Hash])),
        ["nothing encrypted"] = (DiscardReason.CiphertextLength, Forge.Message(33, 1, Forge.Seq, [])),
        ["17 octets encrypted"] =
            (DiscardReason.CiphertextLength, Forge.Message(33, 1, Forge.Seq, new byte[17])),
        ["noise"] = (DiscardReason.Undecryptable, Forge.Message(33, 1, Forge.Seq, new byte[32])),
        ["SEQ of 5 octets"] = (DiscardReason.Undecryptable, Encrypt(
            Forge.Chain((Forge.Seq, new byte[5]), Sa, Kd, Sig))),
        ["padding not zero"] = (DiscardReason.Padding, Encrypt(
            [.. Forge.Chain((Forge.Seq, new byte[4]), Delete, (Forge.Sig, new byte[64])), 0, 0, 0, 0, 1])),
        ["a block of padding"] = (DiscardReason.Padding, Encrypt(
            [.. Forge.Chain((Forge.Seq, new byte[4]), Delete, (Forge.Sig, new byte[64])), .. new byte[16]])),
        ["no SIG"] = (DiscardReason.PayloadMissing, Encrypt(Forge.PlainPush(Sa, Kd)[28..])),
        ["no SA, KD or D"] = (DiscardReason.PayloadMissing, Encrypt(Forge.PlainPush(Sig)[28..])),
        ["no KD"] = (DiscardReason.PayloadMissing, Encrypt(Forge.PlainPush(Sa, Sig)[28..])),
        ["D and SA without KD"] = (DiscardReason.PayloadMissing, Encrypt(Forge.PlainPush(Delete, Sa, Sig)[28..])),
        ["KD without SA"] = (DiscardReason.PayloadOrder, Encrypt(Forge.PlainPush(Kd, Sig)[28..])),
        ["D and KD without SA"] = (DiscardReason.PayloadOrder, Encrypt(Forge.PlainPush(Delete, Kd, Sig)[28..])),
    };

    private static byte[] Encrypt(byte[] payloads) => Forge.EncryptedPush(payloads, Iv, Key);

    private static byte[] Sak(string attributes) => Forge.Hex(Forge.SakHead + attributes);

    private static byte[] Sat(string attributes) => Forge.Hex(Forge.SatHead + attributes);

    private static (byte Type, byte[] Body) SaOf(params (byte Type, byte[] Body)[] payloads) =>
        (Forge.Sa, Forge.SaBody(payloads));

    private static byte[] PushOf(params (byte Type, byte[] Body)[] saPayloads) =>
        Forge.PlainPush(SaOf(saPayloads), Kd, Sig);

    private static byte[] PushOf(string sakAttributes, string packet) => Forge.PlainPush(
        SaOf((Forge.Sak, Sak(sakAttributes))), (Forge.Kd, Forge.KdBody(packet)), Sig);

    private static byte[] PushOfSa(string body) => Forge.PlainPush((Forge.Sa, Forge.Hex(body)), Kd, Sig);

    private static byte[] PushOfDelete(string body) => Forge.PlainPush((Forge.Delete, Forge.Hex(body)), Sig);

    private static (DiscardReason Reason, byte[] Message) PushOfKd(DiscardReason reason, string body) =>
        (reason, Forge.PlainPush(Sa, (Forge.Kd, Forge.Hex(body)), Sig));

    private static (DiscardReason Reason, byte[] Message) Packet(DiscardReason reason, string packet) =>
        (reason, Forge.PlainPush(Sa, (Forge.Kd, Forge.KdBody(packet)), Sig));

    private static (DiscardReason Reason, byte[] Message) Lkh(DiscardReason reason, string attributes) =>
        Packet(reason, Forge.Packet(3, Forge.Spi, attributes));

    private static (DiscardReason Reason, byte[] Message) Sid(DiscardReason reason, string attributes) =>
        Packet(reason, Forge.Packet(4, "", attributes));

    private static (DiscardReason Reason, byte[] Message) Transform(
        DiscardReason reason, string protocol, string transform) => (reason, PushOf((Forge.Sat, Forge.Hex(
            protocol + Forge.SatHead[2..^10] + transform + Forge.TekSpi + Forge.SatAttributes))));

    private static string KeyOf(int attribute, int length) => Forge.Attribute(attribute, new string('6', 2 * length));

    private static string Download(string array) => Forge.Attribute(1, array);

    private static string Update(string array) => Forge.Attribute(2, array);

    private static (DiscardReason Reason, byte[] Message) Kek(DiscardReason reason, string attribute) =>
        (reason, PushOf(Forge.SakAttributes + attribute, Forge.KekPacket));

    private static (DiscardReason Reason, byte[] Message) Gap(DiscardReason reason, string attributes) =>
        (reason, PushOf((Forge.Gap, Forge.Hex(attributes)), (Forge.Sat, Sat(Forge.SatAttributes))));

    private static (DiscardReason Reason, byte[] Message) Tek(DiscardReason reason, string attributes) =>
        (reason, PushOf((Forge.Sat, Sat(Forge.SatAttributes + attributes))));

    private static (DiscardReason Reason, byte[] Message) Iec(DiscardReason reason, string afterSpi) =>
        (reason, PushOf((Forge.Sat, Forge.Hex("03" + "0306012a" + "0000" + Forge.TekSpi + afterSpi))));

    private static byte[] Grown(byte[] message)
    {
        byte[] grown = [.. message, 0];
        return With(grown, 24, [0, 0, (byte)(grown.Length >> 8), (byte)grown.Length]);
    }

    private static byte[] With(byte[] message, int at, byte[] octets)
    {
        octets.CopyTo(message, at);
        return message;
    }
}
