using System.Globalization;
using System.Text.Json;
using GdoiSim.Analysis.Sweeps;
using GdoiSim.Metrics;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>Sweeps that run to their end in this process.</summary>
public sealed class SweepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_row_is_the_run_that_its_parameters_and_seed_name()
    {
        string sweep = SmallSweep.Write(_folder);
        Assert.Equal(0, Sweep(sweep, "a").Code);
        List<Dictionary<string, string>> rows = SmallSweep.Rows(_folder["a"], "results.csv");
        Assert.Equal(18, rows.Count);
        Assert.Equal(
            Enumerable.Range(0, 18).Select(i => $"{i / 3} {i % 3} {7 + (i % 3)}"),
            rows.Select(row => $"{row["cell"]} {row["replication"]} {row["seed"]}"));
        Dictionary<string, string> one = rows[10];
        Assert.Equal(("20", "0.4", "8"), (one["group.size"], one["network.ack.loss"], one["seed"]));
        Outcome run = CommandLine.Run(
            "run", _folder["small.yaml"], "--set", "group.size=20", "--set", "network.ack.loss=40%", "--seed", "8",
            "--no-charts", "-o", _folder["run"]);
        Assert.Equal(0, run.Code);
        RunSummary summary = RunSummary.Read(_folder["run"]);
        Assert.NotEqual(0, summary.AckLost);
        foreach (Column column in RunSummary.FigureColumns)
        {
            double figure = summary.Figure(column.Name);
            double found = one[column.Name].Length == 0
                ? double.PositiveInfinity
                : double.Parse(one[column.Name], CultureInfo.InvariantCulture);
            Assert.True(figure == found || Math.Abs(figure - found) < 1e-8 * figure, $"{column.Name} {figure} {found}");
        }
    }

    [Fact]
    public void Means_and_intervals_are_those_of_the_rows()
    {
        string sweep = SmallSweep.Write(_folder, "replications: 4\nmetrics: [ack.lost / ack.sent]");
        Assert.Equal(0, Sweep(sweep, "a").Code);
        List<Dictionary<string, string>> rows = SmallSweep.Rows(_folder["a"], "results.csv");
        List<Dictionary<string, string>> cells = SmallSweep.Rows(_folder["a"], "cells.csv");
        foreach (string metric in new[] { "ack.accepted", "ack.lost / ack.sent", "completion_seconds.p50" })
        {
            double[] values = [.. rows.Where(row => row["cell"] == "3").Select(row => Number(row[metric]))];
            Dictionary<string, string> cell = Assert.Single(
                cells, row => row["cell"] == "3" && row["metric"] == metric);
            double mean = values.Average();
            double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / 3);
            // t of 3 degrees of freedom at 97.5 %, from a printed table.
            double half = 3.182446305 * deviation / 2;
            Assert.True(deviation > 0, metric);
            Assert.Equal(("4", "0"), (cell["replications"], cell["never"]));
            Assert.Equal(mean, Number(cell["mean"]), 1e-8 * mean);
            Assert.Equal(deviation, Number(cell["deviation"]), 1e-8 * mean);
            Assert.Equal(mean - half, Number(cell["low"]), 1e-7 * mean);
            Assert.Equal(mean + half, Number(cell["high"]), 1e-7 * mean);
            Assert.Equal(values.Min(), Number(cell["least"]), 1e-8 * mean);
            Assert.Equal(values.Max(), Number(cell["most"]), 1e-8 * mean);
        }
    }

    [Fact]
    public void What_never_happened_in_some_replication_has_no_mean()
    {
        // Most members never acknowledge, so the last of them does in no run; the first does in every one.
        string sweep = SmallSweep.Write(
            _folder, "set: ['group.profiles=[{name: mute, share: 50%, acknowledges: false}]']");
        Assert.Equal(0, Sweep(sweep, "a", "--replications", "3").Code);
        List<Dictionary<string, string>> cells = SmallSweep.Rows(_folder["a"], "cells.csv");
        Dictionary<string, string> max = cells.First(row => row["metric"] == "completion_seconds.max");
        Assert.Equal(("3", "3", "", ""), (max["replications"], max["never"], max["mean"], max["most"]));
        List<Dictionary<string, string>> curve = SmallSweep.Rows(_folder["a"], "completion.csv");
        Assert.Equal(6 * 101, curve.Count);
        Assert.NotEqual("", curve[10]["seconds"]);
        Assert.Equal("", curve[100]["seconds"]);
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        string sweep = SmallSweep.Write(_folder);
        Sweep(sweep, "one", "--threads", "1");
        Sweep(sweep, "many", "--threads", "5");
        Assert.Equal(SmallSweep.Files(_folder["one"]), SmallSweep.Files(_folder["many"]));
        Assert.Equal(4, SmallSweep.Files(_folder["one"]).Count);
    }

    [Fact]
    public void More_replications_add_to_those_that_are_there()
    {
        string sweep = SmallSweep.Write(_folder);
        Sweep(sweep, "a");
        using (SweepStore store = SweepStore.Open(_folder["a"]))
        {
            Assert.Equal(18, store.Count());
        }

        Outcome more = Sweep(sweep, "a", "--replications", "5");
        Sweep(sweep, "b", "--replications", "5");
        Assert.Equal(0, more.Code);
        Assert.Equal(SmallSweep.Files(_folder["b"]), SmallSweep.Files(_folder["a"]));
        // A call that asks for fewer takes nothing away.
        Assert.Equal(0, Sweep(sweep, "a").Code);
        Assert.Equal(SmallSweep.Files(_folder["b"]), SmallSweep.Files(_folder["a"]));
    }

    [Fact]
    public void Only_what_is_missing_is_run()
    {
        string sweep = SmallSweep.Write(_folder);
        Sweep(sweep, "whole");
        // Half of the rows are there before, two of them marked: what is run again would lose its mark.
        SweepDescription description;
        List<StoredReplication> rows;
        using (SweepStore store = SweepStore.Open(_folder["whole"]))
        {
            description = store.Description!;
            rows = [.. store.All()];
        }

        Directory.CreateDirectory(_folder["half"]);
        using (SweepStore store = SweepStore.Open(_folder["half"]))
        {
            store.Description = description;
            store.Append([.. rows.Where((_, i) => i % 2 == 0).Select(row => row with { Fingerprint = "marked" })]);
        }

        Assert.Equal(0, Sweep(sweep, "half").Code);
        using (SweepStore store = SweepStore.Open(_folder["half"]))
        {
            Assert.Equal(
                rows.Select((row, i) => i % 2 == 0 ? "marked" : row.Fingerprint),
                store.All().Select(row => row.Fingerprint));
        }

        Assert.Equal(SmallSweep.Files(_folder["whole"]), SmallSweep.Files(_folder["half"]));
    }

    [Fact]
    public void An_adaptive_cell_ends_when_its_interval_is_narrow()
    {
        string sweep = SmallSweep.Write(
            _folder,
            "replications: 4\nadaptive: {metric: ack.lost / ack.sent, half_width: 0.05, most: 60}\n"
            + "metrics: [ack.lost / ack.sent]");
        Assert.Equal(0, Sweep(sweep, "a", "--threads", "1").Code);
        Assert.Equal(0, Sweep(sweep, "b", "--threads", "4").Code);
        Assert.Equal(SmallSweep.Files(_folder["a"]), SmallSweep.Files(_folder["b"]));
        var counts = new List<int>();
        foreach (Dictionary<string, string> cell in SmallSweep.Rows(_folder["a"], "cells.csv")
            .Where(row => row["metric"] == "ack.lost / ack.sent"))
        {
            int count = int.Parse(cell["replications"], CultureInfo.InvariantCulture);
            double half = (Number(cell["high"]) - Number(cell["low"])) / 2;
            counts.Add(count);
            Assert.True(half <= 0.05 || count == 60, $"cell {cell["cell"]}: {count} replications, ± {half}");
        }

        // Without loss four are enough; the smallest group with 40 % needs the most.
        Assert.Equal(4, counts[0]);
        Assert.True(counts[1] > counts[3] && counts[3] > 4, string.Join(' ', counts));
    }

    [Fact]
    public void A_cell_that_cannot_be_run_is_recorded_and_the_rest_goes_on()
    {
        string axes = """
            axes:
              - parameter: group.size
                values: [2, 20]
              - parameter: key_server.count
                values: [1, 5]
            """;
        string sweep = SmallSweep.Write(_folder, "replications: 2", axes);
        Outcome outcome = Sweep(sweep, "a", "-q");
        Assert.Equal((1, ""), (outcome.Code, outcome.Output));
        Assert.Equal(
            "error: cell 1 (group.size=2, key_server.count=5) failed: key_server.count: found 5; allowed: at most one "
            + "a member (2)\n",
            outcome.Error.ReplaceLineEndings("\n"));
        List<Dictionary<string, string>> rows = SmallSweep.Rows(_folder["a"], "results.csv");
        Assert.Equal("0,0,1,1,2,2,3,3", string.Join(',', rows.Select(row => row["cell"])));
        Assert.All(rows, row => Assert.Equal(row["cell"] == "1", row["error"].Length > 0));
        Assert.All(rows, row => Assert.Equal(row["cell"] == "1", row["ack.sent"].Length == 0));
        using var description = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder["a"], "sweep.json")));
        Assert.Equal(1, description.RootElement.GetProperty("failed").GetInt32());
        Assert.Equal(4, description.RootElement.GetProperty("finished").GetInt32());
        Assert.False(description.RootElement.GetProperty("partial").GetBoolean());
    }

    [Fact]
    public void Thresholds_decide_the_exit_code_cell_by_cell()
    {
        string sweep = SmallSweep.Write(
            _folder,
            "replications: 5\nthresholds:\n  - ack.lost / ack.sent <= 10%\n"
            + "  - ack.lost == 0 with 50% confidence in 60% of runs\n  - ack.dropped == 0");
        Outcome outcome = Sweep(sweep, "a");
        Assert.Equal(3, outcome.Code);
        string output = outcome.Output.ReplaceLineEndings("\n");
        Assert.Contains(
            "FAILED in 3 of 6 cells: ack.lost / ack.sent <= 10% (at group.size=10, network.ack.loss=40%; group.size=20",
            output,
            StringComparison.Ordinal);
        Assert.Contains("passed in all 6 cells: ack.dropped == 0", output, StringComparison.Ordinal);
        List<Dictionary<string, string>> verdicts = SmallSweep.Rows(_folder["a"], "thresholds.csv");
        Assert.Equal(18, verdicts.Count);
        Dictionary<string, string> clean = verdicts[1];
        // Five clean runs at 50 %: the probability is at least 0.5^(1/5).
        Assert.Equal(
            ("5", "5", "1", "0.870550563", "1", "true"),
            (clean["replications"], clean["satisfied"], clean["value"], clean["low"], clean["high"], clean["passed"]));
        Assert.Equal("false", verdicts[4]["passed"]);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private Outcome Sweep(string file, string target, params string[] more) =>
        CommandLine.Run(["sweep", file, "-o", _folder[target], "--no-charts", .. more]);
}
