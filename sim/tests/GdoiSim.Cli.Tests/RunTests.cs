using GdoiSim.Metrics;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>What a run leaves behind.</summary>
public sealed class RunTests : IDisposable
{
    private static readonly string[] Small =
    [
        "run", CommandLine.Scenario("vendor-mix"), "--set", "group.size=60", "--set", "rekey.count=2",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_writes_every_file_and_charts()
    {
        Outcome outcome = CommandLine.Run([.. Small, "-o", _folder["result"]]);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.Equal(["result"], _folder.Names());
        Assert.Equal(
            ["charts", "completion.csv", "manifest.json", "outcomes.csv", "rekeys.csv", "summary.json", "timeline.csv"],
            Names("result"));
        string[] charts = [.. Directory.EnumerateFiles(Path.Combine(_folder["result"], "charts"))];
        Assert.Equal(4, charts.Count(name => name.EndsWith(".png", StringComparison.Ordinal)));
        Assert.Equal(4, charts.Count(name => name.EndsWith(".svg", StringComparison.Ordinal)));
        Assert.StartsWith("vendor-mix, seed 1: 60 members, 2 rekeys, ", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Thresholds_are_told_and_one_that_fails_is_exit_code_3()
    {
        string[] met = ["--set", "thresholds=[ack.expected == 120]", "--no-charts"];
        Outcome passed = CommandLine.Run([.. Small, .. met, "-o", _folder["passed"]]);
        Assert.Equal(0, passed.Code);
        Assert.Contains("passed: ack.expected == 120 (found 120)", passed.Output, StringComparison.Ordinal);

        string[] missed = ["--set", "thresholds=[ack.accepted >= 0, ack.expected / members < 100%]", "--no-charts"];
        Outcome failed = CommandLine.Run([.. Small, .. missed, "-q", "-o", _folder["failed"]]);
        Assert.Equal(3, failed.Code);
        Assert.Equal(
            ("", "threshold failed: ack.expected / members < 100% (found 200 %)\n"), (failed.Output, failed.Error));
        Assert.Contains("summary.json", Names("failed"));
    }

    [Fact]
    public void The_manifest_says_how_to_repeat_the_run()
    {
        CommandLine.Run([.. Small, "--seed", "7", "--no-charts", "-q", "-o", _folder["result"]]);
        RunManifest manifest = RunManifest.Read(_folder["result"]);
        Assert.Equal("vendor-mix", manifest.ScenarioName);
        Assert.Equal(["group.size=60", "rekey.count=2", "seed=7"], manifest.Overrides);
        Assert.Equal(File.ReadAllText(CommandLine.Scenario("vendor-mix")), manifest.ScenarioText);
        Assert.Equal(7ul, manifest.Seed);
        Assert.False(manifest.Partial);
        Assert.StartsWith("gdoisim 0.1.0", manifest.Product, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{32}$", manifest.Fingerprint);
        Assert.InRange(manifest.PeakResidentOctets, 10_000_000, 4_000_000_000);
        Assert.True(manifest.Events > 100 && manifest.EventsPerSecond > 0 && manifest.WallSeconds > 0);
    }

    [Fact]
    public void Two_runs_with_one_seed_differ_in_the_manifest_alone()
    {
        CommandLine.Run([.. Small, "--trace", "1-60", "-o", _folder["one"]]);
        CommandLine.Run([.. Small, "--trace", "1-60", "-o", _folder["two"], "--threads", "2"]);
        string[] files = [.. Directory.EnumerateFiles(_folder["one"], "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(_folder["one"], path))
            .Where(path => path != Schema.ManifestFile)];
        Assert.Equal(14, files.Length);
        Assert.All(files, file => Assert.Equal(
            File.ReadAllBytes(Path.Combine(_folder["one"], file)),
            File.ReadAllBytes(Path.Combine(_folder["two"], file))));
        Assert.Equal(
            RunManifest.Read(_folder["one"]).Fingerprint, RunManifest.Read(_folder["two"]).Fingerprint);
    }

    [Fact]
    public void Another_seed_is_another_run()
    {
        CommandLine.Run([.. Small, "--no-charts", "-o", _folder["one"]]);
        CommandLine.Run([.. Small, "--no-charts", "--seed", "2", "-o", _folder["two"]]);
        Assert.NotEqual(RunManifest.Read(_folder["one"]).Fingerprint, RunManifest.Read(_folder["two"]).Fingerprint);
    }

    [Fact]
    public void The_trace_has_the_members_that_were_named()
    {
        CommandLine.Run([.. Small, "--trace", "3,5-6", "--no-charts", "-o", _folder["result"]]);
        int[] members = [.. CsvTable.Read<TraceRow>(_folder["result"]).Select(row => row.Member).Distinct().Order()];
        Assert.Equal([3, 5, 6], members);
    }

    [Fact]
    public void Json_is_the_summary_and_nothing_else()
    {
        Outcome outcome = CommandLine.Run([.. Small, "--json", "--no-charts", "-o", _folder["result"]]);
        Assert.Equal(0, outcome.Code);
        Assert.Equal(File.ReadAllText(Path.Combine(_folder["result"], "summary.json")), outcome.Output);
        Assert.Contains("vendor-mix, seed 1: 60 members", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Quiet_tells_nothing() =>
        Assert.Equal(new Outcome(0, "", ""), CommandLine.Run([.. Small, "-q", "--no-charts", "-o", _folder["result"]]));

    [Fact]
    public void Force_replaces_an_earlier_result()
    {
        string[] command = [.. Small, "-q", "--no-charts", "-o", _folder["result"]];
        Assert.Equal(0, CommandLine.Run(command).Code);
        File.WriteAllText(Path.Combine(_folder["result"], "note"), "");
        Assert.Equal(0, CommandLine.Run([.. command, "--force"]).Code);
        Assert.DoesNotContain("note", Names("result"));
        Assert.Equal(["result"], _folder.Names());
    }

    private string[] Names(string directory) =>
    [
        .. Directory.EnumerateFileSystemEntries(_folder[directory])
            .Select(Path.GetFileName)
            .Order(StringComparer.Ordinal)!,
    ];
}
