using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// One bar of the outcome chart: a rekey, or the mean of some consecutive ones where there are too many.
/// </summary>
internal sealed class OutcomeBar
{
    private readonly OutcomeRow[] _rows;

    private OutcomeBar(OutcomeRow[] rows)
    {
        _rows = rows;
        First = rows.Min(row => row.Rekey);
        Rekeys = rows.Select(row => row.Rekey).Distinct().Count();
        Expected = (double)rows.Sum(row => row.Expected) / Rekeys;
    }

    /// <summary>The number of its first rekey.</summary>
    public int First { get; }

    /// <summary>How many rekeys it stands for.</summary>
    public int Rekeys { get; }

    /// <summary>The members expected a rekey.</summary>
    public double Expected { get; }

    /// <summary>Groups the rows of a run into at most <paramref name="most"/> bars, in order.</summary>
    public static IReadOnlyList<OutcomeBar> Of(IReadOnlyList<OutcomeRow> rows, int most)
    {
        var rekeys = rows.Where(row => row.Expected > 0).GroupBy(row => row.Rekey).OrderBy(group => group.Key).ToList();
        var size = Math.Max(1, (rekeys.Count + most - 1) / most);
        return [.. rekeys.Chunk(size).Select(chunk => new OutcomeBar([.. chunk.SelectMany(group => group)]))];
    }

    /// <summary>The members a rekey for which it ended so.</summary>
    public double Members(Outcome outcome) => (double)_rows.Sum(outcome.Members) / Rekeys;
}
