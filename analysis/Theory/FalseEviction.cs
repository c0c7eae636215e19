namespace GdoiSim.Analysis.Theory;

/// <summary>
/// How soon a live member is evicted by a rule of m consecutive misses, where it looks silent with probability f in
/// each rekey, independently (V06).
/// </summary>
public static class FalseEviction
{
    /// <summary>The mean number of rekeys until the eviction: (1 − f^m) / ((1 − f) f^m).</summary>
    /// <param name="silence">The probability f, above 0 and at most 1.</param>
    /// <param name="misses">The misses in a row m that evict.</param>
    public static double MeanRekeys(double silence, int misses)
    {
        Check(silence, misses);
        if (silence == 0)
        {
            return double.PositiveInfinity;
        }

        // Σ_{i=1..m} f^-i: the same without 0/0 at f = 1.
        return Enumerable.Range(1, misses).Sum(i => Math.Pow(silence, -i));
    }

    /// <summary>
    /// The probability of being evicted within a number of rekeys, by the exact chain: the first run of m misses ends
    /// at rekey n if the m before are misses, the one before those was acknowledged, and no run had ended until then.
    /// </summary>
    /// <param name="silence">The probability f.</param>
    /// <param name="misses">The misses in a row m that evict.</param>
    /// <param name="rekeys">The rekeys n.</param>
    public static double Within(double silence, int misses, int rekeys)
    {
        Check(silence, misses);
        ArgumentOutOfRangeException.ThrowIfNegative(rekeys);
        var run = Math.Pow(silence, misses);
        var evicted = new double[rekeys + 1];
        for (var n = misses; n <= rekeys; n++)
        {
            evicted[n] = n == misses
                ? run
                : evicted[n - 1] + ((1 - evicted[n - misses - 1]) * (1 - silence) * run);
        }

        return evicted[rekeys];
    }

    private static void Check(double silence, int misses)
    {
        Probability.Check(silence, nameof(silence));
        ArgumentOutOfRangeException.ThrowIfLessThan(misses, 1);
    }
}
