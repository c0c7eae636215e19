using BenchmarkDotNet.Attributes;
using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;

namespace GdoiSim.Bench.Kernel;

/// <summary>
/// The kernel's own logarithm and exponential against the C library's, alone and where they are used: in samples. Per
/// value.
/// </summary>
[MemoryDiagnoser]
public class ElementaryFunctionCosts
{
    private const int Values = 16_384;

    private readonly double[] _u = new double[Values];
    private readonly long[] _nanoseconds = new long[Values];
    private readonly Distribution _exponential =
        Distribution.Exponential(SimDuration.FromMilliseconds(1), SimDuration.FromMilliseconds(10));

    private readonly Distribution _logNormal = Distribution.LogNormal(SimDuration.FromMilliseconds(20), sigma: 0.5);

    [GlobalSetup]
    public void SetUp() => new RandomStreams(seed: 42).For(purpose: 1).FillUniform(0, 0, _u);

    [Benchmark(Baseline = true, OperationsPerInvoke = Values)]
    public double Math_Log()
    {
        double sum = 0;
        foreach (double u in _u)
        {
            sum += Math.Log(u);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Values)]
    public double Log()
    {
        double sum = 0;
        foreach (double u in _u)
        {
            sum += ElementaryFunctions.Log(u);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Values)]
    public double Math_Exp()
    {
        double sum = 0;
        foreach (double u in _u)
        {
            sum += Math.Exp(u);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Values)]
    public double Exp()
    {
        double sum = 0;
        foreach (double u in _u)
        {
            sum += ElementaryFunctions.Exp(u);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Values)]
    public double NormalQuantile()
    {
        double sum = 0;
        foreach (double u in _u)
        {
            sum += ElementaryFunctions.NormalQuantile(u);
        }

        return sum;
    }

    [Benchmark(OperationsPerInvoke = Values)]
    public void Exponential_by_Math_Log()
    {
        for (int i = 0; i < Values; i++)
        {
            _nanoseconds[i] = (long)(1e6 - (10e6 * Math.Log(_u[i])));
        }
    }

    [Benchmark(OperationsPerInvoke = Values)]
    public void Exponential_samples() => _exponential.Sample(_u, _nanoseconds);

    [Benchmark(OperationsPerInvoke = Values)]
    public void LogNormal_samples() => _logNormal.Sample(_u, _nanoseconds);
}
