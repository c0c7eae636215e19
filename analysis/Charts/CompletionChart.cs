using GdoiSim.Metrics;
using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// The share of expected members acknowledged within a time: all rekeys pooled, each rekey faint behind, with the two
/// limits of RFC 8263 section 6. Members that are never acknowledged leave a plateau below 100 %.
/// </summary>
public static class CompletionChart
{
    /// <summary>The name of the chart's files.</summary>
    public const string Name = "completion";

    /// <summary>RFC 8263 section 6: a member MUST NOT delay its ACK longer.</summary>
    private const double LongestDelay = 5;

    /// <summary>RFC 8263 section 6: a key server SHOULD NOT call an ACK missing earlier.</summary>
    private const double EarliestMissing = 10;

    private const int PooledPoints = 600;
    private const int MostCurves = 40;
    private const int EveryPoint = 5;

    public static Figure Draw(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var figure = new Figure("Acknowledged members over time", Finding(run.Summary), run.Footer);
        var plot = figure.AddPlot();
        plot.YLabel("expected members acknowledged, %");
        var curves = CompletionCurve.Of(run);
        var scale = TimeScale.For(curves);
        plot.XLabel("time since the rekey was first sent, s" + (scale.Logarithmic ? " (logarithmic)" : ""));
        if (curves.Count == 0)
        {
            Figure.Explain(plot, "No ACK was expected in this run.");
        }
        else
        {
            DrawCurves(figure, plot, curves, scale);
            DrawLimits(plot, curves, scale);
        }

        if (scale.Logarithmic)
        {
            plot.Axes.Bottom.TickGenerator = scale.Ticks();
        }

        plot.Axes.SetLimits(scale.Position(scale.Begin), scale.Position(scale.End), 0, 104);
        return figure;
    }

    private static void DrawLimits(Plot plot, IReadOnlyList<CompletionCurve> curves, TimeScale scale)
    {
        // A curve never comes back down: below a high one there is room for words at the right, above a low one
        // everywhere.
        var words = curves.Max(curve => curve.Final) < 0.4 ? 60 : 5;
        foreach (var limit in new[] { LongestDelay, EarliestMissing })
        {
            plot.Add.VerticalLine(scale.Position(limit), 2, Ink.Vermilion, Ink.Dashes);
        }

        // After both lines: the words of one may stand across the other.
        Explain(plot, scale, LongestDelay, words, "5 s: a member must not delay its ACK longer");
        Explain(plot, scale, EarliestMissing, words + 8, "10 s: a server should not call an ACK missing earlier");
    }

    private static void DrawCurves(Figure figure, Plot plot, IReadOnlyList<CompletionCurve> curves, TimeScale scale)
    {
        if (curves.Count > 1)
        {
            var stride = (curves.Count + MostCurves - 1) / MostCurves;
            var style = new LineStyle(1, Ink.Others);
            for (var i = 0; i < curves.Count; i += stride)
            {
                var (positions, shares) = curves[i].Points(scale, EveryPoint);
                plot.Add.ScatterLine(positions, shares).LineStyle = style;
            }

            var text = stride == 1 ? "each rekey" : $"rekeys, one in {stride} drawn";
            figure.Key.Add(new KeyEntry(text) { Line = style });
        }

        var pooled = Pooled(plot, curves, scale);
        figure.Key.Add(new KeyEntry(curves.Count == 1 ? $"rekey {curves[0].Rekey}" : "all rekeys") { Line = pooled });
        DrawPlateau(figure, plot, curves, scale);
    }

    private static LineStyle Pooled(Plot plot, IReadOnlyList<CompletionCurve> curves, TimeScale scale)
    {
        var expected = curves.Sum(curve => curve.Expected);
        var (positions, shares) = (new double[PooledPoints], new double[PooledPoints]);
        var (from, to) = (scale.Position(scale.Begin), scale.Position(scale.End));
        for (var i = 0; i < PooledPoints; i++)
        {
            positions[i] = from + ((to - from) * i / (PooledPoints - 1));
            var time = scale.Time(positions[i]);
            shares[i] = 100 * curves.Sum(curve => curve.Expected * curve.Share(time)) / expected;
        }

        var line = plot.Add.ScatterLine(positions, shares, Ink.Blue);
        line.LineWidth = 3;
        return line.LineStyle;
    }

    private static void DrawPlateau(
        Figure figure, Plot plot, IReadOnlyList<CompletionCurve> curves, TimeScale scale)
    {
        var expected = curves.Sum(curve => curve.Expected);
        var accepted = curves.Sum(curve => curve.Accepted);
        if (accepted == expected)
        {
            return;
        }

        var height = 100.0 * accepted / expected;
        var line = plot.Add.HorizontalLine(height, 2, Ink.Black, Ink.Dots);
        figure.Key.Add(new KeyEntry($"never acknowledged: {Words.Share(expected - accepted, expected)}")
        {
            Line = line.LineStyle,
        });
    }

    /// <summary>Writes at a limit what it means, at a height, on the side that has more room.</summary>
    private static void Explain(Plot plot, TimeScale scale, double seconds, double height, string words)
    {
        var position = scale.Position(seconds);
        var (from, to) = (scale.Position(scale.Begin), scale.Position(scale.End));
        var leftward = position - from > 0.42 * (to - from);
        var text = plot.Add.Text(words, position, height);
        text.LabelFontSize = Ink.TickSize;
        text.LabelFontColor = Ink.Text;
        text.LabelBackgroundColor = Ink.White;
        text.LabelAlignment = leftward ? Alignment.MiddleRight : Alignment.MiddleLeft;
        text.OffsetX = leftward ? -8 : 8;
    }

    private static string Finding(RunSummary summary)
    {
        if (summary.AckExpected == 0)
        {
            return "The group asks for no acknowledgements.";
        }

        var (expected, accepted) = (summary.AckExpected, summary.AckAccepted);
        var counts = $"{Words.Count(accepted)} of {Words.Count(expected)} acknowledged";
        var share = $"{counts} ({Words.Share(accepted, expected)})";
        var times = new[]
        {
            Within("half", summary.CompletionP50), Within("99 %", summary.CompletionP99),
            Within("all", summary.CompletionMax),
        };
        var known = string.Join(", ", times.Where(time => time.Length > 0));
        return known.Length > 0 ? $"{share}: {known}." : share + ".";
    }

    private static string Within(string share, Seconds? time) =>
        time is { } known ? $"{share} within {Words.Time(known.Value)}" : "";
}
