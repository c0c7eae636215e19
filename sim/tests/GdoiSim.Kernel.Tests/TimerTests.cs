using Xunit;

namespace GdoiSim.Kernel.Tests;

public class TimerTests
{
    [Fact]
    public void A_timer_armed_for_this_very_instant_in_its_own_handler_goes_off_again()
    {
        var process = new Repeater(times: 3);
        var simulation = new Simulation(1, process);
        process.Timer = new Timer(simulation, kind: 5, entity: 0);
        process.Timer.Arm(new SimTime(10));
        Assert.Equal(StopReason.Idle, simulation.RunUntilIdle(TestContext.Current.CancellationToken));
        Assert.Equal([10, 10, 10], process.HandledAt);
    }

    [Fact]
    public void Arming_for_the_same_instant_twice_goes_off_once()
    {
        var process = new Repeater(times: 1);
        var simulation = new Simulation(1, process);
        process.Timer = new Timer(simulation, kind: 5, entity: 0);
        process.Timer.Arm(new SimTime(10));
        process.Timer.Arm(new SimTime(10));
        simulation.RunUntilIdle(TestContext.Current.CancellationToken);
        Assert.Equal([10], process.HandledAt);
    }

    private sealed class Repeater(int times) : IProcess
    {
        public Timer? Timer { get; set; }

        public List<long> HandledAt { get; } = [];

        public void AdvanceTo(SimTime time)
        {
        }

        public void Handle(in Event e)
        {
            HandledAt.Add(e.Time.Nanoseconds);
            if (HandledAt.Count < times)
            {
                Timer!.Arm(e.Time);
            }
        }
    }
}
