using GdoiSim.Kernel;

namespace GdoiSim.Analysis.Calibration;

/// <summary>
/// A measured time as a table of quantiles at the probabilities 0, 1 %, …, 100 %, linear in between: what
/// <see cref="Kernel.Randomness.Distribution.Empirical"/> takes.
/// </summary>
/// <param name="Samples">Number of samples.</param>
/// <param name="MeanNanoseconds">Their mean.</param>
/// <param name="Quantiles">
/// Nearest rank. The last is not the greatest sample, which is one moment's chance and would raise the whole last per
/// cent, but the value at which the table's mean is that of the samples, if there is one between the quantile before
/// and the greatest sample.
/// </param>
public sealed record TimeTable(int Samples, double MeanNanoseconds, IReadOnlyList<SimDuration> Quantiles)
{
    /// <summary>Steps of the table.</summary>
    public const int Steps = 100;

    /// <summary>The quantile of a whole number of per cent.</summary>
    public SimDuration AtPercent(int percent) => Quantiles[percent];

    /// <summary>Makes the table of samples in nanoseconds.</summary>
    /// <exception cref="ArgumentException">There are none, or one is negative.</exception>
    public static TimeTable Of(IReadOnlyCollection<double> nanoseconds)
    {
        double[] sorted = [.. nanoseconds.Order()];
        if (sorted.Length == 0 || !(sorted[0] >= 0))
        {
            throw new ArgumentException("found no samples, or a negative one", nameof(nanoseconds));
        }

        double[] table = new double[Steps + 1];
        for (int i = 0; i <= Steps; i++)
        {
            // Nearest rank: the smallest sample that at least i % of them do not exceed.
            int rank = (int)((((long)i * sorted.Length) + Steps - 1) / Steps);
            table[i] = sorted[Math.Max(rank, 1) - 1];
        }

        // Trapezoids: inner quantiles weigh one step, the two at the ends half a step.
        double mean = sorted.Average();
        double inner = table.Skip(1).Take(Steps - 1).Sum() + (table[0] / 2);
        table[Steps] = Math.Clamp(2 * ((mean * Steps) - inner), table[Steps - 1], sorted[^1]);
        return new TimeTable(
            sorted.Length, mean, [.. table.Select(value => SimDuration.FromNanoseconds((long)Math.Round(value)))]);
    }
}
