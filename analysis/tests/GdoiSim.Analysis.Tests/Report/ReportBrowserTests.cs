using System.Text.RegularExpressions;
using GdoiSim.Analysis.Tests.Charts;
using Xunit;

namespace GdoiSim.Analysis.Tests.Report;

/// <summary>Reports in a real browser: on a desk, on a phone, on paper.</summary>
public sealed partial class ReportBrowserTests(Browser browser, SweepDirectories sweeps)
    : IClassFixture<Browser>, IClassFixture<SweepDirectories>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>With GDOISIM_GALLERY=DIR the pages and pictures of them stay there, to be looked at.</summary>
    [Theory]
    [InlineData("run")]
    [InlineData("sweep")]
    [InlineData("plan")]
    public async Task A_report_loads_without_complaint_and_shows_its_charts(string kind)
    {
        var page = await Open(kind, 1200, 900);
        Assert.Empty(browser.Complaints);
        var charts = await Boxes(".chart svg, .chart img");
        Assert.NotEmpty(charts);
        Assert.All(charts, box => Assert.True(box.Width > 900 && box.Height > 500, $"a chart of {box}"));
        var figure = Assert.Single(await Boxes("#figure canvas"));
        Assert.True(figure.Width > 900 && figure.Height > 250, $"a figure of {figure}");
        // The charts' font is the one in the page, in both faces.
        Assert.Equal(2, (int)(await browser.Evaluate(
            "[...document.fonts].filter(face => face.family.includes('DejaVu') && face.status == 'loaded').length"))!);
        await Keep(page, "desk");
    }

    [Theory]
    [InlineData("run")]
    [InlineData("sweep")]
    [InlineData("plan")]
    public async Task On_a_phone_nothing_reaches_beyond_the_edge(string kind)
    {
        var page = await Open(kind, 360, 740, phone: true);
        Assert.Empty(browser.Complaints);
        Assert.Equal(360, (int)(await browser.Evaluate("window.innerWidth"))!);
        Assert.Equal(360, (int)(await browser.Evaluate("document.documentElement.scrollWidth"))!);
        // Text that is read, not drawn, has its full size; a wide chart or table scrolls within its frame.
        Assert.True((double)(await browser.Evaluate(
            "parseFloat(getComputedStyle(document.querySelector('.headline')).fontSize)"))! >= 16);
        var frame = (await Boxes(".chart"))[0];
        Assert.InRange(frame.Width, 300, 360);
        Assert.InRange((await Boxes("#figure canvas"))[0].Width, 250, 360);
        await Keep(page, "phone");
    }

    [Theory]
    [InlineData("run")]
    [InlineData("sweep")]
    [InlineData("plan")]
    public async Task On_paper_it_has_pages_of_A4(string kind)
    {
        var page = await Open(kind, 1200, 900);
        var pdf = await browser.Print();
        var text = System.Text.Encoding.Latin1.GetString(pdf);
        Assert.StartsWith("%PDF", text, StringComparison.Ordinal);
        var sizes = MediaBox().Matches(text);
        Assert.InRange(sizes.Count, 2, 60);
        // A4 is 595.3 by 841.9 points.
        Assert.All(sizes, size => Assert.Equal(("595", "842"), (
            $"{double.Parse(size.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture):0}",
            $"{double.Parse(size.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture):0}")));
        if (Gallery is { } gallery)
        {
            File.WriteAllBytes(Path.Combine(gallery, $"report-{Path.GetFileName(page)}.pdf"), pdf);
        }
    }

    [Theory]
    [InlineData("run")]
    [InlineData("sweep")]
    [InlineData("plan")]
    public async Task Pointing_shows_values_and_choosing_changes_the_figure(string kind)
    {
        await Open(kind, 1200, 900);
        const string values = "[...document.querySelectorAll('.u-legend .u-series')]"
            + ".filter(row => row.style.display != 'none')"
            + ".map(row => row.querySelector('.u-value').textContent).join('|')";
        var before = (string)(await browser.Evaluate(values))!;
        Assert.Matches("^[–|]+$", before);
        await browser.Evaluate("document.getElementById('figure').scrollIntoView({block: 'center'})");
        var over = (await Boxes("#figure .u-over"))[0];
        await browser.Point(over.X + (0.6 * over.Width), over.Y + (0.5 * over.Height));
        Assert.Matches(@"\d", (string)(await browser.Evaluate(values))!);

        // A click on a name hides its series, and the edges of its interval with it.
        var name = (await Boxes(".u-legend .u-series:nth-child(2) .u-label"))[0];
        await browser.Click(name.X + 5, name.Y + 5);
        Assert.True((bool)(await browser.Evaluate(
            "document.querySelector('.u-legend .u-series:nth-child(2)').classList.contains('u-off')"))!);

        var choices = (int)(await browser.Evaluate("document.getElementById('figure-choice').length"))!;
        Assert.True(choices > 1);
        const string picture = "document.querySelector('#figure canvas').toDataURL()";
        var first = (string)(await browser.Evaluate(picture))!;
        await browser.Evaluate(
            "(() => { const s = document.getElementById('figure-choice'); s.selectedIndex = s.length - 1; "
            + "s.dispatchEvent(new Event('change')); })()");
        Assert.NotEqual(first, (string)(await browser.Evaluate(picture))!);
        Assert.Single(await Boxes("#figure canvas"));
        Assert.Empty(browser.Complaints);
    }

    /// <summary>The policy is not only written down: a script that is not the page's own does not run.</summary>
    [Fact]
    public async Task Another_script_is_refused()
    {
        Assert.SkipWhen(Browser.Program is null, "chromium is not installed");
        var path = Reports.Write("plan", _folder, sweeps);
        File.WriteAllText(path, File.ReadAllText(path).Replace(
            "</main>", "<script>window.intruder = true;</script></main>", StringComparison.Ordinal));
        await browser.Open(path, 1200, 900);
        Assert.False((bool)(await browser.Evaluate("window.intruder === true"))!);
        Assert.Contains(browser.Complaints, complaint => complaint.Contains("script-src", StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    private static string? Gallery =>
        Environment.GetEnvironmentVariable("GDOISIM_GALLERY") is { Length: > 0 } gallery ? gallery : null;

    [GeneratedRegex(@"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]")]
    private static partial Regex MediaBox();

    private async Task<string> Open(string kind, int width, int height, bool phone = false)
    {
        Assert.SkipWhen(Browser.Program is null, "chromium is not installed");
        var path = Reports.Write(kind, _folder, sweeps);
        await browser.Open(path, width, height, phone);
        return path;
    }

    private async Task<List<Box>> Boxes(string selector)
    {
        var found = await browser.Evaluate(
            $"[...document.querySelectorAll({System.Text.Json.JsonSerializer.Serialize(selector)})]"
            + ".map(one => { const b = one.getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; })");
        return
        [
            .. found!.AsArray().Select(box => new Box(
                (double)box![0]!, (double)box[1]!, (double)box[2]!, (double)box[3]!)),
        ];
    }

    private async Task Keep(string page, string name)
    {
        if (Gallery is { } gallery)
        {
            var picture = Path.Combine(gallery, $"report-{Path.GetFileNameWithoutExtension(page)}-{name}.png");
            File.WriteAllBytes(picture, await browser.Screenshot());
        }
    }

    private sealed record Box(double X, double Y, double Width, double Height);
}
