using System.Net;
using System.Text.Json;
using GdoiSim.Protocol.Tests.Inspection;
using GdoiSim.Protocol.Tests.Vectors;
using Xunit;

namespace GdoiSim.Protocol.Tests.Oracles;

/// <summary>The project's dissector for Wireshark, run by tshark over the vectors.</summary>
public sealed class DissectorTests : IDisposable
{
    private static readonly IPEndPoint From = IPEndPoint.Parse("10.0.0.1:848");
    private static readonly IPEndPoint To = IPEndPoint.Parse("10.0.0.2:848");

    private readonly string _folder = Directory.CreateTempSubdirectory("gdoi-dissector-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Valid_messages_have_no_malformed_octet()
    {
        byte[][] messages = [.. Plain()];
        List<string[]> rows = Tshark.DissectedFields(
            Write(messages), "gdoi.exchange", "gdoi.length", "_ws.expert.message", "_ws.malformed", "_ws.lua.error");
        Assert.Equal(messages.Length, rows.Count);
        foreach ((byte[] message, string[] row) in messages.Zip(rows))
        {
            Assert.Equal([$"{message[18]}", $"{message.Length}", "", "", ""], row);
        }
    }

    [Fact]
    public void Names_are_those_of_the_RFCs()
    {
        string text = Tshark.Dissected(Write(Plain()));
        foreach (string name in new[]
        {
            "Exchange type: GROUPKEY-PULL (32)", "Exchange type: GROUPKEY-PUSH (33)",
            "Exchange type: GROUPKEY-PUSH-ACK (35)", "Payload: GAP (22)", "ACTIVATION_TIME_DELAY: 5",
            "KEK_ALGORITHM: KEK_ALG_AES (3)", "KEK_ACK_REQUESTED: REKEY_ACK_LKH_SHA256 (2)",
            "SIG_ALGORITHM: SIG_ALG_RSA (1)", "Protocol-ID: GDOI_PROTO_IPSEC_ESP (1)",
            "Protocol-ID: GDOI_PROTO_IEC_61850 (3)", "Protocol-ID: Rekey SA (0)", "SA_KDA: ", "SA_ATD: ",
            "Attribute: TEK_ALGORITHM_KEY", "Attribute: KEK_ALGORITHM_KEY", "Attribute: SIG_ALGORITHM_KEY",
            "Attribute: LKH_DOWNLOAD_ARRAY", "Attribute: LKH_UPDATE_ARRAY", "LKH key 2", "ID type: ID_OID (13)",
            "SA Direction: Symmetric (3)", "Key packet: TEK", "SENDER_ID_REQUEST: ",
        })
        {
            Assert.Contains(name, text);
        }
    }

    [Fact]
    public void Values_are_those_of_the_vectors()
    {
        JsonElement push = VectorFile.Read("push-vectors.json", "push")["push-full"];
        byte[] message = ValidMessages.Get("push-full, decrypted").Message;
        string[] row = Tshark.DissectedFields(
            Write([message]), "gdoi.seq", "gdoi.sig", "gdoi.lkh.id", "gdoi.lkh.under", "gdoi.id.length",
            "gdoi.spi").Single();
        JsonElement nodes = VectorFile.ReadValue("push-vectors.json", "rekey_sa").GetProperty("lkh_nodes");
        Assert.Equal($"{push.GetProperty("seq")}", row[0]);
        Assert.Equal(push.GetProperty("sig").GetString(), row[1]);
        Assert.Equal($"{nodes[1].GetProperty("id")},{nodes[2].GetProperty("id")}", row[2]);
        Assert.Equal($"{nodes[0].GetProperty("id")}", row[3]);
        Assert.Equal("4,4,8,8", row[4]);
        Assert.EndsWith("edd3d271,23dd59377107c80ada5ac7f36d7cd0e0,23dd59377107c80ada5ac7f36d7cd0e0", row[5]);
    }

    [Fact]
    public void Octets_that_do_not_fit_are_marked_and_never_an_error_of_the_script()
    {
        byte[][] malformed =
        [
            .. VectorFile.Read("malformed.json", "malformed").Values.Select(row => row.Octets("message")),
            .. Valid.SelectMany(Cuts),
        ];
        List<string[]> rows = Tshark.DissectedFields(Write(malformed), "_ws.lua.error", "_ws.expert.message");
        Assert.Equal(malformed.Length, rows.Count);
        Assert.All(rows, row => Assert.Equal("", row[0]));
        Assert.All(rows.Skip(29), row => Assert.NotEqual("", row[1]));
    }

    /// <summary>All but main mode, which is left to Wireshark's own dissector.</summary>
    private static IEnumerable<byte[]> Valid =>
        ValidMessages.All.Select(row => row.Message).Where(message => message[18] != 2);

    private static IEnumerable<byte[]> Plain() => Valid.Where(message => (message[19] & 1) == 0);

    /// <summary>A message cut at every seventh octet, with a Length that says so.</summary>
    private static IEnumerable<byte[]> Cuts(byte[] message)
    {
        for (int length = 29; length < message.Length; length += 7)
        {
            byte[] cut = message[..length];
            cut[19] = 0;
            (cut[26], cut[27]) = ((byte)(length >> 8), (byte)length);
            yield return cut;
        }
    }

    private string Write(IEnumerable<byte[]> messages)
    {
        Tool.Require("tshark");
        string file = Path.Combine(_folder, "capture.pcapng");
        OracleCapture.Write(file, messages.Select(message => new SentMessage(From, To, message)), comments: false);
        return file;
    }
}
