using GdoiSim.Scenario;
using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>A figure over two axes of a sweep, with the border of what satisfies all thresholds.</summary>
internal static class HeatMapChart
{
    /// <summary>What the names of the chart's files begin with.</summary>
    public const string Name = "heatmap";

    /// <summary>Beyond this ratio of the largest to the smallest value, shades go by the logarithm.</summary>
    private const double WideRange = 100;

    private const int MostWords = 16;

    public static Figure Draw(SweepSlice slice, MetricExpression metric)
    {
        var sweep = slice.Sweep;
        var found = Places(slice)
            .Select(place => (place, Estimate: place.Cell is null ? null : sweep.Estimate(place.Cell, metric)))
            .ToArray();
        var means = found.Where(one => one.Estimate is { HasMean: true })
            .Select(one => one.Estimate!.Value.Mean).ToArray();
        var unit = UnitScale.For(Names.UnitOfMetric(metric), means.Length == 0 ? 0 : means.Max());
        var shades = new Shades(means);
        HeatCell[] cells =
        [
            .. found.Select(one => new HeatCell(
                one.place.Column,
                one.place.Row,
                one.Estimate is { HasMean: true } known ? shades.Of(known.Mean) : double.NaN,
                one.Estimate is { HasMean: true } value ? unit.Number(value.Mean)
                    : one.Estimate is { Never: > 0 } ? "never" : "–",
                one.Estimate is { Never: > 0 },
                one.place.Cell is { } cell ? sweep.Verdict(cell)?.Passed : null)),
        ];

        var name = CurvesChart.Capital(Names.OfMetric(metric));
        var figure = new Figure(
            $"{name} by {slice.AlongAxis.Name} and {slice.AcrossAxis!.Name}",
            Finding(slice, cells, means, unit),
            sweep.Footer);
        var plot = figure.AddPlot();
        plot.Grid.IsVisible = false;
        plot.Add.Plottable(new HeatCells(cells));
        AddKey(figure, cells, means, unit, shades);
        Ticks(plot.Axes.Bottom, slice.AlongAxis, Order(slice.AlongAxis));
        figure.MakeRoomLeft(Order(slice.AcrossAxis!).Select(slice.AcrossAxis!.First.Text));
        Ticks(plot.Axes.Left, slice.AcrossAxis!, Order(slice.AcrossAxis!));
        plot.Axes.SetLimits(-0.5, slice.AlongAxis.Count - 0.5, -0.5, slice.AcrossAxis!.Count - 0.5);
        return figure;
    }

    private static IEnumerable<(int Column, int Row, SweepCell? Cell)> Places(SweepSlice slice)
    {
        var (columns, rows) = (Order(slice.AlongAxis), Order(slice.AcrossAxis!));
        for (var row = 0; row < rows.Count; row++)
        {
            for (var column = 0; column < columns.Count; column++)
            {
                yield return (column, row, slice.At(columns[column], rows[row]));
            }
        }
    }

    /// <summary>The places of an axis, numbers ascending, words as they were given.</summary>
    private static IReadOnlyList<int> Order(SweepAxis axis) => axis.First.IsNumeric
        ? [.. Enumerable.Range(0, axis.Count).OrderBy(place => axis.First.Numbers[place])]
        : [.. Enumerable.Range(0, axis.Count)];

    private static void Ticks(IAxis axis, SweepAxis swept, IReadOnlyList<int> order)
    {
        var largest = swept.First.Numbers.Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var unit = UnitScale.For(Names.UnitOfPath(swept.First.Path, swept.First.Unit), largest);
        var every = (order.Count + MostWords - 1) / MostWords;
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        for (var i = 0; i < order.Count; i += every)
        {
            var number = swept.First.Numbers[order[i]];
            ticks.AddMajor(i, swept.First.Labels is null && double.IsFinite(number)
                ? unit.Number(number)
                : swept.First.Text(order[i]));
        }

        axis.TickGenerator = ticks;
        axis.Label.Text = unit.Label(swept.Name);
        axis.MajorTickStyle.Length = 0;
    }

    private static void AddKey(
        Figure figure, HeatCell[] cells, double[] means, UnitScale unit, Shades shades)
    {
        if (means.Length > 0)
        {
            var steps = means.Max() > means.Min() ? 5 : 1;
            for (var i = 0; i < steps; i++)
            {
                var shade = steps == 1 ? shades.Of(means[0]) : i / (steps - 1.0);
                figure.Key.Add(new KeyEntry(unit.Text(shades.Value(shade)))
                {
                    Fill = HeatCells.ColorOf(shade),
                });
            }
        }

        if (cells.Any(cell => cell.IsNever))
        {
            figure.Key.Add(new KeyEntry("never, in some replications")
            {
                Fill = Ink.White,
                HatchColor = Ink.Others,
                Hatching = Hatching.Rising,
            });
        }

        if (cells.Any(cell => cell.Feasible == true))
        {
            figure.Key.Add(new KeyEntry("meets all thresholds") { Marker = HeatCells.DotStyle });
        }

        if (cells.Any(cell => cell.Feasible == true) && cells.Any(cell => cell.Feasible == false))
        {
            figure.Key.Add(new KeyEntry("their border") { Line = new LineStyle(4, Ink.Black) });
        }
    }

    private static string Finding(SweepSlice slice, HeatCell[] cells, double[] means, UnitScale unit)
    {
        var range = means.Length == 0 ? "No cell has a finite mean."
            : means.Min() == means.Max() ? $"{unit.Text(means[0])} wherever there is a mean."
            : $"Means from {unit.Text(means.Min())} to {unit.Text(means.Max())}.";
        var judged = cells.Where(cell => cell.Feasible is not null).ToArray();
        var feasible = judged.Count(cell => cell.Feasible == true);
        var words = judged.Length == 0 ? ""
            : $" {Words.Count(feasible)} of {Words.Plural(judged.Length, "cell")} "
                + $"{(feasible == 1 ? "meets" : "meet")} all thresholds.";
        return range + words + slice.HeldWords;
    }

    /// <summary>From values to shades and back.</summary>
    private sealed class Shades(double[] means)
    {
        private readonly double _least = means.Length == 0 ? 0 : means.Min();
        private readonly double _most = means.Length == 0 ? 1 : means.Max();

        private bool IsLogarithmic => _least > 0 && _most / _least > WideRange;

        public double Of(double value) => _most == _least ? 0.3
            : IsLogarithmic ? Math.Log(value / _least) / Math.Log(_most / _least)
            : (value - _least) / (_most - _least);

        public double Value(double shade) => _most == _least ? _least
            : IsLogarithmic ? _least * Math.Pow(_most / _least, shade)
            : _least + (shade * (_most - _least));
    }
}
