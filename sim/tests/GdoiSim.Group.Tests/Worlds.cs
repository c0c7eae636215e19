using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Metrics;
using GdoiSim.Network;
using GdoiSim.Network.Latency;
using GdoiSim.Network.Loss;

namespace GdoiSim.Group.Tests;

/// <summary>Small groups for tests, and the questions that many tests ask of a run.</summary>
internal static class Worlds
{
    public static GroupOptions Options(int members = 50, int rekeys = 1) => new()
    {
        Seed = 7,
        Members = members,
        Network = Network(),
        Profiles = [Profile("standard")],
        Rekey = new RekeySchedule { Count = rekeys },
    };

    public static MemberProfile Profile(string name, double share = 1) => new()
    {
        Name = name,
        Share = share,
        Jitter = Ms(500),
        ProcessingTime = Distribution.Constant(Ms(1)),
    };

    public static NetworkOptions Network(
        LossModel? toMembers = null, LossModel? toServer = null, double duplication = 0, long latencyMs = 10) => new()
        {
            ToMembers = Path(toMembers, duplication, latencyMs),
            ToServer = Path(toServer, duplication, latencyMs),
        };

    public static PathOptions Path(LossModel? loss, double duplication = 0, long latencyMs = 10) => new()
    {
        Loss = loss ?? LossModel.None,
        DuplicationProbability = duplication,
        Latency = new LatencyModel
        {
            MemberBase = Distribution.Uniform(Ms(latencyMs), Ms(2 * latencyMs)),
            PerPacket = Distribution.Exponential(SimDuration.Zero, Ms(1)),
        },
    };

    public static SimDuration Ms(long milliseconds) => SimDuration.FromMilliseconds(milliseconds);

    public static SimDuration S(long seconds) => SimDuration.FromSeconds(seconds);

    public static GroupRecorder Run(GroupOptions options)
    {
        var world = new GroupWorld(options);
        world.Run(TestContext.Current.CancellationToken);
        return world.Recorder;
    }

    public static RunSummary Summarise(GroupOptions options) => Run(options).Summary("test");

    /// <summary>Everything that a run's result files say, as one text.</summary>
    public static string Text(GroupRecorder recorder) => string.Join(
        '\n',
        recorder.RekeyRows().Select(row => row.ToString())
            .Concat(recorder.OutcomeRows().Select(row => row.ToString()))
            .Concat(recorder.TimelineRows().Select(row => row.ToString()))
            .Concat(recorder.CompletionRows().Select(row => row.ToString()))
            .Append(recorder.Fingerprint.ToString())
            .Append(string.Join(",", recorder.Summary("test").AckRejected))
            .Append((recorder.Summary("test") with { AckRejected = new Dictionary<string, long>() }).ToString()));

    /// <summary>The books of model.md, "Figures".</summary>
    public static void AssertBooksBalance(RunSummary run)
    {
        Assert.Equal(
            run.AckSent + run.AckDuplicated, run.AckLost + run.AckLinkDropped + run.AckArrived + run.AckInFlight);
        Assert.Equal(
            run.AckArrived,
            run.AckDropped + run.AckAccepted + run.AckDuplicate + run.AckRejectedTotal + run.AckInServiceOrWaiting);
        Assert.Equal(
            run.RegistrationSent,
            run.RegistrationLost + run.RegistrationLinkDropped + run.RegistrationArrived + run.RegistrationInFlight);
        Assert.Equal(
            run.RegistrationArrived,
            run.RegistrationDropped + run.RegistrationAnswered + run.RegistrationDuplicate + run.RegistrationRefused
                + run.RegistrationInServiceOrWaiting);
        Assert.Equal(
            run.RegistrationStarted,
            run.RegistrationCompleted + run.RegistrationFailed + run.RegistrationUnderWay);
        Assert.Equal(run.RegistrationReplies, run.RegistrationAnswered + run.RegistrationDuplicate);
    }
}
