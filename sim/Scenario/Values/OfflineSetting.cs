using GdoiSim.Kernel;

namespace GdoiSim.Scenario;

/// <summary>When members are really off the network: a share for good, fixed times, or alternating times.</summary>
[Alternatives("share", "schedule", "up, down")]
public sealed record OfflineSetting
{
    [Key("This share is off for the whole run; written alone it may stand without the key.")]
    public Share? Share { get; init; }

    [Key("Times at which all of them are off.")]
    public IReadOnlyList<OfflineTime>? Schedule { get; init; }

    [Key("How long a member stays on the network, drawn anew each time.")]
    public DistributionSetting? Up { get; init; }

    [Key("How long a member stays off the network, drawn anew each time.")]
    public DistributionSetting? Down { get; init; }

    internal static bool TryParse(string text, out OfflineSetting setting)
    {
        bool read = Scenario.Share.TryParse(text, out Share share);
        setting = new OfflineSetting { Share = share };
        return read;
    }

    /// <summary>As a file would have it.</summary>
    public override string ToString() => this switch
    {
        { Schedule: { } times } => $"{{schedule: [{string.Join(", ", times)}]}}",
        { Up: { } up, Down: { } down } => $"{{up: {up}, down: {down}}}",
        _ => $"{Share}",
    };
}

/// <summary>One time off the network, from the start of the run.</summary>
public sealed record OfflineTime
{
    [Key("First instant off the network.")]
    public required SimDuration From { get; init; }

    [Key("First instant on the network again.")]
    public required SimDuration Until { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{{from: {From}, until: {Until}}}";
}
