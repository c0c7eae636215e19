using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// The share of the completed registrations that took no longer than a time, from the first request to the last reply,
/// with the median, the 95 % quantile and the longest marked.
/// </summary>
public static class RegistrationTimeChart
{
    /// <summary>The name of the chart's files.</summary>
    public const string Name = "registration-time";

    /// <summary>Where the longest takes this many times as long as the median, the axis is logarithmic.</summary>
    private const double FarOut = 8;

    private const string Label = "time from the first request to the last reply, s";

    private const int Half = 500;
    private const int Most = 950;
    private const int All = 1000;

    public static Figure Draw(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var figure = new Figure("How long a registration takes", Finding(run), run.Footer);
        var plot = figure.AddPlot();
        plot.YLabel("completed registrations, %");
        if (run.Registrations.Count == 0)
        {
            plot.XLabel(Label);
            plot.Axes.SetLimits(0, 10, 0, 104);
            Figure.Explain(plot, "No registration was completed in this run.");
            return figure;
        }

        double[] times = [.. run.Registrations.Select(row => row.Duration.Value)];
        var scale = times[0] > 0 && times[All] >= FarOut * times[Half]
            ? new TimeScale(0.8 * times[0], 1.3 * times[All], Logarithmic: true)
            : new TimeScale(0, Math.Max(1e-6, 1.06 * times[All]), Logarithmic: false);
        plot.XLabel(Label + (scale.Logarithmic ? " (logarithmic)" : ""));
        if (scale.Logarithmic)
        {
            plot.Axes.Bottom.TickGenerator = scale.Ticks();
        }

        var (begin, end) = (scale.Position(scale.Begin), scale.Position(scale.End));
        plot.Axes.SetLimits(begin, end, 0, 109);
        double[] positions = [.. times.Select(scale.Position)];
        double[] shares = [.. run.Registrations.Select(row => 100 * row.Quantile)];
        var line = plot.Add.ScatterLine(positions, shares, Ink.Blue);
        line.LineWidth = 3;
        Mark(plot, begin, end, positions[Half], 50, $"half within {Words.Time(times[Half])}");
        Mark(plot, begin, end, positions[Most], 95, $"95 % within {Words.Time(times[Most])}");
        Mark(plot, begin, end, positions[All], 100, $"the longest took {Words.Time(times[All])}");
        return figure;
    }

    /// <summary>A point of the curve, its distances to both axes, and words on the side that has more room.</summary>
    private static void Mark(Plot plot, double begin, double end, double position, double percent, string words)
    {
        plot.Add.Line(position, 0, position, percent).LineStyle = new LineStyle(1.2f, Ink.Faint, Ink.Dots);
        plot.Add.Line(begin, percent, position, percent).LineStyle = new LineStyle(1.2f, Ink.Faint, Ink.Dots);
        var mark = new MarkerStyle(MarkerShape.FilledCircle, 11, Ink.Black);
        plot.Add.Plottable(new Marks([position], [percent], mark));
        var leftward = position - begin > 0.7 * (end - begin);
        var text = plot.Add.Text(words, position, percent);
        text.LabelFontSize = Ink.LabelSize;
        text.LabelFontColor = Ink.Text;
        text.LabelBackgroundColor = Ink.White;
        // Above 100 % the curve cannot be; elsewhere there is none to the lower right, and little to the left.
        var top = percent >= 100;
        text.LabelAlignment = (top, leftward) switch
        {
            (true, true) => Alignment.LowerRight,
            (true, false) => Alignment.LowerLeft,
            (false, true) => Alignment.UpperRight,
            _ => Alignment.UpperLeft,
        };
        text.OffsetX = leftward ? -12 : 12;
        text.OffsetY = top ? -6 : 6;
    }

    private static string Finding(RunResult run)
    {
        var summary = run.Summary;
        var notCompleted = (summary.RegistrationFailed, summary.RegistrationUnderWay) switch
        {
            (0, 0) => " None was given up.",
            (var failed, 0) => $" Not counted: {Words.Count(failed)} given up.",
            (0, var open) => $" Not counted: {Words.Count(open)} still under way at the end.",
            var (failed, open) => $" Not counted: {Words.Count(failed)} given up, {Words.Count(open)} still under way "
                + "at the end.",
        };
        return summary.RegistrationP50 is { } half && summary.RegistrationMax is { } longest
            ? $"{Words.Plural(summary.RegistrationCompleted, "registration")} completed: half within "
                + $"{Words.Time(half.Value)}, the longest took {Words.Time(longest.Value)}.{notCompleted}"
            : "No registration was completed." + notCompleted;
    }
}
