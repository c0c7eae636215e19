using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// The part of the timeline from the first transmission of one rekey to that of the next, on a clock that starts there.
/// Charts over time lay these windows over each other: rekeys are hours apart and each is over in seconds, so on one
/// axis a run would be a row of needles.
/// </summary>
internal sealed class RekeyWindow
{
    private readonly TimelineRow[] _rows;
    private readonly long _firstBin;

    private RekeyWindow(int rekey, TimelineRow[] rows, long firstBin) =>
        (Rekey, _rows, _firstBin) = (rekey, rows, firstBin);

    /// <summary>The number of the rekey.</summary>
    public int Rekey { get; }

    /// <summary>
    /// Cuts the timeline of a run into windows, in order; a rekey in whose window nothing happened has none.
    /// </summary>
    public static IReadOnlyList<RekeyWindow> Cut(RunResult run)
    {
        if (run.Timeline.Count == 0)
        {
            return [];
        }

        var width = run.Timeline[0].Width.Nanoseconds;
        var begins = run.Rekeys
            .GroupBy(row => row.Rekey)
            .Select(rows => (Rekey: rows.Key, Bin: rows.Min(row => row.Begin.Nanoseconds) / width))
            .OrderBy(begin => begin.Rekey)
            .ToArray();
        var windows = new List<RekeyWindow>();

        // What came before the first rekey, such as members that register, is of none.
        var next = begins.Length == 0 ? 0 : FirstOf(run, begins[0].Bin);
        for (var i = 0; i < begins.Length; i++)
        {
            var end = i + 1 < begins.Length ? begins[i + 1].Bin : long.MaxValue;
            var from = next;
            while (next < run.Timeline.Count && run.Timeline[next].Time.Nanoseconds / width < end)
            {
                next++;
            }

            if (next > from)
            {
                var rows = run.Timeline.Skip(from).Take(next - from).ToArray();
                windows.Add(new RekeyWindow(begins[i].Rekey, rows, begins[i].Bin));
            }
        }

        return windows;
    }

    /// <summary>The sum of a column over the window.</summary>
    public long Total(Func<TimelineRow, long> column) => _rows.Sum(column);

    /// <summary>The largest value of a column in the window.</summary>
    public long Largest(Func<TimelineRow, long> column) => _rows.Max(column);

    /// <summary>
    /// The number of bins up to and including the one where a column has reached a share of its total.
    /// </summary>
    public long BinsUntil(Func<TimelineRow, long> column, double share)
    {
        var enough = share * Total(column);
        long sum = 0;
        foreach (var row in _rows)
        {
            sum += column(row);
            if (sum > 0 && sum >= enough)
            {
                return Bin(row) + 1;
            }
        }

        return 1;
    }

    /// <summary>A column summed into <paramref name="count"/> groups of <paramref name="group"/> bins.</summary>
    public double[] Sums(Func<TimelineRow, long> column, long group, int count)
    {
        var sums = new double[count];
        foreach (var row in _rows)
        {
            var slot = Bin(row) / group;
            if (slot < count)
            {
                sums[slot] += column(row);
            }
        }

        return sums;
    }

    /// <summary>
    /// The largest queue depth in each group of bins. The file leaves out bins in which nothing happened; if the
    /// queue was not empty at the next event either, it cannot have been empty in between, so it is carried on.
    /// </summary>
    public double[] Depths(long group, int count)
    {
        var depths = new double[count];
        long last = -1;
        foreach (var row in _rows)
        {
            var slot = Bin(row) / group;
            if (slot >= count)
            {
                break;
            }

            for (var idle = last + 1; last >= 0 && idle < slot; idle++)
            {
                depths[idle] = row.AckArrived == 0 ? Math.Min(depths[last], row.QueueMaxDepth) : 0;
            }

            depths[slot] = Math.Max(depths[slot], row.QueueMaxDepth);
            last = slot;
        }

        return depths;
    }

    private static int FirstOf(RunResult run, long bin) =>
        run.Timeline.TakeWhile(row => row.Time.Nanoseconds / row.Width.Nanoseconds < bin).Count();

    private long Bin(TimelineRow row) => (row.Time.Nanoseconds / row.Width.Nanoseconds) - _firstBin;
}
