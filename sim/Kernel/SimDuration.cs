using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace GdoiSim.Kernel;

/// <summary>
/// A length of virtual time in whole nanoseconds; negative lengths arise from subtraction. All arithmetic is checked
/// and throws <see cref="OverflowException"/> outside ±292 years.
/// </summary>
/// <param name="Nanoseconds">The length in nanoseconds.</param>
public readonly record struct SimDuration(long Nanoseconds) : IComparable<SimDuration>
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    // Largest first: the text form takes the largest unit that needs no fraction.
    private static ReadOnlySpan<long> UnitNanoseconds =>
        [86_400 * NanosecondsPerSecond, 3_600 * NanosecondsPerSecond, 60 * NanosecondsPerSecond,
         NanosecondsPerSecond, 1_000_000, 1_000, 1];

    /// <summary>No time at all.</summary>
    public static SimDuration Zero => default;

    /// <summary>The longest representable duration, 292 years.</summary>
    public static SimDuration MaxValue => new(long.MaxValue);

    public static SimDuration FromNanoseconds(long nanoseconds) => new(nanoseconds);

    public static SimDuration FromMicroseconds(long microseconds) => new(checked(microseconds * 1_000));

    public static SimDuration FromMilliseconds(long milliseconds) => new(checked(milliseconds * 1_000_000));

    public static SimDuration FromSeconds(long seconds) => new(checked(seconds * NanosecondsPerSecond));

    /// <summary>The nearest whole number of nanoseconds; a tie goes away from zero.</summary>
    /// <exception cref="OverflowException">The value is not a number or beyond ±292 years.</exception>
    public static SimDuration FromSeconds(double seconds)
    {
        double nanoseconds = seconds * 1e9;
        // Every double below 2^63 in magnitude fits; the negated form also catches NaN.
        if (!(Math.Abs(nanoseconds) < 9223372036854775808.0))
        {
            throw new OverflowException($"{seconds} s is outside the simulator's range of ±292 years.");
        }

        return new((long)Math.Round(nanoseconds, MidpointRounding.AwayFromZero));
    }

    public static SimDuration operator +(SimDuration left, SimDuration right) =>
        new(checked(left.Nanoseconds + right.Nanoseconds));

    public static SimDuration operator -(SimDuration left, SimDuration right) =>
        new(checked(left.Nanoseconds - right.Nanoseconds));

    public static SimDuration operator *(SimDuration duration, long factor) =>
        new(checked(duration.Nanoseconds * factor));

    public static bool operator <(SimDuration left, SimDuration right) => left.Nanoseconds < right.Nanoseconds;

    public static bool operator >(SimDuration left, SimDuration right) => left.Nanoseconds > right.Nanoseconds;

    public static bool operator <=(SimDuration left, SimDuration right) => left.Nanoseconds <= right.Nanoseconds;

    public static bool operator >=(SimDuration left, SimDuration right) => left.Nanoseconds >= right.Nanoseconds;

    /// <summary>The longer of two durations.</summary>
    public static SimDuration Max(SimDuration left, SimDuration right) => left < right ? right : left;

    /// <summary>The shorter of two durations.</summary>
    public static SimDuration Min(SimDuration left, SimDuration right) => left < right ? left : right;

    /// <summary>The length in seconds; exact up to 2^53 ns (104 days), then rounded.</summary>
    public double ToSeconds() => Nanoseconds / 1e9;

    public int CompareTo(SimDuration other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>
    /// Reads a decimal number directly followed by its unit: <c>ns</c>, <c>us</c>, <c>ms</c>, <c>s</c>, <c>min</c>,
    /// <c>h</c> or <c>d</c>, such as <c>250us</c>, <c>1.5s</c>, <c>-2ms</c>. The unit is never optional.
    /// False if the text has another form, is outside ±292 years, or is not a whole number of nanoseconds.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SimDuration duration)
    {
        duration = default;
        if (text is null)
        {
            return false;
        }

        ReadOnlySpan<char> number = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz");
        long unit = UnitOf(text.AsSpan(number.Length));
        const NumberStyles style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        // decimal holds 28 digits exactly: enough for every duration; what it would have to round is no whole number
        // of nanoseconds either, unless the text has more than 28 significant digits, which is refused as well.
        if (unit == 0 || number.Length is 0 or > 28 || number[0] == '+' || !char.IsAsciiDigit(number[^1]) ||
            !decimal.TryParse(number, style, CultureInfo.InvariantCulture, out decimal value))
        {
            return false;
        }

        // The range is checked before the product, which could leave the range of decimal.
        if (Math.Abs(value) > (decimal)long.MaxValue / unit)
        {
            return false;
        }

        decimal nanoseconds = value * unit;
        if (nanoseconds != decimal.Truncate(nanoseconds))
        {
            return false;
        }

        duration = new((long)nanoseconds);
        return true;
    }

    /// <summary>
    /// The exact value in the largest unit that needs no fraction: <c>250us</c>, <c>90s</c>, <c>1h</c>, <c>0s</c>.
    /// <see cref="TryParse"/> reads it back to the same value, except for the one value below −292 years.
    /// </summary>
    public override string ToString()
    {
        if (Nanoseconds == 0)
        {
            return "0s";
        }

        int i = 0;
        while (Nanoseconds % UnitNanoseconds[i] != 0)
        {
            i++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Nanoseconds / UnitNanoseconds[i]}{UnitName(i)}");
    }

    /// <summary>Exact decimal seconds without trailing zeros, with the unit.</summary>
    internal static string DecimalSeconds(long nanoseconds)
    {
        decimal seconds = nanoseconds / (decimal)NanosecondsPerSecond;
        return seconds.ToString("0.#########", CultureInfo.InvariantCulture) + "s";
    }

    private static long UnitOf(ReadOnlySpan<char> name)
    {
        for (int i = 0; i < UnitNanoseconds.Length; i++)
        {
            if (name.SequenceEqual(UnitName(i)))
            {
                return UnitNanoseconds[i];
            }
        }

        return 0;
    }

    private static string UnitName(int i) => i switch
    {
        0 => "d",
        1 => "h",
        2 => "min",
        3 => "s",
        4 => "ms",
        5 => "us",
        _ => "ns",
    };
}
