using System.Globalization;

namespace GdoiSim.Scenario;

/// <summary>How often a rekey may be repeated: a number, or <c>unlimited</c>.</summary>
/// <param name="Value">Largest number of repeats; <see cref="int.MaxValue"/>: no limit.</param>
public readonly record struct RepeatCount(int Value)
{
    /// <summary>Repeats go on until the policy's condition ends.</summary>
    public static RepeatCount Unlimited => new(int.MaxValue);

    /// <summary>Reads 0 to 1000 or <c>unlimited</c>.</summary>
    public static bool TryParse(string text, out RepeatCount count)
    {
        if (text == "unlimited")
        {
            count = Unlimited;
            return true;
        }

        bool read = WholeNumber.TryParse(text, 0, 1000, out int value);
        count = new RepeatCount(value);
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => Value == int.MaxValue ? "unlimited" : $"{Value}";
}

/// <summary>After how many missing acknowledgements in a row a member is evicted: a number, or <c>never</c>.</summary>
/// <param name="MissingInARow">1 to 63, what the key server's record of a member holds; 0: never.</param>
public readonly record struct EvictionLimit(int MissingInARow)
{
    /// <summary>Reads 1 to 63 or <c>never</c>.</summary>
    public static bool TryParse(string text, out EvictionLimit limit)
    {
        int missing = 0;
        bool read = text == "never" || WholeNumber.TryParse(text, 1, 63, out missing);
        limit = new EvictionLimit(missing);
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => MissingInARow == 0 ? "never" : $"{MissingInARow}";
}

/// <summary>Which rekeys replace the KEK too: <c>never</c>, or <c>every N</c>.</summary>
/// <param name="Every">Every how many rekeys; 0: never.</param>
public readonly record struct KekReplacement(int Every)
{
    private const string Prefix = "every ";

    /// <summary>Reads <c>never</c> or <c>every N</c> with N from 1.</summary>
    public static bool TryParse(string text, out KekReplacement replacement)
    {
        int every = 0;
        bool read = text == "never"
            || (text.StartsWith(Prefix, StringComparison.Ordinal)
                && WholeNumber.TryParse(text[Prefix.Length..], 1, int.MaxValue, out every));
        replacement = new KekReplacement(every);
        return read;
    }

    /// <inheritdoc/>
    public override string ToString() => Every == 0 ? "never" : $"{Prefix}{Every}";
}

/// <summary>Whole numbers written with digits alone.</summary>
internal static class WholeNumber
{
    public static bool TryParse(string text, int least, int most, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value)
        && value >= least
        && value <= most;
}
