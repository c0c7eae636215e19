using GdoiSim.Kernel;

namespace GdoiSim.Scenario;

/// <summary>Limits of RFC 8263. A scenario may break them, since some products do; it then gets a warning.</summary>
public static class StandardLimits
{
    /// <summary>
    /// "A GM MUST NOT delay sending an Acknowledgement Message for more than 5 seconds" (RFC 8263 section 6).
    /// </summary>
    public static readonly SimDuration LongestJitter = SimDuration.FromSeconds(5L);

    /// <summary>
    /// "a GCKS SHOULD NOT declare an Acknowledgement Message as missing until it has waited at least 10 seconds"
    /// (RFC 8263 section 6).
    /// </summary>
    public static readonly SimDuration ShortestMissing = SimDuration.FromSeconds(10L);
}
