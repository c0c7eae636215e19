using Xunit;

namespace GdoiSim.Kernel.Tests;

public sealed class SimulationTests
{
    private static Event At(long time, int entity) => new(new SimTime(time), 1, entity, 0);

    [Fact]
    public void Each_event_is_handled_at_its_time_after_the_process_was_advanced_to_it()
    {
        Script script = new();
        script.Simulation.ScheduleBurst([At(30, 3), At(10, 1), At(20, 2)]);
        Assert.Equal(StopReason.Idle, script.RunUntilIdle());
        Assert.Equal(
            ["advance 10", "handle 1 at 10", "advance 20", "handle 2 at 20", "advance 30", "handle 3 at 30",
             $"advance {long.MaxValue}"],
            script.Log);
        Assert.Equal(3, script.Simulation.EventsHandled);
        Assert.Equal(30, script.Simulation.Now.Nanoseconds);
    }

    [Fact]
    public void RunUntil_handles_its_end_and_leaves_the_clock_there()
    {
        Script script = new();
        script.Simulation.ScheduleBurst([At(10, 1), At(20, 2), At(21, 3)]);
        Assert.Equal(StopReason.ReachedTime, script.RunUntil(new SimTime(20)));
        Assert.Equal(20, script.Simulation.Now.Nanoseconds);
        Assert.Equal("advance 20", script.Log[^1]);
        Assert.Equal(1, script.Simulation.EventsPending);
        Assert.Equal(new SimTime(21), script.Simulation.NextEventTime);
        Assert.Equal(StopReason.ReachedTime, script.RunUntil(new SimTime(100)));
        Assert.Equal(100, script.Simulation.Now.Nanoseconds);
        Assert.Equal(3, script.Simulation.EventsHandled);
        Assert.Equal(SimTime.MaxValue, script.Simulation.NextEventTime);
        Assert.Throws<ArgumentOutOfRangeException>(() => script.RunUntil(new SimTime(99)));
    }

    [Fact]
    public void Events_scheduled_while_advancing_are_handled_in_their_place()
    {
        Script script = new();
        script.Simulation.Schedule(At(50, 5));
        script.OnAdvance = time =>
        {
            if (time.Nanoseconds == 50 && !script.Log.Contains("handle 2 at 20"))
            {
                script.Simulation.Schedule(At(20, 2));
            }
        };
        script.RunUntilIdle();
        Assert.Equal(
            ["advance 50", "advance 20", "handle 2 at 20", "advance 50", "handle 5 at 50", $"advance {long.MaxValue}"],
            script.Log);
    }

    [Fact]
    public void An_event_cancelled_while_advancing_is_not_handled()
    {
        Script script = new();
        script.Simulation.ScheduleBurst([At(50, 5), At(60, 6)]);
        script.OnAdvance = _ => script.Simulation.Cancel(At(50, 5));
        script.RunUntilIdle();
        Assert.DoesNotContain("handle 5 at 50", script.Log);
        Assert.Contains("handle 6 at 60", script.Log);
        Assert.Equal(1, script.Simulation.EventsHandled);
    }

    [Fact]
    public void What_the_process_still_does_when_no_event_is_left_counts()
    {
        Script script = new();
        int last = 0;
        script.OnAdvance = time =>
        {
            if (time == SimTime.MaxValue && last < 3)
            {
                script.Simulation.Schedule(At(10 * ++last, last));
            }
        };
        Assert.Equal(StopReason.Idle, script.RunUntilIdle());
        Assert.Equal(3, script.Simulation.EventsHandled);
        Assert.Equal(30, script.Simulation.Now.Nanoseconds);
    }

    [Fact]
    public void What_the_process_schedules_at_the_end_of_RunUntil_still_happens_if_it_lies_before()
    {
        Script script = new();
        bool done = false;
        script.OnAdvance = time =>
        {
            if (!done)
            {
                done = true;
                script.Simulation.ScheduleBurst([At(7, 7), At(11, 11)]);
            }
        };
        Assert.Equal(StopReason.ReachedTime, script.RunUntil(new SimTime(10)));
        Assert.Contains("handle 7 at 7", script.Log);
        Assert.Equal(1, script.Simulation.EventsPending);
    }

    [Fact]
    public void A_fired_token_stops_between_events_and_the_run_can_go_on()
    {
        Script whole = Chain();
        whole.RunUntil(new SimTime(1000));
        Script parts = Chain();
        int handled = 0;
        while (true)
        {
            using CancellationTokenSource source = new();
            parts.OnHandle = _ =>
            {
                if (++handled % 3 == 0)
                {
                    source.Cancel();
                }
            };
            if (parts.Simulation.RunUntil(new SimTime(1000), source.Token) == StopReason.ReachedTime)
            {
                break;
            }

            Assert.Equal(0, handled % 3);
        }

        Assert.Equal(whole.Log, parts.Log);
        Assert.Equal(StopReason.Cancelled, parts.Simulation.RunUntilIdle(new CancellationToken(canceled: true)));

        static Script Chain()
        {
            Script script = new();
            script.Simulation.Schedule(At(0, 0));
            script.Chain = true;
            return script;
        }
    }

