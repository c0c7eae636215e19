using System.Globalization;
using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>Numbers and texts as the charts write them.</summary>
internal static class Words
{
    /// <summary>A label in the charts' face.</summary>
    public static LabelStyle Label(string text, float size, Alignment alignment) => new()
    {
        Text = text,
        FontName = ChartFonts.Family,
        FontSize = size,
        ForeColor = Ink.Text,
        Alignment = alignment,
    };

    /// <summary>A count, its thousands grouped.</summary>
    public static string Count(double value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A number on an axis, its thousands grouped, without idle zeros.</summary>
    public static string Number(double value) => value.ToString("#,0.######", CultureInfo.InvariantCulture);

    /// <summary>Seconds to three significant digits, with a unit that fits.</summary>
    public static string Time(double seconds) => seconds switch
    {
        0 => "0 s",
        < 0.9995e-3 => $"{Digits(seconds * 1e6)} µs",
        < 0.9995 => $"{Digits(seconds * 1e3)} ms",
        _ => $"{Digits(seconds)} s",
    };

    /// <summary>
    /// A share in per cent. What is not all is never shown as 100 %, and what is not nothing never as 0 %.
    /// </summary>
    public static string Share(double part, double whole)
    {
        var percent = 100 * part / whole;
        return percent switch
        {
            0 or 100 => $"{percent:0} %",
            < 0.01 => "less than 0.01 %",
            > 99.99 => "more than 99.99 %",
            < 10 or > 99 => string.Create(CultureInfo.InvariantCulture, $"{percent:0.##} %"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{percent:0.#} %"),
        };
    }

    /// <summary>A name that leaves room for others on its line.</summary>
    public static string Short(string name) => name.Length <= 60 ? name : name[..59] + "…";

    /// <summary>The noun with its count, in the plural unless there is one.</summary>
    public static string Plural(long count, string noun) => count == 1 ? $"1 {noun}" : $"{Count(count)} {noun}s";

    private static string Digits(double value)
    {
        var decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
        return Math.Round(value, decimals).ToString("#,0.##", CultureInfo.InvariantCulture);
    }
}
