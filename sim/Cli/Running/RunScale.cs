using GdoiSim.Cli.Reporting;
using GdoiSim.Group;
using GdoiSim.Protocol;

namespace GdoiSim.Cli.Running;

/// <summary>How much there is to do in a run, so that its progress can be told as a part of it.</summary>
internal sealed class RunScale(GroupOptions options)
{
    // What one answered request of a registration takes of a run, in acknowledgements; roughly, as measured on one
    // machine: Diffie-Hellman and signatures of both sides on the one hand, HASHes on the other.
    private const double FullRequest = 400;
    private const double PullRequest = 20;

    private readonly (double Weight, int Requests) _registration = options.Registration.Mode switch
    {
        RegistrationMode.Full => (FullRequest, 5),
        RegistrationMode.Pull => (PullRequest, 2),
        _ => (0, 0),
    };

    /// <summary>
    /// The part that is done, 0 to 0.99. One acknowledgement a member and rekey, and one registration a member if
    /// members register, is what a run mostly consists of; repeats and refusals make it longer than estimated, silent
    /// members shorter. A duration counts as well.
    /// </summary>
    public double Done(in GroupProgress progress)
    {
        double rekeys = Math.Max(1, options.Rekey.Count);
        double requests = _registration.Weight * options.Members * _registration.Requests;
        double answered = Math.Min(requests, _registration.Weight * progress.RequestsAnswered);
        double done = options.Acknowledgement == KekAckRequested.None && requests == 0
            ? progress.RekeysBegun / rekeys
            : (progress.Acknowledgements + answered) / ((options.Members * rekeys) + requests);
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
        string time = Words.Time(latest.Now.ToSeconds());
        string left = SecondsLeft(latest, elapsedSeconds) is { } seconds ? $", about {Words.Time(seconds)} left" : "";
        if (_registration.Requests > 0 && latest.RekeysBegun == 0)
        {
            string registered = $"{Words.Number(latest.Registered)} of {Words.Number(options.Members)}";
            return new ProgressReport(done, $"{done * 100:0} %: {registered} members registered at {time}{left}");
        }

        string rate = Words.Rate(latest.Acknowledgements / Math.Max(elapsedSeconds, 1e-9));
        return new ProgressReport(
            done,
            $"{done * 100:0} %: rekey {latest.RekeysBegun} at {time}, "
            + $"{Words.Number(latest.Acknowledgements)} ACKs, {rate}{left}");
    }
}
