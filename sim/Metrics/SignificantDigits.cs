using System.Globalization;

namespace GdoiSim.Metrics;

/// <summary>
/// Rounds the floating point figures of a result to nine significant digits, so that the last bits, in which sums and
/// quotients may differ between ways of computing them, never reach a file. The digits come from .NET's own
/// correctly rounded formatting; no function of a C library takes part.
/// </summary>
public static class SignificantDigits
{
    /// <summary>
    /// The number closest to <paramref name="value"/> that nine significant decimal digits can write.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite: no figure of a result may be.</exception>
    public static double Round(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "A figure of a result must be finite.");
        }

        var text = value.ToString("E8", CultureInfo.InvariantCulture);
        var rounded = double.Parse(text, CultureInfo.InvariantCulture);
        return rounded == 0 ? 0 : rounded; // no "-0" in a file
    }

    /// <summary>The shortest text of the rounded value.</summary>
    public static string Format(double value) => Round(value).ToString("R", CultureInfo.InvariantCulture);
}
