using GdoiSim.Analysis.Sweeps;
using GdoiSim.Cli.Running;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>Parts of a sweep, where they come from, and joining them.</summary>
public sealed class ShardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Merged_parts_are_the_whole_in_any_order_and_more_than_once()
    {
        string sweep = SmallSweep.Write(_folder, "replications: 2\nthresholds: [ack.lost >= 0]");
        Assert.Equal(0, Sweep(sweep, "whole").Code);
        string[] parts = ["p1", "p2", "p3", "p4"];
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(0, Sweep(sweep, parts[i], "--shard", $"{i + 1}/4").Code);
        }

        Assert.Equal("1,1,5,5", Cells("p2"));
        Assert.Equal(0, Merge("a", "p1", "p2", "p3", "p4").Code);
        Assert.Equal(0, Merge("b", "p4", "p2", "p1", "p2", "p3").Code);
        Assert.Equal(0, Merge("b", "p3", "p1").Code);
        SortedDictionary<string, string> whole = SmallSweep.Files(_folder["whole"]);
        Assert.Equal(5, whole.Count);
        Assert.Equal(whole, SmallSweep.Files(_folder["a"]));
        Assert.Equal(whole, SmallSweep.Files(_folder["b"]));
        // What was merged is the sweep: it goes on as one.
        Assert.Equal(0, Sweep(sweep, "a", "--replications", "3").Code);
        Assert.Equal(0, Sweep(sweep, "whole", "--replications", "3").Code);
        Assert.Equal(SmallSweep.Files(_folder["whole"]), SmallSweep.Files(_folder["a"]));
    }

    [Fact]
    public void A_missing_part_is_told_and_can_be_added()
    {
        string sweep = SmallSweep.Write(_folder);
        Sweep(sweep, "whole");
        Sweep(sweep, "p1", "--shard", "1/2");
        Sweep(sweep, "p2", "--shard", "2/2");
        Outcome half = Merge("a", "p1");
        Assert.Equal(0, half.Code);
        Assert.Contains("3 of 6 cells", half.Output, StringComparison.Ordinal);
        Assert.Contains("\"partial\": true", SmallSweep.Files(_folder["a"])["sweep.json"], StringComparison.Ordinal);
        Assert.Equal(0, Merge("a", "p2").Code);
        Assert.Equal(SmallSweep.Files(_folder["whole"]), SmallSweep.Files(_folder["a"]));
    }

    [Fact]
    public void Parts_of_different_sweeps_are_refused()
    {
        string sweep = SmallSweep.Write(_folder);
        Sweep(sweep, "p1", "--shard", "1/2");
        Sweep(sweep, "seed", "--shard", "2/2", "--seed", "99");
        Sweep(sweep, "more", "--shard", "2/2", "--replications", "4");
        Outcome outcome = Merge("a", "p1", "seed");
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains(
            "not of one sweep: the second has another seed (7, now 99)", outcome.Error, StringComparison.Ordinal);
        outcome = Merge("a", "p1", "more");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("another number of replications (3, now 4)", outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["a"]));
        // Nor into the result of another sweep, nor from what is none.
        Sweep(sweep, "other", "--seed", "99");
        Assert.Equal(2, Merge("other", "p1").Code);
        Assert.Equal(2, Merge("a", "nowhere").Code);
        Assert.Equal(2, Merge("p1", "p1").Code);
        Assert.False(Directory.Exists(_folder["a"]));
    }

    [Fact]
    public void A_part_that_was_changed_is_noticed()
    {
        string sweep = SmallSweep.Write(_folder);
        Sweep(sweep, "p1", "--shard", "1/2");
        Sweep(sweep, "copy", "--shard", "1/2");
        Change("copy", "\"ack.sent\" = 1", cell: 2, replication: 1);
        Outcome outcome = Merge("a", "p1", "copy");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("replication 1 of cell 2 differs", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_part_whose_failure_was_mended_can_be_merged_again_in_any_order()
    {
        string sweep = SmallSweep.Write(_folder);
        Sweep(sweep, "whole");
        Sweep(sweep, "p1", "--shard", "1/2");
        Sweep(sweep, "failed", "--shard", "1/2");
        Sweep(sweep, "p2", "--shard", "2/2");
        Change("failed", "error = 'OutOfMemoryException'", cell: 2, replication: 1);
        Assert.Equal(1, Merge("a", "failed", "p2").Code);
        Assert.Equal(0, Merge("a", "p1").Code);
        Assert.Equal(0, Merge("b", "p1", "failed", "p2").Code);
        SortedDictionary<string, string> whole = SmallSweep.Files(_folder["whole"]);
        Assert.Equal(whole, SmallSweep.Files(_folder["a"]));
        Assert.Equal(whole, SmallSweep.Files(_folder["b"]));
    }

    [Fact]
    public void Every_cell_is_in_one_part()
    {
        for (int of = 1; of <= 7; of++)
        {
            SweepShard[] shards = [.. Enumerable.Range(1, of).Select(number => new SweepShard(number, of))];
            for (int cell = 0; cell < 30; cell++)
            {
                Assert.Single(shards, shard => shard.Has(cell));
            }

            for (int cells = 0; cells < 30; cells++)
            {
                Assert.All(shards, shard => Assert.Equal(
                    Enumerable.Range(0, cells).Count(shard.Has), shard.CountOf(cells)));
            }
        }
    }

    [Theory]
    [InlineData("2/4", "", "2/4", null)]
    [InlineData("1/1", "SLURM_ARRAY_TASK_ID=3", null, null)]
    [InlineData(null, "", null, null)]
    [InlineData(null, "JOB_COMPLETION_INDEX=2 JOB_COMPLETIONS=3", "3/3", "Kubernetes job index 2")]
    [InlineData("auto", "JOB_COMPLETION_INDEX=0 JOB_COMPLETIONS=5", "1/5", "Kubernetes job index 0")]
    [InlineData(null, Slurm + "=5 " + Count + "=4 " + Min + "=4 " + Max + "=7", "2/4", "Slurm array task 5")]
    [InlineData(
        "auto", Slurm + "=6 " + Count + "=4 " + Min + "=0 " + Max + "=9 SLURM_ARRAY_TASK_STEP=3", "3/4",
        "Slurm array task 6")]
    public void The_part_is_taken_from_where_it_is_said(string? option, string variables, string? shard, string? source)
    {
        ShardChoice choice = Choose(option, variables);
        Assert.Null(choice.Problem);
        Assert.Equal(shard, choice.Shard?.ToString());
        Assert.Equal(source is null, choice.Source is null);
        Assert.StartsWith(source ?? "", choice.Source ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0/4", "", "--shard: found '0/4'; allowed: i/n with i from 1 to n")]
    [InlineData("5/4", "", "--shard: found '5/4'")]
    [InlineData("1/", "", "--shard: found '1/'")]
    [InlineData("half", "", "--shard: found 'half'")]
    [InlineData("auto", "", "--shard auto: found neither SLURM_ARRAY_TASK_ID")]
    [InlineData(null, "JOB_COMPLETION_INDEX=2", "JOB_COMPLETION_INDEX=2, JOB_COMPLETIONS=; allowed:")]
    [InlineData(null, "JOB_COMPLETION_INDEX=3 JOB_COMPLETIONS=3", "JOB_COMPLETION_INDEX=3")]
    [InlineData(null, Slurm + "=7 " + Count + "=3 " + Min + "=1 " + Max + "=7", "SLURM_ARRAY_TASK_ID=7")]
    [InlineData(null, Slurm + "=2", "SLURM_ARRAY_TASK_ID=2")]
    public void A_part_that_cannot_be_is_told(string? option, string variables, string words) =>
        Assert.StartsWith(words, Choose(option, variables).Problem, StringComparison.Ordinal);

    private const string Slurm = "SLURM_ARRAY_TASK_ID";
    private const string Count = "SLURM_ARRAY_TASK_COUNT";
    private const string Min = "SLURM_ARRAY_TASK_MIN";
    private const string Max = "SLURM_ARRAY_TASK_MAX";

    private static ShardChoice Choose(string? option, string variables)
    {
        Dictionary<string, string> environment = variables.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return ShardChoice.Of(option, name => environment.GetValueOrDefault(name));
    }

    private string Cells(string part) =>
        string.Join(',', SmallSweep.Rows(_folder[part], "results.csv").Select(row => row["cell"]));

    private Outcome Merge(string target, params string[] parts) =>
        CommandLine.Run(["merge", .. parts.Select(part => _folder[part]), "-o", _folder[target], "--no-charts"]);

    private Outcome Sweep(string file, string target, params string[] more) =>
        CommandLine.Run(["sweep", file, "-o", _folder[target], "--no-charts", .. more]);

    private void Change(string part, string change, int cell, int replication)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection(
            $"Data Source={Path.Combine(_folder[part], "sweep.db")};Pooling=False");
        connection.Open();
        using Microsoft.Data.Sqlite.SqliteCommand command = connection.CreateCommand();
        command.CommandText =
            $"UPDATE replication SET {change} WHERE cell = {cell} AND replication = {replication}";
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
