using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace GdoiSim.Kernel.Randomness;

/// <summary>
/// M. J. Wichura, algorithm AS 241, routine PPND16 (Applied Statistics 37, 1988): three ratios of polynomials of degree
/// 7, for the centre, for the tails, and for the far tails below 1.4e-11.
/// </summary>
public static partial class ElementaryFunctions
{
    private const double CentreWidth = 0.425;
    private const double CentreWidthSquared = 0.180625;
    private const double FarTail = 5.0;

    /// <summary>
    /// The quantile of the standard normal distribution, within 1e-15 of the value. ∓∞ at 0 and 1, not a number
    /// outside.
    /// </summary>
    public static double NormalQuantile(double p)
    {
        double tail = p < 0.5 ? p : 1.0 - p;
        return tail >= SmallestNormal ? NormalQuantileOfInner(Vector256.Create(p)).ToScalar()
            : tail > 0.0 ? -Far(Math.Sqrt(-Log(tail)))
            : tail == 0.0 ? (p < 0.5 ? double.NegativeInfinity : double.PositiveInfinity)
            : double.NaN;
    }

    /// <summary>The quantile for probabilities of which p and 1 − p are positive normal numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> NormalQuantileOfInner(Vector256<double> p)
    {
        Vector256<double> q = p - Vector256.Create(0.5);
        Vector256<double> isInTail = Vector256.GreaterThan(Vector256.Abs(q), Vector256.Create(CentreWidth));
        Vector256<double> centre = q * Centre(Vector256.Create(CentreWidthSquared) - (q * q));
        return isInTail == Vector256<double>.Zero
            ? centre
            : Vector256.ConditionalSelect(isInTail, NormalQuantileOfTails(p, q), centre);
    }

    private static Vector256<double> NormalQuantileOfTails(Vector256<double> p, Vector256<double> q)
    {
        Vector256<double> r = Vector256.Sqrt(-LogOfNormal(Vector256.MinNative(p, Vector256<double>.One - p)));
        Vector256<double> magnitude = Middle(r - Vector256.Create(1.6));
        if (Vector256.GreaterThanAny(r, Vector256.Create(FarTail)))
        {
            for (int lane = 0; lane < Vector256<double>.Count; lane++)
            {
                magnitude = r[lane] > FarTail ? magnitude.WithElement(lane, Far(r[lane])) : magnitude;
            }
        }

        return Vector256.CopySign(magnitude, q);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Centre(Vector256<double> r)
    {
        Vector256<double> numerator = Vector256.Create(2.5090809287301226727e+3);
        numerator = Horner(numerator, r, 3.3430575583588128105e+4);
        numerator = Horner(numerator, r, 6.7265770927008700853e+4);
        numerator = Horner(numerator, r, 4.5921953931549871457e+4);
        numerator = Horner(numerator, r, 1.3731693765509461125e+4);
        numerator = Horner(numerator, r, 1.9715909503065514427e+3);
        numerator = Horner(numerator, r, 1.3314166789178437745e+2);
        numerator = Horner(numerator, r, 3.3871328727963666080);
        Vector256<double> denominator = Vector256.Create(5.2264952788528545610e+3);
        denominator = Horner(denominator, r, 2.8729085735721942674e+4);
        denominator = Horner(denominator, r, 3.9307895800092710610e+4);
        denominator = Horner(denominator, r, 2.1213794301586595867e+4);
        denominator = Horner(denominator, r, 5.3941960214247511077e+3);
        denominator = Horner(denominator, r, 6.8718700749205790830e+2);
        denominator = Horner(denominator, r, 4.2313330701600911252e+1);
        denominator = Horner(denominator, r, 1.0);
        return numerator / denominator;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Middle(Vector256<double> r)
    {
        Vector256<double> numerator = Vector256.Create(7.74545014278341407640e-4);
        numerator = Horner(numerator, r, 2.27238449892691845833e-2);
        numerator = Horner(numerator, r, 2.41780725177450611770e-1);
        numerator = Horner(numerator, r, 1.27045825245236838258);
        numerator = Horner(numerator, r, 3.64784832476320460504);
        numerator = Horner(numerator, r, 5.76949722146069140550);
        numerator = Horner(numerator, r, 4.63033784615654529590);
        numerator = Horner(numerator, r, 1.42343711074968357734);
        Vector256<double> denominator = Vector256.Create(1.05075007164441684324e-9);
        denominator = Horner(denominator, r, 5.47593808499534494600e-4);
        denominator = Horner(denominator, r, 1.51986665636164571966e-2);
        denominator = Horner(denominator, r, 1.48103976427480074590e-1);
        denominator = Horner(denominator, r, 6.89767334985100004550e-1);
        denominator = Horner(denominator, r, 1.67638483018380384940);
        denominator = Horner(denominator, r, 2.05319162663775882187);
        denominator = Horner(denominator, r, 1.0);
        return numerator / denominator;
    }

    // One lane at a time: one draw in 36 billion comes here.
    private static double Far(double squareRootOfLog)
    {
        Vector256<double> r = Vector256.Create(squareRootOfLog - FarTail);
        Vector256<double> numerator = Vector256.Create(2.01033439929228813265e-7);
        numerator = Horner(numerator, r, 2.71155556874348757815e-5);
        numerator = Horner(numerator, r, 1.24266094738807843860e-3);
        numerator = Horner(numerator, r, 2.65321895265761230930e-2);
        numerator = Horner(numerator, r, 2.96560571828504891230e-1);
        numerator = Horner(numerator, r, 1.78482653991729133580);
        numerator = Horner(numerator, r, 5.46378491116411436990);
        numerator = Horner(numerator, r, 6.65790464350110377720);
        Vector256<double> denominator = Vector256.Create(2.04426310338993978564e-15);
        denominator = Horner(denominator, r, 1.42151175831644588870e-7);
        denominator = Horner(denominator, r, 1.84631831751005468180e-5);
        denominator = Horner(denominator, r, 7.86869131145613259100e-4);
        denominator = Horner(denominator, r, 1.48753612908506148525e-2);
        denominator = Horner(denominator, r, 1.36929880922735805310e-1);
        denominator = Horner(denominator, r, 5.99832206555887937690e-1);
        denominator = Horner(denominator, r, 1.0);
        return (numerator / denominator).ToScalar();
    }
}
