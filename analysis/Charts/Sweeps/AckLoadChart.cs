using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// The share of arriving ACKs that the receive buffer drops, against the load: the ACKs that a rekey brings within the
/// jitter window, as a share of what the key servers can take through in it.
/// </summary>
internal static class AckLoadChart
{
    /// <summary>The name of the chart's files.</summary>
    public const string Name = "ack-load";

    private const string Dropped = "ack.dropped / ack.arrived";

    /// <summary>
    /// The chart along an axis; null where the load does not follow from the scenario or does not vary.
    /// </summary>
    public static Figure? Draw(SweepSlice slice)
    {
        var sweep = slice.Sweep;
        _ = MetricExpression.TryParse(Dropped, out var metric, out _);
        var loads = new Dictionary<int, double>();
        foreach (var cell in Cells(slice))
        {
            if (sweep.ScenarioOf(cell) is { } scenario && Offer.LoadOf(scenario) is { } load)
            {
                loads[cell.Number] = load;
            }
        }

        if (loads.Values.Distinct().Count() < 2)
        {
            return null;
        }

        var curves = slice.Shown.Select(across => new Curve(
            slice.AcrossAxis?.Named(across) ?? "",
            [
                .. from along in slice.InOrder
                   let cell = slice.At(along, across)
                   where cell is not null && loads.ContainsKey(cell.Number)
                   let found = sweep.Estimate(cell, metric!)
                   where found is { HasMean: true }
                   orderby loads[cell.Number]
                   select new CurvePoint(loads[cell.Number], found.Value),
            ])).Where(curve => curve.Points.Count > 0).ToArray();
        var points = curves.SelectMany(curve => curve.Points).ToArray();
        if (points.Length < 2)
        {
            return null;
        }

        var theory = Theory(slice, loads);
        var x = AxisScale.Of("Load: ACKs in the jitter window against capacity", "share",
            points.Select(point => point.X), fromZero: false);
        var y = AxisScale.Of(
            "ACKs dropped at the receive buffer", "share", points.Select(point => point.Estimate.Mean).Append(0));
        var figure = new Figure("ACKs dropped against load", Finding(slice, points), sweep.Footer);
        var plot = figure.AddPlot();
        new CurvePlot(x, y).Draw(figure, plot, curves, theory, sweep.IntervalWords);
        if (!x.IsLogarithmic && points.Min(point => point.X) < 1 && points.Max(point => point.X) > 1)
        {
            var line = plot.Add.VerticalLine(x.Position(1), 2, Ink.Vermilion, Ink.Dashes);
            figure.Key.Add(new KeyEntry("load = capacity") { Line = line.LineStyle });
        }

        x.Apply(plot.Axes.Bottom);
        y.Apply(plot.Axes.Left);
        return figure;
    }

    private static IEnumerable<SweepCell> Cells(SweepSlice slice) =>
        from across in slice.Shown
        from along in Enumerable.Range(0, slice.AlongAxis.Count)
        let cell = slice.At(along, across)
        where cell is not null
        select cell;

    /// <summary>The formulas at the loads of the cells themselves.</summary>
    private static List<TheoryLine> Theory(SweepSlice slice, Dictionary<int, double> loads)
    {
        var lines = new List<TheoryLine>();
        foreach (var across in slice.Shown)
        {
            // The exact formula goes before the bound.
            var line = Line(slice, loads, across, Theorem.QueueLoss) ?? Line(slice, loads, across, Theorem.FluidDrops);
            if (line is not null)
            {
                lines.Add(line);
            }
        }

        return lines;
    }

    private static TheoryLine? Line(
        SweepSlice slice, Dictionary<int, double> loads, int across, Theorem theorem)
    {
        (double X, double Y)[] points =
        [
            .. from along in slice.InOrder
               let cell = slice.At(along, across)
               where cell is not null && loads.ContainsKey(cell.Number)
               let scenario = slice.Sweep.ScenarioOf(cell)
               where scenario is not null
               let value = theorem.At(scenario)
               where value is not null && double.IsFinite(value.Value)
               orderby loads[cell.Number]
               select (loads[cell.Number], value.Value),
        ];
        return points.Length > 1 ? new TheoryLine(theorem.Name, points) : null;
    }

    private static string Finding(SweepSlice slice, CurvePoint[] points)
    {
        var free = points.OrderBy(point => point.X).TakeWhile(point => point.Estimate.Mean < 0.001)
            .Select(point => point.X).DefaultIfEmpty().Max();
        var worst = points.MaxBy(point => point.Estimate.Mean);
        var percent = UnitScale.For("share", 1);
        var text = free > 0
            ? $"Less than 0.1 % dropped up to a load of {percent.Text(free)}; "
            : "ACKs are dropped at every load; ";
        return $"{text}at most {percent.Text(worst.Estimate.Mean)}, at {percent.Text(worst.X)}.{slice.HeldWords}";
    }
}
