using GdoiSim.Kernel.Events;
using Xunit;

namespace GdoiSim.Kernel.Tests.Events;

public sealed class EventOrderTests
{
    [Fact]
    public void Time_decides_before_kind_and_kind_before_the_tie_draw()
    {
        EventOrder order = new(seed: 11);
        Random random = new(5);
        for (int i = 0; i < 1000; i++)
        {
            Event early = new(new SimTime(7), random.Next(256), random.Next(), random.Next(1 << 24));
            Event late = new(new SimTime(8), random.Next(256), random.Next(), random.Next(1 << 24));
            Event lowKind = new(new SimTime(7), 3, random.Next(), random.Next(1 << 24));
            Event highKind = new(new SimTime(7), 4, random.Next(), random.Next(1 << 24));
            Assert.True(order.Precedes(in early, in late) && !order.Precedes(in late, in early));
            Assert.True(order.Precedes(in lowKind, in highKind) && !order.Precedes(in highKind, in lowKind));
        }
    }

    [Fact]
    public void Different_entities_and_indices_have_different_tie_draws()
    {
        EventOrder order = new(seed: 3);
        HashSet<ulong> draws = [];
        int[] entities = [0, 1, 2, 1000, int.MaxValue, -1, int.MinValue];
        int[] indices = [0, 1, 2, 255, 256, Event.MaxIndex];
        foreach (int entity in entities)
        {
            foreach (int index in indices)
            {
                Event e = new(SimTime.Zero, 0, entity, index);
                Assert.True(draws.Add(order.TieDraw(in e)), $"entity {entity} index {index}");
            }
        }
    }

    [Fact]
    public void An_event_does_not_precede_itself()
    {
        EventOrder order = new(seed: 3);
        Event e = new(new SimTime(9), 1, 2, 3);
        Assert.False(order.Precedes(in e, in e));
        Assert.Equal(0, order.Compare(e, e));
    }

    /// <summary>Over many seeds, each of 20 tied entities comes first about equally often.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(77)]
    public void No_entity_is_favoured_by_its_number(int index)
    {
        const int entities = 20;
        const int seeds = 20_000;
        int[] first = new int[entities];
        for (ulong seed = 0; seed < seeds; seed++)
        {
            EventOrder order = new(seed);
            first[Enumerable.Range(0, entities).MinBy(
                entity => order.TieDraw(new Event(SimTime.Zero, 0, entity, index)))]++;
        }

        const double expected = (double)seeds / entities;
        double chiSquare = first.Sum(count => (count - expected) * (count - expected) / expected);
        // 19 degrees of freedom; 43.8 is the 0.1 % point.
        Assert.True(chiSquare < 43.8, $"chi square {chiSquare}");
    }

    [Fact]
    public void Seeds_order_ties_independently_of_each_other()
    {
        const int pairs = 10_000;
        int same = 0;
        for (ulong seed = 0; seed < pairs; seed++)
        {
            (EventOrder one, EventOrder other) = (new(seed), new(seed + 1));
            Event left = new(SimTime.Zero, 0, 4, 0);
            Event right = new(SimTime.Zero, 0, 5, 0);
            same += one.Precedes(in left, in right) == other.Precedes(in left, in right) ? 1 : 0;
        }

        // Half of them, within four standard deviations.
        Assert.InRange(same, (pairs / 2) - 200, (pairs / 2) + 200);
    }

    /// <summary>
    /// Sorting looks at the upper 56 bits of tie draws first. Events that differ in the last octet only are rare, but
    /// as the draw is a bijection they can be looked for from their draws.
    /// </summary>
    [Fact]
    public void Ties_that_differ_in_the_last_octet_only_are_ordered_by_it()
    {
        const ulong seed = 9;
        SimTime instant = new(1);
        EventOrder order = new(seed);
        int pairs = 0;
        for (ulong draw = 0x1234567800; pairs < 5; draw += 0x987654321000)
        {
            Event[] siblings = [.. Enumerable.Range(0, 256).SelectMany(octet => EventsWithDraw(draw + (ulong)octet))];
            if (siblings.Length < 2)
            {
                continue;
            }

            // An earlier event and a hundred other ties: so they are sorted as one bucket of one instant.
            pairs++;
            EventList list = new(seed);
            list.Schedule(new Event(SimTime.Zero, 0, 0, 0));
            list.ScheduleBurst([.. siblings.Reverse(), .. Enumerable.Range(0, 100).Select(
                entity => new Event(instant, 0, entity, 1))]);
            Event[] taken = new Event[400];
            int count = list.TakeUntil(instant, taken);
            Assert.Equal(siblings, taken.Take(count).Where(siblings.Contains));
        }

        IEnumerable<Event> EventsWithDraw(ulong draw)
        {
            ulong start = Mixing.Mix(seed + Mixing.Golden);
            ulong position = (Unmix(draw) - start) * Inverse(Mixing.Golden);
            if (position >> 56 == 0)
            {
                Event e = new(instant, 0, (int)(position >> 24), (int)(position & Event.MaxIndex));
                Assert.Equal(draw, order.TieDraw(in e));
                yield return e;
            }
        }
    }

    private static ulong Unmix(ulong word)
    {
        word = Unshift(word, 31) * Inverse(0x94D049BB133111EB);
        word = Unshift(word, 27) * Inverse(0xBF58476D1CE4E5B9);
        return Unshift(word, 30);
    }

    // word = original ^ (original >> shift).
    private static ulong Unshift(ulong word, int shift)
    {
        ulong original = word;
        for (int bits = shift; bits < 64; bits += shift)
        {
            original = word ^ (original >> shift);
        }

        return original;
    }

    // Modulo 2^64; each step of Newton's iteration doubles the number of right bits.
    private static ulong Inverse(ulong odd)
    {
        ulong inverse = odd;
        for (int i = 0; i < 6; i++)
        {
            inverse *= 2 - (odd * inverse);
        }

        return inverse;
    }
}
