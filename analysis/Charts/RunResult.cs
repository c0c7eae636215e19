using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Charts;

/// <summary>What the charts of a run are drawn from: the rows of its result files, and nothing else.</summary>
public sealed record RunResult
{
    public required RunSummary Summary { get; init; }

    public required IReadOnlyList<RekeyRow> Rekeys { get; init; }

    public required IReadOnlyList<OutcomeRow> Outcomes { get; init; }

    public required IReadOnlyList<CompletionRow> Completion { get; init; }

    public required IReadOnlyList<TimelineRow> Timeline { get; init; }

    /// <summary>How long registrations took; empty if none was completed.</summary>
    public IReadOnlyList<RegistrationRow> Registrations { get; init; } = [];

    /// <summary>Reads the files in a result directory.</summary>
    /// <exception cref="ResultException">A file is missing or cannot be read; the message says which and
    /// why.</exception>
    public static RunResult Read(string directory)
    {
        var summary = RunSummary.Read(directory);
        return new RunResult
        {
            Summary = summary,
            Rekeys = Whole<RekeyRow>(directory),
            Outcomes = Whole<OutcomeRow>(directory),
            Completion = Whole<CompletionRow>(directory),
            Timeline = Whole<TimelineRow>(directory),
            Registrations = summary.RegistrationCompleted > 0 ? Whole<RegistrationRow>(directory) : [],
        };
    }

    private static List<TRow> Whole<TRow>(string directory)
        where TRow : ITableRow<TRow>
    {
        // Cut off within its last field, a row may still look like one.
        CsvRows.CheckEnd(Path.Combine(directory, TRow.Table.FileName));
        return [.. CsvTable.Read<TRow>(directory)];
    }

    /// <summary>The line at the foot of every chart: enough to find and repeat the run.</summary>
    internal string Footer
    {
        get
        {
            var name = Words.Short(Summary.Scenario);
            var partial = Summary.Partial ? $" · STOPPED EARLY, at {Words.Time(Summary.Duration.Value)}" : "";
            return $"scenario {name} · seed {Summary.Seed} · {Words.Plural(Summary.Members, "member")} · "
                + $"{Words.Plural(Summary.Rekeys, "rekey")}{partial}";
        }
    }
}
