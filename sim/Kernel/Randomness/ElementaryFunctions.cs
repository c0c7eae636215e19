using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GdoiSim.Kernel.Randomness;

/// <summary>
/// Logarithm, exponential and normal quantile from IEEE + − × ÷ √ and bit moves alone, in a fixed order and without
/// fused multiply-add: the result has the same bits on every CPU and system, which a C library's does not.
/// </summary>
/// <remarks>
/// <para>Errors, as tested against 400-bit arithmetic: <see cref="Log"/> and <see cref="Exp"/> below 1 unit in the last
/// place, <see cref="NormalQuantile"/> below 1e-15 of the value.</para>
/// <para>The polynomials of the first two are plain Taylor series: a few terms longer than minimax ones, but without
/// constants that have to be believed. Each function is written once, for four lanes; one number takes the same
/// way.</para>
/// </remarks>
public static partial class ElementaryFunctions
{
    // ln 2 in two parts; the first has 38 significant bits, so that its product with any exponent is exact.
    private const double Ln2High = 0.6931471805582987;
    private const double Ln2Low = 1.6465949582897082e-12;
    private const double InverseLn2 = 1.4426950408889634;

    // 1.5·2^52: adding it to a double below 2^51 in magnitude rounds that to a whole number, held in the low bits.
    private const double RoundingShift = 6755399441055744.0;

    private const double SmallestNormal = 2.2250738585072014e-308;
    private const double TwoTo52 = 4503599627370496.0;
    private const double TwoTo54 = 18014398509481984.0;
    private const long SquareRootOfHalfBits = 0x3FE6A09E667F3BCD;
    private const int FractionBits = 52;
    private const int ExponentBias = 1023;

    /// <summary>
    /// The natural logarithm, within 1 ulp. −∞ for 0, not a number for a negative argument.
    /// </summary>
    public static double Log(double x) =>
        x >= SmallestNormal && x <= double.MaxValue ? LogOfNormal(Vector256.Create(x)).ToScalar()
        // A subnormal number is made normal; what is taken off again is exact in its first part.
        : x > 0.0 && x < SmallestNormal ? Log(x * TwoTo54) - (54 * Ln2High) - (54 * Ln2Low)
        : x == 0.0 ? double.NegativeInfinity
        : x > 0.0 ? x
        : double.NaN;

    /// <summary>The exponential, within 1 ulp; ∞ above 709.78, 0 below −745.13.</summary>
    public static double Exp(double x) =>
        x > -746.0 && x < 710.0 ? ExpOfModerate(Vector256.Create(x)).ToScalar()
        : x > 0.0 ? double.PositiveInfinity
        : x < 0.0 ? 0.0
        : x;

    /// <summary>The logarithm of positive normal numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> LogOfNormal(Vector256<double> x)
    {
        // x = 2^k · m with m between √½ and √2. The bias keeps k positive until it is a double.
        Vector256<ulong> bits = x.AsUInt64();
        Vector256<ulong> bias = Vector256.Create((ulong)ExponentBias << FractionBits);
        Vector256<ulong> biased = bits - Vector256.Create((ulong)SquareRootOfHalfBits) + bias;
        Vector256<ulong> exponent = biased >>> FractionBits;
        Vector256<double> k = (exponent | Vector256.Create(TwoTo52).AsUInt64()).AsDouble()
            - Vector256.Create(TwoTo52 + ExponentBias);
        Vector256<ulong> mantissa = bits - (exponent << FractionBits) + bias;

        // f = m − 1 (exact), s = f/(2 + f): ln m = 2·artanh s = 2s + s·r(s²), and 2s = f − s·f. In this order only f,
        // which is exact, is of the result's size.
        Vector256<double> f = mantissa.AsDouble() - Vector256<double>.One;
        Vector256<double> s = f / (Vector256.Create(2.0) + f);
        Vector256<double> halfSquare = Vector256.Create(0.5) * f * f;
        Vector256<double> small = (s * (halfSquare + ArtanhSeries(s * s))) + (k * Vector256.Create(Ln2Low));
        return (k * Vector256.Create(Ln2High)) - (halfSquare - small - f);
    }

