using BenchmarkDotNet.Attributes;
using GdoiSim.Kernel;

namespace GdoiSim.Bench.Kernel;

/// <summary>
/// The hold model: take the first event and schedule another one an exponential time later, with a steady number
/// pending. Per such pair.
/// </summary>
[MemoryDiagnoser]
public class EventListHold
{
    private const int Pairs = 1_000_000;

    private readonly long[] _gaps = new long[1 << 16];
    private readonly EventList _list = new(seed: 1);
    private FourAryHeap _heap = null!;
    private PriorityQueue<int, long> _queue = null!;
    private int _next;

    [Params(100, 1_000, 100_000, 1_000_000)]
    public int Pending { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        Random random = new(3);
        for (int i = 0; i < _gaps.Length; i++)
        {
            _gaps[i] = (long)(-1e9 * Math.Log(1 - random.NextDouble()));
        }

        _heap = new FourAryHeap(Pending + 1);
        _queue = new PriorityQueue<int, long>(Pending + 1);
        for (int i = 0; i < Pending; i++)
        {
            Event e = new(new SimTime(Gap()), 1, i, 0);
            _list.Schedule(in e);
            _heap.Add(in e);
            _queue.Enqueue(i, e.Time.Nanoseconds);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Pairs)]
    public void PriorityQueue()
    {
        for (int i = 0; i < Pairs; i++)
        {
            _queue.TryDequeue(out int entity, out long time);
            _queue.Enqueue(entity, time + Gap());
        }
    }

    [Benchmark(OperationsPerInvoke = Pairs)]
    public void Heap_4_ary()
    {
        for (int i = 0; i < Pairs; i++)
        {
            _heap.TryTake(out Event e);
            _heap.Add(new Event(e.Time + new SimDuration(Gap()), 1, e.Entity, 0));
        }
    }

    [Benchmark(OperationsPerInvoke = Pairs)]
    public void EventList()
    {
        for (int i = 0; i < Pairs; i++)
        {
            _list.TryTake(out Event e);
            _list.Schedule(new Event(e.Time + new SimDuration(Gap()), 1, e.Entity, 0));
        }
    }

    private long Gap() => _gaps[_next++ & (_gaps.Length - 1)];
}
