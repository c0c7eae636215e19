using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>A point of a curve: where it stands and what was found there.</summary>
internal readonly record struct CurvePoint(double X, CellEstimate Estimate);

/// <summary>A curve through estimates.</summary>
internal sealed record Curve(string Name, IReadOnlyList<CurvePoint> Points);

/// <summary>A curve that a formula gives, over the data of one curve.</summary>
internal sealed record TheoryLine(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>
/// Curves of estimates with their intervals as bands, what a formula says drawn over them, and a triangle at the upper
/// edge where the figure is "never" in some replication and so has no mean.
/// </summary>
internal sealed class CurvePlot(AxisScale x, AxisScale y)
{
    /// <summary>What a value without a mean is called in the key.</summary>
    public string NeverWords { get; init; } = "never, in some replications";

    /// <summary>Whether such values are marked at the lower edge instead of the upper one.</summary>
    public bool NeverIsBelow { get; init; }

    private static readonly LineStyle TheoryStyle = new(1.8f, Ink.Text, Ink.Dots);

    /// <summary>Draws everything, fills the key, and sets the limits of the axes.</summary>
    /// <param name="figure">The page, for its key.</param>
    /// <param name="plot">The plot.</param>
    /// <param name="curves">What was found.</param>
    /// <param name="theory">What formulas say; may be empty.</param>
    /// <param name="interval">The words for the bands.</param>
    public void Draw(
        Figure figure, Plot plot, IReadOnlyList<Curve> curves, IReadOnlyList<TheoryLine> theory, string interval)
    {
        var banded = false;
        for (var i = 0; i < curves.Count; i++)
        {
            banded |= Band(plot, curves[i], SeriesLook.Of(i));
        }

        for (var i = 0; i < curves.Count; i++)
        {
            Line(plot, curves[i], SeriesLook.Of(i));
            if (curves[i].Name.Length > 0)
            {
                figure.Key.Add(new KeyEntry(curves[i].Name)
                {
                    Line = SeriesLook.Of(i).Line(),
                    Marker = SeriesLook.Of(i).Mark(),
                });
            }
        }

        if (banded)
        {
            figure.Key.Add(new KeyEntry(interval) { Fill = Ink.Blue.WithAlpha(0.16) });
        }

        foreach (var line in theory)
        {
            double[] xs = [.. line.Points.Select(point => x.Position(point.X))];
            double[] ys = [.. line.Points.Select(point => y.Position(point.Y))];
            plot.Add.ScatterLine(xs, ys).LineStyle = TheoryStyle;
        }

        foreach (var name in theory.Select(line => line.Name).Distinct())
        {
            figure.Key.Add(new KeyEntry(name) { Line = TheoryStyle });
        }

        SetLimits(figure, plot, curves);
    }

    private bool Band(Plot plot, Curve curve, SeriesLook look)
    {
        var banded = false;
        foreach (var stretch in Stretches(curve))
        {
            var points = stretch.Where(point => double.IsFinite(point.Estimate.Low)).ToArray();
            if (points.Length == 0)
            {
                continue;
            }

            banded = true;
            double[] xs = [.. points.Select(point => x.Position(point.X))];
            double[] lows = [.. points.Select(point => y.Position(point.Estimate.Low))];
            double[] highs = [.. points.Select(point => y.Position(point.Estimate.High))];
            var band = plot.Add.FillY(xs, lows, highs);
            (band.FillColor, band.LineWidth, band.MarkerSize) = (look.Band, 0, 0);
        }

        return banded;
    }

    private void Line(Plot plot, Curve curve, SeriesLook look)
    {
        foreach (var stretch in Stretches(curve))
        {
            double[] xs = [.. stretch.Select(point => x.Position(point.X))];
            double[] ys = [.. stretch.Select(point => y.Position(point.Estimate.Mean))];
            plot.Add.ScatterLine(xs, ys).LineStyle = look.Line();
            plot.Add.Plottable(new Marks(xs, ys, look.Mark()));
        }
    }

    /// <summary>A curve is broken where a value has no mean: a line across would claim one.</summary>
    private static IEnumerable<IReadOnlyList<CurvePoint>> Stretches(Curve curve)
    {
        var stretch = new List<CurvePoint>();
        foreach (var point in curve.Points)
        {
            if (point.Estimate.HasMean)
            {
                stretch.Add(point);
            }
            else if (stretch.Count > 0)
            {
                yield return stretch;
                stretch = [];
            }
        }

        if (stretch.Count > 0)
        {
            yield return stretch;
        }
    }

    private void SetLimits(Figure figure, Plot plot, IReadOnlyList<Curve> curves)
    {
        var (low, high) = (y.Bottom, y.Top);
        var room = high - low > 0 ? high - low : Math.Max(1e-9, Math.Abs(high));
        var (bottom, top) = (y.IsLogarithmic ? low - (0.05 * room) : low, high + (0.08 * room));
        var never = curves.SelectMany((curve, i) => curve.Points
            .Where(point => point.Estimate.Never > 0)
            .Select(point => (point.X, Row: i))).ToArray();
        if (never.Length > 0)
        {
            // A row a curve: marks at one place would hide each other.
            var row = 0.035 * room;
            var rows = never.Max(one => one.Row) + 1;
            (bottom, top) = NeverIsBelow
                ? (bottom - (rows * row) - (0.05 * room), top)
                : (bottom, top + (rows * row));
            var shape = NeverIsBelow ? MarkerShape.OpenTriangleDown : MarkerShape.OpenTriangleUp;
            if (NeverIsBelow && low == 0
                && plot.Axes.Left.TickGenerator is ScottPlot.TickGenerators.NumericAutomatic ticks)
            {
                ticks.LabelFormatter = value => value < 0 ? "" : Words.Number(value);
            }

            foreach (var (position, index) in never)
            {
                var height = NeverIsBelow ? bottom + ((rows - index) * row) : top - (0.035 * room) - (index * row);
                var mark = new MarkerStyle(shape, 12, SeriesLook.Of(index).Color) { LineWidth = 2 };
                plot.Add.Plottable(new Marks([x.Position(position)], [height], mark));
            }

            figure.Key.Add(new KeyEntry(NeverWords)
            {
                Marker = new MarkerStyle(shape, 12, Ink.Text) { LineWidth = 2 },
            });
        }

        var width = x.Top - x.Bottom > 0 ? x.Top - x.Bottom : Math.Max(1e-9, Math.Abs(x.Top));
        plot.Axes.SetLimits(
            x.Bottom - (0.03 * width), x.Top + (0.03 * width), bottom, top);
    }
}
