using GdoiSim.Analysis.Sweeps;
using GdoiSim.Metrics;
using GdoiSim.Scenario;
using Xunit;

namespace GdoiSim.Analysis.Tests.Sweeps;

/// <summary>What is said of a cell from its replications.</summary>
public sealed class CellStatisticsTests
{
    private readonly CellStatistics _statistics = new(0.95);

    [Fact]
    public void The_interval_is_that_of_a_printed_table()
    {
        MetricEstimate found = _statistics.Estimate([2, 4, 4, 4, 5, 5, 7, 9]);
        Assert.Equal((8, 0, 5.0, 2.0, 9.0), (found.Replications, found.Never, found.Mean, found.Least, found.Most));
        Assert.Equal(2.13809, found.Deviation!.Value, 5);
        // t of 7 degrees of freedom at 97.5 % is 2.364624.
        Assert.Equal(5 - (2.364624 * 2.138090 / 2.828427), found.Low!.Value, 5);
        Assert.Equal(5 + (2.364624 * 2.138090 / 2.828427), found.High!.Value, 5);
    }

    [Fact]
    public void One_value_has_no_interval_and_never_has_no_mean()
    {
        MetricEstimate one = _statistics.Estimate([3]);
        Assert.Equal(new MetricEstimate(1, 0, 3, null, null, null, 3, 3), one);
        MetricEstimate never = _statistics.Estimate([3, double.PositiveInfinity, 1]);
        Assert.Equal(new MetricEstimate(3, 1, null, null, null, null, 1, null), never);
        Assert.Equal(new MetricEstimate(2, 1, null, null, null, null, 4, 4), _statistics.Estimate([double.NaN, 4]));
        Assert.Equal(new MetricEstimate(0, 0, null, null, null, null, null, null), _statistics.Estimate([]));
    }

    [Theory]
    // 95 % in 95 % of runs: 59 runs with no failure, or 93 with one, are the least (Wilks 1941).
    [InlineData("ack.lost == 0 with 95% confidence", 59, 0, true)]
    [InlineData("ack.lost == 0 with 95% confidence", 58, 0, false)]
    [InlineData("ack.lost == 0 with 95% confidence", 92, 1, true)]
    [InlineData("ack.lost == 0 with 95% confidence", 91, 1, false)]
    [InlineData("ack.lost <= 1", 2, 1, true)]
    [InlineData("ack.lost <= 1", 1, 2, false)]
    public void Thresholds_judge_the_mean_or_the_share_of_runs(string text, int clean, int lossy, bool passed)
    {
        CellVerdict verdict = Verdict(text, [.. Enumerable.Repeat(0.0, clean), .. Enumerable.Repeat(2.0, lossy)]);
        Assert.Equal(passed, verdict.Passed);
        Assert.Equal(clean + lossy, verdict.Replications);
        Assert.Equal(clean, verdict.Satisfied);
    }

    [Fact]
    public void Never_violates_upper_bounds_and_no_value_everything()
    {
        Assert.False(Verdict("ack.lost <= 1000", [1, double.PositiveInfinity]).Passed);
        Assert.True(Verdict("ack.lost >= 1000", [1, double.PositiveInfinity]).Passed);
        Assert.False(Verdict("ack.lost / ack.lost != 5", [0, 0]).Passed);
        Assert.False(Verdict("ack.lost >= 0", []).Passed);
    }

    [Fact]
    public void An_adaptive_stop_looks_after_a_quarter_more()
    {
        var stop = new AdaptiveStop { Metric = "ack.lost", HalfWidth = 1, Most = 20 };
        var looks = new List<int> { 4 };
        while (looks[^1] < 20)
        {
            looks.Add(stop.After(looks[^1]));
        }

        Assert.Equal([4, 5, 7, 9, 12, 15, 19, 20], looks);
        // Half widths with n = 4 and s = 1: t = 3.182446, so 1.591.
        double[] values = [0, 0, Math.Sqrt(3), Math.Sqrt(3)];
        Assert.False((stop with { HalfWidth = 1.59 }).IsNarrow(values, 0.95));
        Assert.True((stop with { HalfWidth = 1.592 }).IsNarrow(values, 0.95));
        Assert.True((stop with { HalfWidth = null, RelativeHalfWidth = 1.84 }).IsNarrow(values, 0.95));
        Assert.False((stop with { HalfWidth = null, RelativeHalfWidth = 1.83 }).IsNarrow(values, 0.95));
        Assert.False(stop.IsNarrow([1, 1, double.PositiveInfinity], 0.95));
        Assert.False(stop.IsNarrow([1], 0.95));
    }

    private CellVerdict Verdict(string text, double[] lost)
    {
        Assert.True(Threshold.TryParse(text, out Threshold? threshold, out string problem), problem);
        int index = RunSummary.FigureColumns.ToList().FindIndex(column => column.Name == "ack.lost");
        var runs = new List<IReadOnlyList<double>>();
        foreach (double value in lost)
        {
            var figures = new double[RunSummary.FigureColumns.Count];
            figures[index] = value;
            runs.Add(figures);
        }

        return _statistics.Verdict(threshold!, runs);
    }
}
