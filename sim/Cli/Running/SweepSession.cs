using System.Diagnostics;
using GdoiSim.Analysis.Replications;
using GdoiSim.Analysis.Sweeps;
using GdoiSim.Cli.Reporting;
using GdoiSim.Metrics;

namespace GdoiSim.Cli.Running;

/// <summary>A sweep from what its store lacks to its files and charts, and what is told of it.</summary>
internal sealed class SweepSession(
    ScenarioTemplate template,
    SweepDescription description,
    SweepStore store,
    string directory,
    int threads,
    Terminal terminal)
{
    /// <summary>Runs, writes, draws and tells.</summary>
    /// <returns>The exit code.</returns>
    public int Execute(RunPresentation presentation)
    {
        using var interruption = new Interruption();
        long begin = Stopwatch.GetTimestamp();
        SweepOutcome outcome;
        try
        {
            Simulate(presentation, interruption.Token);
            outcome = SweepTables.Write(directory, description, store);
            if (presentation.Charts && !outcome.Description.Partial)
            {
                SweepDrawing.Draw(directory, terminal);
            }
        }
        catch (Exception exception) when (
            exception is ResultException or IOException or UnauthorizedAccessException)
        {
            terminal.TellError($"error: the sweep could not be written: {exception.Message}");
            return ExitCode.Failure;
        }

        double wallSeconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        var lines = new SweepLines(outcome, terminal);
        lines.Write(presentation, directory, wallSeconds);
        return outcome.Description.Partial ? ExitCode.Interrupted : lines.ExitCodeOf();
    }

    private void Simulate(RunPresentation presentation, CancellationToken cancellation)
    {
        var progress = new LatestProgress<SweepProgress>();
        var runner = new SweepRunner(template, description, store);
        Task run = Task.Factory.StartNew(
            () => runner.Run(threads, progress, cancellation),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        if (!presentation.Quiet)
        {
            new ProgressDisplay(terminal, elapsed => SweepScale.Report(progress.Latest, elapsed)).Watch(run);
        }

        run.GetAwaiter().GetResult();
    }
}
