namespace GdoiSim.Analysis.Theory;

/// <summary>
/// The probability that a live member looks silent for one rekey (V05). RFC 6407 4.4 lets a member take only greater
/// sequence numbers, and RFC 8263 lets it acknowledge only what passed that check, so a copy under the same number
/// does not bring a lost ACK back, unless the member re-acknowledges duplicates.
/// </summary>
public static class Silence
{
    /// <summary>No ACK on record although every copy received is answered: (1 − (1−p)(1−q))^T.</summary>
    /// <param name="pushLoss">The loss p of a transmission.</param>
    /// <param name="ackLoss">The loss q of an ACK.</param>
    /// <param name="transmissions">The transmissions T.</param>
    public static double WithReacknowledgement(double pushLoss, double ackLoss, int transmissions)
    {
        Check(pushLoss, ackLoss, transmissions);

        // 1 − (1−p)(1−q), written without the subtraction from one.
        return Math.Pow(pushLoss + ackLoss - (pushLoss * ackLoss), transmissions);
    }

    /// <summary>No ACK on record where only the first copy received is answered: p^T + (1 − p^T) q.</summary>
    /// <param name="pushLoss">The loss p of a transmission.</param>
    /// <param name="ackLoss">The loss q of an ACK.</param>
    /// <param name="transmissions">The transmissions T, all under one sequence number.</param>
    public static double WithReplayDrop(double pushLoss, double ackLoss, int transmissions)
    {
        Check(pushLoss, ackLoss, transmissions);
        var neverReceived = Math.Pow(pushLoss, transmissions);
        return neverReceived + ((1 - neverReceived) * ackLoss);
    }

    private static void Check(double pushLoss, double ackLoss, int transmissions)
    {
        Probability.Check(pushLoss, nameof(pushLoss));
        Probability.Check(ackLoss, nameof(ackLoss));
        ArgumentOutOfRangeException.ThrowIfLessThan(transmissions, 1);
    }
}
