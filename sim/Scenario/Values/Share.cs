using System.Globalization;

namespace GdoiSim.Scenario;

/// <summary>A share or probability, 0 to 1, written <c>1%</c> or <c>0.01</c>.</summary>
/// <param name="Value">The fraction.</param>
public readonly record struct Share(double Value) : IComparable<Share>
{
    /// <summary>Reads a percentage or a fraction; the value is the double nearest to what is written.</summary>
    public static bool TryParse(string text, out Share share)
    {
        share = default;
        bool percent = text.EndsWith('%');
        string number = percent ? text[..^1] : text;
        if (number.Length is 0 or > 64 || !char.IsAsciiDigit(number[0]) || (percent && number.Contains('e')))
        {
            return false;
        }

        // "0.3%" is read as 0.3e-2: dividing by 100 would round a second time.
        const NumberStyles style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!double.TryParse(percent ? number + "e-2" : number, style, CultureInfo.InvariantCulture, out double value)
            || !(value is >= 0 and <= 1))
        {
            return false;
        }

        share = new Share(value);
        return true;
    }

    /// <summary>The smaller share comes first.</summary>
    public int CompareTo(Share other) => Value.CompareTo(other.Value);

    public static bool operator <(Share left, Share right) => left.Value < right.Value;

    public static bool operator >(Share left, Share right) => left.Value > right.Value;

    public static bool operator <=(Share left, Share right) => left.Value <= right.Value;

    public static bool operator >=(Share left, Share right) => left.Value >= right.Value;

    /// <summary>A percentage where that has few digits, else the shortest fraction that reads back the same.</summary>
    public override string ToString()
    {
        string percentage = (Value * 100).ToString("0.######", CultureInfo.InvariantCulture) + "%";
        return TryParse(percentage, out Share same) && same.Value == Value
            ? percentage
            : Value.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();
    }
}
