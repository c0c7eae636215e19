using System.Globalization;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>A part of a sweep's cells: every n-th of them.</summary>
/// <param name="Number">Which part, from 1.</param>
/// <param name="Of">How many parts there are, from 1.</param>
public sealed record SweepShard(int Number, int Of)
{
    /// <summary>The most parts.</summary>
    public const int Most = 100_000;

    /// <summary>Reads "i/n".</summary>
    public static bool TryParse(string text, out SweepShard? shard)
    {
        ArgumentNullException.ThrowIfNull(text);
        shard = null;
        string[] halves = text.Split('/');
        if (halves.Length == 2
            && int.TryParse(halves[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && int.TryParse(halves[1], NumberStyles.None, CultureInfo.InvariantCulture, out int of)
            && number >= 1
            && number <= of
            && of <= Most)
        {
            shard = new SweepShard(number, of);
        }

        return shard is not null;
    }

    /// <summary>Whether a cell is in this part.</summary>
    public bool Has(int cell) => cell % Of == Number - 1;

    /// <summary>How many of so many cells are in this part.</summary>
    public int CountOf(int cells) => (cells + Of - Number) / Of;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number}/{Of}");
}
