using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Charts;

/// <summary>The charts of a plan.</summary>
public static class PlanCharts
{
    /// <summary>The chart of the probes and, where the plan has answers for other values, their frontier.</summary>
    public static ChartSet Of(PlanResult plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var figures = new List<NamedFigure> { new(ProbesChart.Name, ProbesChart.Draw(plan)) };
        if (PlanFrontierChart.Draw(plan) is { } frontier)
        {
            figures.Add(new NamedFigure(FrontierChart.Name, frontier));
        }

        return new ChartSet(figures);
    }
}

/// <summary>The answer of a plan against another value of the scenario, a curve for each value of a third.</summary>
internal static class PlanFrontierChart
{
    public static Figure? Draw(PlanResult plan)
    {
        if (plan.Frontier.Count == 0)
        {
            return null;
        }

        var against = plan.Frontier.Select(point => Number(point.Against)).ToArray();
        if (against.Any(double.IsNaN) || against.Distinct().Count() < 2)
        {
            return null;
        }

        string[] series = [.. plan.Frontier.Select(point => point.Series).Distinct()];
        Curve[] curves =
        [
            .. SeriesLook.Choose(series.Length).Select(i => new Curve(
                SeriesName(plan, series[i]),
                [
                    .. plan.Frontier.Where(point => point.Series == series[i])
                        .Select(point => new CurvePoint(Number(point.Against), Estimate(point)))
                        .OrderBy(point => point.X),
                ])),
        ];
        var name = Names.OfPath(plan.Objective.Path);
        var extreme = plan.IsLargest ? "Largest" : "Smallest";
        var along = plan.Against ?? new PlannedValue("other value", UnitOf(plan.Frontier[0].Against));
        var x = AxisScale.Of(along, against);
        var heights = plan.Frontier.Where(point => point.Feasible)
            .SelectMany(point => new[] { point.Value, point.Low, point.High });
        var y = AxisScale.Of(
            $"{extreme} {name} that meets all constraints", Names.UnitOfPath(plan.Objective.Path, plan.Objective.Unit),
            heights);
        var figure = new Figure(
            $"{extreme} {name} against {Names.OfPath(along.Path)}",
            Names.OfDemands(plan.Constraints), plan.Footer);
        var plot = figure.AddPlot();
        new CurvePlot(x, y)
        {
            NeverWords = "no value of the bracket is feasible",
            NeverIsBelow = true,
        }.Draw(figure, plot, curves, [], "between what holds and what does not, for certain");
        x.Apply(plot.Axes.Bottom, against);
        y.Apply(plot.Axes.Left);
        return figure;
    }

    private static CellEstimate Estimate(PlanFrontierPoint point) => point.Feasible
        ? new CellEstimate(0, 0, point.Value, point.Low, point.High)
        : new CellEstimate(0, 1, double.NaN, double.NaN, double.NaN);

    private static string SeriesName(PlanResult plan, string series) => series.Length == 0 ? ""
        : plan.Series is { } planned
            ? $"{Names.OfPath(planned.Path)} {Value(series, planned.Unit)}"
            : Names.OfValue(series);

    /// <summary>A value as a scenario has it, or a number in base units.</summary>
    private static string Value(string text, string unit) =>
        unit.Length > 0 && double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? UnitScale.For(unit, number).Text(number)
            : Names.OfValue(text);

    private static double Number(string text) =>
        Quantity.TryParse(text, out var quantity) ? quantity.Value : double.NaN;

    private static string UnitOf(string text) => Quantity.TryParse(text, out var quantity) ? quantity.Unit : "";
}
