using CsCheck;
using Xunit;

namespace GdoiSim.Kernel.Tests.Events;

/// <summary>The event list against <see cref="ReferenceEventList"/>, operation by operation.</summary>
public sealed class EventListOrderTests
{
    private static readonly Gen<Event> CrowdedEvent =
        from time in Gen.Int[0, 4]
        from kind in Gen.Int[0, 2]
        from entity in Gen.Int[-1, 4]
        from index in Gen.Int[0, 1]
        select new Event(new SimTime(time), kind, entity, index);

    private static readonly Gen<Event> AnyEvent =
        from time in Gen.Long[0, long.MaxValue]
        from kind in Gen.Int[0, 255]
        from entity in Gen.Int
        from index in Gen.Int[0, Event.MaxIndex]
        select new Event(new SimTime(time), kind, entity, index);

    private static readonly Gen<Event> EventGen = Gen.OneOf(CrowdedEvent, AnyEvent);

    [Fact]
    public void Any_sequence_of_operations_gives_the_reference_result() =>
        Gen.Select(Gen.ULong, Gen.Select(Gen.Int[0, 9], EventGen.Array[0, 100], Gen.Int[0, 40]).Array[0, 60])
            .Sample((seed, operations) =>
            {
                EventList list = new(seed);
                ReferenceEventList reference = new(seed);
                foreach ((int operation, Event[] events, int number) in operations)
                {
                    Apply(list, reference, operation, events, number);
                }

                Drain(list, reference);
            });

    [Theory]
    [InlineData("even")]
    [InlineData("one instant")]
    [InlineData("few instants")]
    [InlineData("clusters")]
    [InlineData("exponential")]
    [InlineData("scales")]
    [InlineData("equal events")]
    public void Large_bursts_and_single_events_mixed_with_taking_come_out_in_order(string shape)
    {
        for (int seed = 0; seed < 4; seed++)
        {
            Random random = new(seed);
            EventList list = new((ulong)seed);
            ReferenceEventList reference = new((ulong)seed);
            long now = 0;
            for (int round = 0; round < 12; round++)
            {
                // Rounds differ in size by orders of magnitude, so that every place of the list is used and left.
                int size = (int)Math.Pow(10, 4.6 * random.NextDouble());
                Event[] events = [.. Enumerable.Range(0, size).Select(i => Draw(shape, random, now, i))];
                if (random.Next(3) > 0)
                {
                    list.ScheduleBurst(events);
                }
                else
                {
                    Array.ForEach(events, e => list.Schedule(in e));
                }

                Array.ForEach(events, reference.Schedule);
                int taken = random.Next(list.Count + 1);
                now = TakeInBatches(list, reference, taken, random, now);
            }

            Drain(list, reference);
        }
    }

    [Fact]
    public void Falling_times_come_out_rising()
    {
        EventList list = new(seed: 1);
        const int count = 100_000;
        for (int i = count; i > 0; i--)
        {
            list.Schedule(new Event(new SimTime(i), 0, i, 0));
            if (i % 1000 == 0)
            {
                Assert.True(list.TryPeek(out Event first));
                Assert.Equal(i, first.Time.Nanoseconds);
            }
        }

        for (int i = 1; i <= count; i++)
        {
            Assert.True(list.TryTake(out Event e));
            Assert.Equal(i, e.Time.Nanoseconds);
        }
    }

