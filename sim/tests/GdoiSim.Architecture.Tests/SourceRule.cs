namespace GdoiSim.Architecture.Tests;

/// <summary>A rule about the text of source files.</summary>
/// <param name="Name">Short name, as it stands in test results.</param>
/// <param name="Extensions">Files that it is about, by extension; empty: all text files.</param>
/// <param name="Broken">The places that break it: line number (1-based) and what is wrong there.</param>
/// <param name="Instead">What to do instead.</param>
/// <param name="Exceptions">Files that are let off, each with the reason.</param>
internal sealed record SourceRule(
    string Name,
    string[] Extensions,
    Func<string[], IEnumerable<(int Line, string Found)>> Broken,
    string Instead,
    IReadOnlyDictionary<string, string> Exceptions)
{
    internal const int MaximumLines = 400;

    internal const int MaximumColumns = 120;

    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    // Written in two parts, lest this file break its own rules.
    private static readonly string[] UnfinishedMarks = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK:"];

    private static readonly string[] MachinePaths = ["/wo" + "rk/", "/ro" + "ot/", "/tm" + "p/", "/ho" + "me/"];

    /// <summary>Every rule.</summary>
    internal static IReadOnlyList<SourceRule> All { get; } =
    [
        new(
            "at most 400 lines",
            [".cs"],
            lines => lines.Length > MaximumLines ? [(lines.Length, $"{lines.Length} lines")] : [],
            "Split the file by subject: a payload, a policy, a command each.",
            None),
        new(
            "at most 120 columns",
            [".cs"],
            lines => Where(lines, line => line.Length > MaximumColumns, line => $"{line.Length} columns"),
            "Break the line.",
            None),
        new(
            "no tabs",
            [".cs", ".csproj", ".props", ".targets", ".yaml", ".yml", ".json", ".md"],
            lines => Where(lines, line => line.Contains('\t'), _ => "a tab"),
            "Indent with spaces.",
            None),
        new(
            "no unfinished marks",
            [".cs", ".csproj", ".props", ".yaml", ".yml", ".md", ".sh"],
            lines => Where(
                lines, line => UnfinishedMarks.Any(line.Contains), line => UnfinishedMarks.First(line.Contains)),
            "Finish it, or write an issue; a limit of the model stands in the README.",
            None),
        new(
            "no paths of one machine",
            [],
            lines => Where(
                lines,
                line => MachinePaths.Any(path => StartsPath(line, path)),
                line => MachinePaths.First(path => StartsPath(line, path))),
            "Use a path relative to the repository, or Path.GetTempPath().",
            None),
    ];

    public override string ToString() => Name;

    private static IEnumerable<(int Line, string Found)> Where(
        string[] lines, Predicate<string> isBroken, Func<string, string> found)
    {
        for (int i = 0; i < lines.Length; i++)
        {
            if (isBroken(lines[i]))
            {
                yield return (i + 1, found(lines[i]));
            }
        }
    }

    // "analysis/work/x" is a relative path; only one that starts at the root belongs to a machine.
    private static bool StartsPath(string line, string path)
    {
        for (int at = line.IndexOf(path, StringComparison.Ordinal); at >= 0;
             at = line.IndexOf(path, at + 1, StringComparison.Ordinal))
        {
            if (at == 0
                || !(char.IsLetterOrDigit(line[at - 1]) || line[at - 1] is '.' or '_' or '-' or '}' or '>' or '/'))
            {
                return true;
            }
        }

        return false;
    }
}
