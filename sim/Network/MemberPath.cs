using System.Runtime.CompilerServices;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Network.Latency;
using GdoiSim.Network.Loss;

namespace GdoiSim.Network;

/// <summary>
/// The part of a way that is a member's own: loss, then duplication, then latency, in blocks that stay in the first
/// cache. Multicast and unicast paths are made of it.
/// </summary>
internal sealed class MemberPath
{
    /// <summary>Members handled at a time.</summary>
    internal const int BlockLength = 512;

    private readonly LossProcess _loss;
    private readonly bool _hasLoss;
    private readonly LatencyProcess _latency;
    private readonly RandomStream _duplicationStream;
    private readonly double _duplication;
    private readonly Fragmentation _fragmentation;

    internal MemberPath(PathOptions options, in PathStreams streams, ChannelStates states)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(states);
        PathOptions.CheckProbability(options.DuplicationProbability, nameof(options.DuplicationProbability));
        if (options.Fragmentation.Mtu == 0)
        {
            throw new ArgumentException("The path has no MTU.", nameof(options));
        }

        _loss = options.Loss.Start(streams, states);
        _hasLoss = options.Loss is not NoLoss;
        _latency = new LatencyProcess(options.Latency, streams);
        _duplicationStream = streams.Duplication;
        _duplication = options.DuplicationProbability;
        _fragmentation = options.Fragmentation;
    }

    /// <summary>Turns send times into arrival times.</summary>
    /// <param name="members">Whose datagrams.</param>
    /// <param name="packet">The datagram.</param>
    /// <param name="payloadOctets">UDP payload.</param>
    /// <param name="times">Send times, negative for not sent; becomes arrival times, −1 for none.</param>
    /// <param name="duplicates">Receives second deliveries.</param>
    /// <returns>Number of second deliveries.</returns>
    internal int Transmit(
        MemberBatch members,
        NetworkDrawIndex packet,
        int payloadOctets,
        Span<long> times,
        Span<DuplicateArrival> duplicates)
    {
        if (_duplication > 0 && duplicates.Length < members.Count)
        {
            throw new ArgumentException(
                "A path that duplicates needs room for a second delivery of every datagram.", nameof(duplicates));
        }

        int fragments = _fragmentation.Fragments(payloadOctets);
        int found = 0;
        for (int start = 0; start < members.Count; start += BlockLength)
        {
            int length = Math.Min(BlockLength, members.Count - start);
            MemberBatch block = members.Slice(start, length);
            Span<long> blockTimes = times.Slice(start, length);
            if (_hasLoss)
            {
                _loss.Apply(block, packet, fragments, blockTimes);
            }

            if (_duplication > 0)
            {
                found += Duplicate(block, start, packet, blockTimes, duplicates[found..]);
            }

            _latency.Delay(block, packet, blockTimes);
        }

        return found;
    }

    /// <summary>
    /// Finds the datagrams that are delivered twice; reads send times, so it stands before the delay.
    /// </summary>
    [SkipLocalsInit]
    private int Duplicate(
        MemberBatch block,
        int start,
        NetworkDrawIndex packet,
        ReadOnlySpan<long> times,
        Span<DuplicateArrival> duplicates)
    {
        Span<double> uniforms = stackalloc double[BlockLength];
        block.FillUniform(_duplicationStream, packet.Value, uniforms);
        int found = 0;
        for (int i = 0; i < block.Count; i++)
        {
            if (uniforms[i] < _duplication && times[i] >= 0)
            {
                long arrival = times[i] + _latency.Of(block[i], packet.SecondDelivery);
                duplicates[found++] = new DuplicateArrival(start + i, arrival);
            }
        }

        return found;
    }
}
