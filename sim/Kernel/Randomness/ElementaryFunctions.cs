namespace GdoiSim.Kernel.Randomness;

/// <summary>
/// Logarithm, exponential and normal quantile from IEEE + − × ÷ √ and bit moves alone, in a fixed order and without
/// fused multiply-add: the result has the same bits on every CPU and system, which a C library's does not.
/// </summary>
/// <remarks>
/// Errors (measured against 200-bit arithmetic in the tests): <see cref="Log(double)"/> and <see cref="Exp(double)"/>
/// below 1 unit in the last place where the result is a normal number, <see cref="NormalQuantile"/> about 1e-15
/// relative. The polynomials are plain Taylor series: a few terms longer than minimax ones, but without constants that
/// have to be believed.
/// </remarks>
public static partial class ElementaryFunctions
{
    // ln 2 in two parts; the first has 38 significant bits, so that its product with any exponent is exact.
    private const double Ln2High = 0.6931471805582987;
    private const double Ln2Low = 1.6465949582897082e-12;
    private const double InverseLn2 = 1.4426950408889634;

    // Adding this to a double below 2^51 in magnitude rounds it to a whole number, held in the low bits.
    private const double RoundingShift = 6755399441055744.0;

    private const double MinNormal = 2.2250738585072014e-308;
    private const double TwoTo54 = 18014398509481984.0;
    private const long SquareRootOfHalfBits = 0x3FE6A09E667F3BCD;
    private const long ExponentMask = 0x7FFL << 52;

    /// <summary>
    /// The natural logarithm, within 1 ulp. −∞ for 0, not a number for a negative argument.
    /// </summary>
    public static double Log(double x)
    {
        if (!(x >= MinNormal && x <= double.MaxValue))
        {
            return LogOutsideNormal(x);
        }

        // x = 2^k · m with m between √½ and √2, f = m − 1 (exact).
        long bits = BitConverter.DoubleToInt64Bits(x);
        long shifted = bits - SquareRootOfHalfBits;
        double k = shifted >> 52;
        double f = BitConverter.Int64BitsToDouble(bits - (shifted & ~((1L << 52) - 1))) - 1.0;

        // ln m = 2·artanh s = 2s + s·r(s²), and 2s = f − s·f; in this order only f, exact, is of the result's size.
        double s = f / (2.0 + f);
        double halfSquare = 0.5 * f * f;
        double r = LogSeries(s * s);
        return (k * Ln2High) - ((halfSquare - ((s * (halfSquare + r)) + (k * Ln2Low))) - f);
    }

    /// <summary>The exponential, within 1 ulp; ∞ above 709.78, 0 below −745.13.</summary>
    public static double Exp(double x)
    {
        if (!(x > -746.0 && x < 710.0))
        {
            return x > 0.0 ? double.PositiveInfinity : x < 0.0 ? 0.0 : x;
        }

        // x = k · ln 2 + r, |r| ≤ ½ ln 2; r is high − low, and the rounding of that difference is small in the sum.
        double shifted = (x * InverseLn2) + RoundingShift;
        double k = shifted - RoundingShift;
        double high = x - (k * Ln2High);
        double low = k * Ln2Low;
        double r = high - low;
        double mantissa = 1.0 - ((low - (r * r * ExpSeries(r))) - high);

        // Two factors, since 2^k itself may be outside the range of normal numbers.
        int exponent = (int)k;
        return mantissa * PowerOfTwo(exponent >> 1) * PowerOfTwo(exponent - (exponent >> 1));
    }

    // Σ 2/(2i + 3) · z^(i+1): the tail of 2·artanh(s)/s with z = s² ≤ 0.0295; what follows is below 2^-60.
    private static double LogSeries(double z)
    {
        double z2 = z * z;
        double odd = 2.0 / 21;
        odd = (2.0 / 17) + (z2 * odd);
        odd = (2.0 / 13) + (z2 * odd);
        odd = (2.0 / 9) + (z2 * odd);
        odd = (2.0 / 5) + (z2 * odd);
        double even = 2.0 / 19;
        even = (2.0 / 15) + (z2 * even);
        even = (2.0 / 11) + (z2 * even);
        even = (2.0 / 7) + (z2 * even);
        even = (2.0 / 3) + (z2 * even);
        return (z * even) + (z2 * odd);
    }

    // Σ r^i/(i + 2)!, so that e^r = 1 + r + r²·ExpSeries(r); for |r| ≤ ½ ln 2 what follows is below 2^-57.
    private static double ExpSeries(double r)
    {
        double r2 = r * r;
        double even = 1.0 / 87178291200;
        even = (1.0 / 479001600) + (r2 * even);
        even = (1.0 / 3628800) + (r2 * even);
        even = (1.0 / 40320) + (r2 * even);
        even = (1.0 / 720) + (r2 * even);
        even = (1.0 / 24) + (r2 * even);
        even = 0.5 + (r2 * even);
        double odd = 1.0 / 6227020800;
        odd = (1.0 / 39916800) + (r2 * odd);
        odd = (1.0 / 362880) + (r2 * odd);
        odd = (1.0 / 5040) + (r2 * odd);
        odd = (1.0 / 120) + (r2 * odd);
        odd = (1.0 / 6) + (r2 * odd);
        return even + (r * odd);
    }

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((exponent + 1023L) << 52);

    private static double LogOutsideNormal(double x) =>
        x > double.MaxValue ? x
        : x > 0.0 ? Log(x * TwoTo54) - (54 * Ln2High) - (54 * Ln2Low)
        : x == 0.0 ? double.NegativeInfinity
        : double.NaN;
}
