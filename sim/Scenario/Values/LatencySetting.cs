using GdoiSim.Kernel;

namespace GdoiSim.Scenario;

/// <summary>One-way delay of a path: a duration for all, or a base a member and a variation a packet.</summary>
public sealed record LatencySetting
{
    [Key("Drawn once for each member: its distance.")]
    public DistributionSetting Base { get; init; } = DistributionSetting.Of(SimDuration.Zero);

    [Key("Drawn for each packet and added to the base: queueing on the way.")]
    public DistributionSetting Variation { get; init; } = DistributionSetting.Of(SimDuration.Zero);

    internal static bool TryParse(string text, out LatencySetting setting)
    {
        bool read = DistributionSetting.TryParse(text, out DistributionSetting distance);
        setting = new LatencySetting { Base = distance };
        return read;
    }

    /// <summary>As a file would have it.</summary>
    public override string ToString() => $"{{base: {Base}, variation: {Variation}}}";
}
