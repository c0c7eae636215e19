using BenchmarkDotNet.Attributes;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Bench.Acknowledgements;

/// <summary>What does a whole acknowledgement cost the member that writes it? Per acknowledgement.</summary>
[MemoryDiagnoser]
public class AckBuild
{
    private readonly SystemCryptographyProvider _system = new();
    private readonly BouncyCastleCryptographyProvider _bouncyCastle = new();
    private AckMessages _messages = null!;

    [Params(
        KekAckRequested.KekSha256, KekAckRequested.LkhSha256, KekAckRequested.KekSha512, KekAckRequested.LkhSha512)]
    public KekAckRequested Type { get; set; }

    [GlobalSetup]
    public void SetUp() => _messages = new AckMessages(Type, members: 10_000);

    [Benchmark(Baseline = true, OperationsPerInvoke = AckMessages.Count)]
    public void System_provider() => _messages.Build(_system);

    [Benchmark(OperationsPerInvoke = AckMessages.Count)]
    public void BouncyCastle_provider() => _messages.Build(_bouncyCastle);

    [Benchmark(OperationsPerInvoke = AckMessages.Count)]
    public void Lanes() => _messages.BuildInLanes();
}

/// <summary>
/// What do reading and verifying an acknowledgement cost, by provider and by size of the group? Per acknowledgement,
/// their members drawn anew for every batch.
/// </summary>
[MemoryDiagnoser]
public class AckVerify
{
    private readonly SystemCryptographyProvider _system = new();
    private readonly BouncyCastleCryptographyProvider _bouncyCastle = new();
    private AckMessages _messages = null!;

    [Params(
        KekAckRequested.KekSha256, KekAckRequested.LkhSha256, KekAckRequested.KekSha512, KekAckRequested.LkhSha512)]
    public KekAckRequested Type { get; set; }

    [Params(1_000, 10_000, 100_000, 1_000_000)]
    public int Members { get; set; }

    [GlobalSetup]
    public void SetUp() => _messages = new AckMessages(Type, Members);

    // Whole ones written anew: otherwise the keys of one batch of members would stay in the cache.
    [IterationSetup]
    public void Write()
    {
        _messages.DrawSenders();
        _messages.BuildInLanes();
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = AckMessages.Count)]
    public int System_provider() => _messages.Verify(_system);

    [Benchmark(OperationsPerInvoke = AckMessages.Count)]
    public int BouncyCastle_provider() => _messages.Verify(_bouncyCastle);

    [Benchmark(OperationsPerInvoke = AckMessages.Count)]
    public int Lanes() => _messages.VerifyInLanes();
}
