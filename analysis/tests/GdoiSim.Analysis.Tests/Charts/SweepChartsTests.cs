using System.Xml.Linq;
using GdoiSim.Analysis.Charts;
using GdoiSim.Metrics;
using Xunit;

namespace GdoiSim.Analysis.Tests.Charts;

public sealed class SweepChartsTests(SweepDirectories sweeps) : IClassFixture<SweepDirectories>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Each kind of sweep, and the charts that it must get.</summary>
    public static TheoryData<string, string> CaseNames => new()
    {
        { "implosion", "ack-load completion curves-ack.dropped heatmap-completion_seconds.p99 frontier" },
        { "small-buffer", "ack-load completion curves-ack.dropped" },
        { "frontier", "ack-load completion frontier heatmap-ack.dropped-per-ack.arrived" },
        { "eviction", "eviction completion curves-evicted.healthy" },
        { "transmissions", "transmissions completion" },
        { "words", "completion heatmap-missing.false" },
        { "one-axis", "ack-load completion curves-ack.dropped" },
    };

    /// <summary>With GDOISIM_GALLERY=DIR the charts of every case stay there, to be looked at.</summary>
    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Every_kind_of_sweep_gets_its_charts_with_all_their_words(string name, string charts)
    {
        var sweep = SweepCases.All.Single(one => one.Name == name).Sweep;
        var directory = Place("sweep-" + name);
        sweeps.Copy(sweep, directory);
        var drawn = ChartSet.Of(directory).Write(Path.Combine(directory, "charts"))
            .Select(Path.GetFileNameWithoutExtension).ToHashSet();
        Assert.Superset(charts.Split(' ').ToHashSet(), drawn!);
        foreach (var svg in Directory.GetFiles(Path.Combine(directory, "charts"), "*.svg"))
        {
            var words = WordsOf(svg);
            Assert.Contains(words, text => text.Contains($"sweep {sweep.Name} of scenario", StringComparison.Ordinal)
                && text.Contains("seed 1", StringComparison.Ordinal));
            Assert.DoesNotContain(words, text => text.Contains("NaN", StringComparison.Ordinal)
                || text.Contains('∞', StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Theory_is_drawn_where_its_assumptions_hold_and_only_there()
    {
        Assert.Contains(Words(SweepCases.Transmissions, "transmissions"), HasTheory);
        Assert.Contains(Words(SweepCases.Eviction, "eviction"), HasTheory);
        Assert.Contains(Words(SweepCases.SmallBuffer, "ack-load"), HasTheory);
        var shared = SweepCases.Eviction with
        {
            Name = "shared",
            Axes = [[("network.ack.loss", ["5%", "30%"])]],
            Replications = 1,
            Scenario = SweepCases.Eviction.Scenario + "\nnetwork: {push: {first_hop_loss: 1%}}\n",
        };
        Assert.DoesNotContain(Words(shared, "eviction"), HasTheory);
        return;

        static bool HasTheory(string text) => text.StartsWith("theory", StringComparison.Ordinal);
    }

    [Fact]
    public void Cells_in_which_a_figure_never_comes_say_so_and_those_that_are_not_there_are_left_out()
    {
        var words = Words(SweepCases.Words, "heatmap-completion_seconds.p99");
        // Two cells of "same" lose an ACK for good; the fourth is not part of the sweep.
        Assert.Equal(2, words.Count(text => text == "never"));
        Assert.Single(words, text => text == "–");
    }

    [Fact]
    public void The_border_lies_between_the_cells_that_pass_and_those_that_do_not()
    {
        sweeps.Copy(SweepCases.Implosion, _folder.File("sweep"));
        var sweep = SweepResult.Read(_folder.File("sweep"));
        // 1,000 ACKs in 1 s at 1 ms each with room for 64 are just taken; 1,500 are not.
        Assert.True(sweep.Verdict(sweep.At([2, 2])!)!.Value.Passed);
        Assert.False(sweep.Verdict(sweep.At([3, 2])!)!.Value.Passed);
        // Where all are acknowledged, but later than the 3 s that the other threshold allows.
        Assert.False(sweep.Verdict(sweep.At([0, 4])!)!.Value.Passed);
    }

    [Fact]
    public void A_metric_of_choice_may_be_an_expression()
    {
        sweeps.Copy(SweepCases.OneAxis, _folder.File("sweep"));
        var names = ChartSet.Of(_folder.File("sweep"), "ack.late / ack.accepted").Figures.Select(one => one.Name);
        Assert.Equal(["curves-ack.late-per-ack.accepted"], names);
        var problem = Assert.Throws<ResultException>(() => ChartSet.Of(_folder.File("sweep"), "ack.laet"));
        Assert.Contains("did you mean 'ack.late'", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cells.csv", "cut off")]
    [InlineData("results.csv", "cut off")]
    [InlineData("thresholds.csv", "cut off")]
    [InlineData("sweep.json", "not JSON")]
    public void A_file_that_was_cut_off_is_named(string file, string reason)
    {
        var path = Path.Combine(Sweep(), file);
        var text = File.ReadAllText(path);
        File.WriteAllText(path, text[..(text.Length / 2)] + "x");
        Refused(path, reason);
    }

    [Fact]
    public void Wrong_files_are_named_with_place_and_reason()
    {
        var directory = Sweep();
        var cells = Path.Combine(directory, "cells.csv");
        var lines = File.ReadAllLines(cells);
        Write(lines[..^3]);
        Refused(cells, "one a metric");
        Write([.. lines, "99,123456," + string.Join(',', lines[^1].Split(',')[2..])]);
        Refused(cells, "a value of the axis in sweep.json");
        Write([lines[0].Replace("never", "ever", StringComparison.Ordinal), .. lines[1..]]);
        Refused(cells, "the column never is not there");
        Write([lines[0], lines[1] + ",1", .. lines[2..]]);
        Refused(cells, "fields");
        Write(lines[..(1 + ((lines.Length - 1) / 3))]);
        Refused(cells, "cells; sweep.json tells of 30");
        Write(lines);
        var description = Path.Combine(directory, "sweep.json");
        var text = File.ReadAllText(description);
        File.WriteAllText(description, text.Replace("\"schema\":2", "\"schema\":7", StringComparison.Ordinal));
        Refused(description, "schema version 7");
        return;

        void Write(string[] rows) => File.WriteAllText(cells, string.Join('\n', rows) + "\n");
    }

    [Fact]
    public void A_folder_without_a_result_is_refused()
    {
        Assert.Contains("is not a directory", Refusal(_folder.File("nowhere")).Message, StringComparison.Ordinal);
        Assert.Contains("holds no result", Refusal(_folder.Path).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static List<string> WordsOf(string svg) =>
    [
        .. XDocument.Load(svg).Descendants()
            .Where(node => node.Name.LocalName == "text")
            .Select(node => node.Value.Trim()),
    ];

    private static ResultException Refusal(string directory) =>
        Assert.Throws<ResultException>(() => ChartSet.Of(directory));

    private static void Refused(string file, string reason)
    {
        var problem = Refusal(Path.GetDirectoryName(file)!);
        Assert.StartsWith(file, problem.Message, StringComparison.Ordinal);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
    }

    private string Sweep()
    {
        var directory = _folder.File("sweep");
        sweeps.Copy(SweepCases.Implosion, directory);
        return directory;
    }

    private List<string> Words(WrittenSweep sweep, string chart)
    {
        var directory = _folder.File(sweep.Name);
        sweeps.Copy(sweep, directory);
        ChartSet.Of(directory).Write(Path.Combine(directory, "charts"));
        return WordsOf(Path.Combine(directory, "charts", chart + ".svg"));
    }

    private string Place(string name) =>
        Environment.GetEnvironmentVariable("GDOISIM_GALLERY") is { Length: > 0 } gallery
            ? Path.Combine(gallery, name)
            : _folder.File(name);
}
