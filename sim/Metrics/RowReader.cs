using System.Globalization;
using CsvHelper;

namespace GdoiSim.Metrics;

/// <summary>
/// Gives the values of one row in column order; a value of the wrong kind is an error that names its place.
/// </summary>
public sealed class RowReader
{
    private readonly CsvParser _csv;
    private readonly Table _table;
    private readonly string _file;
    private int _next;

    internal RowReader(CsvParser csv, Table table, string file)
    {
        _csv = csv;
        _table = table;
        _file = file;
    }

    /// <summary>Reads a whole number.</summary>
    public long Whole() => WholeOrNothing() ?? throw Wrong("", "a whole number");

    /// <summary>Reads a whole number, null for an empty field.</summary>
    public long? WholeOrNothing()
    {
        var text = Next();
        if (text.Length == 0)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Wrong(text, "a whole number");
    }

    /// <summary>Reads a whole number that fits 32 bits.</summary>
    public int Small() => SmallOrNothing() ?? throw Wrong("", "a whole number");

    /// <summary>Reads a whole number that fits 32 bits, null for an empty field.</summary>
    public int? SmallOrNothing() => WholeOrNothing() switch
    {
        null => null,
        >= int.MinValue and <= int.MaxValue and var value => (int)value,
        var value => throw Wrong($"{value}", "a whole number of 32 bits"),
    };

    /// <summary>Reads a number.</summary>
    public double Real() => RealOrNothing() ?? throw Wrong("", "a number");

    /// <summary>Reads a number, null for an empty field.</summary>
    public double? RealOrNothing()
    {
        var text = Next();
        if (text.Length == 0)
        {
            return null;
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value)
            ? value
            : throw Wrong(text, "a number");
    }

    /// <summary>Reads a time in seconds.</summary>
    public Seconds Time() => TimeOrNothing() ?? throw Wrong("", "seconds");

    /// <summary>Reads a time in seconds, null for an empty field.</summary>
    public Seconds? TimeOrNothing()
    {
        var text = Next();
        if (text.Length == 0)
        {
            return null;
        }

        return Seconds.TryParse(text, out var value) ? value : throw Wrong(text, "seconds, at most nine decimals");
    }

    /// <summary>Reads <c>true</c> or <c>false</c>.</summary>
    public bool Truth() => Next() switch
    {
        "true" => true,
        "false" => false,
        var text => throw Wrong(text, "true or false"),
    };

    /// <summary>Reads a text.</summary>
    public string Text() => Next();

    internal bool NextRow()
    {
        _next = 0;
        if (!_csv.Read())
        {
            return false;
        }

        return _csv.Count == _table.Columns.Count
            ? true
            : throw new ResultException(
                $"{_file}:{_csv.RawRow}: {_csv.Count} fields; {_table.Columns.Count} are expected.");
    }

    private string Next() => _csv[_next++];

    private ResultException Wrong(string found, string allowed) => new(
        $"{_file}:{_csv.RawRow}: column {_table.Columns[_next - 1].Name}: found \"{found}\"; expected {allowed}.");
}
