using System.Globalization;

namespace GdoiSim.Scenario;

/// <summary>Splits texts such as <c>1.5MiB</c> or <c>256 datagrams</c> into an exact number and its unit.</summary>
internal static class NumberWithUnit
{
    /// <summary>
    /// True for digits with an optional fraction, at most one space, and a unit that may be empty; no sign or exponent.
    /// </summary>
    public static bool TrySplit(string text, out decimal number, out string unit)
    {
        int digits = 0;
        while (digits < text.Length && (char.IsAsciiDigit(text[digits]) || text[digits] == '.'))
        {
            digits++;
        }

        unit = text[digits..];
        if (unit.StartsWith(' '))
        {
            unit = unit[1..];
        }

        return decimal.TryParse(
            text.AsSpan(0, digits), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>So many units as a whole number of the smallest; null if it is not whole or out of range.</summary>
    public static long? Scale(decimal number, long factor)
    {
        if (number > (decimal)long.MaxValue / factor)
        {
            return null;
        }

        decimal scaled = number * factor;
        return scaled == decimal.Truncate(scaled) ? (long)scaled : null;
    }
}
