namespace GdoiSim.Analysis.Calibration;

/// <summary>What <see cref="AckBenchmark"/> found.</summary>
public sealed record AckBenchmarkResult
{
    /// <summary>What was measured.</summary>
    public required AckBenchmarkOptions Options { get; init; }

    /// <summary>Rounds, in each of which every member of the group acknowledges one rekey.</summary>
    public required int Rounds { get; init; }

    /// <summary>The key server's pipeline.</summary>
    public required AckRate Pipeline { get; init; }

    /// <summary>The same work on one core, in the same run; null if there was only one.</summary>
    public required AckRate? OneCore { get; init; }

    /// <summary>The plain loop over HMACSHA256.HashData (or HMACSHA512) and a Dictionary.</summary>
    public required AckRate HashData { get; init; }

    /// <summary>The plain loop over BouncyCastle's HMac, its key kept under the KEK types, and a Dictionary.</summary>
    public required AckRate BouncyCastle { get; init; }

    /// <summary>What a bad datagram costs the pipeline, a kind each; empty if none were asked for.</summary>
    public required IReadOnlyList<BadAckCost> BadCosts { get; init; }
}

/// <summary>
/// A speed: the median over the rounds, which disturbances of single rounds do not move, all cores together.
/// </summary>
/// <param name="NanosecondsPerAck">Time from the first core's start to the last one's end, over the datagrams.</param>
public readonly record struct AckRate(double NanosecondsPerAck)
{
    /// <summary>Datagrams a second.</summary>
    public double AcksPerSecond => 1e9 / NanosecondsPerAck;

    /// <summary>How many times as fast this is as another way.</summary>
    public double RatioTo(AckRate other) => other.NanosecondsPerAck / NanosecondsPerAck;
}

/// <summary>What one bad datagram costs the pipeline, among others of its kind.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="NanosecondsPerAck">On one core.</param>
public readonly record struct BadAckCost(AckKind Kind, double NanosecondsPerAck);
