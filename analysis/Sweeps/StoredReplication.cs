namespace GdoiSim.Analysis.Sweeps;

/// <summary>What a sweep keeps of one replication of one cell.</summary>
/// <param name="Cell">The cell, from 0.</param>
/// <param name="Number">The replication, from 0.</param>
public sealed record StoredReplication(int Cell, int Number)
{
    /// <summary>The hash of its whole trajectory; empty if it failed.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Why it failed; null if it did not.</summary>
    public string? Error { get; init; }

    /// <summary>Its figures; none if it failed.</summary>
    public IReadOnlyList<double> Figures { get; init; } = [];

    /// <summary>Its completion curve at 0 %, 1 % … 100 %, infinite for "never"; empty if it is not kept.</summary>
    public IReadOnlyList<double> Completion { get; init; } = [];
}
