using System.Globalization;
using CsvHelper;
using Xunit;

namespace GdoiSim.Metrics.Tests;

public sealed class CsvTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Rekeys_read_back_as_written() => RoundTrip<RekeyRow>();

    [Fact]
    public void Outcomes_read_back_as_written() => RoundTrip<OutcomeRow>();

    [Fact]
    public void Completion_reads_back_as_written() => RoundTrip<CompletionRow>();

    [Fact]
    public void Timeline_reads_back_as_written() => RoundTrip<TimelineRow>();

    [Fact]
    public void Registrations_read_back_as_written() => RoundTrip<RegistrationRow>();

    [Fact]
    public void Trace_reads_back_as_written() => RoundTrip<TraceRow>();

    [Fact]
    public void Octets_are_as_documented()
    {
        CsvTable.Write(_folder.Path, [Row(1, 0.001, 1_500_000_000, 1), Row(1, 1, null, 250)]);
        Assert.Equal(
            "rekey,quantile,completion_seconds,accepted_seconds\n1,0.001,1.5,0.000000001\n1,1,,0.00000025\n",
            File.ReadAllText(_folder.File("completion.csv")));
    }

    [Theory]
    [InlineData("rekey,quantile,completion_seconds\n", ":1: the header")]
    [InlineData("", ":1: the header")]
    [InlineData(Header + "1,0,2\n", ":2: 3 fields; 4 are expected")]
    [InlineData(Header + "1,0,2,3\n1,x,2,3\n", ":3: column quantile: found \"x\"")]
    [InlineData(Header + "1.5,0,2,3\n", ":2: column rekey: found \"1.5\"")]
    [InlineData(Header + ",0,2,3\n", ":2: column rekey: found \"\"")]
    [InlineData(Header + "99999999999,0,2,3\n", ":2: column rekey: found \"99999999999\"")]
    [InlineData(Header + "1,NaN,2,3\n", ":2: column quantile: found \"NaN\"")]
    [InlineData(Header + "1,0,2s,3\n", ":2: column completion_seconds: found \"2s\"")]
    public void A_wrong_file_is_refused_with_its_place(string content, string place)
    {
        File.WriteAllText(_folder.File("completion.csv"), content);
        var refusal = Assert.Throws<ResultException>(() => CsvTable.Read<CompletionRow>(_folder.Path).ToList());
        Assert.Contains("completion.csv" + place, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Contains(
            _folder.File("trace.csv"),
            Assert.Throws<ResultException>(() => CsvTable.Read<TraceRow>(_folder.Path)).Message,
            StringComparison.Ordinal);

    public void Dispose() => _folder.Dispose();

    private const string Header = "rekey,quantile,completion_seconds,accepted_seconds\n";

    private static CompletionRow Row(int rekey, double quantile, long? completion, long? accepted) => new()
    {
        Rekey = rekey,
        Quantile = quantile,
        Completion = completion is { } time ? new Seconds(time) : null,
        Accepted = accepted is { } other ? new Seconds(other) : null,
    };

    private void RoundTrip<TRow>()
        where TRow : class, ITableRow<TRow>
    {
        var rows = new[] { Specimen.Of<TRow>(100), Specimen.Of<TRow>(201), Specimen.Of<TRow>(302) };
        CsvTable.Write(_folder.Path, rows);
        Assert.Equal(rows, CsvTable.Read<TRow>(_folder.Path));

        // What another program sees under each column's name is the property that the schema names for it.
        using var csv = new CsvReader(
            new StreamReader(_folder.File(TRow.Table.FileName)), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        foreach (var row in rows)
        {
            csv.Read();
            foreach (var column in TRow.Table.Columns)
            {
                var value = typeof(TRow).GetProperty(column.Property)!.GetValue(row);
                Assert.Equal(Text(value), csv.GetField(column.Name));
            }
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        bool truth => truth ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