    /// <summary>The exponential of numbers between −746 and 710.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> ExpOfModerate(Vector256<double> x)
    {
        // x = k · ln 2 + r with |r| ≤ ½ ln 2. r is high − low; its rounding is undone in the last sum.
        Vector256<double> shift = Vector256.Create(RoundingShift);
        Vector256<double> shifted = (x * Vector256.Create(InverseLn2)) + shift;
        Vector256<double> k = shifted - shift;
        Vector256<double> high = x - (k * Vector256.Create(Ln2High));
        Vector256<double> low = k * Vector256.Create(Ln2Low);
        Vector256<double> r = high - low;
        Vector256<double> mantissa = Vector256<double>.One + (high - (low - (r * r * ExpSeries(r))));

        // 2^k in two factors, since it may itself be outside the range of normal numbers. The offset of 2^11 makes the
        // exponent positive, so that a logical shift halves it.
        Vector256<ulong> exponent = shifted.AsUInt64() - shift.AsUInt64() + Vector256.Create(2048UL);
        Vector256<ulong> half = exponent >>> 1;
        Vector256<ulong> rest = exponent - half;
        return mantissa * PowerOfTwo(half) * PowerOfTwo(rest);
    }

    /// <summary>2^(i − 1024) for i between 2 and 2046.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> PowerOfTwo(Vector256<ulong> i) =>
        ((i - Vector256.Create(1024UL - ExponentBias)) << FractionBits).AsDouble();

    // Σ 2/(2i + 3) · z^(i+1): 2·artanh(s)/s − 2 with z = s² ≤ 0.0295; the terms left out are below 2^-60.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> ArtanhSeries(Vector256<double> z)
    {
        Vector256<double> z2 = z * z;
        Vector256<double> even = Vector256.Create(2.0 / 19);
        even = Horner(even, z2, 2.0 / 15);
        even = Horner(even, z2, 2.0 / 11);
        even = Horner(even, z2, 2.0 / 7);
        even = Horner(even, z2, 2.0 / 3);
        Vector256<double> odd = Vector256.Create(2.0 / 21);
        odd = Horner(odd, z2, 2.0 / 17);
        odd = Horner(odd, z2, 2.0 / 13);
        odd = Horner(odd, z2, 2.0 / 9);
        odd = Horner(odd, z2, 2.0 / 5);
        return (z * even) + (z2 * odd);
    }

    // Σ r^i/(i + 2)!: e^r = 1 + r + r²·ExpSeries(r) for |r| ≤ ½ ln 2; the terms left out are below 2^-57.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> ExpSeries(Vector256<double> r)
    {
        Vector256<double> r2 = r * r;
        Vector256<double> even = Vector256.Create(1.0 / 479001600);
        even = Horner(even, r2, 1.0 / 3628800);
        even = Horner(even, r2, 1.0 / 40320);
        even = Horner(even, r2, 1.0 / 720);
        even = Horner(even, r2, 1.0 / 24);
        even = Horner(even, r2, 0.5);
        Vector256<double> odd = Vector256.Create(1.0 / 6227020800);
        odd = Horner(odd, r2, 1.0 / 39916800);
        odd = Horner(odd, r2, 1.0 / 362880);
        odd = Horner(odd, r2, 1.0 / 5040);
        odd = Horner(odd, r2, 1.0 / 120);
        odd = Horner(odd, r2, 1.0 / 6);
        return even + (r * odd);
    }

    /// <summary>One step of Horner's rule, rounded twice: never a fused multiply-add.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Horner(Vector256<double> sum, Vector256<double> x, double next) =>
        (sum * x) + Vector256.Create(next);
}
