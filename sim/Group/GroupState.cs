using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Metrics;
using GdoiSim.Network;

namespace GdoiSim.Group;

/// <summary>
/// What members, key servers and their deliveries share: options, keys, population, paths, transmissions.
/// </summary>
internal sealed class GroupState
{
    private readonly List<PushTransmission> _transmissions = [];
    private readonly byte[] _pathOfProfile;

    internal GroupState(GroupOptions options)
    {
        Options = options;
        End = options.Duration is SimDuration duration ? SimTime.Zero + duration : SimTime.MaxValue;
        Streams = new RandomStreams(options.Seed);
        Population = new Population(options, Streams);
        Members = new MemberTable(Population.ProfileOf, options.Acknowledgement);
        Hierarchy = options.Hierarchy is { } hierarchy ? new KeyHierarchy(options, hierarchy, Streams) : null;
        Keys = new GroupKeys(options, Streams, Hierarchy);
        Keyless = new KeylessLog(Population);
        Trace = new TraceLog(options.TracedMembers);
        Packets = new PacketLog(options.Capture);
        TimelineWidth = options.TimelineBin is SimDuration bin ? new Seconds(bin.Nanoseconds) : TimelineBins.Finest;
        DrawsProcessingTime = options.Profiles.Any(profile => !profile.ProcessingTime.IsConstant);
        DrawsJitter = options.Profiles.Any(profile => profile.Jitter > SimDuration.Zero);
        (Paths, _pathOfProfile) = BuildPaths(options, Streams);
        MinimumLatency = Paths.Select(path => path.ToMember.MinimumLatency).Min();
        AckKeys = new AckKeys(
            Keys, options.Acknowledgement, options.AddressFamily, Streams, options.Members);
        Acknowledgements = new AcknowledgementBuilder(this);
    }

    internal GroupOptions Options { get; }

    internal RandomStreams Streams { get; }

    internal Population Population { get; }

    internal MemberTable Members { get; }

    internal GroupKeys Keys { get; }

    /// <summary>The key hierarchy; null if the group has none.</summary>
    internal KeyHierarchy? Hierarchy { get; }

    internal TraceLog Trace { get; }

    internal PacketLog Packets { get; }

    internal KeylessLog Keyless { get; }

    /// <summary>The distinct paths of the group's profiles, in the order of the profiles.</summary>
    internal IReadOnlyList<PathSet> Paths { get; }

    internal AckKeys AckKeys { get; }

    internal AcknowledgementBuilder Acknowledgements { get; }

    internal Seconds TimelineWidth { get; }

    /// <summary>No PUSH arrives sooner after it was sent.</summary>
    internal SimDuration MinimumLatency { get; }

    internal bool DrawsProcessingTime { get; }

    internal bool DrawsJitter { get; }

    /// <summary>All transmissions so far, by number.</summary>
    internal List<PushTransmission> Transmissions => _transmissions;

    /// <summary>Index into <see cref="Paths"/> of a member's paths.</summary>
    internal int PathOf(int member) => _pathOfProfile[Population.ProfileIndex(member)];

    /// <summary>When the run ends at the latest: nothing is sent after it.</summary>
    internal SimTime End { get; }

    /// <summary>
    /// Notes that a member got a TEK: it was keyless from the expiry of the one it held, if that came first, until the
    /// new one is active.
    /// </summary>
    internal void NoteTek(int member, int held, int received, SimTime at)
    {
        SimTime expired = Keys.TekExpiry(held);
        if (received <= held || expired > at + Options.Tek.ActivationDelay)
        {
            return;
        }

        SimTime active = SimTime.Min(SimTime.Min(at + Options.Tek.ActivationDelay, Keys.TekExpiry(received)), End);
        Keyless.Add(member, expired, active);
    }

    internal void Add(PushTransmission transmission) => _transmissions.Add(transmission);

    private static (IReadOnlyList<PathSet> Paths, byte[] OfProfile) BuildPaths(
        GroupOptions options, RandomStreams streams)
    {
        var toMembers = new ChannelStates(options.Members);
        var toServer = new ChannelStates(options.Members);
        int registering = options.Registration.Mode == RegistrationMode.PreRegistered ? 0 : options.Members;
        var registrationToMembers = new ChannelStates(registering);
        var registrationToServer = new ChannelStates(registering);
        int servers = options.KeyServers.Count;
        List<PathSet> paths = [];
        List<NetworkOptions> networks = [];
        byte[] ofProfile = new byte[options.Profiles.Count];
        for (int i = 0; i < ofProfile.Length; i++)
        {
            NetworkOptions network = options.Profiles[i].Network ?? options.Network;
            int path = networks.IndexOf(network);
            if (path < 0)
            {
                path = networks.Count;
                networks.Add(network);
                paths.Add(new PathSet(
                    network, streams, servers, toMembers, toServer, registrationToMembers, registrationToServer));
            }

            ofProfile[i] = (byte)path;
        }

        return (paths, ofProfile);
    }
}
