using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GdoiSim.Analysis.Charts;
using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Report;

/// <summary>
/// One file that tells a result: the answer, charts, an interactive figure, tables, assumptions, how to repeat it. It
/// needs no network and forbids itself any: its content policy allows its own script by hash, inline styles, and images
/// and fonts within the file.
/// </summary>
public static class HtmlReport
{
    /// <summary>The most octets that a report may have.</summary>
    public const int MostOctets = 2_000_000;

    /// <summary>A chart whose SVG has more octets than this stands in the page as PNG.</summary>
    private const int LargestSvg = 220_000;

    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        + "base-uri 'none'; form-action 'none';";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Makes the page for a result directory.</summary>
    /// <param name="directory">The directory of a run, sweep or plan, as the page's commands name it.</param>
    /// <exception cref="ResultException">It is no result, or one of its files cannot be read.</exception>
    public static string Of(string directory)
    {
        var content = ResultKinds.Of(directory) switch
        {
            ResultKind.Sweep => SweepReport.Of(SweepResult.Read(directory), directory),
            ResultKind.Plan => PlanReport.Of(PlanResult.Read(directory), directory),
            _ => RunReport.Of(directory),
        };
        var drawn = content.Charts.Figures
            .Select(one => (one.Name, one.Figure, Drawing: one.Figure.Render(one.Name)))
            .ToArray();

        // Vector drawings as long as they fit; of those that do not, the largest become images first.
        var images = drawn.Where(one => one.Drawing.Svg.Length > LargestSvg).Select(one => one.Name).ToHashSet();
        foreach (var (name, _, _) in drawn.OrderByDescending(one => one.Drawing.Svg.Length))
        {
            var page = Page(content, drawn, images);
            if (Encoding.UTF8.GetByteCount(page) < MostOctets)
            {
                return page;
            }

            images.Add(name);
        }

        var smallest = Page(content, drawn, images);
        return Encoding.UTF8.GetByteCount(smallest) < MostOctets ? smallest
            : throw new ResultException($"{directory}: the report would exceed {MostOctets} octets.");
    }

    /// <summary>Text as it may stand between tags and in quoted attributes.</summary>
    internal static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal);

    private static string Page(
        ReportContent content, (string Name, Figure Figure, (byte[] Png, string Svg) Drawing)[] drawn,
        HashSet<string> images)
    {
        var script = Resource("uPlot.iife.min.js") + Resource("report.js");
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        var svgs = drawn.Where(one => !images.Contains(one.Name)).Select(one => one.Drawing.Svg).ToArray();
        var page = new StringBuilder();
        page.Append($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="{Policy} script-src 'sha256-{hash}'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{Escape(content.Name)}: {Escape(content.Kind.ToLowerInvariant())} of gdoisim</title>
            <style>
            {SvgFonts.Style(svgs)}
            {Resource("uPlot.min.css")}
            {Resource("report.css")}
            </style>
            </head>
            <body>

            """);
        new ReportBody(content, page).Write(drawn, images);
        if (content.Interactive.Count > 0)
        {
            // Within a script element only its end must not appear; that sign is escaped by the serialiser.
            var data = JsonSerializer.Serialize(content.Interactive, Json);
            page.Append($"<script type=\"application/json\" id=\"figure-values\">{data}</script>\n");
        }

        page.Append($"<script>{script}</script>\n</body>\n</html>\n");
        return page.ToString();
    }

    internal static string Resource(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
