using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <summary>
/// Acknowledgements that the network lost: built like all others, in batches, and seen by the fingerprint alone.
/// </summary>
internal sealed class LostAcknowledgements
{
    private const int BatchLength = 64;

    private readonly AcknowledgementBuilder _builder;
    private readonly Event[] _lost = new Event[BatchLength];
    private readonly byte[] _slab;
    private int _count;

    internal LostAcknowledgements(GroupState group)
    {
        _builder = new AcknowledgementBuilder(group);
        _slab = new byte[BatchLength * _builder.Octets];
    }

    /// <summary>Takes one that was sent at an instant and lost.</summary>
    internal void Add(
        SimTime sent, int member, PushTransmission transmission, int pushCopy, ref Fingerprint fingerprint)
    {
        _lost[_count++] = ArrivalEvent.Acknowledgement(sent, member, transmission.Id, pushCopy, 0);
        if (_count == BatchLength)
        {
            Build(ref fingerprint);
        }
    }

    /// <summary>Builds what was taken.</summary>
    internal void Build(ref Fingerprint fingerprint)
    {
        ReadOnlySpan<Event> lost = _lost.AsSpan(0, _count);
        if (!lost.IsEmpty)
        {
            _builder.Build(lost, _slab);
        }

        for (int i = 0; i < lost.Length; i++)
        {
            fingerprint.Add(lost[i].Time, ArrivalEvent.LossStep, lost[i].Entity, _builder.Digest(_slab, i));
        }

        _count = 0;
    }
}
