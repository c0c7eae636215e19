using GdoiSim.Kernel;

namespace GdoiSim.Scenario;

/// <summary>Durations as scenarios may have them.</summary>
internal static class DurationText
{
    /// <summary>
    /// Ten years. The clock holds 292 years and stops a run that leaves them; with this bound no sum or product of a
    /// scenario's durations gets there.
    /// </summary>
    public static readonly SimDuration Longest = SimDuration.FromSeconds(3650L * 86_400);

    /// <summary>Reads a duration with its unit, from 0s to <see cref="Longest"/>.</summary>
    public static bool TryParse(string text, out SimDuration duration) =>
        SimDuration.TryParse(text, out duration) && duration >= SimDuration.Zero && duration <= Longest;
}
