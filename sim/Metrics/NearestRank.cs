namespace GdoiSim.Metrics;

/// <summary>
/// Nearest-rank quantiles, in whole thousandths, over a population part of which may never get there. Only integers
/// take part, so a quantile is one of the measured values, the same on every machine.
/// </summary>
public static class NearestRank
{
    /// <summary>
    /// The rank, from 1, of the quantile <paramref name="permille"/>/1000 in a population of
    /// <paramref name="population"/>: the smallest r with r / population ≥ quantile, at least 1.
    /// </summary>
    public static long Rank(long population, int permille)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(population, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(permille, 1000);
        ArgumentOutOfRangeException.ThrowIfLessThan(permille, 0);
        return Math.Max(1, (long)((((Int128)population * permille) + 999) / 1000));
    }

    /// <summary>
    /// The quantile of <paramref name="population"/> values of which those that are finite stand in
    /// <paramref name="sorted"/>, ascending; the rest are "never" and come last. Null if the quantile falls on one of
    /// those, or if the population is empty.
    /// </summary>
    /// <exception cref="ArgumentException">More values are finite than there are.</exception>
    public static Seconds? Quantile(ReadOnlySpan<long> sorted, long population, int permille)
    {
        if (sorted.Length > population)
        {
            throw new ArgumentException($"{sorted.Length} values in a population of {population}.", nameof(sorted));
        }

        if (population == 0)
        {
            return null;
        }

        var rank = Rank(population, permille);
        return rank <= sorted.Length ? new Seconds(sorted[(int)(rank - 1)]) : null;
    }
}
