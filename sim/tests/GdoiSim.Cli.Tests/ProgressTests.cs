using GdoiSim.Cli.Running;
using GdoiSim.Group;
using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Network;
using GdoiSim.Network.Latency;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>What is told while a run goes on.</summary>
public sealed class ProgressTests
{
    private static readonly GroupOptions Options = new()
    {
        Members = 1000,
        Rekey = new RekeySchedule { Count = 4 },
    };

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1000, 0.25)]
    [InlineData(4000, 0.99)]
    [InlineData(9000, 0.99)]
    public void What_is_done_follows_the_acknowledgements(long acknowledgements, double done) =>
        Assert.Equal(done, new RunScale(Options).Done(new GroupProgress(SimTime.Zero, 1, acknowledgements)));

    [Fact]
    public void With_a_duration_virtual_time_counts_as_well()
    {
        var scale = new RunScale(Options with { Duration = SimDuration.FromSeconds(100L) });
        var progress = new GroupProgress(SimTime.Zero + SimDuration.FromSeconds(80L), 1, 0);
        Assert.Equal(0.8, scale.Done(progress));
        Assert.Equal(5.0, scale.SecondsLeft(progress, 20)!.Value, 9);
    }

    [Fact]
    public void A_line_has_rate_and_remaining_time()
    {
        var scale = new RunScale(Options);
        var progress = new GroupProgress(SimTime.Zero + SimDuration.FromSeconds(90L), 2, 1000);
        Assert.Equal(
            "25 %: rekey 2 at 90 s, 1,000 ACKs, 500/s, about 6 s left", scale.Report(progress, 2).Line);
        Assert.Equal("0 %: rekey 0 at 0 s, 0 ACKs, 0/s", scale.Report(default, 2).Line);
    }

    [Theory]
    [InlineData(RegistrationMode.Full, 5)]
    [InlineData(RegistrationMode.Pull, 2)]
    public void While_members_register_their_requests_are_what_is_done(RegistrationMode mode, int requests)
    {
        var scale = new RunScale(Options with
        {
            Duration = SimDuration.FromSeconds(900L),
            Registration = new RegistrationOptions { Mode = mode },
        });
        double before = 0;
        foreach (int tenth in Enumerable.Range(0, 11))
        {
            var progress = new GroupProgress(SimTime.Zero + SimDuration.FromSeconds((long)tenth), 0, 0)
            {
                RequestsAnswered = tenth * 100 * requests,
                Registered = tenth * 50,
            };
            double done = scale.Done(progress);
            // Nearly all of such a run is registering, although that is over within a ninetieth of the duration.
            Assert.InRange(done, Math.Max(before, 0.09 * tenth * (mode == RegistrationMode.Full ? 1 : 0.9)), 0.99);
            before = done;
            Assert.StartsWith(
                $"{100 * done:0} %: {tenth * 50} of 1,000 members registered at {tenth} s",
                scale.Report(progress, 2).Line, StringComparison.Ordinal);
        }

        var later = new GroupProgress(SimTime.Zero + SimDuration.FromSeconds(600L), 1, 0);
        Assert.Equal(600.0 / 900, scale.Done(later), 12);
        Assert.Contains(": rekey 1 at ", scale.Report(later, 2).Line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_storm_of_registrations_reports_how_far_it_is_within_one_window()
    {
        var reports = new List<GroupProgress>();
        var world = new GroupWorld(
            Options with
            {
                Members = 100,
                Network = new NetworkOptions { ToMembers = Instant, ToServer = Instant },
                Profiles = [new MemberProfile { Name = "standard" }],
                Duration = SimDuration.FromSeconds(100L),
                Rekey = new RekeySchedule { First = SimDuration.FromSeconds(60L), Count = 1 },
                Registration = new RegistrationOptions
                {
                    Mode = RegistrationMode.Pull,
                    Wait = Distribution.Uniform(SimDuration.Zero, SimDuration.FromSeconds(20L)),
                },
            },
            new Listener(reports));
        world.Run(TestContext.Current.CancellationToken);
        GroupProgress[] first = [.. reports.TakeWhile(report => report.RekeysBegun == 0)];
        Assert.True(first.Select(report => report.Registered).Distinct().Count() > 4);
        Assert.True(first.Zip(first.Skip(1)).All(pair =>
            pair.First.Now <= pair.Second.Now && pair.First.RequestsAnswered <= pair.Second.RequestsAnswered));
        Assert.Equal((100, 200), (reports[^1].Registered, reports[^1].RequestsAnswered));
    }

    [Fact]
    public void Nothing_is_told_of_a_run_that_is_over_soon()
    {
        var error = new StringWriter();
        new ProgressDisplay(Silent(error), Report).Watch(Task.CompletedTask);
        Assert.Equal("", error.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_longer_run_is_told_of_until_its_end(bool watched)
    {
        var error = new AwaitedWriter(" ACKs, ");
        var terminal = new Terminal { Output = TextWriter.Null, Error = error, IsWatched = watched };
        var run = new TaskCompletionSource();
        var display = new ProgressDisplay(terminal, Report)
        {
            FirstWait = TimeSpan.Zero,
        };
        Task watching = Task.Run(() => display.Watch(run.Task), TestContext.Current.CancellationToken);
        await error.Seen.Task.WaitAsync(TestContext.Current.CancellationToken);
        run.SetResult();
        await watching;
        Assert.Equal(watched, error.Text.Contains('\u001b'));
    }

    private static PathOptions Instant => new()
    {
        Latency = new LatencyModel
        {
            MemberBase = Distribution.Constant(SimDuration.Zero),
            PerPacket = Distribution.Constant(SimDuration.Zero),
        },
    };

    private sealed class Listener(List<GroupProgress> reports) : IProgress<GroupProgress>
    {
        public void Report(GroupProgress value) => reports.Add(value);
    }

    private static ProgressReport Report(double elapsed) => new RunScale(Options).Report(default, elapsed);

    private static Terminal Silent(TextWriter error) => new() { Output = TextWriter.Null, Error = error };

    /// <summary>Keeps what is written, and says when a text was among it.</summary>
    private sealed class AwaitedWriter(string awaited) : StringWriter
    {
        private readonly Lock _lock = new();

        public TaskCompletionSource Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Text
        {
            get
            {
                lock (_lock)
                {
                    return ToString();
                }
            }
        }

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void WriteLine(string? value) => Write(value + "\n");

        public override void Write(string? value)
        {
            lock (_lock)
            {
                base.Write(value);
                if (ToString().Contains(awaited, StringComparison.Ordinal))
                {
                    Seen.TrySetResult();
                }
            }
        }
    }
}
