using System.Diagnostics;
using System.Globalization;
using GdoiSim.Analysis.Charts;
using GdoiSim.Cli.Reporting;
using GdoiSim.Group;
using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Cli.Running;

/// <summary>One run from its first event to the whole result in its place, and what is told of it.</summary>
internal sealed class RunSession(
    ScenarioDocument document, RunChoices choices, RunDirectory directory, Terminal terminal)
{
    /// <summary>Runs, writes, draws and tells.</summary>
    /// <returns>The exit code.</returns>
    public int Execute(RunPresentation presentation)
    {
        using var interruption = new Interruption();
        DateTime started = DateTime.UtcNow;
        long begin = Stopwatch.GetTimestamp();
        ScenarioRun run = Simulate(presentation, interruption.Token);
        double wallSeconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        try
        {
            run.WriteTables(directory.Path);
            Manifest(run, started, wallSeconds).Write(directory.Path);
            if (presentation.Charts)
            {
                RunCharts.Draw(directory.Path);
            }

            directory.Commit();
        }
        catch (Exception exception) when (
            exception is ResultException or IOException or UnauthorizedAccessException)
        {
            terminal.TellError($"error: the result could not be written: {exception.Message}");
            return ExitCode.Failure;
        }

        bool isCaptured = TryWriteCaptures(run, presentation.Captures);
        Tell(run, presentation, wallSeconds);
        return !isCaptured ? ExitCode.Failure
            : run.IsPartial ? ExitCode.Interrupted
            : run.Verdicts.All(verdict => verdict.Passed) ? ExitCode.Success
            : ExitCode.ThresholdFailed;
    }

    private ScenarioRun Simulate(RunPresentation presentation, CancellationToken cancellation)
    {
        var progress = new LatestProgress<GroupProgress>();
        Task<ScenarioRun> run = Task.Factory.StartNew(
            () => ScenarioRun.Execute(document, choices, progress, cancellation),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        if (presentation.Charts)
        {
            // Beside the run, on this thread, which would only wait.
            RunCharts.Prepare();
        }

        if (!presentation.Quiet)
        {
            var scale = new RunScale(ScenarioOptions.Of(document));
            new ProgressDisplay(terminal, elapsed => scale.Report(progress.Latest, elapsed)).Watch(run);
        }

        return run.GetAwaiter().GetResult();
    }

    /// <summary>Writes the captures. False, with a word, if that fails.</summary>
    private bool TryWriteCaptures(ScenarioRun run, CaptureTargets captures)
    {
        try
        {
            captures.Write(run);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            terminal.TellError($"error: the capture could not be written: {exception.Message}");
            return false;
        }
    }

    private RunManifest Manifest(ScenarioRun run, DateTime started, double wallSeconds) => new()
    {
        Product = Host.Product,
        Runtime = Host.Runtime,
        Partial = run.IsPartial,
        Seed = run.Summary.Seed,
        Fingerprint = run.Fingerprint,
        ScenarioName = document.Name,
        ScenarioHash = document.TextHash,
        Overrides = document.Overrides,
        ScenarioText = document.Text,
        HostName = Host.Name,
        HostSystem = Host.System,
        HostProcessor = Host.Processor,
        HostCores = Host.Cores,
        HostVector = Host.Vector,
        Started = started.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        WallSeconds = wallSeconds,
        Events = run.Events,
        EventsPerSecond = run.Events / Math.Max(wallSeconds, 1e-9),
        PeakResidentOctets = Host.PeakResidentOctets,
    };

    private void Tell(ScenarioRun run, RunPresentation presentation, double wallSeconds)
    {
        if (presentation.Json)
        {
            terminal.Output.Write(File.ReadAllText(Path.Combine(directory.TargetPath, Schema.SummaryFile)));
        }

        if (!presentation.Quiet)
        {
            // Standard output is then the summary's alone.
            TextWriter to = presentation.Json ? terminal.Error : terminal.Output;
            string target = Path.GetRelativePath(Environment.CurrentDirectory, directory.TargetPath);
            string result = $"{target}: figures in {Schema.SummaryFile}"
                + (presentation.Charts ? $", charts in {Schema.ChartsFolder}/" : "");
            new ClosingLines(run, terminal, colour: !presentation.Json).Write(to, result, wallSeconds);
            return;
        }

        foreach (ThresholdVerdict verdict in run.Verdicts.Where(verdict => !verdict.Passed))
        {
            terminal.TellError($"threshold failed: {ThresholdWords.Of(verdict)}");
        }
    }
}
