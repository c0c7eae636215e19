using GdoiSim.Analysis.Statistics;
using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Charts;

/// <summary>The tables of a sweep, read and checked against its axes.</summary>
internal sealed class SweepTables
{
    private const string CellsFile = "cells.csv";
    private const string ThresholdsFile = "thresholds.csv";

    private readonly Dictionary<(int Cell, string Metric), CellEstimate> _estimates = [];
    private readonly HashSet<string> _metrics = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SweepCell> _cells = new(StringComparer.Ordinal);
    private readonly Dictionary<int, CellVerdict> _verdicts = [];

    private SweepTables()
    {
    }

    /// <summary>The cells that have rows, in the order of their numbers.</summary>
    public required IReadOnlyList<SweepCell> Cells { get; init; }

    /// <summary>Reads cells.csv, and thresholds.csv if the sweep has thresholds.</summary>
    public static SweepTables Read(
        string directory, IReadOnlyList<SweepAxis> axes, IReadOnlyList<Threshold> thresholds)
    {
        var cells = new List<SweepCell>();
        var tables = new SweepTables { Cells = cells };
        tables.ReadCells(directory, axes, cells);
        if (thresholds.Count > 0)
        {
            tables.ReadThresholds(directory, thresholds);
        }

        return tables;
    }

    public static IReadOnlyDictionary<int, IReadOnlyList<(double Share, double Seconds)>> ReadCompletion(
        string directory)
    {
        var curves = new Dictionary<int, List<(double Share, double Seconds)>>();
        using var rows = new CsvRows(directory, "completion.csv", "cell", "share", "seconds");
        while (rows.Next())
        {
            var cell = rows.Small("cell");
            if (!curves.TryGetValue(cell, out var curve))
            {
                curves[cell] = curve = [];
            }

            var seconds = rows.Real("seconds");
            if (!double.IsNaN(seconds))
            {
                curve.Add((rows.Real("share"), seconds));
            }
        }

        return curves.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<(double, double)>)pair.Value);
    }

    public bool Has(string metric) => _metrics.Contains(metric);

    public SweepCell? At(IReadOnlyList<int> places) => _cells.GetValueOrDefault(PlaceKey(places));

    public CellEstimate? Estimate(SweepCell cell, string metric) =>
        _estimates.TryGetValue((cell.Number, metric), out var estimate) ? estimate : null;

    public CellVerdict? Verdict(SweepCell cell) =>
        _verdicts.TryGetValue(cell.Number, out var verdict) ? verdict : null;

    private static string PlaceKey(IReadOnlyList<int> places) => string.Join(',', places);

    private void ReadCells(string directory, IReadOnlyList<SweepAxis> axes, List<SweepCell> cells)
    {
        var paths = axes.SelectMany(axis => axis.Parameters).Select(parameter => parameter.Path);
        using var rows = new CsvRows(
            directory, CellsFile, ["cell", .. paths, "metric", "replications", "never", "mean", "low", "high"]);
        var counts = new Dictionary<int, int>();
        while (rows.Next())
        {
            var number = rows.Small("cell");
            if (counts.TryAdd(number, 0))
            {
                var cell = new SweepCell(number, [.. axes.Select(axis => PlaceOf(rows, axis))]);
                cells.Add(cell);
                _cells[PlaceKey(cell.Places)] = cell;
            }

            counts[number]++;
            var metric = rows.Text("metric");
            _metrics.Add(metric);
            _estimates[(number, metric)] = new CellEstimate(
                rows.Small("replications"), rows.Small("never"), rows.Real("mean"), rows.Real("low"),
                rows.Real("high"));
        }

        if (counts.FirstOrDefault(pair => pair.Value != _metrics.Count) is { Value: > 0 } lacking)
        {
            throw new ResultException($"{rows.Path}: cell {lacking.Key} has {lacking.Value} rows; "
                + $"{_metrics.Count}, one a metric, are expected.");
        }
    }

    private static int PlaceOf(CsvRows rows, SweepAxis axis) => axis.PlaceOf(one => rows.Text(one.Path))
        is >= 0 and var place
        ? place
        : throw rows.Wrong(axis.First.Path, $"a value of the axis in {SweepResult.DescriptionFile}");

    private void ReadThresholds(string directory, IReadOnlyList<Threshold> thresholds)
    {
        var known = thresholds.ToDictionary(threshold => threshold.Text, StringComparer.Ordinal);
        using var rows = new CsvRows(
            directory, ThresholdsFile, "cell", "threshold", "replications", "satisfied", "low", "high", "passed");
        while (rows.Next())
        {
            if (!known.TryGetValue(rows.Text("threshold"), out var threshold))
            {
                throw rows.Wrong("threshold", $"a threshold of {SweepResult.DescriptionFile}");
            }

            var cell = rows.Small("cell");
            var passed = rows.Truth("passed");
            var doubtful = IsDoubtful(rows, threshold, passed);
            var sofar = _verdicts.GetValueOrDefault(cell, new CellVerdict(true, false));

            // One that fails for certain settles it; doubts count as long as none does.
            var fails = (!sofar.Passed && !sofar.Doubtful) || (!passed && !doubtful);
            _verdicts[cell] = new CellVerdict(
                sofar.Passed && passed, !fails && (sofar.Doubtful || doubtful));
        }
    }

    /// <summary>Whether the interval of a threshold's value holds the bound, so that more runs could turn it.</summary>
    private static bool IsDoubtful(CsvRows rows, Threshold threshold, bool passed)
    {
        var replications = rows.Small("replications");
        if (replications < 1)
        {
            return false;
        }

        if (threshold.Confidence is { } confidence)
        {
            // Passing is certain to the confidence asked for; failing is, once even the upper bound is too low.
            return !passed && ClopperPearson.UpperBound(rows.Small("satisfied"), replications, confidence)
                >= threshold.ShareOfRuns;
        }

        var (low, high) = (rows.Real("low"), rows.Real("high"));
        return double.IsFinite(low) && double.IsFinite(high)
            && threshold.IsSatisfiedBy(low) != threshold.IsSatisfiedBy(high);
    }
}
