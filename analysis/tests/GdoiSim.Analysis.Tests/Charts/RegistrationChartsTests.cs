using System.Xml.Linq;
using GdoiSim.Analysis.Charts;
using GdoiSim.Analysis.Report;
using GdoiSim.Analysis.Tests.Report;
using GdoiSim.Metrics;
using GdoiSim.Scenario;
using Xunit;

namespace GdoiSim.Analysis.Tests.Charts;

/// <summary>The charts of registrations, of real runs: their tables are too many to be made up.</summary>
public sealed class RegistrationChartsTests : IDisposable
{
    private const string Storm = """
        name: storm
        duration: 5min
        group: {size: 300, jitter: 1s}
        registration:
          mode: pull
          repeat_after: 1s
          wait: {uniform: [0s, 1s]}
          service_time: {pull_request: 10ms, key_download: 10ms}
        rekey: {first: 3s, count: 1}
        missing: {after: 10s}
        key_server: {receive_buffer: 20 datagrams}
        network:
          ack: {loss: 10%, latency: {base: 20ms}}
          push: {latency: {base: 20ms}}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_with_registrations_gets_two_more_charts_and_its_report_has_them()
    {
        var run = Run(Storm);
        Assert.Equal(
            ["registrations", "registration-time", "arrivals", "queue", "completion", "outcomes"],
            RunCharts.Of(run).Figures.Select(figure => figure.Name));
        Reports.Manifest(Storm).Write(_folder.Path);
        var report = HtmlReport.Of(_folder.Path);
        Assert.Contains("Registrations over time", report, StringComparison.Ordinal);
        Assert.Contains("How long a registration takes", report, StringComparison.Ordinal);
        Assert.Contains(
            $"{run.Summary.RegistrationCompleted} of {run.Summary.RegistrationStarted} completed", report,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_words_of_the_charts_are_the_figures_of_the_run()
    {
        var run = Run(Storm);
        var summary = run.Summary;
        Assert.True(summary.RegistrationDropped > 0 && summary.RegistrationRepeated > 0);
        var time = Words(RunCharts.Of(run), RegistrationTimeChart.Name);
        Assert.Contains($"half within {Time(summary.RegistrationP50)}", time);
        Assert.Contains($"the longest took {Time(summary.RegistrationMax)}", time);

        var over = Words(RunCharts.Of(run), RegistrationsChart.Name);
        Assert.Contains("of these, repeats", over);
        Assert.Contains("dropped or refused by the key servers", over);
        Assert.Contains("first transmission of a rekey", over);
        Assert.DoesNotContain("half open at the key servers", over); // GROUPKEY-PULL alone leaves nothing half open.
        Assert.Contains(
            over, text => text.StartsWith($"{summary.RegistrationCompleted} registrations", StringComparison.Ordinal));
    }

    [Fact]
    public void The_curve_has_a_point_a_thousandth_and_ends_at_the_longest()
    {
        var run = Run(Storm);
        Assert.Equal(Schema.CompletionRows, run.Registrations.Count);
        Assert.Equal(run.Summary.RegistrationP90, run.Registrations[900].Duration);
        Assert.Equal(run.Summary.RegistrationMax, run.Registrations[^1].Duration);
        Assert.True(run.Registrations.Zip(run.Registrations.Skip(1)).All(
            pair => pair.First.Duration <= pair.Second.Duration && pair.First.Quantile < pair.Second.Quantile));
    }

    [Fact]
    public void Registrations_that_never_end_are_told()
    {
        var run = Run(Storm.Replace("loss: 10%", "loss: 100%", StringComparison.Ordinal));
        Assert.Empty(run.Registrations);
        Assert.False(File.Exists(_folder.File("registrations.csv")));
        Assert.Contains(
            "No registration was completed in this run.", Words(RunCharts.Of(run), RegistrationTimeChart.Name));
        Assert.Contains(
            Words(RunCharts.Of(run), RegistrationsChart.Name),
            text => text.StartsWith("None of ", StringComparison.Ordinal));
    }

    /// <summary>
    /// Nothing happens between 1 s and 9 s; one row falls into the last step. 100 bins of 100 ms are 50 steps of two.
    /// </summary>
    [Fact]
    public void A_level_stays_where_the_file_has_no_row_and_sums_lose_nothing()
    {
        var bins = new TimelineBins(new Seconds(100_000_000));
        bins.RegistrationsAt(0).Started = 3;
        bins.RegistrationsAt(50_000_000).Sent = 40;
        bins.RegistrationsAt(950_000_000).HalfOpenChange = 7;
        bins.RegistrationsAt(9_050_000_000).HalfOpenChange = -5;
        bins.RegistrationsAt(9_950_000_000).Completed = 3;
        var run = Run(Storm) with { Timeline = [.. bins.Rows(null)] };
        var axis = RegistrationAxis.For(run);
        Assert.Equal((0, 10.4), (axis.Begin, axis.End));
        var levels = axis.Levels(row => row.RegistrationHalfOpen);
        Assert.Equal(52, levels.Length);
        Assert.All(levels[..4], level => Assert.Equal(0, level));
        Assert.All(levels[4..46], level => Assert.Equal(7, level)); // Also where it falls to 2: the step's highest.
        Assert.All(levels[46..], level => Assert.Equal(2, level));
        Assert.Equal(200, axis.Rates(row => row.RegistrationSent)[0]); // 40 in 0.2 s
        Assert.Equal([0, 3], axis.Running(row => row.RegistrationCompleted)[48..50]);
        Assert.Equal(3, axis.Running(row => row.RegistrationStarted)[^1]);
    }

    private static string Time(Seconds? time) => Analysis.Charts.Words.Time(time!.Value.Value);

    private static List<string> Words(ChartSet charts, string name)
    {
        var (_, svg) = charts.Figures.Single(figure => figure.Name == name).Figure.Render(name);
        return
        [
            .. XDocument.Parse(svg).Descendants()
                .Where(node => node.Name.LocalName == "text")
                .Select(node => node.Value.Trim()),
        ];
    }

    private RunResult Run(string scenario)
    {
        var document = ScenarioDocument.Parse(scenario, "storm", []);
        Assert.False(document.Problems.HasErrors);
        ScenarioRun.Execute(document, new RunChoices(), null, TestContext.Current.CancellationToken)
            .WriteTables(_folder.Path);
        return RunResult.Read(_folder.Path);
    }
}
