using System.Text;
using System.Text.Json;
using GdoiSim.Analysis.Replications;
using GdoiSim.Analysis.Statistics;
using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Tests.Charts;

/// <summary>
/// Runs a small sweep cell by cell and writes its directory as the documentation of the files has it, in its own few
/// lines: what the charts read is held against the format, not against the code that usually writes it.
/// </summary>
internal sealed record WrittenSweep
{
    public string Name { get; init; } = "sweep";

    public required string Scenario { get; init; }

    /// <summary>Axes; the parameters of one change together.</summary>
    public required IReadOnlyList<IReadOnlyList<(string Path, string[] Values)>> Axes { get; init; }

    public IReadOnlyList<string> Thresholds { get; init; } = [];

    public int Replications { get; init; } = 3;

    /// <summary>Leaves out cells for which this is false.</summary>
    public Func<IReadOnlyList<int>, bool> Has { get; init; } = _ => true;

    private IReadOnlyList<(string Path, string[] Values)> Parameters => [.. Axes.SelectMany(axis => axis)];

    public void Write(string directory)
    {
        Directory.CreateDirectory(directory);
        var scenarioFile = Path.Combine(directory, "scenario-of-test.yaml");
        File.WriteAllText(scenarioFile, Scenario);
        var template = ScenarioTemplate.Read(scenarioFile, []);
        File.Delete(scenarioFile);
        if (template.Document.Problems.HasErrors)
        {
            throw new InvalidOperationException(string.Join('\n', template.Document.Problems.InOrder()));
        }

        var names = RunSummary.FigureColumns.Select(column => column.Name).ToArray();
        var (results, cells) = (new StringBuilder(), new StringBuilder());
        var (thresholds, completion) = (new StringBuilder(), new StringBuilder("cell,share,seconds\n"));
        var paths = string.Join(',', Parameters.Select(parameter => parameter.Path));
        results.Append($"cell,{paths},replication,seed,error,{string.Join(',', names)}\n");
        cells.Append($"cell,{paths},metric,replications,never,mean,low,high,deviation,least,most\n");
        thresholds.Append($"cell,{paths},threshold,replications,satisfied,value,low,high,passed\n");
        var places = Places().ToArray();
        for (var cell = 0; cell < places.Length; cell++)
        {
            if (Has(places[cell]))
            {
                WriteCell(template, cell, places[cell], results, cells, thresholds, completion);
            }
        }

        File.WriteAllText(Path.Combine(directory, "results.csv"), results.ToString());
        File.WriteAllText(Path.Combine(directory, "cells.csv"), cells.ToString());
        File.WriteAllText(Path.Combine(directory, "completion.csv"), completion.ToString());
        if (Thresholds.Count > 0)
        {
            File.WriteAllText(Path.Combine(directory, "thresholds.csv"), thresholds.ToString());
        }

        File.WriteAllText(Path.Combine(directory, "sweep.json"), Description(template, places.Count(Has)));
    }

    private string Description(ScenarioTemplate template, int cells) => JsonSerializer.Serialize(new
    {
        schema = Schema.Version,
        kind = "sweep",
        name = Name,
        question = "How does it depend on both?",
        product = "gdoisim test",
        scenario_name = template.Document.Name,
        scenario_file = "scenario.yaml",
        scenario_hash = template.Document.TextHash,
        scenario_text = Scenario,
        sweep_file_text = "scenario: scenario.yaml\n",
        sweep_hash = "0",
        seed = template.Seed,
        overrides = Array.Empty<string>(),
        axes = Axes.SelectMany((axis, i) => axis.Select(parameter => new
        {
            path = parameter.Path,
            pair = i,
            unit = Quantity.TryParse(parameter.Values[0], out var quantity) ? quantity.Unit : "",
            values = parameter.Values,
            numbers = parameter.Values.Select(Number).ToArray(),
        })),
        replications = Replications,
        adaptive = (object?)null,
        confidence = 0.95,
        cells,
        finished = cells,
        failed = 0,
        partial = false,
        shard = (string?)null,
        thresholds = Thresholds,
    }) + "\n";

