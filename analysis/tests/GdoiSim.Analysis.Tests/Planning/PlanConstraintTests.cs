using GdoiSim.Analysis.Planning;
using GdoiSim.Analysis.Planning.Rare;
using GdoiSim.Metrics;
using Xunit;

namespace GdoiSim.Analysis.Tests.Planning;

public sealed class PlanConstraintTests
{
    [Theory]
    [InlineData("missing.false == 0 with 95% confidence", 0, 59)]
    [InlineData("missing.false == 0 with 95% confidence", 1, 93)]
    [InlineData("missing.false == 0 with 95% confidence", 2, 124)]
    [InlineData("missing.false == 0 with 99% confidence in 99% of runs", 0, 459)]
    [InlineData("missing.false == 0", 0, 2)]
    public void Runs_that_a_demand_needs(string text, int failures, int runs) =>
        Assert.Equal(runs, Read(text).FewestReplications(failures));

    [Theory]
    [InlineData(59, 0, Verdict.Feasible)]
    [InlineData(58, 0, Verdict.Undecided)]
    [InlineData(92, 1, Verdict.Undecided)]
    [InlineData(93, 1, Verdict.Feasible)]
    [InlineData(2, 2, Verdict.Infeasible)]
    [InlineData(1, 1, Verdict.Undecided)]
    public void A_demand_with_a_confidence_is_decided_by_the_bounds_of_the_share(
        int runs, int failures, Verdict verdict)
    {
        var constraint = Read("missing.false == 0 with 95% confidence");
        var figures = Enumerable.Range(0, runs).Select(i => Figures("missing.false", i < failures ? 1 : 0)).ToList();
        var finding = constraint.Judge(figures, [], 0.5);
        Assert.Equal((verdict, runs, runs - failures), (finding.Verdict, finding.Replications, finding.Satisfied));
    }

    /// <summary>Mean 2, s = 1, n = 3: the interval is 2 ± 4.303 / √3 = 2 ± 2.484.</summary>
    [Theory]
    [InlineData("<= 4.49", Verdict.Feasible)]
    [InlineData("<= 4.48", Verdict.Undecided)]
    [InlineData("<= -0.49", Verdict.Infeasible)]
    [InlineData(">= -0.49", Verdict.Feasible)]
    [InlineData(">= 4.49", Verdict.Infeasible)]
    [InlineData(">= 2", Verdict.Undecided)]
    [InlineData("== 2", Verdict.Infeasible)]
    [InlineData("!= 7", Verdict.Feasible)]
    public void A_demand_on_a_value_is_decided_by_the_interval_of_its_mean(string demand, Verdict verdict)
    {
        var figures = new[] { 1.0, 2, 3 }.Select(value => Figures("evicted.total", value)).ToList();
        Assert.Equal(verdict, Read($"evicted.total {demand}").Judge(figures, [], 0.95).Verdict);
    }

    [Fact]
    public void Never_violates_an_upper_bound()
    {
        var figures = new[] { 1.0, double.PositiveInfinity }.Select(v => Figures("completion_seconds.p99", v)).ToList();
        Assert.Equal(Verdict.Infeasible, Read("completion_seconds.p99 <= 3650d").Judge(figures, [], 0.95).Verdict);
    }

    [Theory]
    [InlineData("evicted.healthy per member and rekey <= 1e-8", RareEvent.EvictedHealthy, 1)]
    [InlineData("evicted.total per rekey<=0.5% with 90% confidence", RareEvent.Evicted, 2_000)]
    [InlineData("missing.false per member and year <= 3", RareEvent.FalselyMissing, 8_760)]
    [InlineData("missing.declared  per  year <= 3", RareEvent.Missing, 17_520_000)]
    public void Demands_on_rare_events_are_read(string text, RareEvent expected, double units)
    {
        var demand = Read(text).Rare!;
        Assert.Equal((expected, units), (demand.Event, demand.UnitsPerMemberAndRekey(2_000, 3_600)));
    }

    [Theory]
    [InlineData("evicted.healthy per member and rekey >= 1e-8")]
    [InlineData("evicted.healthy per member and rekey <= 0")]
    [InlineData("evicted.healthy per member and rekey <= 1s")]
    [InlineData("evicted.healthy per member <= 1e-8")]
    [InlineData("ack.dropped per rekey <= 1")]
    [InlineData("evicted.healthy per rekey <= 1 with 100% confidence")]
    [InlineData("evicted.healty <= 1")]
    public void Nonsense_is_refused_with_what_is_allowed(string text)
    {
        Assert.False(PlanConstraint.TryParse(text, out _, out var problem));
        Assert.Matches("allowed|did you mean", problem);
    }

    private static PlanConstraint Read(string text)
    {
        Assert.True(PlanConstraint.TryParse(text, out var constraint, out var problem), problem);
        return constraint!;
    }

    private static IReadOnlyList<double> Figures(string name, double value) =>
        [.. RunSummary.FigureColumns.Select(column => column.Name == name ? value : 0)];
}
