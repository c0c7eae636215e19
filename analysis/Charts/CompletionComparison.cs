using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>A completion curve among others.</summary>
/// <param name="Name">What it is the curve of.</param>
/// <param name="Points">Shares of the expected members, 0 to 1, and when each was acknowledged, ascending.</param>
/// <param name="Final">The share that was ever acknowledged, where that is known.</param>
internal sealed record ComparedCompletion(
    string Name, IReadOnlyList<(double Share, double Seconds)> Points, double? Final);

/// <summary>
/// Completion curves of several runs or cells over each other, with the limits of RFC 8263 section 6.
/// </summary>
internal static class CompletionComparison
{
    private const double LongestDelay = 5;
    private const double EarliestMissing = 10;

    public static Figure Draw(
        IReadOnlyList<ComparedCompletion> curves, string finding, string footer)
    {
        var figure = new Figure("Acknowledged members over time, compared", finding, footer);
        var plot = figure.AddPlot();
        plot.YLabel("expected members acknowledged, %");
        var times = curves.SelectMany(curve => curve.Points).Select(point => point.Seconds).Where(t => t > 0).ToArray();
        var medians = curves.Where(curve => curve.Points.Count > 0)
            .Select(curve => curve.Points[curve.Points.Count / 2].Seconds).ToArray();
        var logarithmic = medians.Length > 0
            && (medians.Min() < 0.4 || times.Max() / Math.Max(medians.Min(), 1e-9) > 60);
        var scale = times.Length == 0 ? new TimeScale(0, 11, false)
            : logarithmic
                ? new TimeScale(0.7 * times.Min(), Math.Max(20, 1.2 * times.Max()), true)
                : new TimeScale(0, Math.Max(11, 1.05 * times.Max()), false);
        plot.XLabel("time since the rekey was first sent, s" + (logarithmic ? " (logarithmic)" : ""));
        if (logarithmic)
        {
            plot.Axes.Bottom.TickGenerator = scale.Ticks();
        }

        for (var i = 0; i < curves.Count; i++)
        {
            Draw(figure, plot, curves[i], SeriesLook.Of(i), scale);
        }

        foreach (var limit in new[] { LongestDelay, EarliestMissing })
        {
            plot.Add.VerticalLine(scale.Position(limit), 1.5f, Ink.Faint, Ink.Dots);
        }

        figure.Key.Add(new KeyEntry("RFC 8263: 5 s longest delay, 10 s earliest missing")
        {
            Line = new LineStyle(1.5f, Ink.Faint, Ink.Dots),
        });
        plot.Axes.SetLimits(scale.Position(scale.Begin), scale.Position(scale.End), 0, 104);
        return figure;
    }

    private static void Draw(Figure figure, Plot plot, ComparedCompletion curve, SeriesLook look, TimeScale scale)
    {
        var points = curve.Points;
        if (points.Count > 0)
        {
            // What is never acknowledged is a plateau up to the edge.
            double[] xs = [.. points.Select(point => scale.Position(point.Seconds)), scale.Position(scale.End)];
            double[] ys = [.. points.Select(point => 100 * point.Share), 100 * (curve.Final ?? points[^1].Share)];
            var line = plot.Add.ScatterLine(xs, ys);
            line.LineStyle = look.Line(2.6f);
            for (var tenth = 1; tenth < 10; tenth += 2)
            {
                var at = points.ToList().FindIndex(point => point.Share >= tenth / 10.0);
                if (at >= 0)
                {
                    plot.Add.Plottable(new Marks([xs[at]], [ys[at]], look.Mark()));
                }
            }
        }

        figure.Key.Add(new KeyEntry(curve.Name) { Line = look.Line(2.6f), Marker = look.Mark() });
    }
}
