namespace GdoiSim.Analysis.Theory;

/// <summary>
/// Members left without the new key when a rekey is multicast a fixed number of times whatever happens (V04; RFC 4046
/// 5.3 and 5.4).
/// </summary>
public static class BlindRepetition
{
    /// <summary>The mean number of members that must register again: N p^(R+1).</summary>
    /// <param name="members">The members N.</param>
    /// <param name="loss">The loss p of a transmission at one member.</param>
    /// <param name="repeats">The repeats R after the first transmission.</param>
    public static double MeanMissing(double members, double loss, int repeats)
    {
        Check(members, loss, repeats);
        return members * Math.Pow(loss, repeats + 1);
    }

    /// <summary>The probability that nobody is left out: (1 − p^(R+1))^N.</summary>
    /// <param name="members">The members N.</param>
    /// <param name="loss">The loss p of a transmission at one member.</param>
    /// <param name="repeats">The repeats R after the first transmission.</param>
    public static double NobodyMissing(double members, double loss, int repeats)
    {
        Check(members, loss, repeats);
        return Math.Exp(members * Probability.Log1p(-Math.Pow(loss, repeats + 1)));
    }

    private static void Check(double members, double loss, int repeats)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(members);
        Probability.Check(loss, nameof(loss));
        ArgumentOutOfRangeException.ThrowIfNegative(repeats);
    }
}
