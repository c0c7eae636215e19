using System.Diagnostics;
using GdoiSim.Analysis.Sweeps;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>Sweeps whose process ends before they do.</summary>
public sealed class SweepProcessTests : IDisposable
{
    private const string Replications = "replications: 60";
    private const int Runs = 360;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_killed_sweep_goes_on_and_nothing_is_lost_or_counted_twice()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "SIGKILL is Linux's");
        string sweep = SmallSweep.Write(_folder, Replications);
        Assert.Equal(0, CommandLine.Run("sweep", sweep, "-o", _folder["whole"], "--no-charts").Code);
        Dictionary<(int, int), string> before = [];
        // At its very beginning, and each time that some more has been written.
        foreach (int octets in new[] { 0, 1, 40_000, 120_000 })
        {
            using Process run = Start(sweep, "cut");
            await WaitForLog("cut", octets, run);
            run.Kill();
            await ProgramProcess.Finish(run);
            Dictionary<(int, int), string> after = Rows("cut");
            Assert.Equal(before, before.Keys.ToDictionary(key => key, key => after.GetValueOrDefault(key, "lost")));
            Assert.True(after.Count >= before.Count);
            before = after;
        }

        Assert.InRange(before.Count, 1, Runs - 1);
        Outcome last = await ProgramProcess.Finish(Start(sweep, "cut"));
        Assert.Equal(0, last.Code);
        Assert.Equal(SmallSweep.Files(_folder["whole"]), SmallSweep.Files(_folder["cut"]));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task An_interrupted_sweep_says_so_and_goes_on(string signal)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent by Linux's tools");
        string sweep = SmallSweep.Write(_folder, Replications);
        Outcome stopped;
        using (Process run = Start(sweep, "cut"))
        {
            await WaitForLog("cut", 40_000, run);
            using Process kill = Process.Start("kill", ["-s", signal, $"{run.Id}"]);
            stopped = await ProgramProcess.Finish(run);
        }

        Assert.Equal(130, stopped.Code);
        Assert.Contains("Unfinished    some cells are missing", stopped.Output, StringComparison.Ordinal);
        Assert.Contains(
            "\"partial\": true", SmallSweep.Files(_folder["cut"])["sweep.json"], StringComparison.Ordinal);
        int there = SmallSweep.Rows(_folder["cut"], "results.csv").Count;
        Assert.InRange(there, 1, Runs - 1);
        Assert.Equal(0, CommandLine.Run("sweep", sweep, "-o", _folder["cut"], "--no-charts").Code);
        Assert.Equal(0, CommandLine.Run("sweep", sweep, "-o", _folder["whole"], "--no-charts").Code);
        Assert.Equal(SmallSweep.Files(_folder["whole"]), SmallSweep.Files(_folder["cut"]));
    }

    private Process Start(string sweep, string target) => ProgramProcess.Start(
        _folder.Path, [], "sweep", sweep, "-o", target, "--no-charts", "--threads", "2");

    /// <summary>Waits until the write-ahead log has so many octets, or the process has ended.</summary>
    private async Task WaitForLog(string target, long octets, Process run)
    {
        var log = new FileInfo(Path.Combine(_folder[target], "sweep.db-wal"));
        while (octets > 0 && !run.HasExited)
        {
            log.Refresh();
            if (log.Exists && log.Length >= octets)
            {
                return;
            }

            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    private Dictionary<(int, int), string> Rows(string target)
    {
        if (!Directory.Exists(_folder[target]))
        {
            return [];
        }

        using SweepStore store = SweepStore.Open(_folder[target]);
        return store.All().ToDictionary(row => (row.Cell, row.Number), row => row.Fingerprint);
    }
}
