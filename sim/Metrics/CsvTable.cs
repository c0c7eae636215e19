using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace GdoiSim.Metrics;

/// <summary>
/// Reads and writes the tables of a result as CSV: UTF-8, a header line, comma, line feed, numbers as in the invariant
/// culture. Rows stream; neither side holds the table.
/// </summary>
public static class CsvTable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes a whole table into <paramref name="directory"/>, under the table's own name.</summary>
    public static void Write<TRow>(string directory, IEnumerable<TRow> rows)
        where TRow : ITableRow<TRow>
    {
        using var table = Open<TRow>(directory);
        foreach (var row in rows)
        {
            table.Write(row);
        }
    }

    /// <summary>Opens the table in <paramref name="directory"/> for writing and writes its header.</summary>
    public static CsvTableWriter<TRow> Open<TRow>(string directory)
        where TRow : ITableRow<TRow> =>
        new(new StreamWriter(Path.Combine(directory, TRow.Table.FileName), append: false, Utf8, bufferSize: 1 << 16));

    /// <summary>Reads the table in <paramref name="directory"/>, row by row.</summary>
    /// <exception cref="ResultException">
    /// The file is not there, its header is not that of <see cref="Schema.Version"/>, or a value is of the wrong kind.
    /// </exception>
    public static IEnumerable<TRow> Read<TRow>(string directory)
        where TRow : ITableRow<TRow>
    {
        var path = Path.Combine(directory, TRow.Table.FileName);
        if (!File.Exists(path))
        {
            throw new ResultException($"{path} is not there; a result directory holds it.");
        }

        return Rows<TRow>(path);
    }

    internal static CsvConfiguration Configuration() => new(CultureInfo.InvariantCulture)
    {
        NewLine = "\n",
        BadDataFound = null,
    };

    private static IEnumerable<TRow> Rows<TRow>(string path)
        where TRow : ITableRow<TRow>
    {
        using var text = new StreamReader(path, Utf8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16);
        using var csv = new CsvParser(text, Configuration());
        CheckHeader(csv, TRow.Table, path);
        var row = new RowReader(csv, TRow.Table, path);
        while (row.NextRow())
        {
            yield return TRow.Read(row);
        }
    }

    private static void CheckHeader(CsvParser csv, Table table, string path)
    {
        var found = csv.Read() ? csv.Record ?? [] : [];
        var expected = table.Columns.Select(column => column.Name);
        if (!found.SequenceEqual(expected))
        {
            throw new ResultException(
                $"{path}:1: the header is not that of schema version {Schema.Version}. Found: "
                + $"{string.Join(',', found)}; expected: {string.Join(',', expected)}.");
        }
    }
}
