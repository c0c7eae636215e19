using GdoiSim.Group;
using GdoiSim.Kernel;
using GdoiSim.Network;
using GdoiSim.Network.Latency;
using GdoiSim.Network.Loss;

namespace GdoiSim.Scenario;

/// <summary>Turns a scenario without errors into the options of a run.</summary>
public static class ScenarioOptions
{
    /// <summary>Name of the members that no profile's share takes.</summary>
    public const string StandardProfile = "standard";

    private const int DefaultMtu = 1500;

    /// <summary>The options of a run of this scenario.</summary>
    /// <param name="document">A scenario that was read and checked.</param>
    /// <exception cref="ArgumentException">The scenario has errors.</exception>
    public static GroupOptions Of(ScenarioDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document.Problems.HasErrors || document.File is not { } file)
        {
            throw new ArgumentException($"{document.Source} has errors and cannot be run.", nameof(document));
        }

        return Of(file);
    }

    /// <summary>The same, of a scenario whose single values were read without errors.</summary>
    internal static GroupOptions Of(ScenarioFile file)
    {
        return new GroupOptions
        {
            Seed = file.Seed,
            Members = file.Group.Size,
            AddressFamily = file.Group.Identity,
            Acknowledgement = file.Group.Acknowledgement,
            Profiles = Profiles(file),
            Kek = new KekOptions
            {
                KeyBits = file.Kek.Algorithm == KekAlgorithm.Aes256Cbc ? 256 : 128,
                Lifetime = file.Kek.Lifetime,
            },
            Tek = new TekOptions { Lifetime = file.Tek.Lifetime, ActivationDelay = file.Tek.ActivationDelay },
            Signature = file.Signature,
            Rekey = new RekeySchedule
            {
                First = file.Rekey.First,
                Interval = file.Rekey.Interval,
                Count = file.Rekey.Count,
                ReplaceKekEvery = file.Rekey.ReplaceKek.Every,
            },
            Retransmit = new RetransmissionPolicy
            {
                When = file.Retransmit.When,
                Count = file.Retransmit.Count.Value,
                Interval = file.Retransmit.Interval,
                To = file.Retransmit.To,
                Sequence = file.Retransmit.Sequence,
            },
            Missing = new MissingPolicy { After = file.Missing.After, From = file.Missing.From },
            EvictAfter = file.Evict.After.MissingInARow,
            RecoverAfter = file.Recovery is { } recovery
                ? recovery.After
                : file.Registration.Mode == RegistrationMode.PreRegistered ? null : SimDuration.Zero,
            Registration = file.Registration.Options,
            Hierarchy = file.Lkh?.OptionsFor(file.Retransmit),
            KeyServers = KeyServers(file.KeyServer),
            Network = Network(file.Network, file),
            Cryptography = file.Crypto,
            Duration = file.Duration,
            TimelineBin = file.TimelineBin,
        };
    }

    private static List<MemberProfile> Profiles(ScenarioFile file)
    {
        GroupSection group = file.Group;
        var profiles = new List<MemberProfile>();
        // Shares are read to the last digit written; what is left of 100% after them is at least one member or nothing.
        double rest = 1 - group.Profiles.Sum(profile => profile.Share.Value);
        if (rest * group.Size >= 0.5)
        {
            string name = StandardProfile;
            while (group.Profiles.Any(profile => profile.Name.Text == name))
            {
                name += "-";
            }

            profiles.Add(Profile(new ProfileSection { Name = new ScenarioName(name), Share = new Share(rest) }, file));
        }

        profiles.AddRange(group.Profiles.Select(profile => Profile(profile, file)));
        return profiles;
    }

    private static MemberProfile Profile(ProfileSection profile, ScenarioFile file)
    {
        GroupSection group = file.Group;
        NetworkSection own = profile.Network;
        bool differs = own != new NetworkSection();
        return new MemberProfile
        {
            Name = profile.Name.Text,
            Share = profile.Share.Value,
            Acknowledges = profile.Acknowledges ?? group.Acknowledges,
            AckLengthField = profile.AckLengthField ?? group.AckLengthField,
            OnDuplicate = profile.OnDuplicate ?? group.OnDuplicate,
            ProcessingTime = (profile.ProcessingTime ?? group.ProcessingTime).ToDistribution(),
            Jitter = profile.Jitter ?? group.Jitter,
            Offline = Offline(profile.Offline ?? group.Offline),
            Network = differs ? Network(own, file) : null,
        };
    }

    private static OfflinePattern Offline(OfflineSetting? offline) => offline is null
        ? OfflinePattern.Never
        : new OfflinePattern
        {
            Share = offline.Share?.Value ?? 0,
            Schedule =
            [
                .. (offline.Schedule ?? []).Select(time => new OfflineWindow(At(time.From), At(time.Until))),
            ],
            Up = offline.Up?.ToDistribution(),
            Down = offline.Down?.ToDistribution(),
        };

    private static List<KeyServerOptions> KeyServers(KeyServerSection server) =>
    [
        .. Enumerable.Range(0, server.Count).Select(index => new KeyServerOptions
        {
            Share = server.Shares?[index].Value ?? 1,
            Cores = server.Cores,
            ReceiveBuffer = server.ReceiveBuffer,
            ServiceTimes = new ServiceTimes
            {
                Accepted = server.ServiceTime.Accepted.ToDistribution(),
                Duplicate = server.ServiceTime.Duplicate.ToDistribution(),
                Rejected = server.ServiceTime.Rejected.ToDistribution(),
                PushBuild = server.ServiceTime.PushBuild.ToDistribution(),
                PushSend = server.ServiceTime.PushSend.ToDistribution(),
            },
            LinkBitsPerSecond = server.Link.Bandwidth.BitsPerSecond,
            LinkQueueOctets = server.Link.Queue.Octets,
        }),
    ];

    /// <summary>The paths of a network section; what it leaves out is as in the scenario's network.</summary>
    private static NetworkOptions Network(NetworkSection network, ScenarioFile file)
    {
        IpVersion version = file.Group.Identity == AddressFamily.IPv6 ? IpVersion.IPv6 : IpVersion.IPv4;
        return new NetworkOptions
        {
            ToMembers = PathOf(network.Push, file.Network.Push, version) with
            {
                FirstHopLoss = (network.Push.FirstHopLoss ?? file.Network.Push.FirstHopLoss)?.Value ?? 0,
            },
            ToServer = PathOf(network.Ack, file.Network.Ack, version),
        };
    }

    private static PathOptions PathOf(PathSection path, PathSection common, IpVersion version)
    {
        LatencySetting latency = path.Latency ?? common.Latency ?? new LatencySetting();
        return new PathOptions
        {
            Loss = LossOf(path.Loss ?? common.Loss ?? LossSetting.None),
            Latency = new LatencyModel
            {
                MemberBase = latency.Base.ToDistribution(),
                PerPacket = latency.Variation.ToDistribution(),
            },
            DuplicationProbability = (path.Duplication ?? common.Duplication)?.Value ?? 0,
            Fragmentation = new Fragmentation(version, path.Mtu ?? common.Mtu ?? DefaultMtu),
        };
    }

    private static LossModel LossOf(LossSetting loss) => loss switch
    {
        { GilbertElliott: { } states } => GilbertElliottLoss.OfMeanLoss(
            states.Loss.Value, states.MeanBurst, states.Slot, states.GoodLoss.Value, states.BadLoss.Value),
        { Bernoulli: { Value: > 0 } share } => new BernoulliLoss(share.Value),
        _ => LossModel.None,
    };

    private static SimTime At(SimDuration sinceStart) => SimTime.Zero + sinceStart;
}
