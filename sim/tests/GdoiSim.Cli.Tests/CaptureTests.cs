using GdoiSim.Metrics;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>Captures of runs: what is in them, and that decode can check every message with the keys beside.</summary>
public sealed class CaptureTests : IDisposable
{
    private static readonly string[] Small =
    [
        "run", CommandLine.Scenario("quickstart"), "--set", "group.size=40", "--no-charts", "-q",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("kek_sha256", "ipv4")]
    [InlineData("lkh_sha512", "ipv6")]
    public void Every_message_of_a_capture_decodes_with_its_keys(string acknowledgement, string identity)
    {
        string capture = _folder["run.pcapng"];
        Outcome run = CommandLine.Run(
            [.. Small, "-o", _folder["run"], "--capture", capture, "--set", $"group.acknowledgement={acknowledgement}",
                "--set", $"group.identity={identity}"]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Outcome decoded = CommandLine.Run("decode", capture, "--secrets", capture + ".secrets.jsonl");
        Assert.Equal((0, ""), (decoded.Code, decoded.Error));
        Assert.DoesNotContain("not checked", decoded.Output, StringComparison.Ordinal);
        RunSummary summary = RunSummary.Read(_folder["run"]);
        Assert.Equal(summary.PushSent, Count(decoded.Output, "GROUPKEY-PUSH, "));
        Assert.Equal(
            summary.AckSent + summary.AckDuplicated - summary.AckLost, Count(decoded.Output, "GROUPKEY-PUSH-ACK, "));
    }

    [Fact]
    public void Without_leaf_keys_the_HASHes_of_LKH_types_are_not_checked_rather_than_wrong()
    {
        string capture = _folder["run.pcapng"];
        CommandLine.Run(
            [.. Small, "-o", _folder["run"], "--capture", capture, "--set", "group.acknowledgement=lkh_sha256"]);
        string[] lines = File.ReadAllLines(capture + ".secrets.jsonl");
        File.WriteAllLines(
            _folder["keks"], lines.Where(line => !line.StartsWith("{\"base_key", StringComparison.Ordinal)));
        Outcome decoded = CommandLine.Run("decode", capture, "--secrets", _folder["keks"]);
        Assert.Equal((0, ""), (decoded.Code, decoded.Error));
        Assert.Equal(
            Count(decoded.Output, "GROUPKEY-PUSH-ACK, "),
            Count(decoded.Output, "  HASH: not checked: no leaf key for it was given\n"));
    }

    [Fact]
    public void A_capture_of_some_members_has_their_acknowledgements_and_every_multicast()
    {
        string capture = _folder["some.pcapng"];
        CommandLine.Run([.. Small, "-o", _folder["run"], "--capture", capture, "--capture-members", "3,5"]);
        string output = CommandLine.Run("decode", capture).Output;
        int acknowledgements = Count(output, "GROUPKEY-PUSH-ACK, ");
        Assert.InRange(acknowledgements, 5, 18); // two members, three rekeys, at most three transmissions each
        Assert.Equal(acknowledgements, Count(output, ": member 3 ") + Count(output, ": member 5 "));
        Assert.True(Count(output, "GROUPKEY-PUSH, ") >= 3);
        Assert.Contains("member 3 acknowledges SEQ 1", output, StringComparison.Ordinal);
        Assert.DoesNotContain("member 4 acknowledges", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_capture_does_not_change_the_result_and_is_the_same_again()
    {
        CommandLine.Run([.. Small, "-o", _folder["without"]]);
        CommandLine.Run([.. Small, "-o", _folder["one"], "--capture", _folder["one.pcapng"]]);
        CommandLine.Run([.. Small, "-o", _folder["two"], "--capture", _folder["two.pcapng"], "--threads", "2"]);
        Assert.Equal(
            File.ReadAllText(Path.Combine(_folder["without"], "rekeys.csv")),
            File.ReadAllText(Path.Combine(_folder["one"], "rekeys.csv")));
        Assert.Equal(File.ReadAllBytes(_folder["one.pcapng"]), File.ReadAllBytes(_folder["two.pcapng"]));
    }

    [Fact]
    public void A_capture_may_stand_in_the_result_that_it_is_of()
    {
        string capture = Path.Combine(_folder["run"], "run.pcapng");
        foreach (string[] again in new string[][] { [], ["--force"] })
        {
            Outcome run = CommandLine.Run([.. Small, "-o", _folder["run"], "--capture", capture, .. again]);
            Assert.Equal((0, ""), (run.Code, run.Error));
            Assert.True(File.Exists(Path.Combine(_folder["run"], "summary.json")));
            Assert.Equal(0, CommandLine.Run("decode", capture, "-q").Code);
        }
    }

    [Fact]
    public void A_capture_that_cannot_be_written_costs_neither_the_result_nor_leaves_halves()
    {
        string capture = _folder["run.pcapng"];
        Directory.CreateDirectory(capture + ".secrets.jsonl.partial");
        Outcome run = CommandLine.Run([.. Small, "-o", _folder["run"], "--capture", capture]);
        Assert.Equal(1, run.Code);
        Assert.StartsWith("error: the capture could not be written: ", run.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder["run"], "summary.json")));
        Assert.False(File.Exists(capture) || File.Exists(capture + ".partial"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("new/")]
    public void A_capture_needs_the_name_of_a_file(string name) => Assert.Equal(
        2, CommandLine.Run([.. Small, "-o", _folder["run"], "--capture", name]).Code);

    [Fact]
    public void Keys_of_an_earlier_capture_are_not_replaced_unasked()
    {
        string capture = _folder["run.pcapng"];
        File.WriteAllText(capture + ".secrets.jsonl", "mine");
        Assert.Equal(2, CommandLine.Run([.. Small, "-o", _folder["run"], "--capture", capture]).Code);
        Assert.Equal("mine", File.ReadAllText(capture + ".secrets.jsonl"));
    }

    [Fact]
    public void A_capture_that_exists_is_kept_and_nothing_is_run()
    {
        File.WriteAllText(_folder["taken"], "mine");
        Outcome outcome = CommandLine.Run([.. Small, "-o", _folder["run"], "--capture", _folder["taken"]]);
        Assert.Equal(2, outcome.Code);
        Assert.Contains("exists; --force replaces it", outcome.Error, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(_folder["taken"]));
        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Theory]
    [InlineData("--capture-members: found without a capture", "--capture-members", "1")]
    [InlineData("--capture-members: found 41; allowed: members 1 to 40", "--capture", "x", "--capture-members", "41")]
    public void Wrong_members_are_refused(string problem, params string[] options)
    {
        Outcome outcome = CommandLine.Run([.. Small, "-o", _folder["run"], .. options]);
        Assert.Equal(2, outcome.Code);
        Assert.Contains(problem, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_are_in_the_side_file_alone()
    {
        string capture = _folder["run.pcapng"];
        CommandLine.Run([.. Small, "-o", _folder["run"], "--capture", capture]);
        string kek = File.ReadAllLines(capture + ".secrets.jsonl")
            .First(line => line.StartsWith("{\"kek\":\"", StringComparison.Ordinal))[8..72];
        foreach (string path in Directory.EnumerateFiles(_folder["run"], "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(kek, File.ReadAllText(path), StringComparison.OrdinalIgnoreCase);
        }
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
