using System.Globalization;
using GdoiSim.Scenario;

namespace GdoiSim.Cli.Reporting;

/// <summary>Tells of thresholds.</summary>
internal static class ThresholdWords
{
    /// <summary>A threshold and what one run gave.</summary>
    public static string Of(ThresholdVerdict verdict)
    {
        string limits = verdict.Threshold.Confidence is null ? "" : "; one run gives no confidence, a sweep does";
        return $"{verdict.Threshold} (found {Value(verdict.Threshold, verdict.Value)}{limits})";
    }

    /// <summary>A value in the unit of a threshold's bound.</summary>
    public static string Value(Threshold threshold, double value) => value switch
    {
        double.PositiveInfinity => "never",
        double.NaN => "no value",
        _ => threshold.Bound.Kind switch
        {
            QuantityKind.Duration => Words.Time(value),
            QuantityKind.Share => string.Create(CultureInfo.InvariantCulture, $"{value * 100:G6} %"),
            _ => value.ToString("G9", CultureInfo.InvariantCulture),
        },
    };
}
