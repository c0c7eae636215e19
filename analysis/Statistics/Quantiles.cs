namespace GdoiSim.Analysis.Statistics;

/// <summary>Quantiles of replications' figures, by nearest rank, as everywhere in the results.</summary>
public static class Quantiles
{
    /// <summary>
    /// The smallest value that at least the share <paramref name="probability"/> of the values do not exceed; the
    /// smallest value for 0. Infinite values ("never") stand last.
    /// </summary>
    /// <param name="values">The values, in any order; none may be NaN.</param>
    /// <param name="probability">The quantile, 0 to 1.</param>
    public static double NearestRank(IReadOnlyCollection<double> values, double probability)
    {
        ArgumentNullException.ThrowIfNull(values);
        Theory.Probability.Check(probability, nameof(probability));
        if (values.Count == 0 || values.Any(double.IsNaN))
        {
            throw new ArgumentException("A quantile needs values, all of them numbers.", nameof(values));
        }

        var sorted = values.Order().ToArray();

        // The product of a share and a count may exceed a whole number by a rounding.
        var rank = (int)Math.Ceiling((probability * sorted.Length) - 1e-9);
        return sorted[Math.Max(rank, 1) - 1];
    }
}
