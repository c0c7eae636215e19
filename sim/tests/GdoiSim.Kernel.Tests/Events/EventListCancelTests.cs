using Xunit;

namespace GdoiSim.Kernel.Tests.Events;

public sealed class EventListCancelTests
{
    private static Event At(long time, int entity) => new(new SimTime(time), 1, entity, 0);

    [Fact]
    public void Cancelling_what_is_not_pending_changes_nothing()
    {
        EventList list = new(seed: 1);
        Assert.False(list.Cancel(At(5, 1)));
        list.Schedule(At(5, 1));
        Assert.False(list.Cancel(At(5, 2)));
        Assert.False(list.Cancel(new Event(new SimTime(5), 2, 1, 0)));
        Assert.False(list.Cancel(new Event(new SimTime(5), 1, 1, 1)));
        Assert.False(list.Cancel(At(6, 1)));
        Assert.Equal(1, list.Count);
        Assert.True(list.TryTake(out _));
        Assert.False(list.Cancel(At(5, 1)));
    }

    [Fact]
    public void A_cancelled_event_can_be_scheduled_again()
    {
        EventList list = new(seed: 1);
        list.Schedule(At(5, 1));
        Assert.True(list.Cancel(At(5, 1)));
        Assert.False(list.Cancel(At(5, 1)));
        Assert.Equal(0, list.Count);
        list.Schedule(At(5, 1));
        Assert.True(list.IsPending(At(5, 1)));
        Assert.True(list.TryTake(out Event e));
        Assert.Equal(At(5, 1), e);
        Assert.False(list.TryTake(out _));
    }

    [Fact]
    public void Of_equal_events_one_is_cancelled()
    {
        EventList list = new(seed: 1);
        list.ScheduleBurst([At(5, 1), At(5, 1), At(5, 1)]);
        Assert.True(list.Cancel(At(5, 1)));
        Assert.Equal(2, list.Count);
        Assert.True(list.TryTake(out _));
        Assert.True(list.TryTake(out _));
        Assert.False(list.TryTake(out _));
    }

    [Fact]
    public void Random_cancellation_in_a_large_list_gives_the_reference_result()
    {
        for (int seed = 0; seed < 4; seed++)
        {
            Random random = new(seed);
            EventList list = new((ulong)seed);
            ReferenceEventList reference = new((ulong)seed);
            List<Event> known = [];
            for (int round = 0; round < 8; round++)
            {
                for (int i = random.Next(8_000); i > 0; i--)
                {
                    Event e = At(random.Next(1 << random.Next(1, 30)), random.Next(50));
                    list.Schedule(in e);
                    reference.Schedule(e);
                    known.Add(e);
                }

                // Sometimes nearly everything, so that the list clears out what it keeps in vain.
                for (int i = random.Next(2 * known.Count); i > 0; i--)
                {
                    Event e = known[random.Next(known.Count)];
                    Assert.True(reference.Cancel(e) == list.Cancel(in e), $"seed {seed}: {e}");
                }

                for (int i = random.Next(reference.Count + 1); i > 0; i--)
                {
                    Assert.True(list.TryTake(out Event e));
                    Assert.Equal(reference.Take(), e);
                }

                Assert.Equal(reference.Count, list.Count);
            }

            EventListOrderTests.Drain(list, reference);
        }
    }
}
