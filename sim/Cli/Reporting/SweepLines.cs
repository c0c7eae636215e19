using GdoiSim.Analysis.Sweeps;
using GdoiSim.Cli.Running;
using GdoiSim.Metrics;

namespace GdoiSim.Cli.Reporting;

/// <summary>What is told at the end of a sweep or a merge, and the exit code that goes with it.</summary>
internal sealed class SweepLines(SweepOutcome outcome, Terminal terminal)
{
    private const int Indent = 14;

    private readonly SweepDescription _description = outcome.Description;

    /// <summary>Failed cells come before thresholds: what is not known cannot have passed.</summary>
    public int ExitCodeOf() => _description.Failed > 0 ? ExitCode.Failure
        : outcome.Thresholds.Any(threshold => threshold.Failed > 0) ? ExitCode.ThresholdFailed
        : ExitCode.Success;

    /// <summary>Tells.</summary>
    /// <param name="presentation">How much, and where.</param>
    /// <param name="directory">Where the result stands.</param>
    /// <param name="wallSeconds">How long it took; null if that says nothing.</param>
    public void Write(RunPresentation presentation, string directory, double? wallSeconds)
    {
        if (presentation.Json)
        {
            terminal.Output.Write(File.ReadAllText(Path.Combine(directory, SweepDescription.FileName)));
        }

        // Standard output is the description's alone if that was asked for.
        TextWriter to = presentation.Json ? terminal.Error : terminal.Output;
        if (!presentation.Quiet)
        {
            WriteHead(to, wallSeconds);
        }

        foreach (NamedCell cell in outcome.FailedCells)
        {
            terminal.TellError($"error: cell {cell.Number} ({Set(cell)}) failed: {cell.Words}");
        }

        if (_description.Failed > outcome.FailedCells.Count)
        {
            terminal.TellError(
                $"error: {Words.Plural(_description.Failed - outcome.FailedCells.Count, "further cell")} failed; "
                + $"{SweepTables.ResultsFile} has every error");
        }

        WriteThresholds(to, presentation.Quiet);
        if (!presentation.Quiet)
        {
            string target = Path.GetRelativePath(Environment.CurrentDirectory, directory);
            string charts = Directory.Exists(Path.Combine(directory, Schema.ChartsFolder))
                ? $", charts in {Schema.ChartsFolder}/"
                : "";
            Line(
                to,
                "Result",
                $"{target}: {SweepTables.CellsFile} (means and intervals), {SweepTables.ResultsFile}{charts}");
        }
    }

    private void WriteHead(TextWriter to, double? wallSeconds)
    {
        string title = $"{_description.Name}, seed {_description.Seed}";
        string part = _description.Shard is { } shard ? $" (shard {shard})" : "";
        string time = wallSeconds is { } seconds ? $" in {Words.Time(seconds)}" : "";
        to.WriteLine(
            $"{(to == terminal.Output ? terminal.Heading(title) : title)}: "
            + $"{Words.Number(_description.Finished)} of "
            + $"{Words.Plural(_description.Part.CountOf(_description.Cells), "cell")}{part}, "
            + $"{Words.Plural(outcome.Replications, "run")}{time}");
        if (_description.Partial)
        {
            Line(to, "Unfinished", "some cells are missing; the command that began the sweep goes on with them");
        }

        string label = "Found";
        foreach (MetricRange range in outcome.Ranges)
        {
            Line(to, label, RangeWords(range));
            label = "";
        }
    }

    private static string RangeWords(MetricRange range)
    {
        string never = range.NeverCells == 0
            ? ""
            : $"; never in some run of {Words.Plural(range.NeverCells, "cell")}";
        return range is { Lowest: { } lowest, Highest: { } highest }
            ? $"{range.Metric}: from {range.Low:G4} ({Set(lowest)}) to {range.High:G4} ({Set(highest)}){never}"
            : $"{range.Metric}: no value in any cell";
    }

    private void WriteThresholds(TextWriter to, bool quiet)
    {
        string label = "Thresholds";
        foreach (ThresholdCount count in outcome.Thresholds)
        {
            int all = count.Passed + count.Failed;
            string examples = string.Join("; ", count.Examples.Select(Set));
            string more = count.Failed > count.Examples.Count ? "; …" : "";
            string text = count.Failed == 0
                ? $"passed in all {Words.Plural(all, "cell")}: {count.Threshold}"
                : $"FAILED in {Words.Number(count.Failed)} of {Words.Plural(all, "cell")}: {count.Threshold} "
                    + $"(at {examples}{more})";
            if (!quiet)
            {
                Line(to, label, text);
                label = "";
            }
            else if (count.Failed > 0)
            {
                terminal.TellError($"threshold {text}");
            }
        }
    }

    private static string Set(NamedCell cell) => string.Join(", ", cell.Assignments);

    private static void Line(TextWriter to, string label, string text) => to.WriteLine($"{label,-Indent}{text}");
}
