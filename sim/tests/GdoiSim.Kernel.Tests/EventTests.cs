using System.Runtime.CompilerServices;
using Xunit;

namespace GdoiSim.Kernel.Tests;

public sealed class EventTests
{
    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(long.MaxValue, 255, int.MaxValue, Event.MaxIndex)]
    [InlineData(1, 1, int.MinValue, 1)]
    [InlineData(5, 128, -1, 0x800000)]
    public void Keeps_what_it_was_made_of(long time, int kind, int entity, int index)
    {
        Event e = new(new SimTime(time), kind, entity, index);
        Assert.Equal((time, kind, entity, index), (e.Time.Nanoseconds, e.Kind, e.Entity, e.Index));
        Assert.True(e == new Event(new SimTime(time), kind, entity, index));
    }

    [Fact]
    public void Takes_sixteen_octets() => Assert.Equal(16, Unsafe.SizeOf<Event>());

    [Fact]
    public void Differs_if_any_part_differs()
    {
        Event e = new(new SimTime(1), 2, 3, 4);
        Event[] others = [new(new(9), 2, 3, 4), new(new(1), 9, 3, 4), new(new(1), 2, 9, 4), new(new(1), 2, 3, 9)];
        Assert.All(others, other => Assert.True(e != other && !e.Equals((object)other)));
    }

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(0, -1, 0)]
    [InlineData(0, 256, 0)]
    [InlineData(0, 0, -1)]
    [InlineData(0, 0, 1 << 24)]
    public void Parts_out_of_range_are_refused(long time, int kind, int index) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Event(new SimTime(time), kind, 0, index));
}
