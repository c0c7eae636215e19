using System.Globalization;
using CsvHelper;

namespace GdoiSim.Metrics;

/// <summary>
/// Takes the values of one row in column order. Values go to CsvHelper as finished text: its object mapping compiles
/// expressions at run time, which would cost a short run more than the writing itself.
/// </summary>
public sealed class RowWriter
{
    private readonly CsvWriter _csv;
    private int _written;

    internal RowWriter(CsvWriter csv) => _csv = csv;

    /// <summary>Writes a whole number.</summary>
    public void Whole(long value) => Plain(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes a whole number, or nothing for null.</summary>
    public void Whole(long? value) => Plain(value?.ToString(CultureInfo.InvariantCulture) ?? "");

    /// <summary>Writes a number, rounded to nine significant digits.</summary>
    public void Real(double value) => Plain(SignificantDigits.Format(value));

    /// <summary>Writes a number, rounded to nine significant digits, or nothing for null.</summary>
    public void Real(double? value) => Plain(value is { } number ? SignificantDigits.Format(number) : "");

    /// <summary>Writes a time in seconds, exactly.</summary>
    public void Time(Seconds value) => Plain(value.ToString());

    /// <summary>Writes a time in seconds, exactly, or nothing for null.</summary>
    public void Time(Seconds? value) => Plain(value?.ToString() ?? "");

    /// <summary>Writes <c>true</c> or <c>false</c>.</summary>
    public void Truth(bool value) => Plain(value ? "true" : "false");

    /// <summary>Writes a text, quoted where CSV needs it.</summary>
    public void Text(string value)
    {
        _csv.WriteField(value);
        _written++;
    }

    internal void EndRow(Table table)
    {
        if (_written != table.Columns.Count)
        {
            throw new InvalidOperationException(
                $"A row of {table.FileName} has {_written} values for {table.Columns.Count} columns.");
        }

        _csv.NextRecord();
        _written = 0;
    }

    private void Plain(string text)
    {
        _csv.WriteField(text, shouldQuote: false);
        _written++;
    }
}
