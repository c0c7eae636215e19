using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;

namespace GdoiSim.Network;

/// <summary>
/// The way of one datagram from a key server to many members: an optional first hop common to all, then each member's
/// own way. Calls about different members may run at the same time; nothing is allocated.
/// </summary>
public sealed class MulticastPath
{
    private readonly MemberPath _path;
    private readonly RandomStream _firstHopStream;
    private readonly uint _sender;

    /// <summary>A path to members.</summary>
    /// <param name="options">What the network does.</param>
    /// <param name="streams">The run's streams.</param>
    /// <param name="states">Memory of the members' channels, one for all paths of a direction.</param>
    /// <param name="sender">Number of the key server, which the first hop belongs to.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public MulticastPath(PathOptions options, RandomStreams streams, ChannelStates states, uint sender = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(streams);
        PathOptions.CheckProbability(options.FirstHopLoss, nameof(options.FirstHopLoss));
        PathStreams own = new(streams, PathDirection.ToMember);
        _path = new MemberPath(options, own, states);
        _firstHopStream = own.FirstHopLoss;
        _sender = sender;
        Options = options;
    }

    /// <summary>What the network does on this path.</summary>
    public PathOptions Options { get; }

    /// <summary>No datagram arrives sooner after it was sent.</summary>
    public SimDuration MinimumLatency => Options.Latency.Minimum;

    /// <summary>
    /// Sends one datagram to a batch of members; a group is served by calls for its chunks, in any order, all with the
    /// same packet.
    /// </summary>
    /// <param name="members">The members, each at most once.</param>
    /// <param name="packet">Which datagram, for the draws.</param>
    /// <param name="sent">When it leaves the key server's access link.</param>
    /// <param name="payloadOctets">UDP payload.</param>
    /// <param name="arrivalNanoseconds">Receives when it arrives at each member, −1 for not at all.</param>
    /// <param name="duplicates">
    /// Receives the second deliveries, in the order of the batch; as long as the batch if the path duplicates.
    /// </param>
    /// <returns>Number of second deliveries.</returns>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No datagram of that size exists.</exception>
    public int Transmit(
        MemberBatch members,
        NetworkDrawIndex packet,
        SimTime sent,
        int payloadOctets,
        Span<long> arrivalNanoseconds,
        Span<DuplicateArrival> duplicates = default)
    {
        arrivalNanoseconds = arrivalNanoseconds[..members.Count];
        bool passes = PassesFirstHop(packet, payloadOctets);
        arrivalNanoseconds.Fill(passes ? sent.Nanoseconds : -1);
        return passes ? _path.Transmit(members, packet, payloadOctets, arrivalNanoseconds, duplicates) : 0;
    }

    /// <summary>Whether all fragments pass the common first hop: one outcome for the whole group.</summary>
    /// <param name="packet">Which datagram, for the draws.</param>
    /// <param name="payloadOctets">UDP payload.</param>
    public bool PassesFirstHop(NetworkDrawIndex packet, int payloadOctets)
    {
        double loss = Options.FirstHopLoss;
        if (loss > 0)
        {
            int fragments = Options.Fragmentation.Fragments(payloadOctets);
            for (int fragment = 0; fragment < fragments; fragment++)
            {
                if (_firstHopStream.Uniform(_sender, packet.OfFragment(fragment).Value) < loss)
                {
                    return false;
                }
            }
        }

        return true;
    }
}
