using System.Buffers;
using System.Globalization;
using System.Text;
using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>
/// A table whose columns depend on the sweep, written row by row in the form of the tables of a run: UTF-8, comma, line
/// feed. It gets its name when it is whole.
/// </summary>
internal sealed class CsvFile : IDisposable
{
    private const double LargestWhole = 9_007_199_254_740_992;

    private static readonly SearchValues<char> _special = SearchValues.Create(",\"\r\n");

    private readonly string _path;
    private readonly string _unfinished;
    private readonly StreamWriter _text;
    private bool _isFirst = true;

    public CsvFile(string directory, string name, IEnumerable<string> columns)
    {
        _path = Path.Combine(directory, name);
        _unfinished = Path.Combine(directory, $".{name}.partial");
        _text = new StreamWriter(_unfinished, append: false, new UTF8Encoding(false), bufferSize: 1 << 16);
        foreach (string column in columns)
        {
            Text(column);
        }

        EndRow();
    }

    /// <summary>A text, quoted where CSV needs it.</summary>
    public void Text(string value)
    {
        Separate();
        if (!value.AsSpan().ContainsAny(_special))
        {
            _text.Write(value);
            return;
        }

        _text.Write('"');
        _text.Write(value.Replace("\"", "\"\"", StringComparison.Ordinal));
        _text.Write('"');
    }

    public void Whole(long value)
    {
        Separate();
        Span<char> digits = stackalloc char[20];
        value.TryFormat(digits, out int length, provider: CultureInfo.InvariantCulture);
        _text.Write(digits[..length]);
    }

    public void Whole(ulong value)
    {
        Separate();
        _text.Write(value.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>
    /// A number: whole ones in full, others with nine significant digits; nothing if it is not finite.
    /// </summary>
    public void Real(double? value)
    {
        if (value is not { } number || !double.IsFinite(number))
        {
            Separate();
        }
        else if (number == Math.Floor(number) && Math.Abs(number) < LargestWhole)
        {
            Whole((long)number);
        }
        else
        {
            Separate();
            _text.Write(SignificantDigits.Format(number));
        }
    }

    public void Truth(bool value)
    {
        Separate();
        _text.Write(value ? "true" : "false");
    }

    public void EndRow()
    {
        _text.Write('\n');
        _isFirst = true;
    }

    /// <summary>Gives the file its name, over an earlier one.</summary>
    public void Commit()
    {
        _text.Dispose();
        File.Move(_unfinished, _path, overwrite: true);
    }

    public void Dispose()
    {
        _text.Dispose();
        File.Delete(_unfinished);
    }

    private void Separate()
    {
        if (!_isFirst)
        {
            _text.Write(',');
        }

        _isFirst = false;
    }
}
