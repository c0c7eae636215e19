using GdoiSim.Group;
using GdoiSim.Kernel;

namespace GdoiSim.Analysis.Calibration;

/// <summary>
/// One core of a key server: its share of the members, their ledger, and the pipeline in front of it. Nothing is shared
/// with the other cores but the keys, which are only read.
/// </summary>
internal sealed class AckReceiver
{
    private readonly AckPipeline _pipeline;
    private readonly SimTime[] _arrivedAt = new SimTime[ReceivedAcknowledgements.BatchLength];
    private readonly AckVerdict[] _verdicts = new AckVerdict[ReceivedAcknowledgements.BatchLength];

    internal AckReceiver(MeasuredGroup group, int firstMember, int members)
    {
        Ledger = new AckLedger(firstMember, members);
        _pipeline = group.CreatePipeline(Ledger);
    }

    internal AckLedger Ledger { get; }

    /// <summary>Takes a range of datagrams, batch after batch, as the simulated server does.</summary>
    /// <returns>How many were accepted.</returns>
    internal int Receive(ReceivedAcknowledgements acknowledgements, int first, int count)
    {
        int accepted = 0;
        for (int end = first + count; first < end; first += ReceivedAcknowledgements.BatchLength)
        {
            int part = Math.Min(ReceivedAcknowledgements.BatchLength, end - first);
            int stride = acknowledgements.Stride;
            accepted += Take(
                acknowledgements.Slab.Slice(first * stride, part * stride),
                stride,
                acknowledgements.Lengths.Slice(first, part));
        }

        return accepted;
    }

    /// <summary>Takes one batch of at most <see cref="ReceivedAcknowledgements.BatchLength"/>.</summary>
    /// <returns>How many were accepted.</returns>
    internal int Take(ReadOnlySpan<byte> slab, int stride, ReadOnlySpan<int> lengths)
    {
        Span<AckVerdict> verdicts = _verdicts.AsSpan(0, lengths.Length);
        _pipeline.Inspect(slab, stride, lengths, _arrivedAt.AsSpan(0, lengths.Length), verdicts);
        return _pipeline.Accept(verdicts);
    }
}
