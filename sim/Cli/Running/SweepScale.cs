using GdoiSim.Analysis.Sweeps;
using GdoiSim.Cli.Reporting;

namespace GdoiSim.Cli.Running;

/// <summary>Tells how far a sweep is.</summary>
internal static class SweepScale
{
    /// <summary>One line: what is done, how fast it goes, how long it will take.</summary>
    public static ProgressReport Report(in SweepProgress latest, double elapsedSeconds)
    {
        if (latest.Expected == 0)
        {
            return new ProgressReport(0, "beginning");
        }

        double done = Math.Clamp((double)latest.Replications / latest.Expected, 0, 1);
        long run = latest.Replications - latest.Before;
        string rate = run == 0 ? "" : $", {Words.Rate(run / Math.Max(elapsedSeconds, 1e-9))}";
        // What an earlier process has run says nothing of the speed of this one.
        string left = run == 0
            ? ""
            : $", about {Words.Time(elapsedSeconds * Math.Max(0, latest.Expected - latest.Replications) / run)} left";
        string failed = latest.FailedCells == 0 ? "" : $", {latest.FailedCells} failed";
        return new ProgressReport(
            done,
            $"{Math.Floor(done * 100):0} %: {Words.Number(latest.FinishedCells)} of "
            + $"{Words.Plural(latest.Cells, "cell")}{failed}, {Words.Number(latest.Replications)} of "
            + $"{Words.Plural(latest.Expected, "run")}{rate}{left}");
    }
}
