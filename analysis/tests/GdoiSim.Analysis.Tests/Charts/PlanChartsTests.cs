using System.Xml.Linq;
using GdoiSim.Analysis.Charts;
using GdoiSim.Metrics;
using Xunit;

namespace GdoiSim.Analysis.Tests.Charts;

public sealed class PlanChartsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(true, "Answer: 4,200 members. 4,250 members is not feasible any more.")]
    [InlineData(false, "No value of the bracket is feasible.")]
    public void A_plan_shows_its_answer_the_formula_and_every_constraint(bool feasible, string finding)
    {
        var directory = Environment.GetEnvironmentVariable("GDOISIM_GALLERY") is { Length: > 0 } gallery
            ? Path.Combine(gallery, "plan-" + feasible)
            : _folder.File("plan");
        WrittenPlan.Write(directory, feasible);
        var paths = ChartSet.Of(directory).Write(Path.Combine(directory, "charts"));
        Assert.Equal(
            ["frontier.png", "frontier.svg", "probes.png", "probes.svg"],
            paths.Select(Path.GetFileName).Order());
        var words = WordsOf(Path.Combine(directory, "charts", "probes.svg"));
        Assert.Contains(words, text => text.StartsWith(finding, StringComparison.Ordinal));
        Assert.Contains("closed form: 4,456 members", words);
        Assert.Equal(feasible, words.Contains("answer: 4,200 members"));
        Assert.Contains("3: missing.false = 0 with 95% confidence in 95% of runs", words);
        Assert.Contains("plan branch-wan for scenario branch · seed 1 and on · 640 runs", words);
        var frontier = WordsOf(Path.Combine(directory, "charts", "frontier.svg"));
        Assert.Contains("jitter window 5 s", frontier);
        Assert.Contains("no value of the bracket is feasible", frontier);
        Assert.Contains("service time of an ACK, ms (logarithmic)", frontier);
    }

    [Fact]
    public void Wrong_files_are_named_with_place_and_reason()
    {
        var directory = _folder.File("plan");
        WrittenPlan.Write(directory);
        Edit("probes.csv", ",infeasible", ",unfeasible");
        Refused("probes.csv", "expected feasible, infeasible or undecided");
        Edit("probes.csv", ",unfeasible", ",infeasible");
        Edit("plan.json", "\"largest\"", "\"widest\"");
        Refused("plan.json", "\"objective.direction\"");
        Edit("plan.json", "\"widest\"", "\"largest\"");
        Edit("plan.json", "\"schema\": 2", "\"schema\": 3");
        Refused("plan.json", "schema version 3");
        return;

        void Edit(string file, string from, string to)
        {
            var path = Path.Combine(directory, file);
            File.WriteAllText(path, File.ReadAllText(path).Replace(from, to, StringComparison.Ordinal));
        }

        void Refused(string file, string reason)
        {
            var problem = Assert.Throws<ResultException>(() => ChartSet.Of(directory));
            Assert.StartsWith(Path.Combine(directory, file), problem.Message, StringComparison.Ordinal);
            Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Several_runs_stand_in_one_chart()
    {
        foreach (var (name, run) in new[] { ("first", Cases.Smooth), ("second", Cases.Plateau), ("third", Cases.Deaf) })
        {
            Directory.CreateDirectory(_folder.File(name));
            run.Write(_folder.File(name));
        }

        var charts = RunComparison.Of([_folder.File("first"), _folder.File("second"), _folder.File("third")]);
        charts.Write(_folder.File("charts"));
        var words = WordsOf(_folder.File("charts/completion.svg"));
        Assert.Contains("quickstart", words);
        Assert.Contains("branch-wan", words);
        Assert.Contains("nobody-hears", words);
        var same = RunComparison.Of([_folder.File("first"), _folder.File("first") + "/."]);
        Assert.Single(same.Figures);
    }

    public void Dispose() => _folder.Dispose();

    private static List<string> WordsOf(string svg) =>
    [
        .. XDocument.Load(svg).Descendants()
            .Where(node => node.Name.LocalName == "text")
            .Select(node => node.Value.Trim()),
    ];
}
