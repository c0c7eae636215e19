using GdoiSim.Metrics;
using Xunit;

namespace GdoiSim.Scenario.Tests;

/// <summary>Thresholds and the expressions in them: what is read, what it is worth, and when a demand is met.</summary>
public sealed class ThresholdTests
{
    /// <summary>Figures that are all 0 but those named.</summary>
    private static double[] Figures(params (string Name, double Value)[] values)
    {
        var columns = RunSummary.FigureColumns.ToList();
        var figures = new double[columns.Count];
        foreach ((string name, double value) in values)
        {
            figures[columns.FindIndex(column => column.Name == name)] = value;
        }

        return figures;
    }

    [Theory]
    [InlineData("ack.dropped", 3)]
    [InlineData("ack.dropped / ack.arrived", 0.25)]
    [InlineData("ack.arrived - ack.dropped - 2", 7)]
    [InlineData("ack.arrived - (ack.dropped - 2)", 11)]
    [InlineData("2 * ack.dropped + ack.arrived / 4", 9)]
    [InlineData("( ack.dropped+1 )*250ms", 1)]
    [InlineData("100% - ack.dropped / ack.arrived", 0.75)]
    public void Expression_has_the_value_that_arithmetic_gives(string text, double expected)
    {
        Assert.True(MetricExpression.TryParse(text, out MetricExpression? expression, out string problem), problem);
        Assert.Equal(expected, expression!.Evaluate(Figures(("ack.dropped", 3), ("ack.arrived", 12))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("ack.dropped +")]
    [InlineData("(ack.dropped")]
    [InlineData("ack.dropped)")]
    [InlineData("ack.dropped ack.arrived")]
    [InlineData("ack.dropp")]
    [InlineData("5 parsecs")]
    [InlineData("-ack.dropped")]
    [InlineData("ack.dropped ^ 2")]
    [InlineData("seed")]
    public void Expression_is_refused_with_a_reason(string text)
    {
        Assert.False(MetricExpression.TryParse(text, out _, out string problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Expression_of_endless_parentheses_is_refused() =>
        Assert.False(MetricExpression.TryParse(new string('(', 400), out _, out _));

    [Theory]
    [InlineData("completion_seconds.p99 <= 10s", 10, true)]
    [InlineData("completion_seconds.p99 < 10s", 10, false)]
    [InlineData("completion_seconds.p99 >= 10s", 10, true)]
    [InlineData("completion_seconds.p99 > 10s", 10, false)]
    [InlineData("completion_seconds.p99 == 10s", 10, true)]
    [InlineData("completion_seconds.p99 != 10s", 10, false)]
    [InlineData("completion_seconds.p99 <= 10s", double.PositiveInfinity, false)]
    [InlineData("completion_seconds.p99 >= 10s", double.PositiveInfinity, true)]
    [InlineData("completion_seconds.p99<=1.5min", 90, true)]
    public void Demand_is_met_or_not(string text, double value, bool met)
    {
        Assert.True(Threshold.TryParse(text, out Threshold? threshold, out string problem), problem);
        Assert.Equal(met, threshold!.IsSatisfiedBy(Figures(("completion_seconds.p99", value))));
    }

    [Theory]
    [InlineData("ack.dropped / ack.arrived <= 1")]
    [InlineData("ack.dropped / ack.arrived >= 0")]
    [InlineData("ack.dropped / ack.arrived != 5")]
    public void Nothing_satisfies_a_demand_without_a_value(string text)
    {
        Assert.True(Threshold.TryParse(text, out Threshold? threshold, out _));
        Assert.False(threshold!.IsSatisfiedBy(Figures()));
    }

    [Theory]
    [InlineData("missing.false == 0 with 95% confidence", 0.95, 0.95)]
    [InlineData("missing.false == 0 with 99% confidence in 90% of runs", 0.99, 0.9)]
    [InlineData("missing.false == 0  with 0.9 confidence in 0.5 of runs", 0.9, 0.5)]
    public void Confidence_is_read(string text, double confidence, double share)
    {
        Assert.True(Threshold.TryParse(text, out Threshold? threshold, out string problem), problem);
        Assert.Equal(confidence, threshold!.Confidence);
        Assert.Equal(share, threshold.ShareOfRuns);
        Assert.Equal(0, threshold.Bound.Value);
    }

    [Theory]
    [InlineData("missing.false")]
    [InlineData("missing.false = 0")]
    [InlineData("missing.false == 0 == 0")]
    [InlineData("missing.false == many")]
    [InlineData("missing.false == 0 with 0% confidence")]
    [InlineData("missing.false == 0 with 95% confidence in 100% of runs")]
    [InlineData("missing.false == 0 in 95% of runs")]
    public void Threshold_is_refused_with_a_reason(string text)
    {
        Assert.False(Threshold.TryParse(text, out _, out string problem));
        Assert.NotEmpty(problem);
    }

    [Fact]
    public void Run_is_held_against_its_thresholds()
    {
        ScenarioDocument document = ScenarioDocument.Parse(
            "group: {size: 20}\nthresholds: [ack.expected == 20, ack.accepted < 20, completion_seconds.max <= 1min]\n",
            "test.yaml");
        ScenarioRun run = ScenarioRun.Execute(
            document, new RunChoices(), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal([true, false, true], run.Verdicts.Select(verdict => verdict.Passed));
        Assert.Equal(20, run.Verdicts[0].Value);
    }
}
