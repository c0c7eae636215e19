namespace GdoiSim.Metrics;

/// <summary>
/// Counts what happens into bins of equal width, in any order of time, and keeps at most a given number of bins: when
/// one more would be needed, the width doubles and neighbours merge. Since merging adds and takes maxima, the bins
/// depend on what was counted only, never on its order. Bins in which nothing happened take no room, so a run of days
/// with a burst an hour still shows each burst finely.
/// </summary>
public sealed class TimelineBins
{
    /// <summary>
    /// The width the bins start with, 100 µs: finer than any service or jitter that a chart could show.
    /// </summary>
    public static readonly Seconds Finest = new(100_000);

    private const int PageBits = 6;
    private const int PageLength = 1 << PageBits;
    private const int CacheLength = 256;

    private readonly int _mostBins;

    // Pages of neighbouring bins; the cache in front of their index makes the usual look-up a comparison.
    private readonly Dictionary<long, TimelineCounts[]> _pages = [];
    private readonly long[] _cachedPage = new long[CacheLength];
    private readonly TimelineCounts[]?[] _cached = new TimelineCounts[CacheLength][];
    private int _used;

    /// <summary>No bins yet.</summary>
    /// <param name="mostBins">The most bins to keep.</param>
    public TimelineBins(int mostBins = Schema.MostTimelineBins)
        : this(Finest, mostBins)
    {
    }

    /// <summary>No bins yet, of a width of the caller's choice.</summary>
    /// <param name="width">The width they start with; it doubles when more than the most bins would be needed.</param>
    /// <param name="mostBins">The most bins to keep.</param>
    public TimelineBins(Seconds width, int mostBins = Schema.MostTimelineBins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width.Nanoseconds, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostBins, 1);
        Width = width;
        _mostBins = mostBins;
    }

    /// <summary>The width of the bins as it is now.</summary>
    public Seconds Width { get; private set; }

    /// <summary>
    /// The counters of the bin that holds an instant (nanoseconds since the start of the run, not negative), to be
    /// added to at once: the reference is good until the next call.
    /// </summary>
    public ref TimelineCounts At(long nanoseconds)
    {
        while (true)
        {
            long bin = nanoseconds / Width.Nanoseconds;
            ref TimelineCounts counts = ref PageOf(bin)[(int)(bin & (PageLength - 1))];
            if (counts.IsCounted)
            {
                return ref counts;
            }

            ArgumentOutOfRangeException.ThrowIfNegative(nanoseconds);
            if (_used < _mostBins)
            {
                _used++;
                counts.IsCounted = true;
                return ref counts;
            }

            Coarsen();
        }
    }

    /// <summary>
    /// Adds what others counted apart: bins that started with the same width. The result is what one object would hold
    /// that had counted everything.
    /// </summary>
    public void Merge(TimelineBins other)
    {
        while (Width < other.Width)
        {
            Coarsen();
        }

        foreach ((long bin, TimelineCounts counts) in other.InOrder())
        {
            At(bin * other.Width.Nanoseconds).Add(counts);
        }
    }

    /// <summary>The rows of timeline.csv, in order of time.</summary>
    /// <param name="capacityPerSecond">ACKs a second that all servers could take through; null if without
    /// bound.</param>
    public IEnumerable<TimelineRow> Rows(double? capacityPerSecond)
    {
        foreach ((long bin, TimelineCounts counts) in InOrder())
        {
            yield return new TimelineRow
            {
                Time = new Seconds(bin * Width.Nanoseconds),
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

    private TimelineCounts[] PageOf(long bin)
    {
        long page = bin >> PageBits;
        int cached = (int)(page & (CacheLength - 1));
        if (_cached[cached] is TimelineCounts[] found && _cachedPage[cached] == page)
        {
            return found;
        }

        if (!_pages.TryGetValue(page, out TimelineCounts[]? counts))
        {
            counts = new TimelineCounts[PageLength];
            _pages.Add(page, counts);
        }

        (_cachedPage[cached], _cached[cached]) = (page, counts);
        return counts;
    }

    private IEnumerable<(long Bin, TimelineCounts Counts)> InOrder() =>
        from page in _pages
        orderby page.Key
        from position in Enumerable.Range(0, PageLength)
        where page.Value[position].IsCounted
        select ((page.Key << PageBits) + position, page.Value[position]);

    private void Coarsen()
    {
        List<(long Bin, TimelineCounts Counts)> counted = [.. InOrder()];
        Width = new Seconds(checked(Width.Nanoseconds * 2));
        _pages.Clear();
        Array.Clear(_cached);
        _used = 0;
        foreach ((long bin, TimelineCounts counts) in counted)
        {
            At(bin / 2 * Width.Nanoseconds).Add(counts);
        }
    }
}
