namespace GdoiSim.Analysis.Charts;

/// <summary>
/// A unit in which values of a size are told well: seconds or milliseconds, octets or KiB, shares in %.
/// </summary>
/// <param name="Unit">The unit as an axis names it; empty for plain numbers.</param>
/// <param name="Factor">A value in the base unit, times this, is in the unit.</param>
internal readonly record struct UnitScale(string Unit, double Factor)
{
    /// <summary>Chooses the unit.</summary>
    /// <param name="unit">The base unit.</param>
    /// <param name="largest">The largest value, in the base unit.</param>
    public static UnitScale For(string unit, double largest) => unit switch
    {
        "s" => largest switch
        {
            0 => new UnitScale("s", 1),
            < 1e-3 => new UnitScale("µs", 1e6),
            < 1 => new UnitScale("ms", 1e3),
            < 1200 => new UnitScale("s", 1),
            < 36_000 => new UnitScale("min", 1.0 / 60),
            < 1e6 => new UnitScale("h", 1.0 / 3600),
            _ => new UnitScale("d", 1.0 / 86_400),
        },
        "share" => new UnitScale("%", 100),
        "octets" => largest switch
        {
            < 4096 => new UnitScale("octets", 1),
            < 4_194_304 => new UnitScale("KiB", 1.0 / 1024),
            _ => new UnitScale("MiB", 1.0 / 1_048_576),
        },
        "bit/s" => largest < 1e6 ? new UnitScale("kbit/s", 1e-3) : new UnitScale("Mbit/s", 1e-6),
        _ => new UnitScale(unit, 1),
    };

    /// <summary>A number in the unit, to three significant digits.</summary>
    public string Number(double value) => Digits(value * Factor);

    /// <summary>A value with the unit.</summary>
    public string Text(double value) => Unit.Length == 0 ? Number(value) : $"{Number(value)} {Unit}";

    /// <summary>What an axis says: what it shows, in which unit.</summary>
    public string Label(string what) => Unit.Length == 0 ? what : $"{what}, {Unit}";

    private static string Digits(double value)
    {
        var size = Math.Abs(value);
        if (size == 0)
        {
            return "0";
        }

        return size switch
        {
            >= 1e15 or < 1e-6 => value.ToString("0.##e0", System.Globalization.CultureInfo.InvariantCulture),
            >= 100 => Words.Count(value),
            _ => Words.Number(Math.Round(value, 2 - (int)Math.Floor(Math.Log10(size)))),
        };
    }
}
