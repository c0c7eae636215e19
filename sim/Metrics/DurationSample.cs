namespace GdoiSim.Metrics;

/// <summary>
/// The finite durations of a sample, kept whole for exact quantiles: eight octets a value. Values that come in
/// ascending order, as acceptances at a server do, are never sorted.
/// </summary>
public sealed class DurationSample
{
    private long[] _nanoseconds;
    private bool _ascending = true;

    /// <summary>
    /// An empty sample with room for <paramref name="capacity"/> values; it grows when that is not enough.
    /// </summary>
    public DurationSample(int capacity = 0) => _nanoseconds = new long[capacity];

    /// <summary>The number of values.</summary>
    public int Count { get; private set; }

    /// <summary>Makes room for so many values, so that it need not grow on the way there.</summary>
    public void EnsureCapacity(int capacity)
    {
        if (_nanoseconds.Length < capacity)
        {
            Array.Resize(ref _nanoseconds, capacity);
        }
    }

    /// <summary>Adds a duration in nanoseconds.</summary>
    public void Add(long nanoseconds)
    {
        if (Count == _nanoseconds.Length)
        {
            Array.Resize(ref _nanoseconds, Math.Max(16, checked(Count * 2)));
        }

        _ascending &= Count == 0 || nanoseconds >= _nanoseconds[Count - 1];
        _nanoseconds[Count++] = nanoseconds;
    }

    /// <summary>The values in ascending order; valid until the next <see cref="Add"/>.</summary>
    public ReadOnlySpan<long> Sorted()
    {
        if (!_ascending)
        {
            Array.Sort(_nanoseconds, 0, Count);
            _ascending = true;
        }

        return _nanoseconds.AsSpan(0, Count);
    }

    /// <summary>
    /// The quantile <paramref name="permille"/>/1000 by nearest rank over <paramref name="population"/> values, those
    /// not in the sample being "never": null if the quantile falls there.
    /// </summary>
    public Seconds? Quantile(long population, int permille) => NearestRank.Quantile(Sorted(), population, permille);

    /// <summary>
    /// The same over several samples as if they were one, without joining them: the value is found by bisection.
    /// </summary>
    public static Seconds? Quantile(IReadOnlyList<DurationSample> samples, long population, int permille)
    {
        long finite = samples.Sum(sample => (long)sample.Count);
        if (finite > population)
        {
            throw new ArgumentException($"{finite} values in a population of {population}.", nameof(samples));
        }

        if (population == 0 || NearestRank.Rank(population, permille) > finite)
        {
            return null;
        }

        var rank = NearestRank.Rank(population, permille);
        var (low, high) = (long.MaxValue, long.MinValue);
        foreach (var sample in samples.Where(sample => sample.Count > 0))
        {
            var sorted = sample.Sorted();
            low = Math.Min(low, sorted[0]);
            high = Math.Max(high, sorted[^1]);
        }

        // The smallest value that at least `rank` values do not exceed.
        while (low < high)
        {
            var middle = low + (long)((ulong)(high - low) / 2);
            if (samples.Sum(sample => (long)CountUpTo(sample.Sorted(), middle)) >= rank)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return new Seconds(low);
    }

    private static int CountUpTo(ReadOnlySpan<long> sorted, long value)
    {
        var (from, to) = (0, sorted.Length);
        while (from < to)
        {
            var middle = from + ((to - from) / 2);
            if (sorted[middle] <= value)
            {
                from = middle + 1;
            }
            else
            {
                to = middle;
            }
        }

        return from;
    }
}
