namespace GdoiSim.Metrics;

/// <summary>
/// What made a result, and on which machine (manifest.json): the only file of a result in which two equal runs
/// differ.
/// </summary>
public sealed partial record RunManifest
{
    /// <summary>The version of the files of this result.</summary>
    public int Schema { get; init; } = Metrics.Schema.Version;

    /// <summary>The program that made the result, with its version.</summary>
    public required string Product { get; init; }

    /// <summary>The .NET runtime.</summary>
    public required string Runtime { get; init; }

    /// <summary>Whether the run was stopped before its end.</summary>
    public required bool Partial { get; init; }

    /// <summary>The seed of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>
    /// The fingerprint of the whole trajectory: equal for two runs that took the same steps at the same times.
    /// </summary>
    public required string Fingerprint { get; init; }

    /// <summary>The name of the scenario.</summary>
    public required string ScenarioName { get; init; }

    /// <summary>SHA-256 of scenario.text in UTF-8.</summary>
    public required string ScenarioHash { get; init; }

    /// <summary>What --set changed in it, each as path=value, in the order given.</summary>
    public required IReadOnlyList<string> Overrides { get; init; }

    /// <summary>The scenario file as it was read, to repeat the run from.</summary>
    public required string ScenarioText { get; init; }

    /// <summary>The machine.</summary>
    public required string HostName { get; init; }

    /// <summary>Its operating system.</summary>
    public required string HostSystem { get; init; }

    /// <summary>Its processor and architecture.</summary>
    public required string HostProcessor { get; init; }

    /// <summary>The logical processors that the process could use.</summary>
    public required int HostCores { get; init; }

    /// <summary>The widest vector path that the run took.</summary>
    public required string HostVector { get; init; }

    /// <summary>When the run started.</summary>
    public required string Started { get; init; }

    /// <summary>How long the simulation took on the wall clock, without the charts.</summary>
    public required double WallSeconds { get; init; }

    /// <summary>The events that were handled.</summary>
    public required long Events { get; init; }

    /// <summary>Events a second of wall time.</summary>
    public required double EventsPerSecond { get; init; }

    /// <summary>The most memory that the process had resident up to the end of the simulation.</summary>
    public required long PeakResidentOctets { get; init; }
}
