using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// Registrations on the clock of the run: above, how many were begun, completed and half open; below, the requests a
/// second, what of them were repeats, and what found no room or no mercy at the key servers.
/// </summary>
public static class RegistrationsChart
{
    /// <summary>The name of the chart's files.</summary>
    public const string Name = "registrations";

    /// <summary>Half-open registrations below this part of the highest count would lie on the axis.</summary>
    private const double LeastHalfOpen = 0.02;

    private const int MostRekeys = 12;

    public static Figure Draw(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var figure = new Figure("Registrations over time", Finding(run), run.Footer);
        var axis = RegistrationAxis.For(run);
        var counts = figure.AddPlot(1.1f);
        var rates = figure.AddPlot(1);
        counts.YLabel("registrations");
        Figure.CountOn(counts.Axes.Left);
        rates.YLabel("requests/s");
        rates.XLabel(axis.Label);
        var highest = DrawCounts(figure, counts, axis);
        counts.Axes.SetLimits(axis.Begin, axis.End, 0, 1.1 * Math.Max(4, highest));
        highest = DrawRates(figure, rates, axis);
        rates.Axes.SetLimits(axis.Begin, axis.End, 0, 1.1 * Math.Max(1e-3, highest));
        DrawRekeys(figure, [counts, rates], run, axis);
        return figure;
    }

    private static double DrawCounts(Figure figure, Plot plot, RegistrationAxis axis)
    {
        var begun = axis.Running(row => row.RegistrationStarted - row.RegistrationFailed);
        var completed = axis.Running(row => row.RegistrationCompleted);
        var halfOpen = axis.Levels(row => row.RegistrationHalfOpen);
        var highest = Math.Max(begun.Max(), completed.Max());
        Area(figure, plot, axis, completed, "completed: the member has the keys", Ink.Blue, Ink.PaleBlue);
        Line(figure, plot, axis, begun, "begun, less those given up", Ink.Black, Ink.Dots, 2.5f);
        if (halfOpen.Max() >= LeastHalfOpen * highest && halfOpen.Max() > 0)
        {
            Line(figure, plot, axis, halfOpen, "half open at the key servers", Ink.Purple, Ink.Dashes, 2.2f);
        }

        return highest;
    }

    private static double DrawRates(Figure figure, Plot plot, RegistrationAxis axis)
    {
        var sent = axis.Rates(row => row.RegistrationSent);
        var repeated = axis.Rates(row => row.RegistrationRepeated);
        var refused = axis.Rates(
            row => row.RegistrationDropped + row.RegistrationLinkDropped + row.RegistrationRefused);
        Area(figure, plot, axis, sent, "requests sent", Ink.Faint, Ink.Grid);
        if (repeated.Max() > 0)
        {
            Line(figure, plot, axis, repeated, "of these, repeats", Ink.Vermilion, LinePattern.Solid, 2.2f);
        }

        if (refused.Max() > 0)
        {
            Line(figure, plot, axis, refused, "dropped or refused by the key servers", Ink.Green, Ink.Dashes, 2.5f);
        }

        return Math.Max(sent.Max(), refused.Max());
    }

    private static void Area(
        Figure figure, Plot plot, RegistrationAxis axis, double[] values, string text, Color color, Color pale)
    {
        var (times, outline) = axis.Outline(values);
        var area = plot.Add.ScatterLine(times, outline);
        (area.LineWidth, area.FillY, area.FillYColor) = (0, true, pale);
        Line(figure, plot, axis, values, text, color, LinePattern.Solid, 2.2f, pale);
    }

    // The line of an area does not fall to the axis where the chart ends.
    private static void Line(
        Figure figure, Plot plot, RegistrationAxis axis, double[] values, string text, Color color,
        LinePattern pattern, float width, Color? fill = null)
    {
        var (times, outline) = axis.Outline(values);
        var line = plot.Add.ScatterLine(times[1..^1], outline[1..^1], color);
        line.LineWidth = width;
        line.LinePattern = pattern;
        figure.Key.Add(new KeyEntry(text) { Line = line.LineStyle, Fill = fill });
    }

    private static void DrawRekeys(Figure figure, Plot[] plots, RunResult run, RegistrationAxis axis)
    {
        double[] begins =
        [
            .. run.Rekeys.GroupBy(row => row.Rekey)
                .Select(rows => axis.Position(rows.Min(row => row.Begin.Value)))
                .Where(position => position >= axis.Begin && position <= axis.End),
        ];
        if (begins.Length is 0 or > MostRekeys)
        {
            return;
        }

        var style = new LineStyle(1.5f, Ink.Faint, LinePattern.Solid);
        foreach (var plot in plots)
        {
            foreach (var begin in begins)
            {
                plot.Add.VerticalLine(begin, style.Width, style.Color, style.Pattern);
            }
        }

        figure.Key.Add(new KeyEntry("first transmission of a rekey") { Line = style });
    }

    private static string Finding(RunResult run)
    {
        var summary = run.Summary;
        var text = summary.RegistrationCompleted == 0
            ? $"None of {Words.Plural(summary.RegistrationStarted, "registration")} was completed"
            : $"{Words.Plural(summary.RegistrationCompleted, "registration")} completed: "
                + $"half by {Words.Time(By(run, 0.5))}, 99 % by {Words.Time(By(run, 0.99))}, "
                + $"the last by {Words.Time(By(run, 1))}";
        text += Part(summary.RegistrationFailed, "given up")
            + Part(summary.RegistrationUnderWay, "under way at the end");
        var unanswered = summary.RegistrationLost + summary.RegistrationLinkDropped
            + summary.RegistrationDropped + summary.RegistrationRefused;
        return summary.RegistrationSent == 0
            ? text + "."
            : $"{text}. {Words.Share(summary.RegistrationRepeated, summary.RegistrationSent)} of "
                + $"{Words.Plural(summary.RegistrationSent, "request")} were repeats, "
                + $"{Words.Share(unanswered, summary.RegistrationSent)} got no answer.";

        static string Part(long count, string words) => count == 0 ? "" : $", {Words.Count(count)} {words}";
    }

    /// <summary>When so large a share of the completed registrations was complete, to the end of a bin.</summary>
    private static double By(RunResult run, double share)
    {
        long completed = 0;
        var enough = share * run.Summary.RegistrationCompleted;
        foreach (var row in run.Timeline)
        {
            completed += row.RegistrationCompleted;
            if (completed >= enough)
            {
                return row.Time.Value + row.Width.Value;
            }
        }

        return run.Summary.Duration.Value;
    }
}
