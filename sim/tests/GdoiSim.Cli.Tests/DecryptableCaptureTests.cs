using System.Text.RegularExpressions;
using GdoiSim.Capture;
using GdoiSim.Protocol.Tests.Oracles;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>Captures that Wireshark decrypts: what is in them, what it finds, and what is refused.</summary>
public sealed partial class DecryptableCaptureTests : IDisposable
{
    private const string MadeUp = "not sent: lets Wireshark decrypt the PUSH";

    private static readonly string[] Small =
    [
        "run", CommandLine.Scenario("quickstart"), "--set", "group.size=12", "--set", "rekey.replace_kek=every 2",
        "--no-charts", "-q",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("group.identity=ipv4", "retransmit.to=group")]
    [InlineData("group.identity=ipv6", "retransmit.to=unacknowledged")]
    [InlineData("key_server.count=2", "retransmit.sequence=same")]
    [InlineData("group.acknowledgement=lkh_sha512", "kek.algorithm=aes-256-cbc")]
    public void Wireshark_reads_every_PUSH_with_the_folder_beside(string one, string other)
    {
        Tool.Require("tshark");
        string capture = _folder["run.pcapng"];
        Run("--capture-decryptable", capture, "--set", one, "--set", other, "--set", "network.push.loss=20%");
        int[] sent = [.. Frames(capture).Select(SentSequence).OfType<int>()];
        Assert.True(sent.Length > 3, "no repeats: nothing is shown of the second PUSH under an SPI");

        Dictionary<string, string> profile = new() { ["WIRESHARK_CONFIG_DIR"] = capture + ".wireshark" };
        List<string[]> read = Read(capture, profile);
        Assert.Equal(sent, read.Select(row => int.Parse(row[0])));
        // SEQ, SA, SA TEK or SA KEK: what is behind an SA TEK of ESP, Wireshark 4.0 misreads.
        Assert.All(read, row => Assert.Matches("^18,1,1[56]", row[1]));

        // The keys do it, not the capture.
        File.WriteAllText(Path.Combine(capture + ".wireshark", "ikev1_decryption_table"), "");
        Assert.Empty(Read(capture, profile));
    }

    [Theory]
    [InlineData("isakmp")]
    [InlineData("gdoi")]
    public void With_the_project_s_dissector_all_of_a_PUSH_is_shown(string port)
    {
        Tool.Require("tshark");
        string capture = _folder["run.pcapng"];
        Run("--capture-decryptable", capture);
        int[] sent = [.. Frames(capture).Select(SentSequence).OfType<int>()];
        string output = Tool.Run(
            "tshark", null, new Dictionary<string, string> { ["WIRESHARK_CONFIG_DIR"] = capture + ".wireshark" },
            [
                "-n", "-r", capture, "-X", $"lua_script:{Path.Combine(AppContext.BaseDirectory, "gdoi.lua")}", "-d",
                $"udp.port==848,{port}", "-Y", "gdoi.sig", "-T", "fields", "-E", "occurrence=a",
                "-e", "gdoi.seq", "-e", "gdoi.payload", "-e", "_ws.lua.error",
            ]);
        string[] rows = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(sent, rows.Select(row => int.Parse(row.Split('\t')[0])));
        // SEQ; SA with SAK and SAT; KD; SIG. No error of the script.
        Assert.All(rows, row => Assert.Matches("^[0-9]+\t18,1,(15,)?16,17,9\t?$", row));
        Assert.Contains(rows, row => row.Contains("15,", StringComparison.Ordinal));
    }

    [Fact]
    public void The_datagrams_that_were_sent_are_those_of_the_plain_capture()
    {
        (string plain, string decryptable) = (_folder["plain.pcapng"], _folder["new/decryptable.pcapng"]);
        Run("--capture", plain, "--capture-decryptable", decryptable, "--capture-members", "2,5-7");
        CapturedFrame[] all = [.. Frames(decryptable)];
        CapturedFrame[] sent = [.. all.Where(frame => frame.Comment != MadeUp)];
        CapturedFrame[] expected = [.. Frames(plain)];
        Assert.Equal(expected.Select(Identity), sent.Select(Identity));
        int pushes = expected.Count(frame => SentSequence(frame) is not null);
        Assert.Equal((2 * 3) + pushes, all.Length - sent.Length); // two Rekey SAs
    }

