using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>A cell in words, and what is to be said of it.</summary>
/// <param name="Number">The cell.</param>
/// <param name="Assignments">What it sets, each path=value.</param>
/// <param name="Words">Its error, or empty.</param>
public sealed record NamedCell(int Number, IReadOnlyList<string> Assignments, string Words);

/// <summary>A threshold against all cells.</summary>
/// <param name="Threshold">The demand.</param>
/// <param name="Passed">How many cells satisfy it.</param>
/// <param name="Failed">How many do not.</param>
/// <param name="Examples">The first cells that do not.</param>
public sealed record ThresholdCount(
    Threshold Threshold, int Passed, int Failed, IReadOnlyList<NamedCell> Examples);

/// <summary>How a metric's mean varies over the cells.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Low">The lowest mean.</param>
/// <param name="Lowest">The first cell that has it; null if no cell has a mean.</param>
/// <param name="High">The highest mean.</param>
/// <param name="Highest">The first cell that has it.</param>
/// <param name="NeverCells">Cells in which it has no finite value in some replication.</param>
public sealed record MetricRange(
    string Metric, double Low, NamedCell? Lowest, double High, NamedCell? Highest, int NeverCells);

/// <summary>What a store holds of a sweep.</summary>
/// <param name="Description">The description, with how far it is.</param>
/// <param name="Replications">Replications, failed ones included.</param>
/// <param name="FailedCells">The first cells that failed, with their errors.</param>
/// <param name="Thresholds">The thresholds in their order.</param>
/// <param name="Ranges">The metrics that the sweep is about.</param>
public sealed record SweepOutcome(
    SweepDescription Description,
    long Replications,
    IReadOnlyList<NamedCell> FailedCells,
    IReadOnlyList<ThresholdCount> Thresholds,
    IReadOnlyList<MetricRange> Ranges);

/// <summary>Counts while the cells go by.</summary>
internal sealed class SweepCounts(
    SweepDescription description, CellSpace space, IReadOnlyList<Threshold> thresholds)
{
    /// <summary>How many cells are named; the tables name all.</summary>
    private const int MostNamed = 10;

    private readonly MetricExpression? _metric = CellProgress.MetricOf(description);
    private readonly List<NamedCell> _failed = [];
    private readonly int[] _passed = new int[thresholds.Count];
    private readonly int[] _notPassed = new int[thresholds.Count];
    private readonly List<NamedCell>[] _examples = [.. thresholds.Select(_ => new List<NamedCell>())];
    private readonly MetricRange[] _ranges =
        [.. description.Metrics.Select(metric => new MetricRange(metric, 0, null, 0, null, 0))];

    private int _finishedCells;
    private int _failedCells;
    private long _replications;

    public void Add(CellResult cell)
    {
        var progress = new CellProgress(cell.Cell, description, _metric);
        foreach (StoredReplication row in cell.Rows)
        {
            progress.Add(row);
        }

        progress.Settle();
        _finishedCells += progress.IsFinished ? 1 : 0;
        _replications += cell.Rows.Count;
        if (progress.HasFailed)
        {
            _failedCells++;
            Name(_failed, cell, cell.Rows.First(row => row.Error is not null).Error!);
        }
    }

    public void Add(CellResult cell, int threshold, CellVerdict verdict)
    {
        if (verdict.Passed)
        {
            _passed[threshold]++;
            return;
        }

        _notPassed[threshold]++;
        Name(_examples[threshold], cell, "");
    }

    /// <summary>Takes the mean of one of the metrics that the sweep is about.</summary>
    public void Add(CellResult cell, int metric, MetricEstimate estimate)
    {
        MetricRange range = _ranges[metric];
        if (estimate.Never > 0)
        {
            range = range with { NeverCells = range.NeverCells + 1 };
        }

        if (estimate.Mean is { } mean)
        {
            var named = new NamedCell(cell.Cell.Number, space.Assignments(cell.Cell), "");
            range = range.Lowest is null || mean < range.Low ? range with { Low = mean, Lowest = named } : range;
            range = range.Highest is null || mean > range.High ? range with { High = mean, Highest = named } : range;
        }

        _ranges[metric] = range;
    }

    public SweepOutcome Outcome() => new(
        description with
        {
            Finished = _finishedCells,
            Failed = _failedCells,
            Partial = _finishedCells < description.Part.CountOf(space.Count),
        },
        _replications,
        _failed,
        [.. thresholds.Select((one, i) => new ThresholdCount(one, _passed[i], _notPassed[i], _examples[i]))],
        _ranges);

    private void Name(List<NamedCell> list, CellResult cell, string words)
    {
        if (list.Count < MostNamed)
        {
            list.Add(new NamedCell(cell.Cell.Number, space.Assignments(cell.Cell), words));
        }
    }
}
