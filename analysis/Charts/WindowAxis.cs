using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Charts;

/// <summary>The time axis that the windows of all rekeys share in a chart, and its groups of timeline bins.</summary>
/// <param name="Group">How many bins of the timeline make one step of the chart.</param>
/// <param name="Count">The number of steps.</param>
/// <param name="Seconds">The width of a step, in seconds.</param>
/// <param name="Milliseconds">Whether the axis counts milliseconds.</param>
internal sealed record WindowAxis(long Group, int Count, double Seconds, bool Milliseconds)
{
    private const string Name = "time since the rekey was first sent, ";
    private const int FewestSteps = 60;
    private const int MostSteps = 300;
    private const double EventsAStep = 100;

    /// <summary>Below this length, in seconds, the axis counts milliseconds.</summary>
    private const double Short = 0.5;

    /// <summary>The words at the axis.</summary>
    public string Label => Name + (Milliseconds ? "ms" : "s");

    /// <summary>The words at an axis that shows nothing.</summary>
    public static string EmptyLabel => Name + "s";

    /// <summary>The width of a step in the unit of the axis.</summary>
    public double Step => Milliseconds ? 1e3 * Seconds : Seconds;

    /// <summary>The end of the axis in its unit.</summary>
    public double End => Count * Step;

    /// <summary>
    /// Chooses the axis: it ends a little after nearly everything has happened in every window (stragglers after a
    /// repeat would press all else against the left edge), in steps wide enough to average out the chance of single
    /// arrivals.
    /// </summary>
    public static WindowAxis For(
        IReadOnlyList<RekeyWindow> windows, Func<TimelineRow, long> column, Metrics.Seconds binWidth)
    {
        var bins = Math.Max(4, 1.1 * windows.Max(window => window.BinsUntil(column, 0.995)));
        var busiest = windows.Max(window => window.Total(column));
        var steps = Math.Clamp(busiest / EventsAStep, FewestSteps, MostSteps);
        var group = Math.Max(1, (long)Math.Ceiling(bins / steps));
        var seconds = group * binWidth.Value;
        return new WindowAxis(group, (int)Math.Ceiling(bins / group), seconds, bins * binWidth.Value < Short);
    }

    /// <summary>The outline of steps as points of a line, from the lower left to the lower right.</summary>
    public (double[] Times, double[] Values) Outline(double[] values)
    {
        var times = new double[(2 * Count) + 2];
        var outline = new double[times.Length];
        for (var i = 0; i < Count; i++)
        {
            times[(2 * i) + 1] = i * Step;
            times[(2 * i) + 2] = (i + 1) * Step;
            outline[(2 * i) + 1] = outline[(2 * i) + 2] = values[i];
        }

        times[^1] = End;
        return (times, outline);
    }
}
