using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// How many ACKs waited in the receive buffer, on the clock of the rekey, with marks where ACKs were dropped: the rekey
/// with the most drops (or the deepest queue) in full, the highest of the others faint behind it.
/// </summary>
public static class QueueChart
{
    /// <summary>The name of the chart's files.</summary>
    public const string Name = "queue";

    /// <summary>
    /// A limit this many times the deepest queue is told in words: drawn, it would flatten the queue.
    /// </summary>
    private const double FarAbove = 3;

    /// <summary>Marks closer than this share of the axis would merge into a bar.</summary>
    private const double MarkSpacing = 1.0 / 75;

    public static Figure Draw(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var figure = new Figure("Queue at the receive buffer, and drops", Finding(run), run.Footer);
        var plot = figure.AddPlot();
        plot.XLabel(WindowAxis.EmptyLabel);
        plot.YLabel("waiting in one receive buffer, ACKs");
        Figure.CountOn(plot.Axes.Left);
        var windows = RekeyWindow.Cut(run).Where(window => window.Total(row => row.AckArrived) > 0).ToList();
        if (windows.Count == 0)
        {
            plot.Axes.SetLimits(0, 10, 0, 10);
            Figure.Explain(plot, "No ACK arrived at any key server in this run.");
            return figure;
        }

        var chosen = windows
            .OrderByDescending(window => window.Total(row => row.AckDropped + row.AckLinkDropped))
            .ThenByDescending(window => window.Largest(row => row.QueueMaxDepth))
            .First();
        var axis = WindowAxis.For(
            windows, row => row.AckAccepted + row.AckDuplicate + row.AckRejected, run.Timeline[0].Width);
        plot.XLabel(axis.Label);
        OtherRekeys.Draw(
            figure, plot, windows, chosen, axis, window => window.Depths(axis.Group, axis.Count));
        DrawDepth(figure, plot, chosen, axis);
        var top = Math.Max(4.0, windows.Max(window => window.Largest(row => row.QueueMaxDepth)));
        if (run.Summary.QueueLimit is { } limit && limit <= FarAbove * top)
        {
            var line = plot.Add.HorizontalLine(limit, 2.5f, Ink.Vermilion, Ink.Dashes);
            figure.Key.Add(new KeyEntry("limit of the receive buffer") { Line = line.LineStyle });
            top = Math.Max(top, limit);
        }

        DrawDrops(figure, plot, chosen, axis, top);
        plot.Axes.SetLimits(0, axis.End, 0, 1.2 * top);
        return figure;
    }

    private static void DrawDepth(Figure figure, Plot plot, RekeyWindow chosen, WindowAxis axis)
    {
        var depths = chosen.Depths(axis.Group, axis.Count);
        var (times, outline) = axis.Outline(depths);
        var line = plot.Add.ScatterLine(times, outline, Ink.Blue);
        line.LineWidth = 2;
        line.FillY = true;
        line.FillYColor = Ink.PaleBlue;
        figure.Key.Add(new KeyEntry($"waiting (maximum in each {Words.Time(axis.Seconds)}), rekey {chosen.Rekey}")
        {
            Line = line.LineStyle,
            Fill = Ink.PaleBlue,
        });
    }

    private static void DrawDrops(Figure figure, Plot plot, RekeyWindow chosen, WindowAxis axis, double top)
    {
        var buffer = chosen.Sums(row => row.AckDropped, axis.Group, axis.Count);
        var link = chosen.Sums(row => row.AckLinkDropped, axis.Group, axis.Count);
        Mark(figure, plot, axis, buffer, 1.06 * top, MarkerShape.Eks, "dropped: receive buffer full");
        Mark(figure, plot, axis, link, 1.14 * top, MarkerShape.OpenTriangleDown, "dropped: access link full");
    }

    private static void Mark(
        Figure figure, Plot plot, WindowAxis axis, double[] drops, double height, MarkerShape shape, string text)
    {
        var times = new List<double>();
        for (var i = 0; i < drops.Length; i++)
        {
            var time = (i + 0.5) * axis.Step;
            if (drops[i] > 0 && (times.Count == 0 || time - times[^1] >= MarkSpacing * axis.End))
            {
                times.Add(time);
            }
        }

        if (times.Count > 0)
        {
            var marks = plot.Add.Markers(times.ToArray(), times.Select(_ => height).ToArray(), shape, 10, Ink.Black);
            marks.MarkerLineWidth = 2;
            figure.Key.Add(new KeyEntry(text) { Marker = marks.MarkerStyle });
        }
    }

    private static string Finding(RunResult run)
    {
        var summary = run.Summary;
        // Requests of registrations wait in the same buffer, and are counted with the ACKs.
        var waiting = summary.RegistrationSent == 0 ? "ACK" : "datagram";
        var depth = summary.QueueMaxDepth == 0
            ? $"No {waiting} had to wait"
            : $"At most {Words.Plural(summary.QueueMaxDepth, waiting)} waited at a time, none longer than "
                + Words.Time(summary.QueueMaxWait.Value);
        var room = summary.QueueLimit is { } limit
            ? $"; the buffer holds {Words.Plural(limit, "ACK")}"
            : "; the buffer has no limit";
        var dropped = (summary.AckDropped, summary.AckLinkDropped) switch
        {
            (0, 0) => summary.RegistrationSent == 0 ? ". Nothing was dropped." : ". No ACK was dropped.",
            (var buffer, 0) => $". It dropped {Dropped(buffer, summary.AckArrived)}.",
            (0, var link) => $". The access link dropped {Dropped(link, summary.AckArrived + link)}.",
            var (buffer, link) => $". It dropped {Dropped(buffer, summary.AckArrived)}, the access link "
                + $"{Dropped(link, summary.AckArrived + link)}.",
        };
        var requests = summary.RegistrationDropped + summary.RegistrationLinkDropped;
        return depth + room + dropped
            + (requests == 0 ? "" : $" {Words.Plural(requests, "request")} of registrations were.");
    }

    private static string Dropped(long count, long offered) =>
        $"{Words.Plural(count, "ACK")} ({Words.Share(count, offered)})";
}
