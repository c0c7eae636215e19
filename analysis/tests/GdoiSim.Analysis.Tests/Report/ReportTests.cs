using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using GdoiSim.Analysis.Charts;
using GdoiSim.Analysis.Report;
using GdoiSim.Analysis.Tests.Charts;
using GdoiSim.Metrics;
using SkiaSharp;
using Xunit;

namespace GdoiSim.Analysis.Tests.Report;

/// <summary>Reports as text.</summary>
public sealed partial class ReportTests(SweepDirectories sweeps) : IClassFixture<SweepDirectories>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("run", "FAILED|passed|gdoisim run scenario.yaml --set network.ack.loss=1% --seed 1|6s is over 5s")]
    [InlineData("sweep", "11 of 30 cells meet all thresholds.|gdoisim sweep sweep.yaml|ack.arrived ≤ 0.1%")]
    [InlineData("plan", "The largest group size that meets all constraints is 4,200 members.|"
        + "4,456 members by N = K + J / S|a second core|3.2e-9 (2.1e-9 – 4.6e-9)|"
        + "gdoisim plan plan.yaml|--set group.size=4200")]
    public void A_report_has_the_answer_before_the_charts_and_all_its_parts(string kind, string words)
    {
        var page = HtmlReport.Of(Reports.Directory(kind, _folder, sweeps));
        Assert.True(Encoding.UTF8.GetByteCount(page) < HtmlReport.MostOctets);
        Assert.All(words.Split('|'), word => Assert.Contains(HtmlReport.Escape(word), page, StringComparison.Ordinal));
        string[] order =
        [
            "id=\"answer\"", "id=\"interactive\"", "id=\"charts\"", "<table>", "id=\"assumptions\"",
            "id=\"reproduce\"",
        ];
        var places = order.Select(part => page.IndexOf(part, StringComparison.Ordinal)).ToArray();
        Assert.Equal(places.Order(), places);
        Assert.DoesNotContain(-1, places);
        Assert.Contains("MIT License", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_allows_the_one_script_and_nothing_from_outside()
    {
        var page = HtmlReport.Of(Reports.Directory("sweep", _folder, sweeps));
        var script = Assert.Single(Script().Matches(page)).Groups[1].Value;
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)));
        Assert.Contains("default-src 'none';", page, StringComparison.Ordinal);
        Assert.Contains($"script-src 'sha256-{hash}'\"", page, StringComparison.Ordinal);
        Assert.Empty(Outside().Matches(page).Select(match => match.Value));
    }

    /// <summary>Every text that comes from a file may hold anything.</summary>
    [Fact]
    public void Texts_from_files_are_only_texts()
    {
        const string bad = "<script>alert(1)</script><img src=x onerror='alert(2)'>\"&";
        var directory = Reports.Directory("plan", _folder, sweeps);
        var description = Path.Combine(directory, PlanResult.DescriptionFile);
        var json = JsonNode.Parse(File.ReadAllText(description))!;
        Spoil(json);
        File.WriteAllText(description, json.ToJsonString());
        var probes = Path.Combine(directory, "probes.csv");
        var quoted = $"\"{bad.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        File.WriteAllText(probes, File.ReadAllText(probes)
            .Replace("completion_seconds.p99 <= 10s", quoted, StringComparison.Ordinal));
        var page = HtmlReport.Of(directory);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.Contains(HtmlReport.Escape(bad), page, StringComparison.Ordinal);
        Assert.Single(Script().Matches(page));
        return;

        void Spoil(JsonNode node)
        {
            if (node is JsonObject members)
            {
                foreach (var (name, value) in members.ToArray())
                {
                    if (value is JsonValue text && text.GetValueKind() == JsonValueKind.String
                        && name is not ("kind" or "direction" or "scenario_text" or "path" or "unit"))
                    {
                        members[name] = bad;
                    }
                    else if (value is not null)
                    {
                        Spoil(value);
                    }
                }
            }
            else if (node is JsonArray list)
            {
                foreach (var one in list.Where(one => one is not null))
                {
                    Spoil(one!);
                }
            }
        }
    }

    /// <summary>The subset is a font of its own whose signs have the very shapes and widths of the whole one.</summary>
    [Theory]
    [InlineData("DejaVuSans.ttf")]
    [InlineData("DejaVuSans-Bold.ttf")]
    public void A_font_subset_draws_the_same(string resource)
    {
        const string text = "Größe 0,123 % ≤ 5 µs · é – Ω (V14)";
        using var stream = typeof(ChartFonts).Assembly.GetManifestResourceStream(resource)!;
        using var whole = new MemoryStream();
        stream.CopyTo(whole);
        var octets = FontSubset.Of(whole.ToArray(), text);
        Assert.InRange(octets.Length, 1_000, 30_000);
        using var full = FontOf(whole.ToArray());
        using var part = FontOf(octets);
        Assert.True(part.Typeface.ContainsGlyphs(text));
        Assert.False(part.Typeface.ContainsGlyphs("x"));
        Assert.Equal(full.MeasureText(text), part.MeasureText(text));
        using var wanted = full.GetTextPath(text, new SKPoint(0, 0));
        using var found = part.GetTextPath(text, new SKPoint(0, 0));
        Assert.Equal(wanted.ToSvgPathData(), found.ToSvgPathData());
    }

    [Fact]
    public void What_cannot_be_read_is_named()
    {
        var directory = Reports.Directory("run", _folder, sweeps);
        File.Delete(Path.Combine(directory, Schema.ManifestFile));
        var problem = Assert.Throws<ResultException>(() => HtmlReport.Of(directory));
        Assert.Contains(Schema.ManifestFile, problem.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static SKFont FontOf(byte[] octets) =>
        new(SKTypeface.FromStream(new MemoryStream(octets)), 50) { Hinting = SKFontHinting.None };

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("""(src|href)\s*=\s*["'](?!data:|#)[^"']*|url\((?!data:|#|"?data:)[^)]*\)|@import""")]
    private static partial Regex Outside();
}
