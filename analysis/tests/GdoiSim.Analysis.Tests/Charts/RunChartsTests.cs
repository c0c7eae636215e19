using System.Buffers.Binary;
using System.Globalization;
using System.Xml.Linq;
using GdoiSim.Analysis.Charts;
using GdoiSim.Metrics;
using Xunit;

namespace GdoiSim.Analysis.Tests.Charts;

public sealed class RunChartsTests : IDisposable
{
    private static readonly string[] Names =
        [ArrivalsChart.Name, CompletionChart.Name, OutcomeChart.Name, QueueChart.Name];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> CaseNames => [.. Cases.All.Select(one => one.Name)];

    /// <summary>With GDOISIM_GALLERY=DIR the charts of every case stay there, to be looked at.</summary>
    [Theory]
    [MemberData(nameof(CaseNames))]
    public void Every_kind_of_run_gets_its_charts_with_all_their_words(string name)
    {
        var directory = Environment.GetEnvironmentVariable("GDOISIM_GALLERY") is { Length: > 0 } gallery
            ? Path.Combine(gallery, name)
            : _folder.File(name);
        var charts = Draw(Cases.All.Single(one => one.Name == name).Run, directory);
        Assert.Equal(
            Names.SelectMany(chart => new[] { chart + ".png", chart + ".svg" }),
            Directory.GetFiles(charts).Select(Path.GetFileName).Order());
        foreach (var chart in Names)
        {
            Assert.Equal((Figure.Width, Figure.Height), PngSize(Path.Combine(charts, chart + ".png")));
            var words = Words(Path.Combine(charts, chart + ".svg"));
            Assert.Contains(words, text => text.StartsWith("scenario ", StringComparison.Ordinal));
            Assert.Contains(words, text => text.Contains("seed ", StringComparison.Ordinal));
            Assert.DoesNotContain(words, text => text.Contains("NaN", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_same_files_give_the_same_octets()
    {
        var first = Draw(Cases.VendorMix, _folder.File("first"));
        var second = Draw(Cases.VendorMix, _folder.File("second"));
        foreach (var file in Directory.GetFiles(first).Select(file => Path.GetFileName(file)!))
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(first, file)), File.ReadAllBytes(Path.Combine(second, file)));
        }
    }

    [Fact]
    public void Limits_of_the_standard_and_members_never_acknowledged_are_named()
    {
        var words = Words(Path.Combine(Draw(Cases.Plateau, _folder.File("run")), CompletionChart.Name + ".svg"));
        Assert.Contains("5 s: a member must not delay its ACK longer", words);
        Assert.Contains("10 s: a server should not call an ACK missing earlier", words);
        Assert.Contains(words, text => text.StartsWith("never acknowledged: ", StringComparison.Ordinal));
    }

    /// <summary>
    /// 8,000 ACKs within some 40 ms; at 4,000 a second a buffer of 256 and those 40 ms take in about 415.
    /// </summary>
    [Fact]
    public void Rates_are_a_second_also_where_the_axis_counts_milliseconds()
    {
        var words = Words(Path.Combine(Draw(Cases.Implosion, _folder.File("run")), ArrivalsChart.Name + ".svg"));
        var finding = words.Single(
            text => text.StartsWith("Rekey 1: 8,000 ACKs arrived, at most ", StringComparison.Ordinal));
        var peak = double.Parse(finding.Split(' ')[7], CultureInfo.InvariantCulture);
        Assert.InRange(peak, 8_000 / 0.04, 3 * 8_000 / 0.04);
        Assert.Contains("time since the rekey was first sent, ms", words);
        Assert.Contains("service capacity", words);
    }

    [Fact]
    public void Drops_are_marked_by_their_cause()
    {
        var words = Words(Path.Combine(Draw(Cases.Overload, _folder.File("run")), QueueChart.Name + ".svg"));
        Assert.Contains("dropped: receive buffer full", words);
        Assert.Contains("dropped: access link full", words);
        Assert.Contains("limit of the receive buffer", words);
    }

    [Fact]
    public void Each_silent_profile_is_an_outcome_of_its_own()
    {
        var words = Words(Path.Combine(Draw(Cases.VendorMix, _folder.File("run")), OutcomeChart.Name + ".svg"));
        Assert.Contains("silent: old firmware", words);
        Assert.Contains("silent: legacy", words);
        Assert.Contains("falsely missing", words);
        Assert.Contains("missing", words);
    }

    /// <summary>Members that register before the first rekey keep the queue busy while no rekey is under way.</summary>
    [Fact]
    public void What_happened_before_the_first_rekey_is_in_no_rekey()
    {
        var directory = _folder.File("run");
        Draw(Cases.Tiny, directory);
        var expected = Directory.GetFiles(Path.Combine(directory, Schema.ChartsFolder)).Order()
            .Select(File.ReadAllBytes).ToList();
        var rows = CsvTable.Read<TimelineRow>(directory).ToList();
        Assert.True(rows[0].Time.Nanoseconds > 0);
        CsvTable.Write(directory, rows.Prepend(rows[0] with { Time = default, AckArrived = 50, QueueMaxDepth = 9 }));
        RunCharts.Draw(directory);
        Assert.Equal(
            expected,
            Directory.GetFiles(Path.Combine(directory, Schema.ChartsFolder)).Order().Select(File.ReadAllBytes));
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        Draw(Cases.Tiny, _folder.File("run"));
        File.Delete(_folder.File("run/outcomes.csv"));
        var refusal = Assert.Throws<ResultException>(() => RunCharts.Draw(_folder.File("run")));
        Assert.Contains("outcomes.csv", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Draw(SyntheticRun run, string directory)
    {
        Directory.CreateDirectory(directory);
        run.Write(directory);
        RunCharts.Draw(directory);
        return Path.Combine(directory, Schema.ChartsFolder);
    }

    private static List<string> Words(string svg) =>
        [
            .. XDocument.Load(svg).Descendants()
                .Where(node => node.Name.LocalName == "text")
                .Select(node => node.Value.Trim()),
        ];

    private static (int Width, int Height) PngSize(string file)
    {
        // The first chunk of a PNG is IHDR: width and height stand at octets 16 and 20.
        var octets = File.ReadAllBytes(file).AsSpan();
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], octets[..4].ToArray());
        return (BinaryPrimitives.ReadInt32BigEndian(octets[16..]), BinaryPrimitives.ReadInt32BigEndian(octets[20..]));
    }
}
