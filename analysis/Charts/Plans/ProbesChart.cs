using GdoiSim.Scenario;
using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// What a plan tried: above, what the binding constraint measures at each value, with its interval and the bound;
/// below, which constraint held where. The answer and the closed-form estimate are marked.
/// </summary>
internal static class ProbesChart
{
    /// <summary>The name of the chart's files.</summary>
    public const string Name = "probes";

    private const float MostRows = 8;

    public static Figure Draw(PlanResult plan)
    {
        var figure = new Figure(Title(plan), Finding(plan), plan.Footer);
        var values = plan.Probes.Select(probe => probe.Value).Distinct().Order().ToArray();
        if (values.Length == 0)
        {
            var empty = figure.AddPlot();
            empty.XLabel(Names.OfPath(plan.Objective.Path));
            Figure.Explain(empty, "The plan tried no value.");
            return figure;
        }

        var x = AxisScale.Of(plan.Objective, values);
        var binding = plan.Probes.Any(probe => probe.Constraint == plan.Binding) ? plan.Binding
            : plan.Probes[0].Constraint;
        string[] constraints = [.. plan.Constraints.Concat(plan.Probes.Select(probe => probe.Constraint)).Distinct()];
        var upper = figure.AddPlot(1);
        Measure(figure, upper, plan, binding, x);
        var lower = figure.AddPlot(0.2f + (0.14f * Math.Min(MostRows, constraints.Length)));
        Verdicts(figure, lower, plan, constraints, x);
        foreach (var plot in new[] { upper, lower })
        {
            Mark(plot, plan, x);
            x.Apply(plot.Axes.Bottom);
            plot.Axes.SetLimitsX(x.Bottom - (0.03 * (x.Top - x.Bottom)), x.Top + (0.03 * (x.Top - x.Bottom)));
        }

        upper.XLabel("");
        if (plan.Answer.Feasible)
        {
            figure.Key.Add(new KeyEntry($"answer: {plan.Objective.Words(plan.Answer.Value)}")
            {
                Line = new LineStyle(3, Ink.Green),
            });
        }

        if (plan.ClosedForm is { } form && double.IsFinite(form.Value))
        {
            figure.Key.Add(new KeyEntry($"closed form: {plan.Objective.Words(form.Value)}")
            {
                Line = new LineStyle(2, Ink.Vermilion, Ink.Dashes),
            });
        }

        return figure;
    }

    private static string Title(PlanResult plan) =>
        $"{(plan.IsLargest ? "Largest" : "Smallest")} {Names.OfPath(plan.Objective.Path)} that meets all constraints";

    private static string Finding(PlanResult plan)
    {
        if (!plan.Answer.Feasible)
        {
            return "No value of the bracket is feasible."
                + (plan.Binding.Length > 0 ? $" Binding: {Names.OfDemand(plan.Binding)}." : "");
        }

        var next = double.IsFinite(plan.Answer.NextInfeasible)
            ? $" {plan.Objective.Words(plan.Answer.NextInfeasible)} is not feasible any more."
            : "";
        return $"Answer: {plan.Objective.Words(plan.Answer.Value)}.{next}"
            + (plan.Binding.Length > 0 ? $" Binding: {Names.OfDemand(plan.Binding)}." : "");
    }

