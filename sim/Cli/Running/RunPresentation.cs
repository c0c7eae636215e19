namespace GdoiSim.Cli.Running;

/// <summary>What a run shows of its result, and where.</summary>
internal sealed record RunPresentation
{
    /// <summary>Whether charts are drawn into the result.</summary>
    public required bool Charts { get; init; }

    /// <summary>Where a capture goes; null: none is made.</summary>
    public string? CaptureFile { get; init; }

    /// <summary>Whether standard output gets summary.json and nothing else.</summary>
    public required bool Json { get; init; }

    /// <summary>Whether nothing but errors is told.</summary>
    public required bool Quiet { get; init; }
}
