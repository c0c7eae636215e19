using System.Numerics;

namespace GdoiSim.Kernel.Tests.Randomness;

/// <summary>
/// Reference values from whole-number arithmetic with 400 binary places: nothing of the code under test, nor of any
/// floating-point library, takes part in them.
/// </summary>
internal static class HighPrecision
{
    internal const int Places = 400;

    private static readonly BigInteger One = BigInteger.One << Places;
    private static readonly BigInteger Ln2 = LogOfOneToTwo(2 * One);
    private static readonly BigInteger SquareRootOfTwoPi = SquareRoot(2 * Pi());

    /// <summary>The exact value of a double that needs no more places than given.</summary>
    internal static BigInteger Of(double value, int places = Places)
    {
        long bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        long fraction = bits & ((1L << 52) - 1);
        int exponent = (int)(bits >> 52);
        BigInteger mantissa = exponent == 0 ? fraction : fraction | (1L << 52);
        int shift = Math.Max(exponent, 1) - 1075 + places;
        return (value < 0 ? -1 : 1) * (shift >= 0 ? mantissa << shift : Exact(mantissa, -shift));
    }

    /// <summary>The error of a double in units of its last place.</summary>
    internal static double UlpError(double value, BigInteger reference, int places = Places)
    {
        BigInteger ulp = Of(Math.BitIncrement(Math.Abs(value)), places) - Of(Math.Abs(value), places);
        return (double)(BigInteger.Abs(Of(value, places) - reference) * 1_000_000 / ulp) / 1e6;
    }

    internal static BigInteger Log(double x)
    {
        int exponent = Math.ILogB(x);
        return LogOfOneToTwo(Of(Math.ScaleB(x, -exponent))) + (exponent * Ln2);
    }

    /// <summary>e^x of a value with 400 places.</summary>
    internal static BigInteger Exp(BigInteger x)
    {
        int k = (int)BigInteger.Divide(x, Ln2);
        BigInteger r = x - (k * Ln2);
        BigInteger sum = One;
        BigInteger term = One;
        for (int i = 1; !term.IsZero; i++)
        {
            term = Multiply(term, r) / i;
            sum += term;
        }

        return k >= 0 ? sum << k : sum >> -k;
    }

    /// <summary>Density and distribution function of the standard normal distribution.</summary>
    internal static (BigInteger Density, BigInteger Probability) Normal(BigInteger x)
    {
        BigInteger square = Multiply(x, x);
        BigInteger density = (Exp(-square / 2) << Places) / SquareRootOfTwoPi;
        BigInteger sum = x;
        BigInteger term = x;
        for (int odd = 3; !BigInteger.Abs(term).IsOne && !term.IsZero; odd += 2)
        {
            term = Multiply(term, square) / odd;
            sum += term;
        }

        return (density, (One / 2) + Multiply(density, sum));
    }

    private static BigInteger Exact(BigInteger mantissa, int places) =>
        (mantissa & ((BigInteger.One << places) - 1)).IsZero
            ? mantissa >> places
            : throw new ArgumentException("Not exact.");

    // ln y = 2·artanh((y − 1)/(y + 1)) for 1 ≤ y ≤ 2.
    private static BigInteger LogOfOneToTwo(BigInteger y)
    {
        BigInteger s = ((y - One) << Places) / (y + One);
        BigInteger square = Multiply(s, s);
        BigInteger power = s;
        BigInteger sum = BigInteger.Zero;
        for (int odd = 1; !power.IsZero; odd += 2)
        {
            sum += power / odd;
            power = Multiply(power, square);
        }

        return 2 * sum;
    }

    // Machin: π/4 = 4·arctan(1/5) − arctan(1/239).
    private static BigInteger Pi() => 4 * ((4 * ArctanOfInverse(5)) - ArctanOfInverse(239));

    private static BigInteger ArctanOfInverse(int x)
    {
        BigInteger power = One / x;
        BigInteger sum = BigInteger.Zero;
        for (int odd = 1; !power.IsZero; odd += 2)
        {
            sum += (odd % 4 == 1 ? power : -power) / odd;
            power /= x * x;
        }

        return sum;
    }

    // Newton's iteration, from above.
    private static BigInteger SquareRoot(BigInteger value)
    {
        BigInteger root = value + One;
        while (true)
        {
            BigInteger next = (root + ((value << Places) / root)) / 2;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }

    private static BigInteger Multiply(BigInteger left, BigInteger right) => (left * right) >> Places;
}
