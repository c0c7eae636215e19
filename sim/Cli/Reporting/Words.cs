using System.Globalization;

namespace GdoiSim.Cli.Reporting;

/// <summary>Numbers as sentences have them.</summary>
internal static class Words
{
    /// <summary>With a comma at each thousand.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number and its noun, which takes an s unless there is one.</summary>
    public static string Plural(long number, string noun) => $"{Number(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>
    /// A part of a whole in per cent, rounded down or up so that neither "0 %" nor "100 %" is said of what is not.
    /// </summary>
    public static string Share(long part, long whole)
    {
        if (whole == 0 || part == 0)
        {
            return "0 %";
        }

        if (part == whole)
        {
            return "100 %";
        }

        for (int digits = 1; digits < 9; digits++)
        {
            string text = (100.0 * part / whole).ToString($"F{digits}", CultureInfo.InvariantCulture);
            double rounded = double.Parse(text, CultureInfo.InvariantCulture);
            if (rounded > 0 && rounded < 100)
            {
                return $"{text.TrimEnd('0').TrimEnd('.')} %";
            }
        }

        return part * 2 < whole ? "under 0.00000001 %" : "over 99.99999999 %";
    }

    /// <summary>A time with three significant digits in the unit that suits it.</summary>
    public static string Time(double seconds) => seconds switch
    {
        0 => "0 s",
        < 1e-6 => $"{Digits(seconds * 1e9)} ns",
        < 1e-3 => $"{Digits(seconds * 1e6)} us",
        < 1 => $"{Digits(seconds * 1e3)} ms",
        < 600 => $"{Digits(seconds)} s",
        < 36_000 => $"{Digits(seconds / 60)} min",
        < 864_000 => $"{Digits(seconds / 3600)} h",
        _ => $"{Digits(seconds / 86_400)} d",
    };

    /// <summary>A rate with its thousands, or three digits below ten.</summary>
    public static string Rate(double perSecond) =>
        perSecond >= 10 ? $"{Number((long)Math.Round(perSecond))}/s" : $"{Digits(perSecond)}/s";

    private static string Digits(double number) => number switch
    {
        >= 100 => number.ToString("0", CultureInfo.InvariantCulture),
        >= 10 => number.ToString("0.#", CultureInfo.InvariantCulture),
        _ => number.ToString("0.##", CultureInfo.InvariantCulture),
    };
}
