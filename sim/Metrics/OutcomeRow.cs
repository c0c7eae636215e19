namespace GdoiSim.Metrics;

/// <summary>How one rekey ended for the members of one profile (outcomes.csv).</summary>
public sealed record OutcomeRow : ITableRow<OutcomeRow>
{
    public static Table Table { get; } = new(
        "outcomes.csv",
        typeof(OutcomeRow),
        "One row a rekey and profile, all key servers together, by rekey, then profile in the order of the scenario. "
        + "The six outcomes are disjoint: their sum is ack.expected.",
        [
            new("rekey", "number", nameof(Rekey)),
            new("profile", "name", nameof(Profile)),
            new("ack.expected", "pairs", nameof(Expected)),
            new("acknowledged", "pairs", nameof(Acknowledged)),
            new("late", "pairs", nameof(Late)),
            new("missing", "pairs", nameof(Missing)),
            new("falsely_missing", "pairs", nameof(FalselyMissing)),
            new("silent", "pairs", nameof(Silent)),
            new("undecided", "pairs", nameof(Undecided)),
        ]);

    /// <summary>The number of the rekey in the run, from 1.</summary>
    public required int Rekey { get; init; }

    /// <summary>The name of the member profile.</summary>
    public required string Profile { get; init; }

    /// <summary>Members of the profile whose ACK was expected for the rekey.</summary>
    public required long Expected { get; init; }

    /// <summary>Members whose ACK was accepted without their having been declared missing first.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Members whose ACK was accepted after they had been declared missing.</summary>
    public required long Late { get; init; }

    /// <summary>
    /// Members never acknowledged, declared missing, that did not hold the key of the rekey then.
    /// </summary>
    public required long Missing { get; init; }

    /// <summary>
    /// Members never acknowledged, declared missing although they held the key, of a profile that sends ACKs.
    /// </summary>
    public required long FalselyMissing { get; init; }

    /// <summary>
    /// Members never acknowledged because their profile sends no ACKs, whether declared missing or not.
    /// </summary>
    public required long Silent { get; init; }

    /// <summary>
    /// Members neither acknowledged nor declared missing when the run ended or when they left the ledger.
    /// </summary>
    public required long Undecided { get; init; }

    public void Write(RowWriter row)
    {
        row.Whole(Rekey);
        row.Text(Profile);
        row.Whole(Expected);
        row.Whole(Acknowledged);
        row.Whole(Late);
        row.Whole(Missing);
        row.Whole(FalselyMissing);
        row.Whole(Silent);
        row.Whole(Undecided);
    }

    public static OutcomeRow Read(RowReader row) => new()
    {
        Rekey = row.Small(),
        Profile = row.Text(),
        Expected = row.Whole(),
        Acknowledged = row.Whole(),
        Late = row.Whole(),
        Missing = row.Whole(),
        FalselyMissing = row.Whole(),
        Silent = row.Whole(),
        Undecided = row.Whole(),
    };
}
