using System.Diagnostics;
using Spectre.Console;

namespace GdoiSim.Cli.Running;

/// <summary>How far something is: the part that is done, 0 to 1, and a line that says more.</summary>
internal readonly record struct ProgressReport(double Done, string Line);

/// <summary>
/// Tells how far a run or sweep is while it goes on on another thread: a bar on a terminal, plain lines elsewhere, and
/// nothing of what is over before anybody wonders.
/// </summary>
/// <param name="terminal">Where it is told.</param>
/// <param name="report">How far it is, after so many seconds.</param>
internal sealed class ProgressDisplay(Terminal terminal, Func<double, ProgressReport> report)
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
            terminal.Error.WriteLine(report(Stopwatch.GetElapsedTime(started).TotalSeconds).Line);
        }
        while (!IsOver(run, _line));
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
                    ProgressReport latest = report(Stopwatch.GetElapsedTime(started).TotalSeconds);
                    bar.Value = latest.Done;
                    bar.Description = latest.Line.EscapeMarkup();
                }
                while (!IsOver(run, _redraw));
            });
    }

    private static bool IsOver(Task run, TimeSpan wait) => Task.WaitAny([run], wait) == 0;
}
