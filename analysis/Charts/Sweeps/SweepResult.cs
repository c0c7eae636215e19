using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Charts;

/// <summary>What the charts of a sweep are drawn from: sweep.json and the tables beside it.</summary>
public sealed partial class SweepResult
{
    /// <summary>The name of the file that describes a sweep.</summary>
    public const string DescriptionFile = "sweep.json";

    private readonly string _directory;
    private readonly SweepTables _tables;

    private SweepResult(string directory, DescriptionFile description, IReadOnlyList<SweepAxis> axes)
    {
        _directory = directory;
        Axes = axes;
        Name = description.Text("name");
        Question = description.TextOr("question", "");
        Product = description.TextOr("product", "");
        Scenario = SourceScenario.Read(description);
        SweepText = description.TextOr("sweep_file_text", "");
        Seed = description.Unsigned("seed");
        Confidence = description.Real("confidence");
        Replications = description.Whole("replications");
        CellCount = description.Whole("cells");
        Finished = description.Whole("finished");
        Failed = description.Whole("failed");
        Partial = description.Truth("partial");
        if (Confidence is not (> 0 and < 1))
        {
            throw description.Wrong("confidence");
        }

        Thresholds =
        [
            .. description.Texts("thresholds").Select(text => Threshold.TryParse(text, out var threshold, out _)
                ? threshold!
                : throw description.Wrong("thresholds")),
        ];
        Metrics = description.Has("metrics") ? description.Texts("metrics") : [];
        _tables = SweepTables.Read(directory, axes, Thresholds);
        if (_tables.Cells.Count + Failed < Finished)
        {
            throw new ResultException($"{Path.Combine(directory, "cells.csv")}: {_tables.Cells.Count} cells; "
                + $"{DescriptionFile} tells of {Finished} that are done.");
        }
    }

    /// <summary>The name of the sweep.</summary>
    public string Name { get; }

    /// <summary>The question that the sweep answers; empty if it names none.</summary>
    public string Question { get; }

    /// <summary>The program that made the result.</summary>
    public string Product { get; }

    /// <summary>The scenario that was varied.</summary>
    public SourceScenario Scenario { get; }

    /// <summary>The text of the sweep's file.</summary>
    public string SweepText { get; }

    /// <summary>The seed of replication 0.</summary>
    public ulong Seed { get; }

    /// <summary>The confidence of all intervals, such as 0.95.</summary>
    public double Confidence { get; }

    /// <summary>The replications asked for a cell.</summary>
    public long Replications { get; }

    /// <summary>The cells of the sweep.</summary>
    public long CellCount { get; }

    /// <summary>The cells that are done.</summary>
    public long Finished { get; }

    /// <summary>The cells in which a replication failed.</summary>
    public long Failed { get; }

    /// <summary>Whether the sweep was stopped before its end.</summary>
    public bool Partial { get; }

    /// <summary>The demands that each cell is held against.</summary>
    public IReadOnlyList<Threshold> Thresholds { get; }

    /// <summary>What the sweep is about, the first first; may be empty.</summary>
    public IReadOnlyList<string> Metrics { get; }

    /// <summary>The line at the foot of every chart: enough to find and repeat the sweep.</summary>
    public string Footer
    {
        get
        {
            var partial = Partial ? $" · STOPPED EARLY, {Words.Count(Finished)} cells done" : "";
            var failed = Failed > 0 ? $" · {Words.Count(Failed)} FAILED" : "";
            return $"sweep {Words.Short(Name)} of scenario {Words.Short(Scenario.Name)} · seed {Seed} and on · "
                + $"{Words.Plural(CellCount, "cell")} × {Words.Plural(Replications, "replication")}{partial}{failed}";
        }
    }

    internal IReadOnlyList<SweepAxis> Axes { get; }

    /// <summary>The cells that have a row in cells.csv, in order.</summary>
    internal IReadOnlyList<SweepCell> Cells => _tables.Cells;

    /// <summary>The words for the interval of a band or a whisker.</summary>
    internal string IntervalWords => $"{Words.Number(100 * Confidence)} % interval of the mean";

    /// <summary>Reads the files of a sweep's directory.</summary>
    /// <exception cref="ResultException">
    /// A file is missing or cannot be read; the message says which and why.
    /// </exception>
    public static SweepResult Read(string directory)
    {
        var description = Charts.DescriptionFile.Read(directory, DescriptionFile, "sweep");
        var groups = new SortedDictionary<long, List<SweepParameter>>();
        var alone = 1_000_000L;
        foreach (var axis in description.Objects("axes"))
        {
            var parameter = new SweepParameter(
                axis.Text("path"), axis.TextOr("unit", ""), axis.Texts("values"), axis.Reals("numbers"))
            {
                Name = axis.Has("name") ? axis.Text("name") : null,
                Labels = axis.Has("labels") ? axis.Texts("labels") : null,
            };
            if (parameter.Values.Count == 0
                || parameter.Values.Count != parameter.Numbers.Count
                || (parameter.Labels is { } labels && labels.Count != parameter.Values.Count))
            {
                throw axis.Wrong("numbers");
            }

            var group = axis.Has("pair") ? axis.Whole("pair") : alone++;
            if (!groups.TryGetValue(group, out var parameters))
            {
                groups[group] = parameters = [];
            }

            if (parameters.Count > 0 && parameters[0].Values.Count != parameter.Values.Count)
            {
                throw axis.Wrong("values");
            }

            parameters.Add(parameter);
        }

        return new SweepResult(directory, description, [.. groups.Values.Select(group => new SweepAxis(group))]);
    }

    /// <summary>The cell at a place on each axis; null if the sweep has none there, or it is not done.</summary>
    internal SweepCell? At(IReadOnlyList<int> places) => _tables.At(places);

    /// <summary>The estimate of a figure, or of an expression of figures, in a cell.</summary>
    /// <exception cref="ResultException">results.csv is needed and cannot be read.</exception>
    internal CellEstimate? Estimate(SweepCell cell, MetricExpression metric) =>
        _tables.Has(metric.Text)
            ? _tables.Estimate(cell, metric.Text)
            : Expressions.Of(this, metric).GetValueOrDefault(cell.Number);

    /// <summary>Whether all thresholds of a cell passed; null if the sweep has none or the cell is not done.</summary>
    internal CellVerdict? Verdict(SweepCell cell) => _tables.Verdict(cell);

    /// <summary>The completion curves: share of expected members against seconds, by cell.</summary>
    internal IReadOnlyDictionary<int, IReadOnlyList<(double Share, double Seconds)>> Completion() =>
        SweepTables.ReadCompletion(_directory);

    /// <summary>Whether the sweep wrote completion curves.</summary>
    internal bool HasCompletion => File.Exists(Path.Combine(_directory, "completion.csv"));

    /// <summary>What a cell sets in the scenario.</summary>
    internal IEnumerable<string> Assignments(IReadOnlyList<int> places) =>
        Axes.SelectMany((axis, i) => axis.Assignments(places[i]));

    /// <summary>The scenario of a cell; null if it cannot be read any more.</summary>
    internal ScenarioFile? ScenarioOf(SweepCell cell) => Scenario.With(Assignments(cell.Places));
}
