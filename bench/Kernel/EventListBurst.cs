using BenchmarkDotNet.Attributes;
using GdoiSim.Kernel;

namespace GdoiSim.Bench.Kernel;

/// <summary>A million events scheduled together and taken in order: the arrivals of one multicast. Per event.</summary>
[MemoryDiagnoser]
public class EventListBurst
{
    private const int Events = 1_000_000;

    private readonly Event[] _burst = new Event[Events];
    private readonly Event[] _batch = new Event[1024];
    private readonly EventList _list = new(seed: 1);
    private readonly FourAryHeap _heap = new(Events);
    private readonly PriorityQueue<int, long> _queue = new(Events);

    public enum Times
    {
        Even,
        Exponential,
        HundredInstants,
        OneInstant,
    }

    [Params(Times.Even, Times.Exponential, Times.HundredInstants, Times.OneInstant)]
    public Times Shape { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        Random random = new(3);
        for (int i = 0; i < Events; i++)
        {
            double seconds = Shape switch
            {
                Times.Even => 5 * random.NextDouble(),
                Times.Exponential => -Math.Log(1 - random.NextDouble()),
                Times.HundredInstants => 0.05 * random.Next(100),
                _ => 5,
            };
            _burst[i] = new Event(SimTime.Zero + SimDuration.FromSeconds(seconds), 1, i, 0);
        }
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public void PriorityQueue()
    {
        for (int i = 0; i < Events; i++)
        {
            _queue.Enqueue(i, _burst[i].Time.Nanoseconds);
        }

        while (_queue.TryDequeue(out _, out _))
        {
        }
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public void Heap_4_ary()
    {
        foreach (ref readonly Event e in _burst.AsSpan())
        {
            _heap.Add(in e);
        }

        while (_heap.TryTake(out _))
        {
        }
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public void EventList_one_by_one()
    {
        foreach (ref readonly Event e in _burst.AsSpan())
        {
            _list.Schedule(in e);
        }

        while (_list.TryTake(out _))
        {
        }
    }

    [Benchmark(OperationsPerInvoke = Events)]
    public void EventList_burst()
    {
        _list.ScheduleBurst(_burst);
        while (_list.TakeUntil(SimTime.MaxValue, _batch) > 0)
        {
        }
    }

    /// <summary>The same with one timer pending behind the burst, which the list has already looked at.</summary>
    [Benchmark(OperationsPerInvoke = Events)]
    public void EventList_burst_before_a_timer()
    {
        _list.Schedule(new Event(new SimTime(1_000_000_000_000), 2, 0, 0));
        _list.TryPeek(out _);
        EventList_burst();
    }
}
