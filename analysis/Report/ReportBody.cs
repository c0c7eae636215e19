using System.Text;
using System.Text.RegularExpressions;
using GdoiSim.Analysis.Charts;

namespace GdoiSim.Analysis.Report;

/// <summary>Writes the body of a report, section by section: the answer first.</summary>
internal sealed partial class ReportBody(ReportContent content, StringBuilder page)
{
    private static readonly (string Thing, string Effect)[] LeftOut =
    [
        ("The group's data traffic",
            "loss and latency do not depend on load; only the key server's link and socket fill up"),
        ("Correlated loss between first hop and last mile",
            "real trees lose whole branches at once, which concentrates the missing"),
        ("Clocks and processors of members", "processing takes a drawn time; members do not drift or queue"),
        ("ICMP, path MTU discovery, NAT", "a datagram arrives whole or not at all"),
        ("Cooperation of key servers", "they share keys and sequence numbers without a message"),
    ];

    /// <summary>Writes everything between the body's tags but the scripts.</summary>
    public void Write((string Name, Figure Figure, (byte[] Png, string Svg) Drawing)[] drawn, HashSet<string> images)
    {
        page.Append($"<header>\n<p class=\"kind\">{Text(content.Kind)}</p>\n<h1>{Text(content.Name)}</h1>\n");
        if (content.Question.Length > 0)
        {
            page.Append($"<p class=\"question\">{Text(content.Question)}</p>\n");
        }

        page.Append("</header>\n<main>\n");
        Answer();
        Warnings();
        Interactive();
        page.Append("<section id=\"charts\">\n<h2>Charts</h2>\n");
        foreach (var (name, figure, drawing) in drawn)
        {
            Chart(name, figure, drawing, images.Contains(name));
        }

        page.Append("</section>\n");
        foreach (var table in content.Tables)
        {
            Table(table);
        }

        Assumptions();
        Reproduce();
        Licences();
        page.Append($"</main>\n<footer><p>{Text(content.Origin)}</p></footer>\n");
    }

    private static string Text(string text) => HtmlReport.Escape(text);

    private void Answer()
    {
        page.Append("<section id=\"answer\">\n<h2>Answer</h2>\n");
        page.Append($"<p class=\"headline\">{Text(content.Headline)}</p>\n<dl>\n");
        foreach (var line in content.Answer)
        {
            var mark = line.Mark switch
            {
                AnswerMark.Passed => "<span class=\"passed\">passed</span> ",
                AnswerMark.Failed => "<span class=\"failed\">FAILED</span> ",
                AnswerMark.Alarm => "<span class=\"failed\">attention</span> ",
                _ => "",
            };
            page.Append($"<dt>{Text(line.Label)}</dt><dd>{mark}{Text(line.Text)}</dd>\n");
        }

        page.Append("</dl>\n</section>\n");
    }

    private void Warnings()
    {
        if (content.Warnings.Count == 0)
        {
            return;
        }

        page.Append("<section id=\"warnings\">\n<h2>Warnings</h2>\n<ul>\n");
        foreach (var warning in content.Warnings)
        {
            page.Append($"<li>{Text(warning)}</li>\n");
        }

        page.Append("</ul>\n</section>\n");
    }

    private void Interactive()
    {
        if (content.Interactive.Count == 0)
        {
            return;
        }

        page.Append("""
            <section id="interactive" class="screen">
            <h2>Look closer</h2>
            <p><label>Show <select id="figure-choice"></select></label></p>
            <div id="figure"></div>
            <p class="hint">Point at a place to read the values there; a series in the list below the figure is shown
            or hidden by a click on its name; drag across the figure to zoom, click twice to go back.</p>
            <noscript><p>This figure needs the page's script; the charts below do not.</p></noscript>
            </section>

            """);
    }

    private void Chart(string name, Figure figure, (byte[] Png, string Svg) drawing, bool asImage)
    {
        var words = Text($"{figure.Title}. {figure.Finding}");
        var picture = asImage
            ? $"<img alt=\"{words}\" width=\"{Figure.Width}\" height=\"{Figure.Height}\" "
                + $"src=\"data:image/png;base64,{Convert.ToBase64String(drawing.Png)}\">"
            : Opening().Replace(
                Declaration().Replace(drawing.Svg, "", 1),
                $"<svg role=\"img\" aria-label=\"{words}\" viewBox=\"0 0 {Figure.Width} {Figure.Height}\">", 1);
        page.Append($"<figure id=\"chart-{Text(name)}\">\n<div class=\"chart\" tabindex=\"0\">{picture.Trim()}</div>\n"
            + $"<figcaption><b>{Text(figure.Title)}.</b> {Text(figure.Finding)}</figcaption>\n</figure>\n");
    }

    private void Table(ReportTable table)
    {
        page.Append($"<section class=\"table\">\n<h2>{Text(table.Title)}</h2>\n");
        page.Append("<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>");
        foreach (var column in table.Columns)
        {
            page.Append($"<th>{Text(column)}</th>");
        }

        page.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            page.Append($"<tr>{string.Concat(row.Select(cell => $"<td>{Text(cell)}</td>"))}</tr>\n");
        }

        page.Append("</tbody>\n</table></div>\n");
        page.Append(table.Omitted > 0
            ? $"<p class=\"hint\">{Words.Count(table.Omitted)} more rows stand in {Text(table.File)}.</p>\n"
            : $"<p class=\"hint\">From {Text(table.File)}.</p>\n");
        page.Append("</section>\n");
    }

    private void Assumptions()
    {
        page.Append("<section id=\"assumptions\">\n<h2>Assumptions</h2>\n<dl class=\"settings\">\n");
        foreach (var (name, text) in content.Settings)
        {
            page.Append($"<dt>{Text(name)}</dt><dd>{Text(text)}</dd>\n");
        }

        page.Append("</dl>\n<h3>What the model leaves out</h3>\n<ul>\n");
        foreach (var (thing, effect) in LeftOut)
        {
            page.Append($"<li><b>{Text(thing)}</b>: {Text(effect)}.</li>\n");
        }

        page.Append("</ul>\n</section>\n");
    }

    private void Reproduce()
    {
        page.Append("<section id=\"reproduce\">\n<h2>How to repeat it</h2>\n<pre class=\"commands\">");
        page.Append(string.Join('\n', content.Commands.Select(Text)));
        page.Append("</pre>\n");
        foreach (var (name, text) in content.Sources.Where(source => source.Text.Length > 0))
        {
            page.Append($"<details><summary>{Text(name)}</summary>\n<pre>{Text(text.TrimEnd())}</pre></details>\n");
        }

        page.Append("</section>\n");
    }

    private void Licences()
    {
        page.Append("<section id=\"licences\" class=\"screen\">\n<h2>Licences</h2>\n");
        (string Name, string Text)[] licences =
        [
            ("uPlot 1.6.32, which draws the interactive figure (MIT)", HtmlReport.Resource("uPlot-LICENSE.txt")),
            ("DejaVu Sans, of which the charts' texts are a subset", HtmlReport.Resource("DejaVu-LICENSE.txt")),
        ];
        foreach (var (name, text) in licences)
        {
            page.Append($"<details><summary>{Text(name)}</summary>\n<pre>{Text(text.TrimEnd())}</pre></details>\n");
        }

        page.Append("</section>\n");
    }

    [GeneratedRegex(@"^\s*<\?xml[^>]*>\s*")]
    private static partial Regex Declaration();

    [GeneratedRegex("<svg[^>]*>")]
    private static partial Regex Opening();
}
