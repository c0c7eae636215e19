using GdoiSim.Kernel.Stations;
using Xunit;

namespace GdoiSim.Kernel.Tests.Stations;

public sealed class ServiceStationTests
{
    /// <summary>
    /// Times are small whole numbers, so that arrivals, ends of service and ends of own work coincide all the time.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(9)]
    public void Any_sequence_of_calls_gives_the_reference_result(int servers)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            Random random = new(seed);
            int places = random.Next(4) switch { 0 => 0, 1 => 1, 2 => 5, _ => int.MaxValue - servers };
            long octets = random.Next(3) switch { 0 => 0, 1 => 2000, _ => long.MaxValue };
            int capacity = servers + places;
            Recorder recorder = new();
            ServiceStation<Item, Recorder> station = new(servers, capacity, octets, recorder);
            ReferenceStation reference = new(servers, places, octets);
            Dictionary<int, long> ownWorkEnds = [];
            long now = 0;
            int longestGap = random.Next(2, 8);
            int longestService = random.Next(2, 6 * servers);
            for (int id = 0; id < 400; id++)
            {
                now += random.Next(longestGap);
                string context = $"servers {servers}, seed {seed}, call {id}";
                switch (random.Next(12))
                {
                    case 0:
                        long work = random.Next(10);
                        ownWorkEnds[id] = station.Occupy(new(now), new(work)).Nanoseconds;
                        reference.Occupy(now, id, work);
                        break;
                    case 1:
                        station.AdvanceTo(new(now));
                        reference.AdvanceTo(now);
                        break;
                    default:
                        long service = random.Next(longestService);
                        int size = 100 * random.Next(10);
                        bool accepted = station.Arrive(new(now), new Item(id, service), size);
                        Assert.True(accepted == reference.Arrive(now, id, service, size), context);
                        break;
                }

                AssertSame(reference, station, context);
            }

            Assert.Equal(reference.AdvanceToIdle(), station.AdvanceToIdle().Nanoseconds);
            AssertSame(reference, station, $"servers {servers}, seed {seed}, at the end");
            Assert.Equal(reference.Log, recorder.Log);
            Assert.Equal(reference.OwnWorkEnds, ownWorkEnds);
        }
    }

    [Fact]
    public void Completions_come_before_an_arrival_at_one_instant()
    {
        ServiceStation<Item, Recorder> station = new(1, 1, long.MaxValue, new Recorder());
        Assert.True(station.Arrive(new(0), new Item(1, 10), 0));
        Assert.False(station.Arrive(new(9), new Item(2, 10), 0));
        Assert.True(station.Arrive(new(10), new Item(3, 10), 0));
        Assert.Equal(1, station.Served);
        Assert.Equal(1, station.Drops);
        Assert.Equal(3, station.Arrivals);
    }

    [Fact]
    public void Own_work_takes_no_place_in_the_waiting_room()
    {
        ServiceStation<Item, Recorder> station = new(1, 3, long.MaxValue, new Recorder());
        Assert.Equal(10, station.Occupy(new(0), new(10)).Nanoseconds);
        Assert.Equal(15, station.Occupy(new(0), new(5)).Nanoseconds);
        Assert.Equal(0, station.InSystem);
        Assert.True(station.Arrive(new(1), new Item(1, 1), 0));
        Assert.True(station.Arrive(new(1), new Item(2, 1), 0));
        Assert.False(station.Arrive(new(1), new Item(3, 1), 0));
        Assert.Equal(17, station.AdvanceToIdle().Nanoseconds);
        Assert.Equal(17, station.BusyTime.Nanoseconds);
        Assert.Equal(15, station.MaxWait.Nanoseconds);
    }

    [Fact]
    public void Octets_are_charged_while_waiting_only()
    {
        ServiceStation<Item, Recorder> station = new(1, int.MaxValue, 1664, new Recorder());
        Assert.True(station.Arrive(new(0), new Item(1, 10), 832));
        Assert.Equal(0, station.WaitingOctets);
        Assert.True(station.Arrive(new(0), new Item(2, 10), 832));
        Assert.True(station.Arrive(new(0), new Item(3, 10), 832));
        Assert.Equal(1664, station.WaitingOctets);
        Assert.False(station.Arrive(new(0), new Item(4, 10), 1));
        Assert.True(station.Arrive(new(10), new Item(5, 10), 832));
        Assert.Equal(1664, station.WaitingOctets);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Recorder recorder = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServiceStation<Item, Recorder>(0, 1, 0, recorder));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServiceStation<Item, Recorder>(2, 1, 0, recorder));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ServiceStation<Item, Recorder>(1, 1, -1, recorder));
        ServiceStation<Item, Recorder> station = new(1, 1, 0, recorder);
        station.AdvanceTo(new(10));
        Assert.Throws<ArgumentOutOfRangeException>(() => station.AdvanceTo(new(9)));
        Assert.Throws<ArgumentOutOfRangeException>(() => station.Arrive(new(9), new Item(1, 1), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => station.Occupy(new(10), new(-1)));
        Assert.Throws<InvalidOperationException>(() => station.Arrive(new(10), new Item(1, -1), 0));
    }

    [Fact]
    public void A_process_cannot_call_its_station()
    {
        Caller caller = new();
        caller.Station = new ServiceStation<Item, Caller>(1, 1, 0, caller);
        caller.Station.Arrive(new(0), new Item(1, 1), 0);
        Assert.Throws<InvalidOperationException>(() => caller.Station.AdvanceTo(new(5)));
    }

    [Fact]
    public void Serving_allocates_nothing()
    {
        ServiceStation<Item, Constant> station = new(2, 1000, long.MaxValue, default);
        long now = 0;
        Serve();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Serve();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Serve()
        {
            for (int i = 0; i < 10_000; i++)
            {
                now += i % 7;
                station.Arrive(new(now), new Item(i, 0), 832);
            }

            Assert.True(station.Drops > 0);
        }
    }

    private static void AssertSame(
        ReferenceStation reference, ServiceStation<Item, Recorder> station, string context)
    {
        Assert.True(
            (reference.Drops, reference.Served, reference.Waiting, reference.InService) ==
            (station.Drops, station.Served, station.Waiting, station.InService), context);
        Assert.True(
            (reference.WaitingOctets, reference.MaxWaiting, reference.MaxWait, reference.BusyTime) ==
            (station.WaitingOctets, station.MaxWaiting, station.MaxWait.Nanoseconds, station.BusyTime.Nanoseconds),
            context);
        Assert.True(reference.TotalWait / 1e9 == station.TotalWaitSeconds, context);
        Assert.True(station.InSystem == station.Waiting + station.InService, context);
    }

    private sealed class Recorder : IServiceProcess<Item>
    {
        public List<string> Log { get; } = [];

        public SimDuration BeginService(in Item item, SimTime start)
        {
            Log.Add($"begin {item.Id} at {start.Nanoseconds}");
            return new(item.Service);
        }

        public void EndService(in Item item, SimTime end) => Log.Add($"end {item.Id} at {end.Nanoseconds}");
    }

    private sealed class Caller : IServiceProcess<Item>
    {
        public ServiceStation<Item, Caller> Station { get; set; } = null!;

        public SimDuration BeginService(in Item item, SimTime start) => new(1);

        public void EndService(in Item item, SimTime end) => Station.Arrive(end, in item, 0);
    }

    private readonly struct Constant : IServiceProcess<Item>
    {
        public SimDuration BeginService(in Item item, SimTime start) => new(10);

        public void EndService(in Item item, SimTime end)
        {
        }
    }

    private readonly record struct Item(int Id, long Service);
}
