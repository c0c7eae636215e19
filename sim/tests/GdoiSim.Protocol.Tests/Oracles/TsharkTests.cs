using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Inspection;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Tests.Vectors;
using Xunit;

namespace GdoiSim.Protocol.Tests.Oracles;

/// <summary>Wireshark's command line reads captures of our messages and finds in them what we put there.</summary>
public sealed class TsharkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gdoi-tshark-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Every_datagram_arrives_whole_with_good_checksums_and_the_same_header()
    {
        IReadOnlyList<SentMessage> sent = OracleCapture.Messages();
        List<string[]> rows = Read(
            sent, "frame.protocols", "udp.checksum.status", "udp.payload", "udp.length", "isakmp.length",
            "isakmp.exchangetype", "isakmp.ispi", "isakmp.rspi", "isakmp.flags", "isakmp.messageid", "isakmp.version",
            "_ws.malformed", "_ws.expert.severity");
        Assert.Equal(sent.Count, rows.Count);
        for (int i = 0; i < sent.Count; i++)
        {
            string[] row = rows[i];
            byte[] octets = sent[i].Octets;
            Assert.Equal(DiscardReason.None, IsakmpHeader.TryRead(octets, out IsakmpHeader header));
            Assert.EndsWith(":udp:isakmp", row[0].Replace(":ipv6.fraghdr", "", StringComparison.Ordinal));
            Assert.Equal("1", row[1]);
            Assert.Equal(Convert.ToHexStringLower(octets), row[2]);
            Assert.Equal(int.Parse(row[3]) - 8, int.Parse(row[4]));
            Assert.Equal($"{(int)header.ExchangeType}", row[5]);
            Assert.Equal(header.Cookies.ToString(), row[6] + row[7]);
            bool isPush = header.ExchangeType == ExchangeType.GroupkeyPush;
            Assert.Equal(isPush ? "0x01" : "0x00", row[8]);
            Assert.Equal("0x00000000", row[9]);
            Assert.Equal("0x10", row[10]);
            Assert.Equal("", row[11]);
            // Of expert information nothing but the comments on the frames.
            Assert.All(row[12].Split(','), severity => Assert.Equal("1048576", severity));
        }
    }

    [Fact]
    public void An_acknowledgement_has_its_payloads_its_HASH_and_its_identity()
    {
        IReadOnlyList<SentMessage> sent = OracleCapture.Messages();
        List<string[]> rows = Read(
            sent, "isakmp.typepayload", "isakmp.nextpayload", "isakmp.payloadlength", "isakmp.length",
            "isakmp.reserved", "isakmp.extradata", "isakmp.hash", "isakmp.seq.seq", "isakmp.id.type",
            "isakmp.id.data.ipv4_addr", "isakmp.id.data.ipv6_addr", "isakmp.id.protoid", "isakmp.id.port");
        for (int i = 2; i < sent.Count; i++)
        {
            string[] row = rows[i];
            Assert.Equal(DiscardReason.None, GroupkeyPushAck.TryParse(sent[i].Octets, out GroupkeyPushAck ack));
            Assert.Equal("8,18,5", row[0]);
            Assert.EndsWith(",0", row[1]);
            Assert.Equal(int.Parse(row[3]), 28 + row[2].Split(',').Sum(int.Parse));
            Assert.All(row[4].Split(','), reserved => Assert.Equal("00", reserved));
            Assert.Equal("", row[5]);
            Assert.Equal(Convert.ToHexStringLower(ack.Hash), row[6]);
            Assert.Equal($"{ack.Sequence.Value}", row[7]);
            Assert.Equal($"{(int)ack.IdentityType}", row[8]);
            string identity = ack.ReadIdentity().ToString();
            Assert.Equal(ack.IdentityType == IdentificationType.IPv4Address ? identity : "", row[9]);
            Assert.Equal(ack.IdentityType == IdentificationType.IPv6Address ? identity : "", row[10]);
            Assert.Equal(("0", "0"), (row[11], row[12]));
        }
    }

    [Fact]
    public void An_acknowledgement_goes_back_the_way_of_its_PUSH()
    {
        IReadOnlyList<SentMessage> sent = OracleCapture.Messages();
        List<string[]> rows = Read(
            sent, "isakmp.ispi", "isakmp.rspi", "ip.src", "ip.dst", "ipv6.src", "ipv6.dst", "udp.srcport",
            "udp.dstport");
        foreach (string[] ack in rows.Skip(2))
        {
            // IPv4 members answer the first PUSH, IPv6 members the second.
            string[] push = ack[2].Length > 0 ? rows[0] : rows[1];
            Assert.Equal((push[0], push[1]), (ack[0], ack[1]));
            Assert.Equal((push[2], push[4]), (ack[3], ack[5]));
            Assert.Equal((push[6], push[7]), (ack[7], ack[6]));
        }
    }

    [Fact]
    public void Behind_the_prelude_it_decrypts_a_PUSH_and_finds_all_of_it()
    {
        List<string[]> rows = Decrypt(OracleCapture.Pushes, OracleCapture.Spi, OracleCapture.Kek);
        foreach ((byte[] datagram, string[] row) in OracleCapture.Pushes.Zip(rows))
        {
            Assert.Equal(DiscardReason.None, GroupkeyPush.TryOpen(
                datagram, OracleCapture.Kek, new SystemCryptographyProvider(), new byte[datagram.Length + 5],
                out GroupkeyPush push));
            var types = new List<string> { "18" };
            foreach (DeletePayload _ in push.Deletes)
            {
                types.Add("12");
            }

            var packets = new List<string>();
            foreach (KeyPacket packet in push.KeyDownload.Packets)
            {
                packets.Add($"{(int)packet.Type}");
            }

            Assert.Equal(string.Join(',', [.. types, "1", "17", "9"]), row[0]);
            Assert.Equal($"{push.Sequence.Value}", row[1]);
            Assert.StartsWith("2,3,4,5,6,7,9", row[2]);
            Assert.Equal(string.Join(',', packets), row[3]);
            Assert.Equal(Convert.ToHexStringLower(push.Signature), row[4]);
            Assert.Equal("", row[5]);
        }
    }

    [Fact]
    public void With_another_key_it_finds_something_else()
    {
        byte[] other = [.. OracleCapture.Kek.Iv, .. new byte[16]];
        List<string[]> rows = Decrypt(OracleCapture.Pushes, OracleCapture.Spi, new Kek(other));
        Assert.All(rows, row => Assert.NotEqual("18,1,17,9", row[0]));
    }

    /// <summary>
    /// Wireshark reads two octets for a length that RFC 6407 figure 8 draws with one. If this fails, it was mended, and
    /// such messages need no exception any more.
    /// </summary>
    [Fact]
    public void It_still_calls_an_SA_TEK_of_RFC_6407_malformed()
    {
        var row = VectorFile.Read("push-vectors.json", "push")["push-sak-sat-esp"];
        var kek = new Kek([.. row.Octets("kek_iv"), .. row.Octets("kek_key")]);
        Assert.NotEqual("", Assert.Single(Decrypt([row.Octets("message")], row.ReadCookies(), kek))[5]);
    }

    private List<string[]> Read(IEnumerable<SentMessage> messages, params string[] fields) =>
        Tshark.Fields(WriteCapture(messages), "isakmp", new Dictionary<string, string>(), fields);

    /// <summary>Payload types, SEQ, attribute types, key packet types, SIG and malformations of each PUSH.</summary>
    private List<string[]> Decrypt(IEnumerable<byte[]> pushes, Cookies spi, Kek kek)
    {
        string file = WriteCapture(OracleCapture.WithPrelude(pushes, spi, kek));
        File.WriteAllText(
            Path.Combine(_folder, "ikev1_decryption_table"), WiresharkPrelude.DecryptionTableLine(spi, kek) + "\n");
        return Tshark.Fields(
            file, "isakmp.exchangetype == 33 && isakmp.length > 44",
            new Dictionary<string, string> { ["WIRESHARK_CONFIG_DIR"] = _folder },
            [
                "isakmp.typepayload", "isakmp.seq.seq", "isakmp.ipsec.attr.type", "isakmp.kd.payload.type",
                "isakmp.sig", "_ws.malformed",
            ]);
    }

    private string WriteCapture(IEnumerable<SentMessage> messages)
    {
        Tool.Require("tshark");
        string file = Path.Combine(_folder, "capture.pcapng");
        OracleCapture.Write(file, messages, comments: true);
        return file;
    }
}
