using System.Text.Json;
using Xunit;

namespace GdoiSim.Metrics.Tests;

public sealed class JsonFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(102)]
    public void Summary_reads_back_as_written(int salt)
    {
        var summary = Specimen.Of<RunSummary>(salt);
        summary.Write(_folder.Path);
        AssertSame(summary, RunSummary.Read(_folder.Path));
        AssertNames(RunSummary.Table);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(102)]
    public void Figures_are_the_numbers_of_the_file_and_infinite_where_it_has_none(int salt)
    {
        var summary = Specimen.Of<RunSummary>(salt);
        summary.Write(_folder.Path);
        using var json = JsonDocument.Parse(File.ReadAllText(_folder.File(Schema.SummaryFile)));
        double[] figures = summary.Figures();
        Assert.Equal(RunSummary.FigureColumns.Count, figures.Length);
        for (var i = 0; i < figures.Length; i++)
        {
            string name = RunSummary.FigureColumns[i].Name;
            var value = json.RootElement.GetProperty(name);
            double expected = value.ValueKind == JsonValueKind.Null ? double.PositiveInfinity : value.GetDouble();
            Assert.Equal(expected, figures[i]);
            Assert.Equal(expected, summary.Figure(name));
        }

        var numbers = json.RootElement.EnumerateObject()
            .Where(field => field.Value.ValueKind is JsonValueKind.Number or JsonValueKind.Null)
            .Select(field => field.Name)
            .Except(["schema", "seed"]);
        Assert.Equal(numbers, RunSummary.FigureColumns.Select(column => column.Name));
    }

    [Fact]
    public void Manifest_reads_back_as_written()
    {
        var manifest = Specimen.Of<RunManifest>(100);
        manifest.Write(_folder.Path);
        AssertSame(manifest, RunManifest.Read(_folder.Path));
        AssertNames(RunManifest.Table);
    }

    [Fact]
    public void Reasons_stand_in_one_order_however_they_were_counted()
    {
        Specimen.Of<RunSummary>(100).Write(_folder.Path);
        using var json = JsonDocument.Parse(File.ReadAllText(_folder.File(Schema.SummaryFile)));
        var reasons = json.RootElement.GetProperty("ack.rejected").EnumerateObject().Select(reason => reason.Name);
        Assert.Equal(["Alpha", "Zeta"], reasons);
        Assert.Equal(
            json.RootElement.GetProperty("ack.rejected").GetProperty("Zeta").GetInt64(),
            json.RootElement.GetProperty("ack.rejected_total").GetInt64());
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[]", "\"schema\" is not there")]
    [InlineData("{\"schema\": 0}", "schema version 0")]
    [InlineData("{\"schema\": \"1\"}", "\"schema\" holds a value")]
    [InlineData("{\"schema\": 2}", "\"scenario\" is not there")]
    [InlineData("{\"schema\": 2, \"scenario\": 5}", "\"scenario\" holds a value")]
    public void A_wrong_file_is_refused_with_its_field(string content, string message)
    {
        File.WriteAllText(_folder.File(Schema.SummaryFile), content);
        var refusal = Assert.Throws<ResultException>(() => RunSummary.Read(_folder.Path));
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.File(Schema.SummaryFile), refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertSame<T>(T expected, T actual)
    {
        foreach (var property in Specimen.Settable(typeof(T)))
        {
            Assert.Equal(property.GetValue(expected), property.GetValue(actual));
        }
    }

    private void AssertNames(Table table)
    {
        var text = File.ReadAllText(_folder.File(table.FileName));
        Assert.EndsWith("}\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', text);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(
            table.Columns.Select(column => column.Name),
            json.RootElement.EnumerateObject().Select(field => field.Name));
    }
}
