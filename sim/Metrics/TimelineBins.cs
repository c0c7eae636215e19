namespace GdoiSim.Metrics;

/// <summary>
/// Counts what happens into bins of equal width, in any order of time, and keeps at most a given number of bins: when one
/// more would be needed, the width doubles and neighbours merge. Since merging adds and takes maxima, the bins depend on
/// what was counted only, never on its order. Bins in which nothing happened take no room, so a run of days with a burst
/// an hour still shows each burst finely.
/// </summary>
public sealed class TimelineBins
{
    /// <summary>The width the bins start with, 100 µs: finer than any service or jitter that a chart could show.</summary>
    public static readonly Seconds Finest = new(100_000);

    private readonly int _mostBins;
    private Dictionary<long, int> _slots = [];
    private TimelineCounts[] _counts = new TimelineCounts[64];
    private long[] _bins = new long[64];
    private int _used;
    private long _lastBin = -1;
    private int _lastSlot;

    /// <summary>No bins yet.</summary>
    /// <param name="mostBins">The most bins to keep.</param>
    public TimelineBins(int mostBins = Schema.MostTimelineBins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mostBins, 1);
        _mostBins = mostBins;
    }

    /// <summary>The width of the bins as it is now.</summary>
    public Seconds Width { get; private set; } = Finest;

    /// <summary>
    /// The counters of the bin that holds an instant (nanoseconds since the start of the run, not negative), to be added
    /// to at once: the reference is good until the next call.
    /// </summary>
    public ref TimelineCounts At(long nanoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanoseconds);
        var bin = nanoseconds / Width.Nanoseconds;
        if (bin == _lastBin)
        {
            return ref _counts[_lastSlot];
        }

        if (!_slots.TryGetValue(bin, out var slot))
        {
            while (_used == _mostBins && !_slots.ContainsKey(bin))
            {
                Coarsen();
                bin = nanoseconds / Width.Nanoseconds;
            }

            slot = SlotOf(bin);
        }

        (_lastBin, _lastSlot) = (bin, slot);
        return ref _counts[slot];
    }

    /// <summary>The rows of timeline.csv, in order of time.</summary>
    /// <param name="capacityPerSecond">ACKs a second that all servers could take through; null if without bound.</param>
    public IEnumerable<TimelineRow> Rows(double? capacityPerSecond)
    {
        var order = Enumerable.Range(0, _used).OrderBy(slot => _bins[slot]);
        foreach (var slot in order)
        {
            var counts = _counts[slot];
            yield return new TimelineRow
            {
                Time = new Seconds(_bins[slot] * Width.Nanoseconds),
                Width = Width,
                PushSent = counts.PushSent,
                PushDelivered = counts.PushDelivered,
                AckSent = counts.AckSent,
                AckDuplicated = counts.AckDuplicated,
                AckLost = counts.AckLost,
                AckLinkDropped = counts.AckLinkDropped,
                AckArrived = counts.AckArrived,
                AckDropped = counts.AckDropped,
                AckAccepted = counts.AckAccepted,
                AckDuplicate = counts.AckDuplicate,
                AckRejected = counts.AckRejected,
                QueueMaxDepth = counts.QueueMaxDepth,
                ServiceCapacity = capacityPerSecond * Width.Value,
            };
        }
    }

    private int SlotOf(long bin)
    {
        if (_slots.TryGetValue(bin, out var slot))
        {
            return slot;
        }

        if (_used == _counts.Length)
        {
            Array.Resize(ref _counts, _used * 2);
            Array.Resize(ref _bins, _used * 2);
        }

        _slots.Add(bin, _used);
        _bins[_used] = bin;
        _counts[_used] = default;
        return _used++;
    }

    private void Coarsen()
    {
        var (bins, counts, used) = (_bins, _counts, _used);
        Width = new Seconds(checked(Width.Nanoseconds * 2));
        _slots = [];
        _bins = new long[used];
        _counts = new TimelineCounts[used];
        _used = 0;
        _lastBin = -1;
        for (var slot = 0; slot < used; slot++)
        {
            _counts[SlotOf(bins[slot] / 2)].Add(counts[slot]);
        }
    }
}
