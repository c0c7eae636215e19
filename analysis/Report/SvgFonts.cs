using System.Text.RegularExpressions;
using GdoiSim.Analysis.Charts;

namespace GdoiSim.Analysis.Report;

/// <summary>The faces of the charts' font, cut down to the signs that the drawings of a page use.</summary>
internal static partial class SvgFonts
{
    /// <summary>The style rules that bring the faces into the page; nothing where no drawing has a text.</summary>
    public static string Style(IEnumerable<string> svgs)
    {
        var (regular, bold) = (new SortedSet<char>(), new SortedSet<char>());
        foreach (var match in svgs.SelectMany(svg => TextNode().Matches(svg)))
        {
            var isBold = match.Groups["attributes"].Value.Contains("font-weight", StringComparison.Ordinal);
            (isBold ? bold : regular).UnionWith(System.Net.WebUtility.HtmlDecode(match.Groups["text"].Value));
        }

        return Face("DejaVuSans.ttf", 400, regular) + Face("DejaVuSans-Bold.ttf", 600, bold);
    }

    private static string Face(string resource, int weight, SortedSet<char> signs)
    {
        if (signs.Count == 0)
        {
            return "";
        }

        using var stream = typeof(ChartFonts).Assembly.GetManifestResourceStream(resource)!;
        using var font = new MemoryStream();
        stream.CopyTo(font);
        var subset = Convert.ToBase64String(FontSubset.Of(font.ToArray(), string.Concat(signs)));
        return $"@font-face {{font-family: \"{ChartFonts.Family}\"; font-weight: {weight}; "
            + $"src: url(data:font/ttf;base64,{subset});}}\n";
    }

    [GeneratedRegex("<text(?<attributes>[^>]*)>(?<text>[^<]*)</text>")]
    private static partial Regex TextNode();
}
