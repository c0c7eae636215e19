using BenchmarkDotNet.Attributes;
using GdoiSim.Kernel.Randomness;

namespace GdoiSim.Bench.Kernel;

/// <summary>Uniform draws, 64 random bits each. Per draw.</summary>
[MemoryDiagnoser]
public class RandomDraws
{
    private const int Draws = 16_384;

    private readonly RandomStream _stream = new RandomStreams(seed: 42).For(purpose: 1);
    private readonly Random _random = new(42);
    private readonly double[] _draws = new double[Draws];
    private readonly int[] _entities = [.. Enumerable.Range(0, Draws).Select(i => 7 * i)];

    [Benchmark(Baseline = true, OperationsPerInvoke = Draws)]
    public void System_Random()
    {
        for (int i = 0; i < Draws; i++)
        {
            _draws[i] = _random.NextDouble();
        }
    }

    [Benchmark(OperationsPerInvoke = Draws)]
    public void Uniform_one_by_one()
    {
        for (int i = 0; i < Draws; i++)
        {
            _draws[i] = _stream.Uniform((uint)i, 5);
        }
    }

    [Benchmark(OperationsPerInvoke = Draws)]
    public void Fill_consecutive_entities() => _stream.FillUniform(firstEntity: 3, 5, _draws);

    [Benchmark(OperationsPerInvoke = Draws)]
    public void Fill_any_entities() => _stream.FillUniform(_entities, 5, _draws);
}
