using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;

namespace GdoiSim.Network.Latency;

/// <summary>
/// One-way latency of a path: a base that a member keeps for the whole run (its distance), and a part that each packet
/// draws anew (queues on the way). The base is derived from (seed, member) at each use instead of stored, so a member
/// costs no memory.
/// </summary>
public sealed record LatencyModel
{
    /// <summary>Longest latency that a model may draw, base or packet part: 10 days.</summary>
    public static readonly SimDuration Longest = SimDuration.FromSeconds(864_000L);

    /// <summary>No latency.</summary>
    public static LatencyModel Zero { get; } = new();

    /// <summary>A member's base.</summary>
    public Distribution MemberBase { get; init; } = Distribution.Constant(SimDuration.Zero);

    /// <summary>A packet's part.</summary>
    public Distribution PerPacket { get; init; } = Distribution.Constant(SimDuration.Zero);

    /// <summary>No packet arrives sooner after it was sent.</summary>
    public SimDuration Minimum => MemberBase.Minimum + PerPacket.Minimum;

    /// <summary>Mean latency over members and packets in seconds.</summary>
    public double MeanSeconds => MemberBase.MeanSeconds + PerPacket.MeanSeconds;

    /// <summary>Latency of the same length for every member and packet.</summary>
    /// <param name="latency">The latency, 0 to <see cref="Longest"/>.</param>
    public static LatencyModel Constant(SimDuration latency) =>
        new() { MemberBase = Distribution.Constant(latency) };

    /// <summary>Throws if the largest value that a distribution can give is beyond <see cref="Longest"/>.</summary>
    internal void Check()
    {
        Check(MemberBase, nameof(MemberBase));
        Check(PerPacket, nameof(PerPacket));
    }

    private static void Check(in Distribution distribution, string name)
    {
        // The largest uniform that a stream can give: 1 - 2^-53.
        SimDuration largest = distribution.Sample(1 - (0.5 / (1L << 52)));
        if (largest > Longest)
        {
            throw new ArgumentOutOfRangeException(
                name, largest, $"A latency's largest possible value must not exceed {Longest}.");
        }
    }
}
