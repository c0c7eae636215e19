using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// Healthy members evicted, as a share of the group, against loss, a curve for each way of repeating.
/// </summary>
internal static class EvictionChart
{
    /// <summary>The name of the chart's files.</summary>
    public const string Name = "eviction";

    private const string Evicted = "evicted.healthy / members";

    /// <summary>The chart; null if no axis is a loss, or nobody is ever evicted.</summary>
    public static Figure? Draw(SweepResult sweep)
    {
        _ = MetricExpression.TryParse(Evicted, out var metric, out _);
        _ = MetricExpression.TryParse("evicted.total", out var total, out _);
        if (!sweep.Cells.Any(cell => sweep.Estimate(cell, total!) is { Mean: > 0 })
            || LossCharts.AxisOf(sweep, path => path.EndsWith(".loss", StringComparison.Ordinal)) is not { } along)
        {
            return null;
        }

        var across = LossCharts.AxisOf(
            sweep,
            path => path.StartsWith("retransmit.", StringComparison.Ordinal)
                || path is "group.on_duplicate" or "evict.after",
            needsScale: false,
            not: along);
        return CurvesChart.Draw(
            SweepSlice.Of(sweep, along, across), metric!, [Theorem.FalseEvictions],
            $"Healthy members evicted against {sweep.Axes[along].Name}", "healthy members evicted in a run");
    }
}

/// <summary>
/// How often a rekey is multicast until all have acknowledged it, against the size of the group or loss.
/// </summary>
internal static class TransmissionsChart
{
    /// <summary>The name of the chart's files.</summary>
    public const string Name = "transmissions";

    /// <summary>The chart; null unless repeats go on until nobody is silent and the axes change their number.</summary>
    public static Figure? Draw(SweepResult sweep)
    {
        _ = MetricExpression.TryParse("transmissions / rekeys", out var metric, out _);
        var along = LossCharts.AxisOf(sweep, path => path == "group.size")
            ?? LossCharts.AxisOf(sweep, path => path == "network.push.loss");
        if (along is not { } axis
            || !sweep.Cells.Any(cell => sweep.ScenarioOf(cell) is { } scenario
                && Theorem.Transmissions.At(scenario) is not null))
        {
            return null;
        }

        return CurvesChart.Draw(
            SweepSlice.Of(sweep, axis), metric!, [Theorem.Transmissions],
            $"Transmissions of a rekey against {sweep.Axes[axis].Name}", "transmissions of a rekey");
    }
}

/// <summary>What both charts ask of a sweep.</summary>
internal static class LossCharts
{
    /// <summary>The first axis with a parameter of this kind; null if there is none.</summary>
    public static int? AxisOf(SweepResult sweep, Func<string, bool> path, bool needsScale = true, int? not = null) =>
        Enumerable.Range(0, sweep.Axes.Count)
            .Where(i => i != not
                && sweep.Axes[i].Count > 1
                && (!needsScale || sweep.Axes[i].IsScale)
                && sweep.Axes[i].Parameters.Any(parameter => path(parameter.Path)))
            .Select(i => (int?)i)
            .FirstOrDefault();
}