    [Fact]
    public void It_needs_no_plain_capture_and_does_not_change_the_result()
    {
        string capture = _folder["run.pcapng"];
        Run("--capture-decryptable", capture);
        Assert.Equal(
            ["decode_as_entries", "ikev1_decryption_table"],
            Directory.GetFiles(capture + ".wireshark").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.False(File.Exists(CaptureSecrets.PathFor(capture)));
        CommandLine.Run([.. Small, "-o", _folder["without"]]);
        Assert.Equal(
            File.ReadAllText(Path.Combine(_folder["without"], "rekeys.csv")),
            File.ReadAllText(Path.Combine(_folder["result"], "rekeys.csv")));
    }

    [Theory]
    [InlineData("--capture-decryptable: found ./x.pcapng, where --capture writes", "x.pcapng", "./x.pcapng")]
    [InlineData("--capture-decryptable: found x.secrets.jsonl, where --capture writes", "x", "x.secrets.jsonl")]
    [InlineData("x.wireshark would be a file and a folder", "x.wireshark", "x")]
    [InlineData("--capture-decryptable: 'new/' names no file", "x", "new/")]
    [InlineData("--capture-decryptable: '' names no file", "x", "")]
    [InlineData("taken is a file; allowed: a directory there", "x", "taken/x")]
    [InlineData("--capture: ", "taken/x", "x")]
    [InlineData("taken exists; --force replaces it", "x", "taken")]
    [InlineData("ikev1_decryption_table exists; --force replaces it", "x", "before")]
    public void Wrong_targets_are_refused_before_anything_is_run(string problem, string plain, string decryptable)
    {
        File.WriteAllText(_folder["taken"], "mine");
        Directory.CreateDirectory(_folder["before.wireshark"]);
        File.WriteAllText(_folder["before.wireshark/ikev1_decryption_table"], "mine");
        string[] names = _folder.Names();
        Outcome outcome = CommandLine.Run(
            [.. Small, "-o", _folder["result"], "--capture", In(plain), "--capture-decryptable", In(decryptable)]);
        Assert.Equal(2, outcome.Code);
        Assert.Contains(problem, outcome.Error.Replace(_folder.Path + "/", ""), StringComparison.Ordinal);
        Assert.Equal(names, _folder.Names());

        string In(string name) => name.Length == 0 ? "" : _folder[name];
    }

    [Fact]
    public void Where_one_file_cannot_be_written_none_is()
    {
        Directory.CreateDirectory(_folder["new/late.pcapng.partial"]);
        Outcome outcome = CommandLine.Run(
            [.. Small, "-o", _folder["result"], "--capture", _folder["early/early.pcapng"], "--capture-decryptable",
                _folder["new/late.pcapng"]]);
        Assert.Equal(1, outcome.Code);
        Assert.StartsWith("error: the capture could not be written: ", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(["new", "result"], _folder.Names());
        Assert.Equal(
            [_folder["new/late.pcapng.partial"]], Directory.EnumerateFileSystemEntries(_folder["new"]));
    }

    [Fact]
    public void Force_replaces_an_earlier_one()
    {
        string capture = _folder["run.pcapng"];
        Run("--capture-decryptable", capture);
        byte[] first = File.ReadAllBytes(capture);
        Run("--capture-decryptable", capture, "--force", "--seed", "2");
        Assert.NotEqual(first, File.ReadAllBytes(capture));
        Run("--capture-decryptable", capture, "--force");
        Assert.Equal(first, File.ReadAllBytes(capture));
    }

    private static (long, string, string?) Identity(CapturedFrame frame) =>
        (frame.Nanoseconds, Convert.ToHexString(frame.Octets.Span), frame.Comment);

    /// <summary>The SEQ that the comment of a PUSH tells; null for other frames.</summary>
    private static int? SentSequence(CapturedFrame frame) =>
        PushComment().Match(frame.Comment ?? "") is { Success: true } match ? int.Parse(match.Groups[1].Value) : null;

    [GeneratedRegex("PUSH with SEQ ([0-9]+)")]
    private static partial Regex PushComment();

    private static IReadOnlyList<CapturedFrame> Frames(string capture)
    {
        var file = CaptureFile.Read(File.ReadAllBytes(capture));
        Assert.Null(file.Problem);
        return file.Frames;
    }

    private static List<string[]> Read(string capture, Dictionary<string, string> environment)
    {
        string output = Tool.Run(
            "tshark", null, environment,
            [
                "-n", "-r", capture, "-Y", "isakmp.exchangetype == 33 && isakmp.seq.seq", "-T", "fields", "-E",
                "occurrence=a", "-e", "isakmp.seq.seq", "-e", "isakmp.typepayload",
            ]);
        return [.. output.Split('\n').Where(line => line.Length > 0).Select(line => line.Split('\t'))];
    }

    private void Run(params string[] options)
    {
        Outcome run = CommandLine.Run([.. Small, "-o", _folder["result"], .. options]);
        Assert.Equal((0, ""), (run.Code, run.Error));
    }
}
