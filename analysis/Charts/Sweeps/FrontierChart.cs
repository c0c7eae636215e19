namespace GdoiSim.Analysis.Charts;

/// <summary>
/// The largest (or smallest) value of one axis at which a sweep meets all its thresholds, against another axis, a curve
/// for each value of a third. The band goes from the last value that meets them for certain to the last that may.
/// </summary>
internal static class FrontierChart
{
    /// <summary>The name of the chart's files.</summary>
    public const string Name = "frontier";

    private const string Preferred = "group.size";

    /// <summary>The chart; null if the sweep has no thresholds or not two numeric axes.</summary>
    public static Figure? Draw(SweepResult sweep) => Find(sweep) is { } found
        ? Draw(sweep, found.Slice, found.Objective, found.Curves, found.Largest)
        : null;

    /// <summary>
    /// The most that any combination of the other axes allows, in a sentence; empty if there is no border.
    /// </summary>
    public static string Border(SweepResult sweep)
    {
        if (Find(sweep) is not { } found)
        {
            return "";
        }

        var points = found.Curves.SelectMany(curve => curve.Points.Select(point => (curve.Name, point)))
            .Where(one => one.point.Estimate.HasMean)
            .ToArray();
        if (points.Length == 0)
        {
            return "";
        }

        var best = found.Largest
            ? points.MaxBy(one => one.point.Estimate.Mean)
            : points.MinBy(one => one.point.Estimate.Mean);
        var first = found.Objective.First;
        var unit = UnitScale.For(Names.UnitOfPath(first.Path, first.Unit), best.point.Estimate.Mean);
        var x = AxisScale.Of(found.Slice.AlongAxis);
        var series = best.Name.Length > 0 ? $" and {best.Name}" : "";
        return $"The {(found.Largest ? "largest" : "smallest")} {found.Objective.Name} among them is "
            + $"{unit.Text(best.point.Estimate.Mean)}, with {found.Slice.AlongAxis.Name} "
            + $"{x.Text(best.point.X)}{series}.";
    }

    private static (SweepSlice Slice, SweepAxis Objective, Curve[] Curves, bool Largest)? Find(SweepResult sweep)
    {
        var scales = Enumerable.Range(0, sweep.Axes.Count).Where(i => sweep.Axes[i].IsScale).ToArray();
        if (sweep.Thresholds.Count == 0 || scales.Length < 2 || !sweep.Cells.Any(cell => sweep.Verdict(cell) != null))
        {
            return null;
        }

        var objective = scales.FirstOrDefault(i => sweep.Axes[i].First.Path == Preferred, scales[0]);
        var along = scales.First(i => i != objective);
        var across = Enumerable.Range(0, sweep.Axes.Count)
            .Where(i => i != objective && i != along && sweep.Axes[i].Count > 1)
            .Select(i => (int?)i)
            .FirstOrDefault();
        var slice = SweepSlice.Of(sweep, along, across) with { Across = across };
        var largest = IsLargest(sweep, objective);
        Curve[] curves =
        [
            .. slice.Shown.Select(place => new Curve(
                slice.AcrossAxis?.Named(place) ?? "",
                [
                    .. from x in slice.InOrder
                       let found = Border(slice, objective, x, place, largest)
                       where found is not null
                       select new CurvePoint(slice.AlongAxis.First.Numbers[x], found.Value),
                ])),
        ];
        return (slice, sweep.Axes[objective], curves, largest);
    }

