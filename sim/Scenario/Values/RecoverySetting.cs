using GdoiSim.Kernel;

namespace GdoiSim.Scenario;

/// <summary>How a member without valid keys gets them again: never, or a fixed time later.</summary>
public sealed record RecoverySetting
{
    /// <summary>It does not.</summary>
    public static RecoverySetting None { get; } = new();

    [Key("Time from its eviction, or from the end of its last TEK, until a member has the current keys.")]
    public SimDuration? After { get; init; }

    internal static bool TryParse(string text, out RecoverySetting setting)
    {
        setting = None;
        return text == "none";
    }

    /// <summary>As a file would have it.</summary>
    public override string ToString() => After is null ? "none" : $"{{after: {After}}}";
}
