using GdoiSim.Kernel.Randomness;
using GdoiSim.Network;

namespace GdoiSim.Group;

/// <summary>The paths of the members that share one <see cref="NetworkOptions"/>.</summary>
internal sealed class PathSet
{
    private readonly MulticastPath[] _multicast;

    internal PathSet(
        NetworkOptions options,
        RandomStreams streams,
        int servers,
        ChannelStates toMembers,
        ChannelStates toServer,
        ChannelStates registrationToMembers,
        ChannelStates registrationToServer)
    {
        _multicast = new MulticastPath[servers];
        for (int server = 0; server < servers; server++)
        {
            _multicast[server] = new MulticastPath(options.ToMembers, streams, toMembers, (uint)server);
        }

        ToMember = new UnicastPath(options.ToMembers, streams, PathDirection.ToMember, toMembers);
        ToServer = new UnicastPath(options.ToServer, streams, PathDirection.ToServer, toServer);
        RegistrationToMember = new UnicastPath(
            options.ToMembers, streams, PathDirection.RegistrationToMember, registrationToMembers);
        RegistrationToServer = new UnicastPath(
            options.ToServer, streams, PathDirection.RegistrationToServer, registrationToServer);
    }

    /// <summary>From a server to one member that registers.</summary>
    internal UnicastPath RegistrationToMember { get; }

    /// <summary>From one member that registers to its server.</summary>
    internal UnicastPath RegistrationToServer { get; }

    /// <summary>From one member to its server.</summary>
    internal UnicastPath ToServer { get; }

    /// <summary>From a server to one member.</summary>
    internal UnicastPath ToMember { get; }

    /// <summary>From a server to all.</summary>
    internal MulticastPath Multicast(int server) => _multicast[server];
}