    [Fact]
    public void An_event_may_be_scheduled_for_the_present_and_not_for_the_past()
    {
        Script script = new();
        script.Simulation.Schedule(At(10, 1));
        script.OnHandle = e =>
        {
            if (e.Entity == 1)
            {
                script.Simulation.ScheduleAfter(SimDuration.Zero, 1, 2, 0);
                Assert.Throws<InvalidOperationException>(() => script.Simulation.Schedule(At(9, 3)));
                Assert.Throws<InvalidOperationException>(() => script.Simulation.ScheduleBurst([At(11, 3), At(9, 3)]));
                Assert.Throws<InvalidOperationException>(
                    () => script.Simulation.ScheduleAfter(new SimDuration(-1), 1, 3, 0));
            }
        };
        script.RunUntilIdle();
        Assert.Contains("handle 2 at 10", script.Log);
        Assert.Equal(2, script.Simulation.EventsHandled);
    }

    [Fact]
    public void A_timer_goes_off_once_at_its_last_setting()
    {
        Script script = new();
        Timer timer = new(script.Simulation, kind: 1, entity: 4);
        Assert.False(timer.IsArmed || timer.Cancel());
        timer.Arm(new SimTime(10));
        timer.Arm(new SimTime(30));
        timer.Arm(new SimTime(20));
        timer.Arm(new SimTime(20));
        Assert.True(timer.IsArmed);
        Assert.Equal(new SimTime(20), timer.DueTime);
        script.RunUntilIdle();
        Assert.Equal(["handle 4 at 20"], script.Log.Where(line => line.StartsWith("handle", StringComparison.Ordinal)));
        Assert.False(timer.IsArmed || timer.Cancel());
    }

    [Fact]
    public void A_timer_can_be_armed_anew_in_its_own_handler_and_cancelled()
    {
        Script script = new();
        Timer timer = new(script.Simulation, kind: 1, entity: 4);
        timer.Arm(new SimTime(10));
        script.OnHandle = e =>
        {
            Assert.False(timer.IsArmed);
            if (e.Time.Nanoseconds < 40)
            {
                timer.Arm(e.Time + new SimDuration(10));
            }
        };
        script.RunUntil(new SimTime(35));
        Assert.True(timer.IsArmed);
        Assert.True(timer.Cancel());
        Assert.False(timer.IsArmed || timer.Cancel());
        script.RunUntilIdle();
        Assert.Equal(3, script.Simulation.EventsHandled);
    }

    [Fact]
    public void A_timer_refused_a_time_in_the_past_keeps_its_setting()
    {
        Script script = new();
        Timer timer = new(script.Simulation, kind: 1, entity: 4);
        script.RunUntil(new SimTime(50));
        timer.Arm(new SimTime(60));
        Assert.Throws<InvalidOperationException>(() => timer.Arm(new SimTime(49)));
        Assert.True(timer.IsArmed);
        Assert.Equal(new SimTime(60), timer.DueTime);
    }

    [Fact]
    public void Running_and_setting_timers_allocates_nothing()
    {
        Script script = new(log: false);
        Timer timer = new(script.Simulation, kind: 2, entity: 4);
        script.Simulation.Schedule(At(0, 0));
        script.Chain = true;
        script.OnHandle = e => timer.Arm(e.Time + new SimDuration(1_000_000));
        script.RunUntil(new SimTime(100_000));
        long before = GC.GetAllocatedBytesForCurrentThread();
        script.RunUntil(new SimTime(200_000));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(script.Simulation.EventsHandled > 10_000);
    }

    /// <summary>A process that writes down what it is told and does what the test says.</summary>
    private sealed class Script : IProcess
    {
        private readonly bool _log;

        public Script(bool log = true)
        {
            _log = log;
            Simulation = new Simulation(seed: 1, this);
        }

        public Simulation Simulation { get; }

        public List<string> Log { get; } = [];

        public Action<SimTime>? OnAdvance { get; set; }

        public Action<Event>? OnHandle { get; set; }

        /// <summary>Each event schedules the next one, nine later.</summary>
        public bool Chain { get; set; }

        public StopReason RunUntil(SimTime end) => Simulation.RunUntil(end);

        public StopReason RunUntilIdle() => Simulation.RunUntilIdle();

        public void AdvanceTo(SimTime time)
        {
            if (_log && !Chain)
            {
                Log.Add($"advance {time.Nanoseconds}");
            }

            OnAdvance?.Invoke(time);
        }

        public void Handle(in Event e)
        {
            if (e.Time != Simulation.Now)
            {
                Assert.Fail($"{e} handled at {Simulation.Now}");
            }

            if (_log)
            {
                Log.Add($"handle {e.Entity} at {e.Time.Nanoseconds}");
            }

            if (Chain && e.Kind == 1)
            {
                Simulation.ScheduleAfter(new SimDuration(9), 1, e.Entity + 1, 0);
            }

            OnHandle?.Invoke(e);
        }
    }
}