    /// <summary>
    /// The binding constraint's own figure: a mean with its interval, or the share of runs that satisfy it.
    /// </summary>
    private static void Measure(Figure figure, Plot plot, PlanResult plan, string binding, AxisScale x)
    {
        var probes = plan.Probes.Where(probe => probe.Constraint == binding).ToArray();
        _ = Threshold.TryParse(binding, out var threshold, out _);
        var ofRuns = threshold?.Confidence is not null;
        var bound = threshold is null ? double.NaN : ofRuns ? threshold.ShareOfRuns : threshold.Bound.Value;
        CurvePoint[] points =
        [
            .. probes.Select(probe => new CurvePoint(
                probe.Value,
                new CellEstimate(
                    probe.Replications, double.IsNaN(probe.Mean) ? 1 : 0, probe.Mean, probe.Low, probe.High))),
        ];
        var (what, unit) = ofRuns ? ("runs that satisfy it", "share")
            : threshold is null ? ("rate", "")
            : (Names.OfMetric(threshold.Metric), Names.UnitOfMetric(threshold.Metric));
        var heights = CurvesChart.Heights([new Curve("", points)], []).Where(double.IsFinite).ToArray();
        var hides = double.IsNaN(bound) || (heights.Length > 0 && heights.Min() > 0 && bound <= 0);
        var y = AxisScale.Of(CurvesChart.Capital(what), unit, hides ? heights : heights.Append(bound));
        new CurvePlot(x, y).Draw(
            figure, plot, [new Curve(Names.OfDemand(binding), points)], [],
            ofRuns ? "bounds of the share of runs" : "interval of the mean");
        y.Apply(plot.Axes.Left);
        if (double.IsFinite(bound))
        {
            var line = plot.Add.HorizontalLine(y.Position(bound), 2, Ink.Text, Ink.Dots);
            figure.Key.Add(new KeyEntry(ofRuns ? "runs asked for" : "its bound") { Line = line.LineStyle });
        }
    }

    private static void Verdicts(Figure figure, Plot plot, PlanResult plan, string[] constraints, AxisScale x)
    {
        (bool? Verdict, string Words, MarkerStyle Mark)[] looks =
        [
            (true, "holds", new MarkerStyle(MarkerShape.FilledCircle, 10, Ink.Green)),
            (null, "undecided", new MarkerStyle(MarkerShape.OpenSquare, 10, Ink.Text) { LineWidth = 2 }),
            (false, "does not hold", new MarkerStyle(MarkerShape.Eks, 10, Ink.Vermilion) { LineWidth = 2.5f }),
        ];
        foreach (var (verdict, words, mark) in looks)
        {
            var probes = plan.Probes.Where(probe => probe.Verdict == verdict).ToArray();
            if (probes.Length > 0)
            {
                double[] xs = [.. probes.Select(probe => x.Position(probe.Value))];
                double[] ys = [.. probes.Select(probe => Row(constraints, probe.Constraint))];
                plot.Add.Plottable(new Marks(xs, ys, mark));
                figure.Key.Add(new KeyEntry(words) { Marker = mark });
            }
        }

        var ticks = new ScottPlot.TickGenerators.NumericManual();
        for (var i = 0; i < constraints.Length; i++)
        {
            ticks.AddMajor(Row(constraints, constraints[i]), $"{i + 1}");
            var text = plot.Add.Text(
                $"{i + 1}: {Names.OfDemand(constraints[i])}", x.Bottom, Row(constraints, constraints[i]) + 0.42);
            (text.LabelFontSize, text.LabelFontColor) = (Ink.TickSize - 1, Ink.Text);
            text.LabelAlignment = Alignment.MiddleLeft;
        }

        plot.Axes.Left.TickGenerator = ticks;
        plot.YLabel("constraint");
        plot.Axes.SetLimitsY(-0.5, constraints.Length - 0.2);
    }

    private static double Row(string[] constraints, string constraint) =>
        constraints.Length - 1 - Array.IndexOf(constraints, constraint);

    private static void Mark(Plot plot, PlanResult plan, AxisScale x)
    {
        if (plan.Answer.Feasible && double.IsFinite(plan.Answer.Value))
        {
            plot.Add.VerticalLine(x.Position(plan.Answer.Value), 3, Ink.Green);
        }

        if (plan.ClosedForm is { } form && double.IsFinite(form.Value) && form.Value > 0)
        {
            plot.Add.VerticalLine(x.Position(form.Value), 2, Ink.Vermilion, Ink.Dashes);
        }
    }
}
