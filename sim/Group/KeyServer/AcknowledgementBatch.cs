using System.Runtime.CompilerServices;
using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <summary>
/// Acknowledgements that arrive one after the other: the events, their octets, and what inspection made of them. Worked
/// on in parts of <see cref="PartLength"/>, each of which one worker builds and inspects while it is in its cache.
/// </summary>
internal sealed class AcknowledgementBatch
{
    /// <summary>Acknowledgements of a part: their octets stay in the second-level cache.</summary>
    internal const int PartLength = 1024;

    private readonly Event[] _events;
    private readonly SimTime[] _arrivedAt;
    private readonly int[] _lengths;
    private readonly AckVerdict[] _verdicts;
    private readonly byte[] _slab;
    private readonly Fingerprint[] _fingerprints;
    private readonly int _octets;

    /// <summary>Room for a number of parts.</summary>
    internal AcknowledgementBatch(int parts, int octets)
    {
        int length = parts * PartLength;
        _events = new Event[length];
        _arrivedAt = new SimTime[length];
        _lengths = new int[length];
        _verdicts = new AckVerdict[length];
        _slab = new byte[length * octets];
        _fingerprints = new Fingerprint[parts];
        _octets = octets;
        Array.Fill(_lengths, octets);
    }

    /// <summary>Acknowledgements in the batch.</summary>
    internal int Count { get; private set; }

    /// <summary>Parts that hold any.</summary>
    internal int Parts => (Count + PartLength - 1) / PartLength;

    /// <summary>The events, in their total order.</summary>
    internal ReadOnlySpan<Event> Events => _events.AsSpan(0, Count);

    /// <summary>What inspection made of each.</summary>
    internal ReadOnlySpan<AckVerdict> Verdicts => _verdicts.AsSpan(0, Count);

    /// <summary>The octets of all, a slot each.</summary>
    internal ReadOnlySpan<byte> Slab => _slab;

    /// <summary>Takes the next arrivals up to an instant.</summary>
    internal void Take(EventList arrivals, SimTime until) => Count = arrivals.TakeUntil(until, _events);

    /// <summary>
    /// Builds and inspects one part. Different parts may be done at the same time, by different workers.
    /// </summary>
    internal void Prepare(int part, AcknowledgementBuilder builder, AckPipeline pipeline)
    {
        int first = part * PartLength;
        int count = Math.Min(PartLength, Count - first);
        ReadOnlySpan<Event> events = _events.AsSpan(first, count);
        Span<byte> slab = _slab.AsSpan(first * _octets, count * _octets);
        Span<SimTime> arrivedAt = _arrivedAt.AsSpan(first, count);
        for (int i = 0; i < count; i++)
        {
            arrivedAt[i] = events[i].Time;
        }

        builder.Build(events, slab);
        pipeline.Inspect(slab, _octets, _lengths.AsSpan(0, count), arrivedAt, _verdicts.AsSpan(first, count));
        _fingerprints[part] = FingerprintOf(events, slab, builder);
    }

    /// <summary>Adds the arrivals of all parts, which must have been prepared, to a fingerprint.</summary>
    internal void AddTo(ref Fingerprint fingerprint)
    {
        foreach (ref readonly Fingerprint part in _fingerprints.AsSpan(0, Parts))
        {
            fingerprint.Merge(part);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static Fingerprint FingerprintOf(
        ReadOnlySpan<Event> events, ReadOnlySpan<byte> slab, AcknowledgementBuilder builder)
    {
        Fingerprint fingerprint = default;
        for (int i = 0; i < events.Length; i++)
        {
            fingerprint.Add(
                events[i].Time, ArrivalEvent.AcknowledgementKind, events[i].Entity, builder.Digest(slab, i));
        }

        return fingerprint;
    }
}
