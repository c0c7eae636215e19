namespace GdoiSim.Metrics;

/// <summary>A point of the completion curves of one rekey (completion.csv).</summary>
public sealed record CompletionRow : ITableRow<CompletionRow>
{
    public static Table Table { get; } = new(
        "completion.csv",
        typeof(CompletionRow),
        "The two completion curves of each rekey, all key servers together: 1,001 rows a rekey, by rekey, then "
        + "quantile.",
        [
            new("rekey", "number", nameof(Rekey)),
            new("quantile", "share", nameof(Quantile)),
            new("completion_seconds", "s", nameof(Completion)),
            new("accepted_seconds", "s", nameof(Accepted)),
        ]);

    /// <summary>The number of the rekey, from 1.</summary>
    public required int Rekey { get; init; }

    /// <summary>The quantile, 0 to 1 in steps of 0.001; nearest rank.</summary>
    public required double Quantile { get; init; }

    /// <summary>
    /// The time from the first transmission of the rekey within which this share of its expected members was
    /// acknowledged (end of service of the accepted ACK); empty where the share was never reached.
    /// </summary>
    public required Seconds? Completion { get; init; }

    /// <summary>The same over those members alone whose ACK was accepted; empty if there is none.</summary>
    public required Seconds? Accepted { get; init; }

    public void Write(RowWriter row)
    {
        row.Whole(Rekey);
        row.Real(Quantile);
        row.Time(Completion);
        row.Time(Accepted);
    }

    public static CompletionRow Read(RowReader row) => new()
    {
        Rekey = row.Small(),
        Quantile = row.Real(),
        Completion = row.TimeOrNothing(),
        Accepted = row.TimeOrNothing(),
    };
}
