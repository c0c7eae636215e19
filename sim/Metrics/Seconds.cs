using System.Globalization;

namespace GdoiSim.Metrics;

/// <summary>
/// A time or a duration of the simulated run, in whole nanoseconds, which the result files show in seconds. The text is
/// exact (at most nine decimals, no exponent), so a file keeps what the simulation knew.
/// </summary>
/// <param name="Nanoseconds">The value in nanoseconds.</param>
public readonly record struct Seconds(long Nanoseconds) : IComparable<Seconds>
{
    private const decimal NanosecondsPerSecond = 1_000_000_000m;

    /// <summary>The value in seconds as a floating point number, for drawing and statistics.</summary>
    public double Value => Nanoseconds / 1e9;

    public static bool operator <(Seconds left, Seconds right) => left.Nanoseconds < right.Nanoseconds;

    public static bool operator >(Seconds left, Seconds right) => left.Nanoseconds > right.Nanoseconds;

    public static bool operator <=(Seconds left, Seconds right) => left.Nanoseconds <= right.Nanoseconds;

    public static bool operator >=(Seconds left, Seconds right) => left.Nanoseconds >= right.Nanoseconds;

    public int CompareTo(Seconds other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Reads the text form; false unless it is a plain decimal number of whole nanoseconds in range.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Seconds seconds)
    {
        seconds = default;
        const NumberStyles plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        if (!decimal.TryParse(text, plain, CultureInfo.InvariantCulture, out var value)
            || value is > long.MaxValue / NanosecondsPerSecond or < long.MinValue / NanosecondsPerSecond)
        {
            return false;
        }

        var nanoseconds = value * NanosecondsPerSecond;
        if (nanoseconds != decimal.Truncate(nanoseconds))
        {
            return false;
        }

        seconds = new Seconds((long)nanoseconds);
        return true;
    }

    /// <summary>The exact number of seconds, without unit: <c>12.5</c>, <c>0.00000025</c>.</summary>
    public override string ToString() =>
        (Nanoseconds / NanosecondsPerSecond).ToString("0.#########", CultureInfo.InvariantCulture);
}
