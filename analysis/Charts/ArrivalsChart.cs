using GdoiSim.Metrics;
using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// ACK arrivals at the key servers against what these can take through, on the clock of the rekey: the rekey with
/// the highest rate in full, the highest of the others faint behind it.
/// </summary>
public static class ArrivalsChart
{
    /// <summary>The name of the chart's files.</summary>
    public const string Name = "arrivals";

    /// <summary>
    /// A capacity this many times the highest rate is told in words: drawn, it would flatten the arrivals.
    /// </summary>
    private const double FarAbove = 3;

    /// <summary>From this rate on the numbers at the axis would need more room than there is.</summary>
    private const double Million = 1e6;

    public static Figure Draw(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var windows = RekeyWindow.Cut(run).Where(window => window.Total(row => row.AckArrived) > 0).ToList();
        if (windows.Count == 0)
        {
            return Empty(run);
        }

        var axis = WindowAxis.For(windows, row => row.AckArrived, run.Timeline[0].Width);
        var busiest = windows.MaxBy(window => Rates(window, axis, row => row.AckArrived).Max())!;
        var rates = Rates(busiest, axis, row => row.AckArrived);
        var capacity = run.Timeline[0].ServiceCapacity / run.Timeline[0].Width.Value;
        var figure = new Figure(
            "ACK arrivals against service capacity", Finding(run, busiest, rates.Max(), axis, capacity), run.Footer);
        var plot = figure.AddPlot();
        plot.XLabel(axis.Label);
        plot.YLabel("rate, ACK/s");
        if (rates.Max() >= Million)
        {
            plot.YLabel("rate, thousand ACK/s");
            Figure.CountInThousands(plot.Axes.Left);
        }

        OtherRekeys.Draw(figure, plot, windows, busiest, axis, window => Rates(window, axis, row => row.AckArrived));
        Line(figure, plot, axis.Outline(rates), $"arriving, rekey {busiest.Rekey}", Ink.Blue, LinePattern.Solid, 2.2f)
            .FillY = true;
        var highest = rates.Max();
        var served = Rates(busiest, axis, row => row.AckAccepted + row.AckDuplicate + row.AckRejected);
        if (Differ(rates, served))
        {
            Line(figure, plot, axis.Outline(served), "taken through", Ink.Black, Ink.Dots, 2.5f);
            highest = Math.Max(highest, served.Max());
        }

        if (capacity is { } limit && limit <= FarAbove * highest)
        {
            var line = plot.Add.HorizontalLine(limit, 3, Ink.Vermilion, Ink.Dashes);
            figure.Key.Add(new KeyEntry("service capacity") { Line = line.LineStyle });
            highest = Math.Max(highest, limit);
        }

        plot.Axes.SetLimits(0, axis.End, 0, 1.08 * highest);
        return figure;
    }

    private static ScottPlot.Plottables.Scatter Line(
        Figure figure, Plot plot, (double[] Times, double[] Values) points, string text, Color color,
        LinePattern pattern, float width)
    {
        var line = plot.Add.ScatterLine(points.Times, points.Values, color);
        line.LineWidth = width;
        line.LinePattern = pattern;
        line.FillYColor = Ink.PaleBlue;
        figure.Key.Add(new KeyEntry(text)
        {
            Line = line.LineStyle,
            Fill = pattern.Name == LinePattern.Solid.Name ? Ink.PaleBlue : null,
        });
        return line;
    }

    private static double[] Rates(RekeyWindow window, WindowAxis axis, Func<TimelineRow, long> column)
    {
        var sums = window.Sums(column, axis.Group, axis.Count);
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] /= axis.Seconds;
        }

        return sums;
    }

    /// <summary>
    /// Whether the server took ACKs through noticeably otherwise than they came; if not, a second line would only cover
    /// the first.
    /// </summary>
    private static bool Differ(double[] arrivals, double[] served) =>
        arrivals.Zip(served, (first, second) => Math.Abs(first - second)).Sum() > 0.1 * arrivals.Sum();

    private static string Finding(RunResult run, RekeyWindow busiest, double peak, WindowAxis axis, double? capacity)
    {
        var arrived = Words.Plural(busiest.Total(row => row.AckArrived), "ACK");
        var text = $"Rekey {busiest.Rekey}: {arrived} arrived, at most {Words.Count(peak)} ACK/s "
            + $"(over {Words.Time(axis.Seconds)}); ";
        var who = run.Summary.KeyServers == 1 ? "the key server can take" : "the key servers can take";
        return capacity is { } limit
            ? text + $"{who} {Words.Count(limit)} ACK/s."
            : text + "service takes no time in this scenario.";
    }

    private static Figure Empty(RunResult run)
    {
        var figure = new Figure("ACK arrivals against service capacity", "No ACK arrived.", run.Footer);
        var plot = figure.AddPlot();
        plot.XLabel(WindowAxis.EmptyLabel);
        plot.YLabel("rate, ACK/s");
        plot.Axes.SetLimits(0, 10, 0, 10);
        Figure.Explain(plot, "No ACK arrived at any key server in this run.");
        return figure;
    }
}
