using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>
/// Writes the files of a sweep from its store in one pass, a cell at a time, so that memory does not grow with the
/// sweep. The same replications give the same octets.
/// </summary>
public sealed class SweepTables
{
    /// <summary>A row a replication.</summary>
    public const string ResultsFile = "results.csv";

    /// <summary>A row a cell and metric.</summary>
    public const string CellsFile = "cells.csv";

    /// <summary>The mean completion curve of each cell; there for at most 1,000 cells.</summary>
    public const string CompletionFile = "completion.csv";

    /// <summary>A row a cell and threshold; there if there are thresholds.</summary>
    public const string ThresholdsFile = "thresholds.csv";

    private readonly string _directory;
    private readonly SweepDescription _description;
    private readonly CellSpace _space;
    private readonly IReadOnlyList<MetricExpression> _derived;
    private readonly IReadOnlyList<Threshold> _thresholds;
    private readonly string[] _metrics;

    private SweepTables(string directory, SweepDescription description)
    {
        (_directory, _description) = (directory, description);
        _space = description.Space();
        _derived = description.Derived();
        _thresholds = description.ThresholdList();
        _metrics = [.. RunSummary.FigureColumns.Select(column => column.Name), .. _derived.Select(one => one.Text)];
    }

    /// <summary>Writes sweep.json and the tables of what the store holds.</summary>
    /// <param name="directory">The directory of the store.</param>
    /// <param name="description">What the sweep is.</param>
    /// <param name="store">What is finished.</param>
    /// <exception cref="ResultException">A file cannot be written.</exception>
    public static SweepOutcome Write(string directory, SweepDescription description, SweepStore store)
    {
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(store);
        try
        {
            var tables = new SweepTables(directory, description);
            SweepOutcome outcome = tables.WriteAll(store);
            WriteDescription(directory, outcome.Description);
            return outcome;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ResultException($"{directory}: a table cannot be written: {problem.Message}", problem);
        }
    }

    /// <summary>Writes sweep.json; it gets its name when it is whole.</summary>
    public static void WriteDescription(string directory, SweepDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        string path = Path.Combine(directory, SweepDescription.FileName);
        string unfinished = Path.Combine(directory, $".{SweepDescription.FileName}.partial");
        File.WriteAllText(unfinished, description.ToJson());
        File.Move(unfinished, path, overwrite: true);
    }

    private SweepOutcome WriteAll(SweepStore store)
    {
        string[] parameters = [.. _space.Parameters.Select(parameter => parameter.Path)];
        bool hasCompletion = _space.Count <= SweepRunner.MostCellsWithCompletion;
        using var results = new CsvFile(
            _directory, ResultsFile, ["cell", .. parameters, "replication", "seed", "error", .. _metrics]);
        using var cells = new CsvFile(_directory, CellsFile,
        [
            "cell", .. parameters, "metric", "replications", "never", "mean", "low", "high", "deviation", "least",
            "most",
        ]);
        using CsvFile? completion = hasCompletion
            ? new CsvFile(_directory, CompletionFile, ["cell", "share", "seconds"])
            : null;
        using CsvFile? thresholds = _thresholds.Count == 0 ? null : new CsvFile(_directory, ThresholdsFile,
        [
            "cell", .. parameters, "threshold", "replications", "satisfied", "value", "low", "high", "passed",
        ]);
        var counts = new SweepCounts(_description, _space, _thresholds);
        var statistics = new CellStatistics(_description.Confidence);
        foreach (CellResult cell in Cells(store))
        {
            WriteResults(results, cell);
            WriteCell(cells, cell, statistics, counts);
            if (completion is not null)
            {
                WriteCompletion(completion, cell);
            }

            for (int i = 0; i < _thresholds.Count; i++)
            {
                CellVerdict verdict = statistics.Verdict(_thresholds[i], cell.Figures);
                WriteVerdict(thresholds!, cell, verdict);
                counts.Add(cell, i, verdict);
            }

            counts.Add(cell);
        }

        results.Commit();
        cells.Commit();
        Replace(completion, CompletionFile);
        Replace(thresholds, ThresholdsFile);
        return counts.Outcome();
    }

    /// <summary>Gives a table its name, or removes an earlier one where there is none any more.</summary>
    private void Replace(CsvFile? table, string name)
    {
        if (table is null)
        {
            File.Delete(Path.Combine(_directory, name));
            return;
        }

        table.Commit();
    }

    /// <summary>The cells of which there is anything, each with its replications.</summary>
    private IEnumerable<CellResult> Cells(SweepStore store)
    {
        var rows = new List<StoredReplication>();
        foreach (StoredReplication row in store.All())
        {
            if (rows.Count > 0 && rows[0].Cell != row.Cell)
            {
                yield return new CellResult(_space[rows[0].Cell], rows, _derived);
                rows.Clear();
            }

            rows.Add(row);
        }

        if (rows.Count > 0)
        {
            yield return new CellResult(_space[rows[0].Cell], rows, _derived);
        }
    }

    private void Begin(CsvFile table, SweepCell cell)
    {
        table.Whole(cell.Number);
        for (int i = 0; i < cell.Places.Count; i++)
        {
            SweepParameter parameter = _space.Parameters[i];
            if (parameter.Numbers[cell.Places[i]] is { } number)
            {
                table.Real(number);
            }
            else
            {
                table.Text(parameter.Values[cell.Places[i]]);
            }
        }
    }

    private void WriteResults(CsvFile table, CellResult cell)
    {
        foreach (StoredReplication row in cell.Rows)
        {
            Begin(table, cell.Cell);
            table.Whole(row.Number);
            table.Whole(unchecked(_description.Seed + (ulong)row.Number));
            table.Text(row.Error ?? "");
            for (int i = 0; i < _metrics.Length; i++)
            {
                table.Real(row.Error is null ? cell.Metric(row, i) : null);
            }

            table.EndRow();
        }
    }

    private void WriteCell(CsvFile table, CellResult cell, CellStatistics statistics, SweepCounts counts)
    {
        for (int i = 0; i < _metrics.Length; i++)
        {
            MetricEstimate estimate = statistics.Estimate(cell.MetricValues(i));
            for (int about = 0; about < _description.Metrics.Count; about++)
            {
                if (_description.Metrics[about] == _metrics[i])
                {
                    counts.Add(cell, about, estimate);
                }
            }

            Begin(table, cell.Cell);
            table.Text(_metrics[i]);
            table.Whole(estimate.Replications);
            table.Whole(estimate.Never);
            table.Real(estimate.Mean);
            table.Real(estimate.Low);
            table.Real(estimate.High);
            table.Real(estimate.Deviation);
            table.Real(estimate.Least);
            table.Real(estimate.Most);
            table.EndRow();
        }
    }

    private static void WriteCompletion(CsvFile table, CellResult cell)
    {
        for (int percent = 0; percent <= 100; percent++)
        {
            table.Whole(cell.Cell.Number);
            table.Real(percent / 100.0);
            table.Real(cell.Completion(percent));
            table.EndRow();
        }
    }

    private void WriteVerdict(CsvFile table, CellResult cell, CellVerdict verdict)
    {
        Begin(table, cell.Cell);
        table.Text(verdict.Threshold.Text);
        table.Whole(verdict.Replications);
        table.Whole(verdict.Satisfied);
        table.Real(verdict.Value);
        table.Real(verdict.Low);
        table.Real(verdict.High);
        table.Truth(verdict.Passed);
        table.EndRow();
    }
}
