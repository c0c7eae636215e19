namespace GdoiSim.Scenario;

/// <summary>
/// Where something of a scenario was written: a line and column (both from 1) of a file, or, with line 0, a whole
/// source such as a file that could not be opened or one <c>--set path=value</c> of the command line.
/// </summary>
public readonly record struct SourcePosition(string Source, int Line, int Column)
{
    /// <summary>A source as a whole.</summary>
    public static SourcePosition Whole(string source) => new(source, 0, 0);

    /// <summary><c>file:line:column</c>, which editors and terminals turn into a link, or the source alone.</summary>
    public override string ToString() => Line == 0 ? Source : $"{Source}:{Line}:{Column}";
}
