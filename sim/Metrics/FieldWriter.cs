using System.Text.Encodings.Web;
using System.Text.Json;

namespace GdoiSim.Metrics;

/// <summary>Writes the fields of a flat JSON file in the order of its table; each call takes the next name.</summary>
internal sealed class FieldWriter : IDisposable
{
    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",
        // The file is no web page: names in other scripts stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly FileStream _file;
    private readonly Utf8JsonWriter _json;
    private readonly Table _table;
    private int _next;

    public FieldWriter(string directory, Table table)
    {
        _table = table;
        _file = new FileStream(Path.Combine(directory, table.FileName), FileMode.Create, FileAccess.Write);
        _json = new Utf8JsonWriter(_file, Options);
        _json.WriteStartObject();
    }

    public void Whole(long value) => _json.WriteNumber(Name(), value);

    public void Whole(ulong value) => _json.WriteNumber(Name(), value);

    public void Whole(long? value) => NumberOrNull(value?.ToString());

    public void Real(double value) => NumberOrNull(SignificantDigits.Format(value));

    public void Real(double? value) => NumberOrNull(value is { } number ? SignificantDigits.Format(number) : null);

    public void Time(Seconds value) => NumberOrNull(value.ToString());

    public void Time(Seconds? value) => NumberOrNull(value?.ToString());

    public void Truth(bool value) => _json.WriteBoolean(Name(), value);

    public void Text(string value) => _json.WriteString(Name(), value);

    public void Texts(IReadOnlyList<string> values)
    {
        _json.WriteStartArray(Name());
        foreach (var value in values)
        {
            _json.WriteStringValue(value);
        }

        _json.WriteEndArray();
    }

    /// <summary>
    /// Writes counts by name, in the order of the names (ordinal), whatever order they were counted in.
    /// </summary>
    public void Counts(IReadOnlyDictionary<string, long> values)
    {
        _json.WriteStartObject(Name());
        foreach (var (name, count) in values.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            _json.WriteNumber(name, count);
        }

        _json.WriteEndObject();
    }

    public void Dispose()
    {
        if (_next == _table.Columns.Count)
        {
            _json.WriteEndObject();
            _json.Flush();
            _file.WriteByte((byte)'\n');
        }

        _json.Dispose();
        _file.Dispose();
    }

    private string Name() => _table.Columns[_next++].Name;

    private void NumberOrNull(string? text)
    {
        _json.WritePropertyName(Name());
        if (text is null)
        {
            _json.WriteNullValue();
        }
        else
        {
            _json.WriteRawValue(text);
        }
    }
}
