using System.Diagnostics;
using GdoiSim.Cli.Reporting;
using GdoiSim.Group;
using Spectre.Console;

namespace GdoiSim.Cli.Running;

/// <summary>
/// Tells how far a run is while it runs on another thread: a bar on a terminal, plain lines elsewhere, and nothing of
/// a run that is over before anybody wonders.
/// </summary>
internal sealed class ProgressDisplay(Terminal terminal, RunScale scale, LatestProgress progress)
{
    private static readonly TimeSpan _redraw = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan _line = TimeSpan.FromSeconds(5);

    /// <summary>How long a run may take without a word.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Returns when the run is over; what it threw stays with the task.</summary>
    public void Watch(Task run)
    {
        long started = Stopwatch.GetTimestamp();
        if (IsOver(run, FirstWait))
        {
            return;
        }

        if (terminal.IsWatched)
        {
            DrawBar(run, started);
            return;
        }

        do
        {
            terminal.Error.WriteLine(Line(progress.Latest, Stopwatch.GetElapsedTime(started).TotalSeconds));
        }
        while (!IsOver(run, _line));
    }

    /// <summary>One line: what is done, how fast it goes, how long it will take.</summary>
    internal string Line(in GroupProgress latest, double elapsedSeconds)
    {
        string rate = Words.Rate(latest.Acknowledgements / Math.Max(elapsedSeconds, 1e-9));
        string left = scale.SecondsLeft(latest, elapsedSeconds) is { } seconds
            ? $", about {Words.Time(seconds)} left"
            : "";
        return $"{scale.Done(latest) * 100:0} %: rekey {latest.RekeysBegun} at {Words.Time(latest.Now.ToSeconds())}, "
            + $"{Words.Number(latest.Acknowledgements)} ACKs, {rate}{left}";
    }

    // A method of its own, so that the library is loaded only where a bar is drawn.
    private void DrawBar(Task run, long started)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(terminal.Error),
            Ansi = AnsiSupport.Yes,
            Interactive = InteractionSupport.Yes,
            ColorSystem = terminal.ColoursError ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
        });
        console.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(new ProgressBarColumn { Width = 10 }, new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context =>
            {
                ProgressTask bar = context.AddTask("beginning", maxValue: 1);
                do
                {
                    GroupProgress latest = progress.Latest;
                    bar.Value = scale.Done(latest);
                    bar.Description = Line(latest, Stopwatch.GetElapsedTime(started).TotalSeconds).EscapeMarkup();
                }
                while (!IsOver(run, _redraw));
            });
    }

    private static bool IsOver(Task run, TimeSpan wait) => Task.WaitAny([run], wait) == 0;
}
