namespace GdoiSim.Analysis.Theory;

/// <summary>
/// Loss by a two-state chain (Gilbert): good and bad slots alternate, and every copy sent in a bad slot is lost (V20).
/// </summary>
public static class BurstyLoss
{
    /// <summary>The probability that every copy of a rekey is lost: p (p + (1−p) r^gap)^(copies−1).</summary>
    /// <param name="loss">The share p of bad slots, above 0 and below 1.</param>
    /// <param name="meanBurstSlots">The mean length B of a run of bad slots, at least 1.</param>
    /// <param name="copies">The copies sent, at least 1.</param>
    /// <param name="gapSlots">The slots from one copy to the next, at least 1.</param>
    public static double AllCopiesLost(double loss, double meanBurstSlots, int copies, double gapSlots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(copies, 1);
        return loss * Math.Pow(StillBad(loss, meanBurstSlots, gapSlots), copies - 1);
    }

    /// <summary>The probability that the slot a gap after a bad one is bad: p + (1−p) r^gap.</summary>
    /// <param name="loss">The share p of bad slots, above 0 and below 1.</param>
    /// <param name="meanBurstSlots">The mean length B of a run of bad slots, at least 1.</param>
    /// <param name="gapSlots">The slots in between.</param>
    public static double StillBad(double loss, double meanBurstSlots, double gapSlots)
    {
        Probability.CheckBelowOne(loss, nameof(loss));
        ArgumentOutOfRangeException.ThrowIfLessThan(meanBurstSlots, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(gapSlots);

        // The second eigenvalue of the chain: one less both ways of changing state.
        var memory = 1 - (1 / meanBurstSlots) - (loss / ((1 - loss) * meanBurstSlots));
        return loss + ((1 - loss) * Math.Pow(memory, gapSlots));
    }
}
