namespace GdoiSim.Scenario;

/// <summary>
/// The name of a scenario or profile. It becomes part of paths, CSV columns and chart legends, so only letters, digits,
/// <c>-</c>, <c>_</c> and <c>.</c> are allowed, at most 64 of them, the first a letter or digit.
/// </summary>
/// <param name="Text">The name.</param>
public readonly record struct ScenarioName(string Text)
{
    /// <summary>Reads a name.</summary>
    public static bool TryParse(string text, out ScenarioName name)
    {
        name = new ScenarioName(text);
        return text.Length is >= 1 and <= 64
            && char.IsAsciiLetterOrDigit(text[0])
            && text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');
    }

    /// <summary>The nearest allowed name, for one that is taken from a file's name.</summary>
    public static ScenarioName From(string text)
    {
        string allowed = string.Concat(text.Select(
            character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' ? character : '-'))
            .TrimStart('-', '_', '.');
        return new ScenarioName(allowed.Length == 0 ? "scenario" : allowed[..Math.Min(allowed.Length, 64)]);
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
