using GdoiSim.Cli.Running;
using GdoiSim.Group;
using GdoiSim.Kernel;
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
