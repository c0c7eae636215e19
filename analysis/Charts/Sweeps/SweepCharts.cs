using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Charts;

/// <summary>Chooses the charts of a sweep from its axes, its thresholds, and what was found.</summary>
public static class SweepCharts
{
    private const int MostMetrics = 3;

    private static readonly string[] Usual =
        ["completion_seconds.p99", "ack.dropped", "missing.false", "evicted.healthy"];

    /// <summary>The charts of a sweep.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="metric">A figure or expression of figures to draw instead of the usual ones.</param>
    /// <exception cref="ResultException">There is no such metric, or a table cannot be read.</exception>
    public static ChartSet Of(SweepResult sweep, string? metric = null)
    {
        ArgumentNullException.ThrowIfNull(sweep);
        var figures = new List<NamedFigure>();
        var along = Along(sweep);
        foreach (var chosen in metric is null ? Chosen(sweep) : [Parse(metric)])
        {
            var name = FileName(chosen.Text);
            if (SweepSlice.Of(sweep, Math.Max(0, along)) is { Across: not null } map && sweep.Axes.Count > 0)
            {
                figures.Add(new NamedFigure($"{HeatMapChart.Name}-{name}", HeatMapChart.Draw(map, chosen)));
            }

            if (along >= 0)
            {
                figures.Add(new NamedFigure(
                    $"{CurvesChart.Name}-{name}", CurvesChart.Draw(SweepSlice.Of(sweep, along), chosen, [])));
            }
        }

        if (metric is null)
        {
            Add(figures, FrontierChart.Name, FrontierChart.Draw(sweep));
            var load = along < 0 ? null : AckLoadChart.Draw(SweepSlice.Of(sweep, LoadAxis(sweep)));
            Add(figures, AckLoadChart.Name, load);
            Add(figures, EvictionChart.Name, EvictionChart.Draw(sweep));
            Add(figures, TransmissionsChart.Name, TransmissionsChart.Draw(sweep));
            Add(figures, CompletionChart.Name, Completion(sweep, along));
        }

        return figures.Count > 0 ? new ChartSet(figures)
            : throw new ResultException("the sweep has no cell that is done; there is nothing to draw");
    }

    /// <summary>The metrics that a chart of the sweep should show: its own, those of its
    /// thresholds, then the usual ones.</summary>
    internal static IReadOnlyList<MetricExpression> Chosen(SweepResult sweep)
    {
        var wanted = sweep.Metrics.Concat(sweep.Thresholds.Select(threshold => threshold.Metric.Text)).Concat(Usual)
            .Distinct();
        var varying = wanted.Select(Parse)
            .Where(metric => sweep.Cells.Select(cell => sweep.Estimate(cell, metric))
                .Where(found => found is not null)
                .Select(found => (found!.Value.Never, found.Value.Mean))
                .Distinct()
                .Count() > 1)
            .Take(MostMetrics)
            .ToArray();
        return varying.Length > 0 ? varying : [Parse(Usual[0])];
    }

    /// <summary>
    /// The axis along the paper: of those with a scale, the one with the most values; -1 if there is none.
    /// </summary>
    internal static int Along(SweepResult sweep) => Enumerable.Range(0, sweep.Axes.Count)
        .Where(i => sweep.Axes[i].IsScale)
        .OrderByDescending(i => sweep.Axes[i].Count)
        .FirstOrDefault(-1);

    internal static MetricExpression Parse(string text) =>
        MetricExpression.TryParse(text, out var metric, out var problem)
            ? metric!
            : throw new ResultException($"--metric: {problem}");

    /// <summary>A metric as part of the name of a file.</summary>
    internal static string FileName(string metric) => string.Concat(
        metric.Replace(" / ", "-per-", StringComparison.Ordinal)
            .Select(sign => char.IsAsciiLetterOrDigit(sign) || sign is '.' or '_' or '-' ? sign : '-'));

    private static int LoadAxis(SweepResult sweep) =>
        LossCharts.AxisOf(
            sweep,
            path => path is "group.size" or "group.jitter" || path.Contains("service_time", StringComparison.Ordinal))
        ?? Along(sweep);

    private static void Add(List<NamedFigure> figures, string name, Figure? figure)
    {
        if (figure is not null)
        {
            figures.Add(new NamedFigure(name, figure));
        }
    }

    /// <summary>
    /// Curves of cells along the axis with the most values; of a sweep without one, of its first cells.
    /// </summary>
    private static Figure? Completion(SweepResult sweep, int along)
    {
        if (!sweep.HasCompletion)
        {
            return null;
        }

        var curves = sweep.Completion();
        var chosen = new List<(string Name, SweepCell Cell)>();
        var held = "";
        if (along >= 0)
        {
            var slice = SweepSlice.Of(sweep, along) with { Across = null };
            held = slice.HeldWords;
            var places = slice.InOrder.ToArray();
            chosen.AddRange(
                from i in SeriesLook.Choose(places.Length)
                let cell = slice.At(places[i], 0)
                where cell is not null
                select (slice.AlongAxis.Named(places[i]), cell));
        }
        else
        {
            chosen.AddRange(sweep.Cells.Take(SeriesLook.Most).Select(cell =>
                (string.Join(", ", sweep.Axes.Select((axis, i) => axis.Named(cell.Places[i]))), cell)));
        }

        ComparedCompletion[] compared =
        [
            .. chosen.Where(one => curves.ContainsKey(one.Cell.Number))
                .Select(one => new ComparedCompletion(one.Name, curves[one.Cell.Number], null)),
        ];
        return compared.Length == 0 ? null : CompletionComparison.Draw(
            compared, $"Means over replications of the time by which each share was acknowledged.{held}", sweep.Footer);
    }
}
