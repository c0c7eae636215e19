using System.Diagnostics;
using GdoiSim.Analysis.Charts;
using GdoiSim.Analysis.Planning;
using GdoiSim.Cli.Reporting;
using GdoiSim.Metrics;
using PlanResult = GdoiSim.Analysis.Planning.PlanResult;

namespace GdoiSim.Cli.Running;

/// <summary>One plan from its first run to the whole result in its place, and what is told of it.</summary>
internal sealed class PlanSession(PlanDocument plan, int threads, RunDirectory directory, Terminal terminal)
{
    /// <summary>Answers, writes and tells.</summary>
    /// <returns>The exit code.</returns>
    public int Execute(RunPresentation presentation)
    {
        using var interruption = new Interruption();
        long begin = Stopwatch.GetTimestamp();
        PlanResult result;
        try
        {
            IProgress<PlanProgress>? progress = presentation.Quiet ? null : new PlanSteps(terminal);
            result = Planner.Solve(plan, threads, progress, interruption.Token);
        }
        catch (OperationCanceledException)
        {
            terminal.TellError("interrupted: nothing was written");
            return ExitCode.Interrupted;
        }

        double wallSeconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        try
        {
            PlanTables.Write(result, Host.Product, directory.Path);
            if (presentation.Charts)
            {
                ChartSet.Of(directory.Path).Write(Path.Combine(directory.Path, Schema.ChartsFolder));
            }

            directory.Commit();
        }
        catch (Exception exception) when (
            exception is ResultException or IOException or UnauthorizedAccessException)
        {
            terminal.TellError($"error: the result could not be written: {exception.Message}");
            return ExitCode.Failure;
        }

        Tell(result, presentation, wallSeconds);
        return result.Answer is null ? ExitCode.NotFeasible : ExitCode.Success;
    }

    private void Tell(PlanResult result, RunPresentation presentation, double wallSeconds)
    {
        if (presentation.Json)
        {
            terminal.Output.Write(File.ReadAllText(Path.Combine(directory.TargetPath, Schema.PlanFile)));
        }

        TextWriter to = presentation.Json ? terminal.Error : terminal.Output;
        if (presentation.Quiet)
        {
            // The answer is what was asked for; quiet leaves out only what stands around it.
            if (!presentation.Json)
            {
                to.WriteLine(result.AnswerText);
            }

            return;
        }

        string target = Path.GetRelativePath(Environment.CurrentDirectory, directory.TargetPath);
        new PlanLines(result, terminal, colour: !presentation.Json)
            .Write(to, target + (presentation.Charts ? $": charts in {Schema.ChartsFolder}/, " : ": "), wallSeconds);
    }

    /// <summary>A line for each value that is decided.</summary>
    private sealed class PlanSteps(Terminal terminal) : IProgress<PlanProgress>
    {
        public void Report(PlanProgress value) =>
            terminal.Error.WriteLine($"{Words.Number(value.Replications),6} runs: {value.Text}");
    }
}
