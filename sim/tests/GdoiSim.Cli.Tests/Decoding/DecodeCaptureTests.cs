using System.Net;
using System.Text.Json;
using GdoiSim.Capture;
using Xunit;

namespace GdoiSim.Cli.Tests.Decoding;

/// <summary><c>gdoisim decode</c> on captures: a PUSH to a multicast group and what answers it.</summary>
public sealed class DecodeCaptureTests : IDisposable
{
    private const string Server = "10.0.0.1:848";
    private const string Group = "239.192.0.1:848";
    private const string Member = "10.0.1.11:848";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_acknowledgement_is_held_against_its_PUSH()
    {
        Outcome outcome = Decode((Server, Group, Vectors.Push), (Member, Server, Vectors.Ack(1)));
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.Contains(
            "frame 1, 0.000000000 s, 10.0.0.1:848 to 239.192.0.1:848, \"message 1\"\n"
            + "GROUPKEY-PUSH, 1084 octets: valid\n",
            outcome.Output);
        Assert.Contains("  note: answers the PUSH of frame 1\n", outcome.Output);
        Assert.EndsWith("2 messages, 0 not valid\n", outcome.Output);
    }

    [Theory]
    [InlineData(Member, "10.0.0.2:848", "destination: found 10.0.0.2:848; allowed: 10.0.0.1:848")]
    [InlineData(Member, "10.0.0.1:849", "destination: found 10.0.0.1:849; allowed: 10.0.0.1:848")]
    [InlineData("10.0.1.11:4500", Server, "source port: found 4500; allowed: 848")]
    public void Addresses_and_ports_are_those_of_the_PUSH_reversed(string source, string destination, string told)
    {
        Outcome outcome = Decode((Server, Group, Vectors.Push), (source, destination, Vectors.Ack(1)));
        Assert.Equal(1, outcome.Code);
        Assert.Contains($"  wrong: {told}", outcome.Output);
    }

    [Fact]
    public void A_unicast_PUSH_is_answered_from_where_it_went()
    {
        Assert.Equal(0, Decode((Server, Member, Vectors.Push), (Member, Server, Vectors.Ack(1))).Code);
        Outcome outcome = Decode((Server, Member, Vectors.Push), ("10.0.1.12:848", Server, Vectors.Ack(1)));
        Assert.Contains("  wrong: source: found 10.0.1.12; allowed: 10.0.1.11", outcome.Output);
    }

    [Fact]
    public void A_sequence_number_that_was_not_sent_is_wrong()
    {
        string ack = Vectors.Ack(1).Replace("0500000800000002", "0500000800000003");
        Outcome outcome = Decode((Server, Group, Vectors.Push), (Member, Server, ack));
        Assert.Equal(1, outcome.Code);
        Assert.Contains("  wrong: SEQ: found 3; allowed: 2, sent under these cookies", outcome.Output);
        string earlier = Vectors.Ack(1).Replace("0500000800000002", "0500000800000001");
        outcome = Decode((Server, Group, Vectors.Push), (Member, Server, earlier));
        Assert.Equal(1, outcome.Code);
        Assert.Contains("  note: the PUSH that it answers is not in the capture", outcome.Output);
        Assert.Contains("(hash_mismatch)", outcome.Output);
    }

    [Fact]
    public void A_side_file_brings_the_keys()
    {
        byte[] cookies = Convert.FromHexString(Vectors.Push[..32]);
        using (var writer = new CaptureSecretsWriter(File.Create(_folder["keys"])))
        {
            writer.WriteKek(cookies, Convert.FromHexString(Vectors.Kek));
            writer.WriteBaseKey(cookies, 11, "10.0.1.11", Convert.FromHexString(Vectors.BaseKey(2)));
            writer.WritePublicKey(Vectors.PublicKey);
        }

        string capture = Write((Server, Group, Vectors.Push), (Member, Server, Vectors.Ack(1)));
        Outcome outcome = CommandLine.Run("decode", capture, "--secrets", _folder["keys"], "--json");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        using var document = JsonDocument.Parse(outcome.Output);
        string[] checks =
        [
            .. document.RootElement.GetProperty("messages").EnumerateArray()
                .SelectMany(message => message.GetProperty("checks").EnumerateArray())
                .Select(check => $"{check.GetProperty("subject")} {check.GetProperty("outcome")}"),
        ];
        Assert.Equal(["decryption passed", "SIG passed", "HASH passed"], checks);
    }

    [Fact]
    public void What_is_no_GDOI_is_counted_and_a_cut_file_is_told()
    {
        string capture = Write(("10.0.0.1:53", "10.0.0.2:53", "00"), (Member, Server, Vectors.Ack(1)));
        Outcome outcome = CommandLine.Run("decode", capture);
        Assert.Equal(0, outcome.Code);
        Assert.Contains("passed over: UDP of other ports than 848: 1\n1 messages, 0 not valid\n", outcome.Output);
        byte[] octets = File.ReadAllBytes(capture);
        File.WriteAllBytes(capture, octets[..^8]);
        outcome = CommandLine.Run("decode", capture);
        Assert.Equal(1, outcome.Code);
        Assert.StartsWith($"{capture}: the block at octet ", outcome.Error);
        File.WriteAllBytes(capture, octets[..200]);
        Assert.Equal(1, CommandLine.Run("decode", capture).Code);
    }

    private Outcome Decode(params (string From, string To, string Message)[] messages)
    {
        Outcome outcome = CommandLine.Run("decode", Write(messages), "--kek", Vectors.Kek);
        return outcome with { Output = outcome.Output.ReplaceLineEndings("\n") };
    }

    private string Write(params (string From, string To, string Message)[] messages)
    {
        string file = _folder["capture.pcapng"];
        using var writer = new PcapngWriter(File.Create(file), "test", "messages");
        for (int i = 0; i < messages.Length; i++)
        {
            (string from, string to, string message) = messages[i];
            var datagram = new UdpDatagram(
                IPEndPoint.Parse(from), IPEndPoint.Parse(to), Convert.FromHexString(message));
            foreach (byte[] packet in IpPackets.Carry(datagram, (uint)i, 1_500))
            {
                writer.Write(i * 1_000_000L, packet, $"message {i + 1}");
            }
        }

        return file;
    }
}
