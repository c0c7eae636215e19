using System.Diagnostics;
using GdoiSim.Metrics;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>What only a process of its own shows: signals, the working directory, the processor's switches.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_default_target_is_named_after_scenario_and_seed()
    {
        Outcome outcome = await ProgramProcess.Finish(Start(
            [], "run", CommandLine.Scenario("implosion"), "--set", "group.size=20", "--seed", "9", "--no-charts"));
        Assert.Equal(0, outcome.Code);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "runs", "implosion-9", "summary.json")));
        string result = $"Result        {Path.Combine("runs", "implosion-9")}: figures";
        Assert.Contains(result, outcome.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task An_interrupted_run_leaves_a_whole_result_that_says_so(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent by Linux's tools");
        using Process run = Start(
            [],
            ["run", CommandLine.Scenario("quickstart"), "--set", "group.size=500", "--set", "rekey.count=100000",
             "-o", _folder["result"]]);
        // The first line of progress: the run is under way.
        string? progress = await run.StandardError.ReadLineAsync(TestContext.Current.CancellationToken);
        using (Process kill = Process.Start("kill", ["-s", signal, $"{run.Id}"]))
        {
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Outcome outcome = await ProgramProcess.Finish(run);
        Assert.Contains(" ACKs, ", progress, StringComparison.Ordinal);
        Assert.Equal(130, outcome.Code);
        Assert.Contains("Stopped       before its end", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(["result"], _folder.Names());
        RunSummary summary = RunSummary.Read(_folder["result"]);
        Assert.True(summary.Partial && RunManifest.Read(_folder["result"]).Partial);
        Assert.InRange(summary.Rekeys, 1, 99_999);
        Assert.Equal(
            summary.AckSent + summary.AckDuplicated,
            summary.AckLost + summary.AckLinkDropped + summary.AckArrived + summary.AckInFlight);
        Assert.NotEmpty(CsvTable.Read<CompletionRow>(_folder["result"]));
        Assert.Equal(8, Directory.EnumerateFiles(Path.Combine(_folder["result"], "charts")).Count());
    }

    /// <summary>The switches are .NET's own; that they took effect is read from the manifest.</summary>
    [Theory]
    [InlineData("vendor-mix")]
    [InlineData("quickstart", "group.processing_time={log_normal: {median: 2ms, sigma: 1}}")]
    public async Task The_result_is_the_same_on_every_vector_path(string scenario, params string[] changes)
    {
        string[] set = [.. changes.SelectMany(change => new[] { "--set", change })];
        string[] files = ["summary.json", "rekeys.csv", "outcomes.csv", "completion.csv", "timeline.csv", "trace.csv"];
        (string Switch, string[] Allowed)[] paths =
        [
            ("", ["Vector512", "Vector256", "Vector128", "Scalar"]),
            ("DOTNET_EnableAVX512=0", ["Vector256", "Vector128", "Scalar"]),
            ("DOTNET_EnableAVX2=0", ["Vector128", "Scalar"]),
            ("DOTNET_EnableHWIntrinsic=0", ["Scalar"]),
        ];
        for (int i = 0; i < paths.Length; i++)
        {
            Outcome outcome = await ProgramProcess.Finish(Start(
                paths[i].Switch.Length == 0 ? [] : [paths[i].Switch],
                ["run", CommandLine.Scenario(scenario), "--set", "group.size=300", "--set", "rekey.count=2", .. set,
                 "--trace", "1-300", "--no-charts", "-q", "-o", _folder[$"{i}"]]));
            Assert.Equal(new Outcome(0, "", ""), outcome);
            RunManifest manifest = RunManifest.Read(_folder[$"{i}"]);
            Assert.Contains(manifest.HostVector, paths[i].Allowed);
            Assert.Equal(RunManifest.Read(_folder["0"]).Fingerprint, manifest.Fingerprint);
            Assert.All(files, file => Assert.Equal(
                File.ReadAllText(Path.Combine(_folder["0"], file)),
                File.ReadAllText(Path.Combine(_folder[$"{i}"], file))));
        }
    }

    private Process Start(string[] environment, params string[] arguments) =>
        ProgramProcess.Start(_folder.Path, environment, arguments);
}
