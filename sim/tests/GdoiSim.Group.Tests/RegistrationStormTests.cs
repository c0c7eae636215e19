using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Kernel.Stations;
using GdoiSim.Network;
using GdoiSim.Network.Latency;

namespace GdoiSim.Group.Tests;

/// <summary>
/// Storms of registrations against one core, first come, first served: all members send one request at once and repeat
/// it at the times that strongSwan has as defaults (after 4, 11.2, 24.2, 47.5 and 89.5 s). The expected numbers are
/// those of V21 and V22 of the validation targets.
/// </summary>
public sealed class RegistrationStormTests
{
    [Theory]
    [InlineData(2000, 100, 2480, 20.0)]
    [InlineData(4000, 100, 8064, 40.0)]
    [InlineData(8000, 100, 23316, 80.0)]
    [InlineData(8000, 500, 8400, 16.0)]
    [InlineData(8000, 2500, 0, 3.2)]
    public void Repeats_that_cost_nothing_are_as_many_as_the_formula_says(
        int members, int perSecond, int duplicates, double drained)
    {
        Storm storm = new(members, perSecond, duplicatesCostService: false);
        storm.Run();
        Assert.Equal(members, storm.Tally.Completed);
        Assert.InRange(storm.Tally.Duplicates, duplicates - 5, duplicates + 5);
        Assert.Equal(storm.Tally.Duplicates, storm.Tally.Repeated);
        Assert.Equal(drained, storm.LastAnswer.ToSeconds(), 1e-6);
    }

    [Theory]
    [InlineData(300, 100, 0, 3.0, 3.0)]
    [InlineData(2000, 100, 2480, 20.0, 44.8)]
    [InlineData(8000, 500, 8401, 16.0, 32.802)]
    public void Repeats_that_cost_full_service_keep_the_core_busy_after_the_last_answer(
        int members, int perSecond, int duplicates, double lastAnswered, double busy)
    {
        Storm storm = new(members, perSecond, duplicatesCostService: true);
        storm.Run();
        Assert.Equal(members, storm.Tally.Completed);
        Assert.InRange(storm.Tally.Duplicates, duplicates - 5, duplicates + 5);
        Assert.Equal(lastAnswered, storm.LastAnswer.ToSeconds(), 1e-6);
        Assert.Equal(busy, storm.Tally.BusyTime.ToSeconds(), 0.01 * busy);
    }

    /// <summary>Members, a desk and one core with room for everything; requests and replies take no time.</summary>
    private sealed class Storm : IServiceProcess<Event>
    {
        private readonly RegistrationDesk _desk;
        private readonly ServiceStation<Event, Storm> _station;

        public Storm(int members, int perSecond, bool duplicatesCostService)
        {
            Distribution service = Distribution.Constant(SimDuration.FromSeconds(1.0 / perSecond));
            PathOptions instant = new()
            {
                Latency = new LatencyModel
                {
                    MemberBase = Distribution.Constant(SimDuration.Zero),
                    PerPacket = Distribution.Constant(SimDuration.Zero),
                },
            };
            GroupOptions options = Worlds.Options(members) with
            {
                Network = new NetworkOptions { ToMembers = instant, ToServer = instant },
                Duration = SimDuration.FromSeconds(1000L),
                Registration = new RegistrationOptions
                {
                    Mode = RegistrationMode.Pull,
                    // Without giving up: V22 knows no timeout.
                    Repeats = 30,
                    ServiceTimes = new RegistrationTimes
                    {
                        KeyDownload = service,
                        Duplicate = duplicatesCostService ? service : Distribution.Constant(SimDuration.Zero),
                    },
                },
            };
            GroupState group = new(options);
            _desk = new RegistrationDesk(
                group, 0, parties: null, RegistrationStep.KeyDownload, (_, _, at) => LastAnswer = at);
            _station = new ServiceStation<Event, Storm>(1, int.MaxValue, long.MaxValue, this);
            for (int member = 0; member < members; member++)
            {
                _desk.Begin(member, SimTime.Zero);
            }
        }

        public RegistrationTally Tally => _desk.Tally;

        public SimTime LastAnswer { get; private set; }

        public void Run()
        {
            while (_desk.IsActive)
            {
                SimTime next = SimTime.Min(_desk.Next, _station.NextStep);
                _station.AdvanceTo(next);
                if (_desk.Next <= next && _desk.HandleNext(out Event request))
                {
                    _desk.Tally.Arrive(next);
                    Assert.True(_station.Arrive(next, request, 0));
                }
            }
        }

        public SimDuration BeginService(in Event item, SimTime start) => _desk.ServiceTime(item);

        public void EndService(in Event item, SimTime end) => _desk.Served(item, end);
    }
}
