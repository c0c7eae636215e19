namespace GdoiSim.Metrics;

/// <summary>A point of the curve of how long registrations took (registrations.csv).</summary>
public sealed record RegistrationRow : ITableRow<RegistrationRow>
{
    public static Table Table { get; } = new(
        "registrations.csv",
        typeof(RegistrationRow),
        "How long registrations took, all key servers together: 1,001 rows in the order of the quantile; the file is "
        + "there only if a registration was completed.",
        [
            new("quantile", "share", nameof(Quantile)),
            new("registration_seconds", "s", nameof(Duration)),
        ]);

    /// <summary>The quantile, 0 to 1 in steps of 0.001; nearest rank.</summary>
    public required double Quantile { get; init; }

    /// <summary>
    /// The time from its first request to its last reply within which this share of the completed registrations
    /// ended. One that was begun anew after a failure counts from its own first request.
    /// </summary>
    public required Seconds Duration { get; init; }

    public void Write(RowWriter row)
    {
        row.Real(Quantile);
        row.Time(Duration);
    }

    public static RegistrationRow Read(RowReader row) => new()
    {
        Quantile = row.Real(),
        Duration = row.Time(),
    };
}
