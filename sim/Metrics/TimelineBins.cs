using System.Runtime.CompilerServices;

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

    /// <summary>Bins of a page.</summary>
    internal const int PageLength = 1 << PageBits;

    private const int PageBits = 6;
    private const int CacheLength = 256;

    private readonly int _mostBins;

    // Pages of neighbouring bins; the cache in front of their index makes the usual look-up a comparison.
    private readonly Dictionary<long, Page> _pages = [];
    private readonly Page?[] _cached = new Page[CacheLength];
    private ulong _reciprocal;
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
    public Seconds Width
    {
        get;
        private set
        {
            field = value;
            _reciprocal = ulong.MaxValue / (ulong)value.Nanoseconds;
        }
    }

    /// <summary>
    /// The counters of the bin that holds an instant (nanoseconds since the start of the run, not negative), to be
    /// added to at once: they are good until the next call.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TimelineCounts At(long nanoseconds)
    {
        long bin = BinOf(nanoseconds);
        Page? page = _cached[(int)(bin >> PageBits) & (CacheLength - 1)];
        return page is not null && page.Number == bin >> PageBits && page.Has(bin)
            ? page.Counts(bin)
            : AtNew(nanoseconds);
    }

    /// <summary>
    /// The counters of registrations of the bin that holds an instant. A run without registrations has no room for
    /// them.
    /// </summary>
    public RegistrationCounts RegistrationsAt(long nanoseconds)
    {
        _ = At(nanoseconds); // The bin may be a new one, which may be one too many.
        long bin = BinOf(nanoseconds);
        return PageOf(bin >> PageBits).Registrations(bin);
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

        foreach ((Page page, long bin) in other.InOrder())
        {
            Add(page, bin, bin * other.Width.Nanoseconds);
        }
    }

    /// <summary>The rows of timeline.csv, in order of time.</summary>
    /// <param name="capacityPerSecond">ACKs a second that all servers could take through; null if without
    /// bound.</param>
    public IEnumerable<TimelineRow> Rows(double? capacityPerSecond)
    {
        long halfOpen = 0;
        foreach ((Page page, long bin) in InOrder())
        {
            TimelineRow row = Row(page.Counts(bin), bin, capacityPerSecond);
            yield return page.HasRegistrations
                ? WithRegistrations(row, page.Registrations(bin), ref halfOpen)
                : row with { RegistrationHalfOpen = halfOpen };
        }
    }

    private static TimelineRow WithRegistrations(TimelineRow row, RegistrationCounts counts, ref long halfOpen)
    {
        halfOpen += counts.HalfOpenChange;
        return row with
        {
            RegistrationStarted = counts.Started,
            RegistrationSent = counts.Sent,
            RegistrationRepeated = counts.Repeated,
            RegistrationLost = counts.Lost,
            RegistrationLinkDropped = counts.LinkDropped,
            RegistrationArrived = counts.Arrived,
            RegistrationDropped = counts.Dropped,
            RegistrationAnswered = counts.Answered,
            RegistrationDuplicate = counts.Duplicate,
            RegistrationRefused = counts.Refused,
            RegistrationCompleted = counts.Completed,
            RegistrationFailed = counts.Failed,
            RegistrationHalfOpen = halfOpen,
        };
    }

    private TimelineRow Row(TimelineCounts counts, long bin, double? capacityPerSecond) => new()
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

    // The bin may be the first of its page, or one too many.
    private TimelineCounts AtNew(long nanoseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(nanoseconds);
        while (true)
        {
            long bin = BinOf(nanoseconds);
            Page page = PageOf(bin >> PageBits);
            if (page.Has(bin))
            {
                return page.Counts(bin);
            }

            if (_used < _mostBins)
            {
                _used++;
                page.Take(bin);
                return page.Counts(bin);
            }

            Coarsen();
        }
    }

    // A division costs ten times as much. The product is the quotient or, since the reciprocal is rounded down and an
    // instant is below 2^63, one less.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long BinOf(long nanoseconds)
    {
        long bin = (long)Math.BigMul((ulong)nanoseconds, _reciprocal, out ulong _);
        return nanoseconds - (bin * Width.Nanoseconds) >= Width.Nanoseconds ? bin + 1 : bin;
    }

    private Page PageOf(long number)
    {
        if (!_pages.TryGetValue(number, out Page? page))
        {
            page = new Page(number);
            _pages.Add(number, page);
        }

        _cached[(int)number & (CacheLength - 1)] = page;
        return page;
    }

    private IEnumerable<(Page Page, long Bin)> InOrder() =>
        from page in _pages.Values
        orderby page.Number
        from position in Enumerable.Range(0, PageLength)
        let bin = (page.Number << PageBits) + position
        where page.Has(bin)
        select (page, bin);

    private void Coarsen()
    {
        List<(Page Page, long Bin)> counted = [.. InOrder()];
        Width = new Seconds(checked(Width.Nanoseconds * 2));
        _pages.Clear();
        Array.Clear(_cached);
        _used = 0;
        foreach ((Page page, long bin) in counted)
        {
            Add(page, bin, bin / 2 * Width.Nanoseconds);
        }
    }

    private void Add(Page page, long bin, long nanoseconds)
    {
        At(nanoseconds).Add(page.Counts(bin));
        if (page.HasRegistrations)
        {
            RegistrationsAt(nanoseconds).Add(page.Registrations(bin));
        }
    }

    private sealed class Page(long number)
    {
        private readonly long[] _counts = new long[TimelineCounts.Columns * PageLength];
        private long[]? _registrations;
        private ulong _taken;

        internal long Number { get; } = number;

        /// <summary>Whether a bin of this page is among those that count towards the most that are kept.</summary>
        internal bool Has(long bin) => (_taken >> (int)(bin & (PageLength - 1)) & 1) != 0;

        internal void Take(long bin) => _taken |= 1UL << (int)(bin & (PageLength - 1));

        internal bool HasRegistrations => _registrations is not null;

        internal RegistrationCounts Registrations(long bin)
        {
            _registrations ??= new long[RegistrationCounts.Columns * PageLength];
            return new(ref _registrations[(int)(bin & (PageLength - 1))]);
        }

        internal TimelineCounts Counts(long bin) => new(ref _counts[(int)(bin & (PageLength - 1))]);
    }
}
