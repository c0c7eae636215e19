using MathNet.Numerics.Distributions;

namespace GdoiSim.Analysis.Theory;

/// <summary>A class of receivers that lose a multicast alike.</summary>
/// <param name="Members">How many there are.</param>
/// <param name="Loss">The probability that one of them loses a transmission, independently.</param>
public readonly record struct ReceiverClass(double Members, double Loss);

/// <summary>How often a rekey must be multicast until everyone, or enough, have it.</summary>
/// <remarks>
/// Towsley, Kurose and Pingali, A comparison of sender-initiated and receiver-initiated reliable multicast protocols
/// (JSAC 1997): with independent loss p and no loss of ACKs, E[M] = Σ_{k≥0} 1 − (1 − p^k)^N.
/// </remarks>
public static class Transmissions
{
    /// <summary>The mean number of multicasts until all of <paramref name="members"/> have the rekey (V01).</summary>
    /// <param name="members">The receivers, at least 1.</param>
    /// <param name="loss">The loss of a transmission at one receiver, below 1.</param>
    public static double MeanUntilAll(double members, double loss) => MeanUntilAll([new(members, loss)]);

    /// <summary>The same for receivers of several classes (V02).</summary>
    public static double MeanUntilAll(IReadOnlyList<ReceiverClass> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        foreach (var one in classes)
        {
            Probability.CheckBelowOne(one.Loss, nameof(classes));
            ArgumentOutOfRangeException.ThrowIfNegative(one.Members, nameof(classes));
        }

        return Probability.SumOfTails(k => 1 - classes.Aggregate(
            1.0, (all, one) => all * (1 - Probability.AnyOf(Math.Pow(one.Loss, k), one.Members))));
    }

    /// <summary>
    /// The mean where a loss on the server's own link hits everyone at once (V03): each effective round costs a
    /// geometric number of sends (Wald).
    /// </summary>
    /// <param name="sharedLoss">The loss on the shared link, below 1.</param>
    /// <param name="tails">The receivers behind it with their own independent loss.</param>
    public static double MeanBehindSharedLink(double sharedLoss, IReadOnlyList<ReceiverClass> tails)
    {
        Probability.CheckBelowOne(sharedLoss, nameof(sharedLoss));
        return MeanUntilAll(tails) / (1 - sharedLoss);
    }

    /// <summary>
    /// The fewest transmissions after which the share <paramref name="assurance"/> of the members is acknowledged with
    /// the given confidence, members re-acknowledging duplicates (V23; RFC 8052 2.2.4.2, SA_KDA).
    /// </summary>
    /// <param name="members">The members, at least 1.</param>
    /// <param name="assurance">The share that must be acknowledged, 0 to 1.</param>
    /// <param name="pushLoss">The loss of the rekey, below 1.</param>
    /// <param name="ackLoss">The loss of an ACK, below 1.</param>
    /// <param name="confidence">The probability with which it must hold, below 1.</param>
    public static int ForAssurance(
        int members, double assurance, double pushLoss, double ackLoss, double confidence = 0.99)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(members, 1);
        Probability.Check(assurance, nameof(assurance));
        Probability.CheckBelowOne(pushLoss, nameof(pushLoss));
        Probability.CheckBelowOne(ackLoss, nameof(ackLoss));
        Probability.CheckBelowOne(confidence, nameof(confidence));

        // The product of a share and a count may miss a whole number by a rounding.
        var needed = (int)Math.Ceiling((assurance * members) - 1e-9);
        var silent = Silence.WithReacknowledgement(pushLoss, ackLoss, 1);
        for (var transmissions = 1; ; transmissions++)
        {
            // Counted from the silent side, whose probability is small and keeps its digits.
            var remaining = Math.Pow(silent, transmissions);
            if (Binomial.CDF(remaining, members, members - needed) >= confidence)
            {
                return transmissions;
            }
        }
    }
}
