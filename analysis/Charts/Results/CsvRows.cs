using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// The rows of a CSV file whose columns follow from the sweep or plan: the header names them. Rows stream.
/// </summary>
internal sealed class CsvRows : IDisposable
{
    private readonly CsvParser _csv;
    private readonly Dictionary<string, int> _columns = new(StringComparer.Ordinal);

    /// <summary>Opens the file and reads its header.</summary>
    /// <param name="directory">The result directory.</param>
    /// <param name="name">The name of the file.</param>
    /// <param name="columns">Columns that must be there.</param>
    /// <exception cref="ResultException">It is not there, cut off, or lacks a column.</exception>
    public CsvRows(string directory, string name, params ReadOnlySpan<string> columns)
    {
        Path = System.IO.Path.Combine(directory, name);
        CheckEnd(Path);
        var text = new StreamReader(Path, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, 1 << 16);
        _csv = new CsvParser(
            text, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\n", BadDataFound = null });
        Header = _csv.Read() ? _csv.Record ?? [] : [];
        for (var i = 0; i < Header.Count; i++)
        {
            _columns.TryAdd(Header[i], i);
        }

        foreach (var column in columns)
        {
            if (!_columns.ContainsKey(column))
            {
                Dispose();
                throw new ResultException(
                    $"{Path}:1: the column {column} is not there; found: {string.Join(',', Header)}.");
            }
        }
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>The names of the columns, in order.</summary>
    public IReadOnlyList<string> Header { get; }

    /// <summary>Goes to the next row; false at the end.</summary>
    public bool Next()
    {
        if (!_csv.Read())
        {
            return false;
        }

        return _csv.Count == Header.Count
            ? true
            : throw new ResultException($"{Path}:{_csv.RawRow}: {_csv.Count} fields; {Header.Count} are expected.");
    }

    public string Text(string column) => _csv[_columns[column]];

    public int Small(string column) =>
        int.TryParse(Text(column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(column, "a whole number");

    /// <summary>A number; NaN for an empty field.</summary>
    public double Real(string column)
    {
        var text = Text(column);
        return text.Length == 0 ? double.NaN
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && !double.IsNaN(value) ? value
            : throw Wrong(column, "a number");
    }

    public bool Truth(string column) => Text(column) switch
    {
        "true" or "1" => true,
        "false" or "0" => false,
        _ => throw Wrong(column, "true or false"),
    };

    /// <summary>The error for a field of this row.</summary>
    public ResultException Wrong(string column, string expected) =>
        new($"{Path}:{_csv.RawRow}: column {column}: found \"{Text(column)}\"; expected {expected}.");

    public void Dispose() => _csv.Dispose();

    /// <summary>Every row ends with a line feed, so a file that does not was cut off.</summary>
    /// <exception cref="ResultException">It is not there, or does not end so.</exception>
    public static void CheckEnd(string path)
    {
        if (!File.Exists(path))
        {
            throw new ResultException($"{path} is not there; the result directory should hold it.");
        }

        using var file = File.OpenRead(path);
        if (file.Length > 0)
        {
            file.Seek(-1, SeekOrigin.End);
        }

        if (file.ReadByte() != '\n')
        {
            throw new ResultException($"{path}: cut off: its last line has no end.");
        }
    }
}
