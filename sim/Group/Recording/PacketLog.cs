using GdoiSim.Kernel;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Ikev1;

namespace GdoiSim.Group;

/// <summary>A datagram as it passed a key server's access link.</summary>
/// <param name="At">When it left towards members, or reached the link from one.</param>
/// <param name="Server">Index of the key server.</param>
/// <param name="Member">Index of the member it is to or from; −1: to the whole group.</param>
/// <param name="ToServer">Whether it goes to the key server.</param>
/// <param name="Octets">Its UDP payload.</param>
/// <param name="Comment">What it is, in words.</param>
public sealed record PassedPacket(
    SimTime At, int Server, int Member, bool ToServer, ReadOnlyMemory<byte> Octets, string Comment);

/// <summary>Which members' datagrams a run keeps.</summary>
/// <param name="Members">Indices of the members; null: all.</param>
public sealed record PacketSelection(IReadOnlySet<int>? Members)
{
    /// <summary>Whether a member's datagrams are kept.</summary>
    public bool Covers(int member) => Members is null || Members.Contains(member);
}

/// <summary>Keeps the datagrams that pass the key servers' access links, for a capture.</summary>
internal sealed class PacketLog(PacketSelection? selection)
{
    private readonly List<PassedPacket> _packets = [];
    private readonly Dictionary<Cookies, Phase1Sa> _phase1Sas = [];

    /// <summary>Whether any datagram is kept; the hot loops ask this first.</summary>
    internal bool IsActive => selection is not null;

    /// <summary>Whether a member's datagrams are kept.</summary>
    internal bool Covers(int member) => selection is not null && selection.Covers(member);

    internal void Add(PassedPacket packet) => _packets.Add(packet);

    /// <summary>Keeps the keys that registrations are read with; twice the same is once.</summary>
    internal void Add(Phase1Sa sa) => _phase1Sas[sa.Cookies] = sa;

    /// <summary>The phase 1 SAs of the registrations that were kept, by cookies.</summary>
    internal IReadOnlyList<Phase1Sa> Phase1Sas =>
        [.. _phase1Sas.Values.OrderBy(sa => (sa.Cookies.Initiator, sa.Cookies.Responder))];

    /// <summary>All datagrams by time, server, direction and member.</summary>
    internal IReadOnlyList<PassedPacket> InOrder() =>
    [
        .. _packets
            .OrderBy(packet => packet.At)
            .ThenBy(packet => packet.Server)
            .ThenBy(packet => packet.ToServer)
            .ThenBy(packet => packet.Member),
    ];
}