    private static Figure Draw(
        SweepResult sweep, SweepSlice slice, SweepAxis objective, Curve[] curves, bool largest)
    {
        var extreme = largest ? "largest" : "smallest";
        var name = $"{CurvesChart.Capital(extreme)} {objective.Name}";
        var x = AxisScale.Of(slice.AlongAxis);
        var y = AxisScale.Of(
            name + " that meets all thresholds", Names.UnitOfPath(objective.First.Path, objective.First.Unit),
            objective.First.Numbers);
        var figure = new Figure(
            $"{name} against {slice.AlongAxis.Name}",
            Names.OfDemands(sweep.Thresholds.Select(threshold => threshold.Text))
                + WithoutObjective(slice, objective) + Edge(objective, curves, largest, y),
            sweep.Footer);
        var plot = figure.AddPlot();
        new CurvePlot(x, y)
        {
            NeverWords = $"no {objective.Name} of the sweep meets them",
            NeverIsBelow = true,
        }.Draw(figure, plot, curves, [], $"to the {extreme} that may meet them (interval, next step of the sweep)");
        x.Apply(plot.Axes.Bottom, slice.AlongAxis.First.Numbers);
        y.Apply(plot.Axes.Left, objective.First.Numbers);
        return figure;
    }

    /// <summary>Where the last value of the sweep still passes, the border lies beyond.</summary>
    private static string Edge(SweepAxis objective, Curve[] curves, bool largest, AxisScale y)
    {
        var last = largest ? objective.First.Numbers.Max() : objective.First.Numbers.Min();
        return curves.Any(curve => curve.Points.Any(point => point.Estimate.Mean == last))
            ? $" The sweep ends at {y.Text(last)}."
            : "";
    }

    private static string WithoutObjective(SweepSlice slice, SweepAxis objective)
    {
        var held = slice.Sweep.Axes
            .Select((axis, i) => (axis, i))
            .Where(one => one.i != slice.Along && one.i != slice.Across && one.axis != objective && one.axis.Count > 1)
            .Select(one => one.axis.Named(slice.Held[one.i]))
            .ToArray();
        return held.Length == 0 ? "" : $" With {string.Join(", ", held)}.";
    }

    /// <summary>Whether larger values fail: then the border is the largest that passes.</summary>
    private static bool IsLargest(SweepResult sweep, int objective)
    {
        var numbers = sweep.Axes[objective].First.Numbers;
        var judged = sweep.Cells
            .Select(cell => (Number: numbers[cell.Places[objective]], Verdict: sweep.Verdict(cell)))
            .Where(one => one.Verdict is not null)
            .ToLookup(one => one.Verdict!.Value.Passed, one => one.Number);
        return !judged[true].Any() || !judged[false].Any() || judged[true].Average() <= judged[false].Average();
    }

    /// <summary>
    /// The border along the objective: the last value up to which every one passes. The band's ends are the last value
    /// that passes beyond doubt, and the value before the first that fails beyond doubt.
    /// </summary>
    private static CellEstimate? Border(SweepSlice slice, int objective, int x, int across, bool largest)
    {
        var axis = slice.Sweep.Axes[objective];
        var order = Enumerable.Range(0, axis.Count).OrderBy(place => axis.First.Numbers[place]).ToArray();
        if (!largest)
        {
            Array.Reverse(order);
        }

        (double Value, CellVerdict Verdict)[] steps =
        [
            .. from place in order
               let held = slice with { Held = [.. slice.Held.Select((old, i) => i == objective ? place : old)] }
               let cell = held.At(x, across)
               where cell is not null
               let verdict = slice.Sweep.Verdict(cell)
               where verdict is not null
               select (axis.First.Numbers[place], verdict.Value),
        ];
        if (steps.Length == 0)
        {
            return null;
        }

        var passed = steps.TakeWhile(step => step.Verdict.Passed).ToArray();
        if (passed.Length == 0)
        {
            return new CellEstimate(0, 1, double.NaN, double.NaN, double.NaN);
        }

        var certain = passed.TakeWhile(step => !step.Verdict.Doubtful).Select(step => step.Value)
            .LastOrDefault(passed[0].Value);
        var possible = steps.TakeWhile(step => step.Verdict.Passed || step.Verdict.Doubtful).Last().Value;
        return new CellEstimate(
            0, 0, passed[^1].Value, Math.Min(certain, possible), Math.Max(certain, possible));
    }
}
