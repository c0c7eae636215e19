using GdoiSim.Cli.Reporting;
using GdoiSim.Group;
using GdoiSim.Protocol;

namespace GdoiSim.Cli.Running;

/// <summary>How much there is to do in a run, so that its progress can be told as a part of it.</summary>
internal sealed class RunScale(GroupOptions options)
{
    /// <summary>
    /// The part that is done, 0 to 0.99. One acknowledgement a member and rekey is what a run mostly consists of;
    /// repeats and refusals make it longer than estimated, silent members shorter. A duration counts as well.
    /// </summary>
    public double Done(in GroupProgress progress)
    {
        double rekeys = Math.Max(1, options.Rekey.Count);
        double done = options.Acknowledgement == KekAckRequested.None
            ? progress.RekeysBegun / rekeys
            : progress.Acknowledgements / (options.Members * rekeys);
        if (options.Duration is { } duration)
        {
            done = Math.Max(done, progress.Now.ToSeconds() / duration.ToSeconds());
        }

        return Math.Clamp(done, 0, 0.99);
    }

    /// <summary>Seconds of wall time left, if it goes on as until now; null while there is little to go by.</summary>
    public double? SecondsLeft(in GroupProgress progress, double elapsedSeconds)
    {
        double done = Done(progress);
        return done < 0.01 ? null : elapsedSeconds * (1 - done) / done;
    }

    /// <summary>One line: what is done, how fast it goes, how long it will take.</summary>
    public ProgressReport Report(in GroupProgress latest, double elapsedSeconds)
    {
        double done = Done(latest);
        string rate = Words.Rate(latest.Acknowledgements / Math.Max(elapsedSeconds, 1e-9));
        string left = SecondsLeft(latest, elapsedSeconds) is { } seconds ? $", about {Words.Time(seconds)} left" : "";
        return new ProgressReport(
            done,
            $"{done * 100:0} %: rekey {latest.RekeysBegun} at {Words.Time(latest.Now.ToSeconds())}, "
            + $"{Words.Number(latest.Acknowledgements)} ACKs, {rate}{left}");
    }
}
