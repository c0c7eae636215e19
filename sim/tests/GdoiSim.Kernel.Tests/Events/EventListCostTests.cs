using GdoiSim.Kernel.Events;
using Xunit;

namespace GdoiSim.Kernel.Tests.Events;

/// <summary>
/// Bounds on memory and on how often events are moved between buckets, which no machine's load can blur.
/// </summary>
public sealed class EventListCostTests
{
    private const int Million = 1_000_000;

    [Theory]
    [InlineData("even", 0)]
    [InlineData("one instant", 1)]
    [InlineData("thousand instants", 0)]
    [InlineData("one of a thousand late", 1)]
    public void A_burst_is_moved_between_buckets_once_at_most(string shape, int moves)
    {
        Random random = new(3);
        Event[] events = [.. Enumerable.Range(0, Million).Select(i => new Event(
            new SimTime(shape switch
            {
                "one instant" => 4_000_000_000,
                "thousand instants" => 1_000_000L * random.Next(1000),
                "one of a thousand late" => (i % 1000 == 0 ? 1_000_000_000_000 : 0) + random.NextInt64(1_000_000_000),
                _ => random.NextInt64(5_000_000_000),
            }), 1, i, 0))];
        EventStore store = new(seed: 5);
        store.AddBurst(events);
        Drain(store);
        Assert.InRange(store.Moves, 0, moves * Million);
    }

    [Fact]
    public void Bursts_into_the_near_future_leave_a_far_future_alone()
    {
        EventStore store = new(seed: 5);
        Event[] far = [.. Enumerable.Range(0, Million).Select(i => new Event(new SimTime((1L << 40) + i), 1, i, 0))];
        store.AddBurst(far);
        Assert.True(store.TryPeek(out _));
        long before = store.Moves;
        Event[] near = new Event[5000];
        for (int round = 0; round < 100; round++)
        {
            for (int i = 0; i < near.Length; i++)
            {
                near[i] = new Event(new SimTime((round * 100_000L) + i), 2, i, 0);
            }

            store.AddBurst(near);
            Event[] taken = new Event[near.Length];
            Assert.Equal(near.Length, store.TakeUntil(new SimTime((round + 1) * 100_000L), taken));
            Assert.True(store.TryPeek(out Event next) && next.Kind == 1);
        }

        // Moving the far million each time would be a hundred million.
        Assert.InRange(store.Moves - before, 0, near.Length * 100);
    }

    [Fact]
    public void Falling_times_make_few_layers()
    {
        EventStore store = new(seed: 5);
        for (int i = Million; i > 0; i--)
        {
            store.Add(new Event(new SimTime(i), 1, i, 0));
            Assert.InRange(store.Layers, 1, 12);
        }

        Assert.InRange(store.Moves, 0, 12L * Million);
    }

    [Fact]
    public void A_million_events_take_little_more_than_16_octets_each()
    {
        Random random = new(3);
        Event[] events = [.. Enumerable.Range(0, Million).Select(
            i => new Event(new SimTime(random.NextInt64(5_000_000_000)), 1, i, 0))];
        long before = GC.GetAllocatedBytesForCurrentThread();
        EventStore store = new(seed: 5);
        store.AddBurst(events);
        Drain(store);
        long octets = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(octets, 16 * Million, (16 * Million * 1.25) + 1_000_000);
    }

    [Fact]
    public void Bursts_reuse_the_memory_of_earlier_ones()
    {
        EventList list = new(seed: 5);
        Event[] burst = new Event[50_000];
        Event[] batch = new Event[1000];
        long now = 0;
        AssertNoAllocation(() =>
        {
            now = FillEvenly(burst, now);
            list.ScheduleBurst(burst);
            while (list.TakeUntil(SimTime.MaxValue, batch) > 0)
            {
            }
        });
    }

    [Fact]
    public void Holding_many_events_allocates_nothing()
    {
        EventList list = new(seed: 5);
        Event[] burst = new Event[50_000];
        FillEvenly(burst, 0);
        list.ScheduleBurst(burst);
        Random random = new(4);
        AssertNoAllocation(() =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                Assert.True(list.TryTake(out Event e));
                list.Schedule(new Event(new SimTime(e.Time.Nanoseconds + random.Next()), 1, e.Entity, 0));
            }
        });
    }

    [Fact]
    public void Cancelling_and_scheduling_anew_allocates_nothing_and_does_not_pile_up()
    {
        EventList list = new(seed: 5);
        for (int i = 0; i < 1000; i++)
        {
            list.Schedule(new Event(new SimTime(1_000_000_000), 1, i, 0));
        }

        AssertNoAllocation(() =>
        {
            for (int i = 0; i < 100_000; i++)
            {
                Event timer = new(new SimTime(1_000_000_000), 1, i % 1000, 0);
                Assert.True(list.Cancel(in timer));
                list.Schedule(in timer);
            }
        });
        Assert.Equal(1000, list.Count);
    }

    /// <summary>The first rounds may allocate: the list grows, code is compiled.</summary>
    private static void AssertNoAllocation(Action round)
    {
        for (int i = 0; i < 5; i++)
        {
            round();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        round();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static long FillEvenly(Event[] events, long now)
    {
        const long step = 100_003;
        for (int i = 0; i < events.Length; i++)
        {
            // 7919 and the length have no common factor: each slot is used once, in disorder.
            events[i] = new Event(new SimTime(now + (step * (i * 7919L % events.Length))), 1, i, 0);
        }

        return now + (step * events.Length);
    }

    private static void Drain(EventStore store)
    {
        Event[] batch = new Event[1000];
        while (store.TakeUntil(SimTime.MaxValue, batch) > 0)
        {
        }
    }
}
