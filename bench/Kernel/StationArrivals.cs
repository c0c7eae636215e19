using BenchmarkDotNet.Attributes;
using GdoiSim.Kernel;
using GdoiSim.Kernel.Stations;

namespace GdoiSim.Bench.Kernel;

/// <summary>A service station under Poisson arrivals and constant service, room for 256 waiting. Per arrival.</summary>
[MemoryDiagnoser]
public class StationArrivals
{
    private const int Arrivals = 100_000;

    private readonly long[] _gaps = new long[Arrivals];
    private ServiceStation<int, Microsecond> _station = null!;

    [Params(1, 4, 64)]
    public int Servers { get; set; }

    [Params(0.5, 0.95, 2.0)]
    public double Load { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        Random random = new(3);
        for (int i = 0; i < Arrivals; i++)
        {
            _gaps[i] = (long)(-1000 / (Load * Servers) * Math.Log(1 - random.NextDouble()));
        }

        _station = new ServiceStation<int, Microsecond>(Servers, Servers + 256, long.MaxValue, default);
    }

    [Benchmark(OperationsPerInvoke = Arrivals)]
    public void Arrive()
    {
        SimTime now = _station.Now;
        for (int i = 0; i < Arrivals; i++)
        {
            now += new SimDuration(_gaps[i]);
            _station.Arrive(now, in i, octets: 832);
        }
    }

    private readonly struct Microsecond : IServiceProcess<int>
    {
        public SimDuration BeginService(in int item, SimTime start) => new(1000);

        public void EndService(in int item, SimTime end)
        {
        }
    }
}
