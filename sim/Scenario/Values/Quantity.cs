using System.Globalization;
using GdoiSim.Kernel;

namespace GdoiSim.Scenario;

/// <summary>What a number of a scenario counts.</summary>
public enum QuantityKind
{
    /// <summary>A plain number: members, cores, attempts.</summary>
    Number,

    /// <summary>A duration; its value is in seconds.</summary>
    Duration,

    /// <summary>A share or probability; its value is the fraction, 0 to 1.</summary>
    Share,

    /// <summary>A size; its value is in octets.</summary>
    Octets,

    /// <summary>A bandwidth; its value is in bits a second.</summary>
    BitRate,

    /// <summary>A number of datagrams.</summary>
    Datagrams,
}

/// <summary>
/// A number with its unit, of whatever kind: what an axis of a sweep, the bracket of a plan and the bound of a
/// threshold have in common. Written as in a scenario: <c>5s</c>, <c>1%</c>, <c>64KiB</c>, <c>100Mbps</c>,
/// <c>256 datagrams</c>, <c>1000</c>.
/// </summary>
/// <param name="Kind">What it counts.</param>
/// <param name="Value">How much, in the kind's base unit.</param>
public readonly record struct Quantity(QuantityKind Kind, double Value)
{
    private const double LargestWhole = 9_007_199_254_740_992;

    /// <summary>The base unit as tables name it; empty for plain numbers.</summary>
    public string Unit => Kind switch
    {
        QuantityKind.Duration => "s",
        QuantityKind.Share => "share",
        QuantityKind.Octets => "octets",
        QuantityKind.BitRate => "bit/s",
        QuantityKind.Datagrams => "datagrams",
        _ => "",
    };

    /// <summary>Reads any of the forms; false for anything else, words such as <c>unlimited</c> included.</summary>
    public static bool TryParse(string text, out Quantity quantity)
    {
        quantity = default;
        if (double.TryParse(
                text,
                NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
                CultureInfo.InvariantCulture,
                out double number))
        {
            quantity = new Quantity(QuantityKind.Number, number);
            return double.IsFinite(number);
        }

        if (DurationText.TryParse(text, out SimDuration duration))
        {
            quantity = new Quantity(QuantityKind.Duration, duration.ToSeconds());
            return true;
        }

        if (text.EndsWith('%') && Share.TryParse(text, out Share share))
        {
            quantity = new Quantity(QuantityKind.Share, share.Value);
            return true;
        }

        if (OctetCount.TryParse(text, out OctetCount octets))
        {
            quantity = new Quantity(QuantityKind.Octets, octets.Octets);
            return true;
        }

        if (BitRate.TryParse(text, out BitRate rate) && rate != BitRate.Unlimited)
        {
            quantity = new Quantity(QuantityKind.BitRate, rate.BitsPerSecond);
            return true;
        }

        if (NumberWithUnit.TrySplit(text, out decimal count, out string unit)
            && unit is "datagrams" or "datagram"
            && NumberWithUnit.Scale(count, 1) is { } whole)
        {
            quantity = new Quantity(QuantityKind.Datagrams, whole);
            return true;
        }

        return false;
    }

    /// <summary>
    /// Another value of the same kind, rounded to what a scenario can write: whole nanoseconds, octets, bits and
    /// datagrams. Plain numbers become whole if this one is.
    /// </summary>
    /// <param name="value">The new value in the base unit; finite and not negative.</param>
    public Quantity With(double value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LargestWhole);
        return new Quantity(Kind, Kind switch
        {
            QuantityKind.Duration => SimDuration.FromSeconds(value).ToSeconds(),
            QuantityKind.Share => Math.Min(1, value),
            // A bandwidth of 0 is how a scenario has none.
            QuantityKind.BitRate => Math.Max(1, Math.Round(value, MidpointRounding.AwayFromZero)),
            QuantityKind.Number when Value != Math.Floor(Value) => value,
            _ => Math.Round(value, MidpointRounding.AwayFromZero),
        });
    }

    /// <summary>The quantity as a scenario has it; it reads back the same.</summary>
    public override string ToString() => Kind switch
    {
        QuantityKind.Duration => SimDuration.FromSeconds(Value).ToString(),
        QuantityKind.Share => new Share(Value).ToString(),
        QuantityKind.Octets => new OctetCount((long)Value).ToString(),
        QuantityKind.BitRate => new BitRate((long)Value).ToString(),
        QuantityKind.Datagrams => string.Create(CultureInfo.InvariantCulture, $"{(long)Value} datagrams"),
        _ => Plain(Value),
    };

    // A scenario's whole numbers have no exponent.
    private static string Plain(double value) => value == Math.Floor(value) && Math.Abs(value) < LargestWhole
        ? ((long)value).ToString(CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);
}