    private void WriteCell(
        ScenarioTemplate template, int cell, int[] places, StringBuilder results, StringBuilder cells,
        StringBuilder thresholds, StringBuilder completion)
    {
        (string Path, string Value)[] values =
        [
            .. Axes.SelectMany((axis, i) => axis.Select(parameter => (parameter.Path, parameter.Values[places[i]]))),
        ];
        var numbers = values.Select(one => Number(one.Value) is { } number ? Text(number) : one.Value);
        var prefix = $"{cell},{string.Join(',', numbers)}";
        var figures = new List<IReadOnlyList<double>>();
        for (var replication = 0; replication < Replications; replication++)
        {
            var variant = template.Variant([.. values.Select(value => $"{value.Path}={value.Value}")], replication);
            var run = Replication.Run(variant, CancellationToken.None);
            figures.Add(run.Figures);
            results.Append($"{prefix},{replication},{run.Seed},,{string.Join(',', run.Figures.Select(Text))}\n");
        }

        var columns = RunSummary.FigureColumns;
        for (var i = 0; i < columns.Count; i++)
        {
            var found = figures.Select(run => run[i]).ToArray();
            cells.Append($"{prefix},{columns[i].Name},{Summary(found)}\n");
        }

        foreach (var text in Thresholds)
        {
            WriteThreshold(text, prefix, figures, thresholds);
        }

        WriteCompletion(cell, figures, completion);
    }

    private static void WriteThreshold(
        string text, string prefix, List<IReadOnlyList<double>> figures, StringBuilder thresholds)
    {
        _ = Threshold.TryParse(text, out var threshold, out _);
        var values = figures.Select(run => threshold!.Metric.Evaluate(run)).ToArray();
        var finite = values.All(double.IsFinite);
        var mean = finite ? values.Average() : double.PositiveInfinity;
        var interval = finite && values.Length > 1
            ? MeanEstimate.Of(values).StudentInterval(0.95)
            : new Interval(double.NaN, double.NaN);
        var passed = threshold!.IsSatisfiedBy(mean) ? "true" : "false";
        thresholds.Append(
            $"{prefix},{text},{values.Length},{values.Count(threshold.IsSatisfiedBy)},{Text(mean)},"
            + $"{Text(interval.Low)},{Text(interval.High)},{passed}\n");
    }

    private static void WriteCompletion(int cell, List<IReadOnlyList<double>> figures, StringBuilder completion)
    {
        var names = RunSummary.FigureColumns.Select(column => column.Name).ToList();
        (double Share, string Name)[] known =
        [
            (0.5, "completion_seconds.p50"), (0.9, "completion_seconds.p90"), (0.99, "completion_seconds.p99"),
            (1, "completion_seconds.max"),
        ];
        var median = figures.Average(run => run[names.IndexOf(known[0].Name)]);
        for (var percent = 0; percent <= 50; percent += 5)
        {
            completion.Append($"{cell},{Text(percent / 100.0)},{Text(median * percent / 50)}\n");
        }

        foreach (var (share, name) in known.Skip(1))
        {
            var seconds = figures.Average(run => run[names.IndexOf(name)]);
            completion.Append($"{cell},{Text(share)},{Text(seconds)}\n");
        }
    }

    private static string Summary(double[] values)
    {
        var never = values.Count(value => !double.IsFinite(value));
        if (never > 0)
        {
            return $"{values.Length},{never},,,,,,";
        }

        var mean = MeanEstimate.Of(values);
        var interval = mean.StudentInterval(0.95);
        return $"{values.Length},0,{Text(mean.Mean)},{Text(interval.Low)},{Text(interval.High)},"
            + $"{Text(mean.StandardDeviation)},{Text(values.Min())},{Text(values.Max())}";
    }

    private IEnumerable<int[]> Places()
    {
        IEnumerable<int[]> places = [[]];
        foreach (var axis in Axes)
        {
            places = places.SelectMany(
                before => Enumerable.Range(0, axis[0].Values.Length), (before, place) => (int[])[.. before, place]);
        }

        return places;
    }

    private static double? Number(string value) =>
        Quantity.TryParse(value, out var quantity) ? quantity.Value : null;

    private static string Text(double value) => double.IsFinite(value) ? SignificantDigits.Format(value) : "";
}
