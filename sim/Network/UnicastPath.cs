using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;

namespace GdoiSim.Network;

/// <summary>
/// The way of datagrams that are one member's alone: acknowledgements to the key server, repeats to single members.
/// Calls about different members may run at the same time; nothing is allocated.
/// </summary>
public sealed class UnicastPath
{
    private readonly MemberPath _path;

    /// <summary>A path of one direction.</summary>
    /// <param name="options">What the network does; <see cref="PathOptions.FirstHopLoss"/> has no meaning here.</param>
    /// <param name="streams">The run's streams.</param>
    /// <param name="direction">Which way it goes.</param>
    /// <param name="states">Memory of the members' channels, one for all paths of a direction.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public UnicastPath(PathOptions options, RandomStreams streams, PathDirection direction, ChannelStates states)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(streams);
        _path = new MemberPath(options, new PathStreams(streams, direction), states);
        Options = options;
    }

    /// <summary>What the network does on this path.</summary>
    public PathOptions Options { get; }

    /// <summary>No datagram arrives sooner after it was sent.</summary>
    public SimDuration MinimumLatency => Options.Latency.Minimum;

    /// <summary>Sends one datagram of (or to) each member of a batch, each at a time of its own.</summary>
    /// <param name="members">The members, each at most once.</param>
    /// <param name="packet">Which datagram, for the draws: the same numbers at every member.</param>
    /// <param name="sentNanoseconds">When each is sent, since the start of the run; negative: not sent.</param>
    /// <param name="payloadOctets">UDP payload of each.</param>
    /// <param name="arrivalNanoseconds">
    /// Receives when each arrives, −1 for not at all; may be the same span as <paramref name="sentNanoseconds"/>.
    /// </param>
    /// <param name="duplicates">
    /// Receives the second deliveries, in the order of the batch; as long as the batch if the path duplicates.
    /// </param>
    /// <returns>Number of second deliveries.</returns>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No datagram of that size exists.</exception>
    public int Transmit(
        MemberBatch members,
        NetworkDrawIndex packet,
        ReadOnlySpan<long> sentNanoseconds,
        int payloadOctets,
        Span<long> arrivalNanoseconds,
        Span<DuplicateArrival> duplicates = default)
    {
        arrivalNanoseconds = arrivalNanoseconds[..members.Count];
        sentNanoseconds[..members.Count].CopyTo(arrivalNanoseconds);
        return _path.Transmit(members, packet, payloadOctets, arrivalNanoseconds, duplicates);
    }

    /// <summary>Sends one datagram: the same outcome as in a batch.</summary>
    /// <param name="member">The member.</param>
    /// <param name="packet">Which datagram, for the draws.</param>
    /// <param name="sent">When it is sent.</param>
    /// <param name="payloadOctets">UDP payload.</param>
    /// <returns>When it arrives, once, twice or not at all.</returns>
    public Delivery Transmit(uint member, NetworkDrawIndex packet, SimTime sent, int payloadOctets)
    {
        long time = sent.Nanoseconds;
        DuplicateArrival duplicate = default;
        int second = _path.Transmit(
            MemberBatch.Range(member, 1), packet, payloadOctets, new Span<long>(ref time), new(ref duplicate));
        return new Delivery(time, second > 0 ? duplicate.ArrivalNanoseconds : -1);
    }
}
