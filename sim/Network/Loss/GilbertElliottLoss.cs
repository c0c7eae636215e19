using GdoiSim.Kernel;

namespace GdoiSim.Network.Loss;

/// <summary>
/// Loss in bursts: each member's channel is good or bad, a two-state Markov chain in virtual time that steps once a
/// slot. Packets only look at it: the state after a gap of n slots follows from the last state seen by the closed
/// transition probability P(bad | bad) = b + (1 − b) rⁿ, P(bad | good) = b (1 − rⁿ), with b the stationary probability
/// of bad, 1/B the probability of leaving bad, and r = 1 − 1/B − b/((1 − b) B). All fragments of a datagram, and all
/// packets of one slot, see one state.
/// </summary>
/// <remarks>
/// A packet that is asked about after one that is sent later (an acknowledgement that overtakes another within the
/// jitter window) uses the distance to that later slot: a two-state chain is reversible, so the pair's joint law is
/// exact; only the dependence on still earlier packets is that of the nearest asked one.
/// </remarks>
public sealed record GilbertElliottLoss : LossModel
{
    /// <summary>A two-state channel.</summary>
    /// <param name="badProbability">Long-run share of time in the bad state, 0 to below 1.</param>
    /// <param name="meanBurstSlots">Mean stay in the bad state in slots, B, at least 1 and at least b/(1 − b).</param>
    /// <param name="slot">Length of a slot, above zero.</param>
    /// <param name="lossInGood">Probability that a fragment is lost in the good state.</param>
    /// <param name="lossInBad">Probability that a fragment is lost in the bad state.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public GilbertElliottLoss(
        double badProbability,
        double meanBurstSlots,
        SimDuration slot,
        double lossInGood = 0,
        double lossInBad = 1)
    {
        PathOptions.CheckProbability(badProbability, nameof(badProbability));
        PathOptions.CheckProbability(lossInGood, nameof(lossInGood));
        PathOptions.CheckProbability(lossInBad, nameof(lossInBad));
        ArgumentOutOfRangeException.ThrowIfEqual(badProbability, 1.0);
        if (slot <= SimDuration.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(slot), slot, "A slot is longer than zero.");
        }

        // b/((1 − b) B) is the probability of turning bad, so it is at most 1; a rounding error of B is forgiven.
        double turnBad = badProbability / ((1 - badProbability) * meanBurstSlots);
        if (!(meanBurstSlots >= 1 && double.IsFinite(meanBurstSlots) && turnBad <= 1 + 1e-12))
        {
            throw new ArgumentOutOfRangeException(
                nameof(meanBurstSlots),
                meanBurstSlots,
                "A mean burst is at least 1 slot and at least b/(1 − b) slots for a stationary probability b of bad.");
        }

        BadProbability = badProbability;
        MeanBurstSlots = meanBurstSlots;
        Slot = slot;
        LossInGood = lossInGood;
        LossInBad = lossInBad;
        Persistence = Math.Clamp(1 - (1 / meanBurstSlots) - turnBad, -1, 1);
    }

    /// <summary>Long-run share of time in the bad state, b.</summary>
    public double BadProbability { get; }

    /// <summary>Mean stay in the bad state in slots, B.</summary>
    public double MeanBurstSlots { get; }

    /// <summary>Length of a slot.</summary>
    public SimDuration Slot { get; }

    /// <summary>Probability that a fragment is lost in the good state.</summary>
    public double LossInGood { get; }

    /// <summary>Probability that a fragment is lost in the bad state.</summary>
    public double LossInBad { get; }

    /// <summary>
    /// Correlation of the states of two neighbouring slots, r; negative where bursts are shorter than chance.
    /// </summary>
    public double Persistence { get; }

    /// <inheritdoc/>
    public override double MeanLoss => (BadProbability * LossInBad) + ((1 - BadProbability) * LossInGood);

    /// <summary>The channel that loses a given share of fragments in the long run.</summary>
    /// <param name="meanLoss">
    /// Share of fragments lost, from <paramref name="lossInGood"/> to <paramref name="lossInBad"/>.
    /// </param>
    /// <param name="meanBurstSlots">Mean stay in the bad state in slots.</param>
    /// <param name="slot">Length of a slot.</param>
    /// <param name="lossInGood">Probability that a fragment is lost in the good state.</param>
    /// <param name="lossInBad">
    /// Probability that a fragment is lost in the bad state, above that of the good one.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public static GilbertElliottLoss OfMeanLoss(
        double meanLoss,
        double meanBurstSlots,
        SimDuration slot,
        double lossInGood = 0,
        double lossInBad = 1)
    {
        PathOptions.CheckProbability(lossInGood, nameof(lossInGood));
        PathOptions.CheckProbability(lossInBad, nameof(lossInBad));
        if (!(lossInBad > lossInGood && meanLoss >= lossInGood && meanLoss < lossInBad))
        {
            throw new ArgumentOutOfRangeException(
                nameof(meanLoss), meanLoss, "The mean loss is at least that of the good state, below that of the bad.");
        }

        double bad = (meanLoss - lossInGood) / (lossInBad - lossInGood);
        return new GilbertElliottLoss(bad, meanBurstSlots, slot, lossInGood, lossInBad);
    }

    internal override LossProcess Start(in PathStreams streams, ChannelStates states) =>
        new GilbertElliottProcess(this, streams, states.Claim());
}
