using GdoiSim.Analysis.Sweeps;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>What a sweep finds in its directory, and what it refuses.</summary>
public sealed class SweepResumeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("scenario", "another text of the scenario small.yaml (hash ")]
    [InlineData("axes", "other cells: parameters, values, conditions or measured service times (hash ")]
    [InlineData("set", "other values set in all cells (none, now group.jitter=2s)")]
    [InlineData("seed", "another seed (7, now 8)")]
    [InlineData("shard", "holds all cells, asked is shard 1/2")]
    public void A_changed_sweep_is_refused_and_the_old_one_kept(string change, string words)
    {
        string sweep = SmallSweep.Write(_folder);
        Assert.Equal(0, Sweep(sweep).Code);
        SortedDictionary<string, string> before = SmallSweep.Files(_folder["a"]);
        string[] more = [];
        switch (change)
        {
            case "scenario":
                File.AppendAllText(_folder["small.yaml"], "\n# another\n");
                break;
            case "axes":
                SmallSweep.Write(_folder, axes: SmallSweep.Axes.Replace("40]", "41]", StringComparison.Ordinal));
                break;
            case "set":
                more = ["--set", "group.jitter=2s"];
                break;
            case "seed":
                more = ["--seed", "8"];
                break;
            default:
                more = ["--shard", "1/2"];
                break;
        }

        Outcome outcome = Sweep(sweep, more);
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains(words, outcome.Error, StringComparison.Ordinal);
        Assert.Contains("--force to begin anew", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(before, SmallSweep.Files(_folder["a"]));
        Assert.Equal(0, Sweep(sweep, [.. more, "--force"]).Code);
        Assert.NotEqual(before, SmallSweep.Files(_folder["a"]));
    }

    [Fact]
    public void Another_version_is_refused()
    {
        string sweep = SmallSweep.Write(_folder);
        Sweep(sweep);
        using (SweepStore store = SweepStore.Open(_folder["a"]))
        {
            store.Description = store.Description! with { Product = "gdoisim 0.0.1" };
        }

        Outcome outcome = Sweep(sweep);
        Assert.Equal(2, outcome.Code);
        Assert.Contains("another version of the program (gdoisim 0.0.1, now ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_changes_no_figure_may_change()
    {
        string sweep = SmallSweep.Write(_folder);
        Sweep(sweep);
        SmallSweep.Write(
            _folder,
            "replications: 3\nquestion: Another one?\nmetrics: [ack.lost / ack.sent]\nthresholds: [ack.lost >= 0]");
        Outcome outcome = Sweep(sweep);
        Assert.Equal(0, outcome.Code);
        Assert.Contains("passed in all 6 cells: ack.lost >= 0", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("ack.lost / ack.sent", SmallSweep.Rows(_folder["a"], "results.csv")[0].Keys);
    }

    [Fact]
    public void A_directory_that_is_no_sweep_is_left_alone()
    {
        string sweep = SmallSweep.Write(_folder);
        Directory.CreateDirectory(_folder["a"]);
        File.WriteAllText(Path.Combine(_folder["a"], "precious"), "");
        Outcome outcome = Sweep(sweep);
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains(
            "holds no sweep.db, so it is no sweep that could go on", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(2, Sweep(sweep, "--force").Code);
        Assert.Equal(["precious"], Directory.EnumerateFileSystemEntries(_folder["a"]).Select(Path.GetFileName));
    }

    [Fact]
    public void A_store_that_is_none_is_told()
    {
        string sweep = SmallSweep.Write(_folder);
        Directory.CreateDirectory(_folder["a"]);
        File.WriteAllText(Path.Combine(_folder["a"], "sweep.db"), new string('x', 5000));
        Outcome outcome = Sweep(sweep);
        Assert.Equal(2, outcome.Code);
        Assert.Contains("sweep.db is no store of a sweep", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(0, Sweep(sweep, "--force").Code);
    }

    [Fact]
    public void Two_processes_do_not_share_a_directory()
    {
        string sweep = SmallSweep.Write(_folder);
        Sweep(sweep);
        using SweepStore other = SweepStore.Open(_folder["a"]);
        Outcome outcome = Sweep(sweep);
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains("is in use by another gdoisim", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(2, Sweep(sweep, "--force").Code);
        Assert.Equal(18, other.Count());
    }

    [Fact]
    public void What_failed_is_run_again_only_when_asked()
    {
        string sweep = SmallSweep.Write(_folder);
        Sweep(sweep);
        SortedDictionary<string, string> whole = SmallSweep.Files(_folder["a"]);
        Fail(cell: 1, replication: 0);
        Assert.Equal(1, Sweep(sweep).Code);
        Assert.NotEqual(whole, SmallSweep.Files(_folder["a"]));
        Assert.Equal(0, Sweep(sweep, "--retry").Code);
        Assert.Equal(whole, SmallSweep.Files(_folder["a"]));
    }

    private void Fail(int cell, int replication)
    {
        // As after a machine had no memory left.
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection(
            $"Data Source={Path.Combine(_folder["a"], "sweep.db")};Pooling=False");
        connection.Open();
        using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText = $"UPDATE replication SET error = 'OutOfMemoryException' WHERE cell = {cell} "
            + $"AND replication = {replication}";
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private Outcome Sweep(string file, params string[] more) =>
        CommandLine.Run(["sweep", file, "-o", _folder["a"], "--no-charts", .. more]);
}
