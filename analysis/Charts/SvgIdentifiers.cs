using System.Globalization;
using System.Text;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// Gives the clip paths of an SVG names of its own. Skia numbers them through the life of the process, so a chart would
/// depend on what was drawn before it, and two charts in one page could share a name.
/// </summary>
internal static class SvgIdentifiers
{
    private const string Mark = "cl_";

    /// <summary>Renames each <c>cl_…</c> that is defined or referred to, in order of appearance.</summary>
    /// <param name="svg">The text of the SVG.</param>
    /// <param name="name">What the new names begin with.</param>
    public static string Renumber(string svg, string name)
    {
        var text = new StringBuilder(svg.Length);
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        var copied = 0;
        for (var at = Next(svg, 0); at >= 0; at = Next(svg, at))
        {
            var end = at + Mark.Length;
            while (end < svg.Length && char.IsAsciiHexDigit(svg[end]))
            {
                end++;
            }

            var before = svg.AsSpan(0, at);
            if (before.EndsWith("id=\"", StringComparison.Ordinal)
                || before.EndsWith("url(#", StringComparison.Ordinal))
            {
                var old = svg[at..end];
                names.TryAdd(old, names.Count + 1);
                text.Append(svg, copied, at - copied);
                text.Append(CultureInfo.InvariantCulture, $"{name}-{names[old]}");
                copied = end;
            }

            at = end;
        }

        return text.Append(svg, copied, svg.Length - copied).ToString();
    }

    private static int Next(string svg, int from) => svg.IndexOf(Mark, from, StringComparison.Ordinal);
}
