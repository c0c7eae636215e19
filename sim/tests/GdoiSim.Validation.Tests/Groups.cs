using GdoiSim.Group;
using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Metrics;
using GdoiSim.Network;
using GdoiSim.Network.Latency;
using GdoiSim.Network.Loss;
using Xunit;

namespace GdoiSim.Validation.Tests;

/// <summary>
/// Whole groups as theory imagines them: real messages, keys and HMACs, but members that answer at once, a server that
/// is fast and has room for everything, and a millisecond from one to the other. Each rekey is a replication of its
/// own, since its draws have its number.
/// </summary>
internal static class Groups
{
    /// <summary>
    /// From one rekey to the next: every repeat and every timer of the one ends before the other begins.
    /// </summary>
    internal static readonly SimDuration RekeyInterval = SimDuration.FromSeconds(200L);

    /// <summary>From one transmission to the next, far above a round trip.</summary>
    internal static readonly SimDuration RepeatInterval = SimDuration.FromSeconds(1L);

    internal static GroupOptions Ideal(int members, int rekeys, double pushLoss = 0, double ackLoss = 0) => new()
    {
        Seed = Seeds.Root,
        Members = members,
        Signature = SignatureChoice.EcdsaP256, // cheaper to sign with than RSA: thousands of rekeys are built here
        Profiles =
        [
            new MemberProfile
            {
                Name = "ideal",
                Jitter = SimDuration.Zero,
                ProcessingTime = Distribution.Constant(SimDuration.Zero),
            },
        ],
        Kek = new KekOptions { Lifetime = SimDuration.FromSeconds((long)uint.MaxValue) },
        Rekey = new RekeySchedule { Count = rekeys, Interval = RekeyInterval },
        Retransmit = new RetransmissionPolicy { Interval = RepeatInterval },
        KeyServers = [Server(SimDuration.FromNanoseconds(100), ReceiveBuffer.OfDatagrams(int.MaxValue))],
        Network = new NetworkOptions { ToMembers = Path(pushLoss), ToServer = Path(ackLoss) },
    };

    internal static KeyServerOptions Server(SimDuration service, ReceiveBuffer buffer) => new()
    {
        ReceiveBuffer = buffer,
        ServiceTimes = new ServiceTimes
        {
            Accepted = Distribution.Constant(service),
            Duplicate = Distribution.Constant(service),
            Rejected = Distribution.Constant(service),
            PushBuild = Distribution.Constant(SimDuration.Zero),
            PushSend = Distribution.Constant(SimDuration.Zero),
        },
    };

    /// <summary>The same group with members that answer copies, or do not.</summary>
    internal static GroupOptions WithDuplicates(this GroupOptions options, DuplicateReaction reaction) =>
        options with { Profiles = [options.Profiles[0] with { OnDuplicate = reaction }] };

    /// <summary>The same group with members that answer a multicast after a uniform time of 0 to J.</summary>
    internal static GroupOptions WithJitter(this GroupOptions options, double seconds) =>
        options with { Profiles = [options.Profiles[0] with { Jitter = SimDuration.FromSeconds(seconds) }] };

    internal static GroupRecorder Run(GroupOptions options)
    {
        GroupWorld world = new(options);
        world.Run(TestContext.Current.CancellationToken);
        return world.Recorder;
    }

    internal static RunSummary Summarise(GroupOptions options) => Run(options).Summary("validation");

    private static PathOptions Path(double loss) => new()
    {
        Loss = loss == 0 ? LossModel.None : new BernoulliLoss(loss),
        Latency = LatencyModel.Constant(SimDuration.FromMilliseconds(1L)),
    };
}