    [Fact]
    public void A_burst_gives_the_same_order_as_single_schedules_in_any_order() =>
        Gen.Select(Gen.ULong, EventGen.Array[0, 3000], Gen.Int).Sample((seed, events, shuffle) =>
        {
            EventList burst = new(seed);
            burst.ScheduleBurst(events);
            EventList single = new(seed);
            Event[] shuffled = [.. events];
            new Random(shuffle).Shuffle(shuffled);
            Array.ForEach(shuffled, e => single.Schedule(in e));
            return TakeAll(burst).SequenceEqual(TakeAll(single));
        }, iter: 50);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5000)]
    public void TakeUntil_includes_its_instant_and_stops_at_the_destination_s_end(int others)
    {
        EventList list = new(seed: 1);
        for (int i = 0; i < others; i++)
        {
            list.Schedule(new Event(new SimTime(1_000_000 + i), 0, i, 0));
        }

        list.Schedule(new Event(new SimTime(10), 0, 1, 0));
        list.Schedule(new Event(new SimTime(20), 0, 2, 0));
        list.Schedule(new Event(new SimTime(20), 1, 3, 0));
        list.Schedule(new Event(new SimTime(21), 0, 4, 0));
        Event[] two = new Event[2];
        Assert.Equal(0, list.TakeUntil(new SimTime(9), two));
        Assert.Equal(0, list.TakeUntil(new SimTime(20), []));
        Assert.Equal(2, list.TakeUntil(new SimTime(20), two));
        Assert.Equal([1, 2], two.Select(e => e.Entity));
        Assert.Equal(1, list.TakeUntil(new SimTime(20), two));
        Assert.Equal(3, two[0].Entity);
        Assert.Equal(others + 1, list.Count);
    }

    internal static void Drain(EventList list, ReferenceEventList reference)
    {
        while (reference.Take() is { } expected)
        {
            Assert.True(list.TryTake(out Event e));
            Assert.Equal(expected, e);
        }

        Assert.Equal(0, list.Count);
        Assert.False(list.TryPeek(out _));
        Assert.False(list.TryTake(out _));
        Assert.Equal(0, list.TakeUntil(SimTime.MaxValue, new Event[3]));
    }

    private static void Apply(
        EventList list, ReferenceEventList reference, int operation, Event[] events, int number)
    {
        switch (operation)
        {
            case 0 or 1:
                list.ScheduleBurst(events);
                Array.ForEach(events, reference.Schedule);
                break;
            case 2 or 3:
                Array.ForEach(events, e => list.Schedule(in e));
                Array.ForEach(events, reference.Schedule);
                break;
            case 4:
                Array.ForEach(events, e => Assert.Equal(reference.Cancel(e), list.Cancel(in e)));
                break;
            case 5:
                Assert.Equal(reference.Peek(), list.TryPeek(out Event first) ? first : null);
                break;
            case 6:
                Event[] batch = new Event[number];
                SimTime until = events.Length > 0 ? events[0].Time : new SimTime(3);
                int count = list.TakeUntil(until, batch);
                Assert.Equal(reference.TakeUntil(until, number), batch.Take(count));
                break;
            default:
                for (int i = 0; i < number; i++)
                {
                    Assert.Equal(reference.Take(), list.TryTake(out Event e) ? e : null);
                }

                break;
        }

        Assert.Equal(reference.Count, list.Count);
    }

    private static Event Draw(string shape, Random random, long now, int i) => shape switch
    {
        "even" => new(new SimTime(now + random.NextInt64(5_000_000_000)), random.Next(3), i, random.Next(5)),
        "one instant" => new(new SimTime(1_000_000), 7, i, random.Next(5)),
        "few instants" => new(new SimTime(now + random.Next(3)), random.Next(2), i, 0),
        "clusters" => new(
            new SimTime(now + (1_000_000_000L * random.Next(50)) + random.Next(3)), 1, random.Next(), i & 0xFFFF),
        "exponential" => new(new SimTime(now + (long)(-1e9 * Math.Log(1 - random.NextDouble()))), 1, i, 0),
        // Any order of magnitude from a nanosecond to a century.
        "scales" => new(new SimTime(now + (1L << random.Next(61))), random.Next(256), random.Next(), 0),
        "equal events" => new(new SimTime(now + 5), 1, 2, 3),
        _ => throw new ArgumentException(shape),
    };

    private static long TakeInBatches(
        EventList list, ReferenceEventList reference, int total, Random random, long now)
    {
        Event[] batch = new Event[777];
        while (total > 0)
        {
            int wanted = Math.Min(total, random.Next(1, batch.Length));
            SimTime until = random.Next(2) == 0 ? SimTime.MaxValue : reference.Peek()!.Value.Time;
            int count = list.TakeUntil(until, batch.AsSpan(0, wanted));
            Assert.Equal(reference.TakeUntil(until, wanted), batch.Take(count));
            total -= count;
            now = Math.Max(now, batch[count - 1].Time.Nanoseconds);
            // Time stays below the longest delay drawn above.
            now = Math.Min(now, 1L << 60);
        }

        return now;
    }

    private static List<Event> TakeAll(EventList list)
    {
        List<Event> all = [];
        while (list.TryTake(out Event e))
        {
            all.Add(e);
        }

        return all;
    }
}
