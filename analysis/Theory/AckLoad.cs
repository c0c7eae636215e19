namespace GdoiSim.Analysis.Theory;

/// <summary>
/// ACKs that reach the key server a rekey, and datagrams sent, by method of repair (V30): at most T transmissions,
/// members re-acknowledge, f = 1 − (1−p)(1−q) is the probability that one exchange fails.
/// </summary>
public static class AckLoad
{
    /// <summary>ACKs received if repeats go by unicast to silent members: N (1−f^T)/(1−f) (1−p)(1−q).</summary>
    /// <param name="members">The members N.</param>
    /// <param name="pushLoss">The loss p of the rekey, below 1.</param>
    /// <param name="ackLoss">The loss q of an ACK, below 1.</param>
    /// <param name="transmissions">The most transmissions T.</param>
    public static double WithUnicastRepeats(double members, double pushLoss, double ackLoss, int transmissions) =>
        UnicastDatagrams(members, pushLoss, ackLoss, transmissions) * (1 - pushLoss) * (1 - ackLoss);

    /// <summary>
    /// (member, datagram) pairs sent by the same method: N (1−f^T)/(1−f); the first multicast counts once a member.
    /// </summary>
    /// <param name="members">The members N.</param>
    /// <param name="pushLoss">The loss p of the rekey, below 1.</param>
    /// <param name="ackLoss">The loss q of an ACK, below 1.</param>
    /// <param name="transmissions">The most transmissions T.</param>
    public static double UnicastDatagrams(double members, double pushLoss, double ackLoss, int transmissions)
    {
        var failure = Failure(members, pushLoss, ackLoss, transmissions);
        return members * Enumerable.Range(0, transmissions).Sum(k => Math.Pow(failure, k));
    }

    /// <summary>
    /// ACKs received if repeats are multicast while anyone is silent: N (1−p)(1−q) Σ_{k&lt;T} 1 − (1−f^k)^N.
    /// </summary>
    /// <param name="members">The members N.</param>
    /// <param name="pushLoss">The loss p of the rekey, below 1.</param>
    /// <param name="ackLoss">The loss q of an ACK, below 1.</param>
    /// <param name="transmissions">The most transmissions T.</param>
    public static double WithMulticastRepeats(double members, double pushLoss, double ackLoss, int transmissions)
    {
        var failure = Failure(members, pushLoss, ackLoss, transmissions);
        return members * (1 - pushLoss) * (1 - ackLoss)
            * Probability.SumOfTails(k => Probability.AnyOf(Math.Pow(failure, k), members), transmissions);
    }

    private static double Failure(double members, double pushLoss, double ackLoss, int transmissions)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(members);
        Probability.CheckBelowOne(pushLoss, nameof(pushLoss));
        Probability.CheckBelowOne(ackLoss, nameof(ackLoss));
        ArgumentOutOfRangeException.ThrowIfLessThan(transmissions, 1);
        return Silence.WithReacknowledgement(pushLoss, ackLoss, 1);
    }
}
