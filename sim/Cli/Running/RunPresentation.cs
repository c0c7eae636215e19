namespace GdoiSim.Cli.Running;

/// <summary>What a run shows of its result, and where.</summary>
internal sealed record RunPresentation
{
    /// <summary>Whether charts are drawn into the result.</summary>
    public required bool Charts { get; init; }

    /// <summary>Where captures go.</summary>
    public CaptureTargets Captures { get; init; } = new(null, null);

    /// <summary>Whether standard output gets summary.json and nothing else.</summary>
    public required bool Json { get; init; }

    /// <summary>Whether nothing but errors is told.</summary>
    public required bool Quiet { get; init; }
}
