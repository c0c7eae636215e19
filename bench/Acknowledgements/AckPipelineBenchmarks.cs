using BenchmarkDotNet.Attributes;
using GdoiSim.Protocol;

namespace GdoiSim.Bench.Acknowledgements;

/// <summary>
/// All that a key server does with an acknowledgement, against plain loops that do the same: does the size of the group
/// matter, and a key a member? Per acknowledgement.
/// </summary>
[MemoryDiagnoser]
public class AckPipelineHonest
{
    private AckArrivals _arrivals = null!;

    [Params(
        KekAckRequested.KekSha256, KekAckRequested.LkhSha256, KekAckRequested.KekSha512, KekAckRequested.LkhSha512)]
    public KekAckRequested Type { get; set; }

    [Params(1_000, 10_000, 100_000, 1_000_000)]
    public int Members { get; set; }

    [GlobalSetup]
    public void SetUp() => _arrivals = new AckArrivals(Type, Members, badShare: 0);

    [IterationSetup]
    public void Write() => _arrivals.Write();

    [Benchmark(Baseline = true, OperationsPerInvoke = AckArrivals.Count)]
    public int HashData_loop() => _arrivals.ThroughHashData();

    [Benchmark(OperationsPerInvoke = AckArrivals.Count)]
    public int BouncyCastle_loop() => _arrivals.ThroughBouncyCastle();

    [Benchmark(OperationsPerInvoke = AckArrivals.Count)]
    public int Pipeline() => _arrivals.ThroughPipeline();
}

/// <summary>
/// The same with forged, replayed, malformed and unknown-group datagrams among the good ones: does an attack cost more
/// than the same load of good ones? Per datagram.
/// </summary>
[MemoryDiagnoser]
public class AckPipelineUnderAttack
{
    private AckArrivals _arrivals = null!;

    [Params(KekAckRequested.KekSha256, KekAckRequested.LkhSha256)]
    public KekAckRequested Type { get; set; }

    [Params(0, 30, 60, 90)]
    public int BadPercent { get; set; }

    [GlobalSetup]
    public void SetUp() => _arrivals = new AckArrivals(Type, 100_000, BadPercent / 100.0);

    [IterationSetup]
    public void Write() => _arrivals.Write();

    [Benchmark(Baseline = true, OperationsPerInvoke = AckArrivals.Count)]
    public int HashData_loop() => _arrivals.ThroughHashData();

    [Benchmark(OperationsPerInvoke = AckArrivals.Count)]
    public int Pipeline() => _arrivals.ThroughPipeline();
}
