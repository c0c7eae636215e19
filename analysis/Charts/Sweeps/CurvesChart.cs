using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Charts;

/// <summary>A figure against one axis of a sweep, a curve for each value of a second, with confidence bands.</summary>
internal static class CurvesChart
{
    /// <summary>What the names of the chart's files begin with.</summary>
    public const string Name = "curves";

    /// <summary>Draws the chart.</summary>
    /// <param name="slice">The axes.</param>
    /// <param name="metric">What is drawn.</param>
    /// <param name="theories">Formulas for the same figure, drawn where a scenario meets their assumptions.</param>
    /// <param name="title">The title; by default the figure against the axis.</param>
    /// <param name="what">The words at the upright axis; by default those of the figure.</param>
    public static Figure Draw(
        SweepSlice slice, MetricExpression metric, IReadOnlyList<Theorem> theories, string? title = null,
        string? what = null)
    {
        var sweep = slice.Sweep;
        var name = what ?? Names.OfMetric(metric);
        var curves = slice.Curves(metric);
        var x = AxisScale.Of(slice.AlongAxis);
        var theory = theories.SelectMany(one => slice.Lines(one, x)).ToArray();
        var y = AxisScale.Of(
            Capital(name), Names.UnitOfMetric(metric), Heights(curves, theory));
        var figure = new Figure(
            title ?? $"{Capital(name)} against {slice.AlongAxis.Name}", Finding(slice, curves, y), sweep.Footer);
        var plot = figure.AddPlot();
        new CurvePlot(x, y).Draw(figure, plot, curves, theory, sweep.IntervalWords);
        x.Apply(plot.Axes.Bottom, slice.AlongAxis.First.Numbers);
        y.Apply(plot.Axes.Left);
        if (curves.All(curve => curve.Points.All(point => !point.Estimate.HasMean)))
        {
            Figure.Explain(plot, "This figure has no finite mean in any of these cells.");
        }

        return figure;
    }

    /// <summary>A word as a sentence or an axis begins with it.</summary>
    public static string Capital(string text) =>
        text.Length > 0 && char.IsAsciiLetterLower(text[0]) && !text.Contains('.', StringComparison.Ordinal)
            ? char.ToUpperInvariant(text[0]) + text[1..]
            : text;

    /// <summary>
    /// The heights that the axis must hold: data, their intervals if they are not much larger, theory.
    /// </summary>
    public static IEnumerable<double> Heights(IReadOnlyList<Curve> curves, IReadOnlyList<TheoryLine> theory)
    {
        var points = curves.SelectMany(curve => curve.Points).Select(point => point.Estimate).ToArray();
        var means = points.Select(estimate => estimate.Mean).Where(double.IsFinite).ToArray();
        var most = means.Length == 0 ? 1 : means.Max();
        var positive = means.Length > 0 && means.Min() > 0;
        return means
            .Concat(points.Select(estimate => Math.Min(estimate.High, 1.5 * most)))
            .Concat(theory.SelectMany(line => line.Points)
                .Select(point => Math.Min(point.Y, 1.5 * most))
                .Where(height => !positive || height > 0));
    }

    private static string Finding(SweepSlice slice, IReadOnlyList<Curve> curves, AxisScale y)
    {
        var points = curves.SelectMany(curve => curve.Points.Select(point => (curve, point)))
            .Where(one => one.point.Estimate.HasMean)
            .ToArray();
        if (points.Length == 0)
        {
            return "No cell has a finite mean." + slice.HeldWords;
        }

        var least = points.MinBy(one => one.point.Estimate.Mean);
        var most = points.MaxBy(one => one.point.Estimate.Mean);
        var scale = AxisScale.Of(slice.AlongAxis);
        string Where((Curve Curve, CurvePoint Point) one) =>
            $"{scale.Text(one.Point.X)}{(one.Curve.Name.Length > 0 ? $", {one.Curve.Name}" : "")}";
        var shown = slice.AcrossAxis is { } axis && axis.Count > SeriesLook.Most
            ? $" {SeriesLook.Most} of {axis.Count} curves are drawn."
            : "";
        return least.point.Estimate.Mean == most.point.Estimate.Mean
            ? $"{y.Text(most.point.Estimate.Mean)} wherever there is a mean.{shown}{slice.HeldWords}"
            : $"From {y.Text(least.point.Estimate.Mean)} ({Where(least)}) to {y.Text(most.point.Estimate.Mean)} "
                + $"({Where(most)}).{shown}{slice.HeldWords}";
    }
}
