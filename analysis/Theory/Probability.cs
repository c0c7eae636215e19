namespace GdoiSim.Analysis.Theory;

/// <summary>Checks and small sums that the closed forms share.</summary>
internal static class Probability
{
    /// <summary>A term smaller than this no longer changes a sum of order one.</summary>
    private const double Negligible = 1e-16;

    /// <summary>Refuses what is no probability.</summary>
    public static void Check(double probability, string name)
    {
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, probability, "A probability is between 0 and 1.");
        }
    }

    /// <summary>Refuses what is no probability below one: with certain loss nothing ever ends.</summary>
    public static void CheckBelowOne(double probability, string name)
    {
        if (!(probability is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, probability, "This probability is at least 0 and below 1.");
        }
    }

    /// <summary>1 − (1 − x)^n, without the loss of digits that the plain formula has for small x.</summary>
    public static double AnyOf(double x, double n) => x >= 1 ? (n > 0 ? 1 : 0) : -Expm1(n * Log1p(-x));

    /// <summary>
    /// The sum over k = 0, 1, … of P(some receiver still lacks it after k transmissions), which is the mean number of
    /// transmissions; <paramref name="someLack"/> gives the terms and must fall to 0.
    /// </summary>
    public static double SumOfTails(Func<int, double> someLack, int most = int.MaxValue)
    {
        var sum = 0.0;
        for (var k = 0; k < most; k++)
        {
            var term = someLack(k);
            sum += term;
            if (term < Negligible)
            {
                break;
            }
        }

        return sum;
    }

    /// <summary>ln(1 + x), accurate near 0.</summary>
    public static double Log1p(double x)
    {
        // Kahan's correction: the rounding of 1 + x is divided out again.
        var sum = 1 + x;
        return sum == 1 ? x : sum <= 0 ? double.NegativeInfinity : Math.Log(sum) * x / (sum - 1);
    }

    /// <summary>e^x − 1, accurate near 0.</summary>
    public static double Expm1(double x)
    {
        if (Math.Abs(x) > 0.5)
        {
            return Math.Exp(x) - 1;
        }

        var power = Math.Exp(x);
        return power == 1 ? x : (power - 1) * x / Math.Log(power);
    }
}
