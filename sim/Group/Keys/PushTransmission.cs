using GdoiSim.Kernel;
using GdoiSim.Network;

namespace GdoiSim.Group;

/// <summary>
/// One PUSH under way: the octets, shared by all who receive them, and what an acknowledgement of them needs to know.
/// The datagrams of one unicast repeat are one transmission too, with an instant each.
/// </summary>
public sealed class PushTransmission
{
    /// <summary>Number of this transmission in its run; events carry it.</summary>
    public required int Id { get; init; }

    /// <summary>Index of the key server that sends it.</summary>
    public required int Server { get; init; }

    /// <summary>The counts of its rekey at that server.</summary>
    public required RekeyTally Tally { get; init; }

    /// <summary>0 for the first transmission of the rekey, then counting repeats.</summary>
    public required int Attempt { get; init; }

    /// <summary>The rekey SA whose KEK encrypts it.</summary>
    public required RekeySa RekeySa { get; init; }

    /// <summary>Its sequence number under that SA.</summary>
    public required uint Sequence { get; init; }

    /// <summary>The datagram's octets.</summary>
    public required ReadOnlyMemory<byte> Octets { get; init; }

    /// <summary>What the octets say to a holder of the KEK.</summary>
    public required PushReading Reading { get; init; }

    /// <summary>Unicast addressees in ascending order, until they are sent to; null: the multicast group.</summary>
    public int[]? Members { get; internal set; }

    /// <summary>When the datagram leaves the access link; of a unicast repeat, the first one.</summary>
    public SimTime Sent { get; set; }

    /// <summary>When each unicast datagram leaves the access link, nanoseconds; -1: dropped there.</summary>
    public long[]? SentNanoseconds { get; set; }

    /// <summary>Octets that all its acknowledgements share; made when first needed.</summary>
    internal byte[]? AcknowledgementTemplate { get; set; }

    /// <summary>Number of the rekey.</summary>
    public int Rekey => Tally.Rekey;

    /// <summary>
    /// Whether it is multicast: only then may a member delay its answer by jitter (RFC 8263 section 6).
    /// </summary>
    public required bool IsMulticast { get; init; }

    /// <summary>Forgets the addressees once all datagrams are on their way.</summary>
    internal void ReleaseMembers() => (Members, SentNanoseconds) = (null, null);

    /// <summary>What the draws of the datagram itself depend on.</summary>
    public NetworkDrawIndex DrawIndex => new(Rekey, Attempt);
}
