using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Bench.Acknowledgements;

/// <summary>Leaves out the benchmarks named for a path that this machine would only emulate.</summary>
public sealed class HardwarePathsOnly : ManualConfig
{
    public HardwarePathsOnly()
    {
        AddFilter(new SimpleFilter(benchmark =>
            !Enum.GetValues<LanePath>().Any(path =>
                path > AckHashLanes.Path
                && benchmark.Descriptor.WorkloadMethod.Name.EndsWith(path.ToString(), StringComparison.Ordinal))));
    }
}
