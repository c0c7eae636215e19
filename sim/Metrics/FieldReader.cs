using System.Text.Json;

namespace GdoiSim.Metrics;

/// <summary>
/// Reads the fields of a flat JSON file by name; what is missing or of the wrong kind is named in the error.
/// </summary>
internal sealed class FieldReader : IDisposable
{
    private readonly string _path;
    private readonly JsonDocument _document;

    public FieldReader(string directory, Table table)
    {
        _path = Path.Combine(directory, table.FileName);
        if (!File.Exists(_path))
        {
            throw new ResultException($"{_path} is not there; a result directory holds it.");
        }

        try
        {
            _document = JsonDocument.Parse(File.ReadAllBytes(_path));
        }
        catch (JsonException problem)
        {
            throw new ResultException($"{_path}: not JSON: {problem.Message}", problem);
        }

        var version = Small("schema");
        if (version != Schema.Version)
        {
            throw new ResultException($"{_path}: schema version {version}; this program reads {Schema.Version}.");
        }
    }

    public int Small(string name) => Get(name).TryGetInt32(out var value) ? value : throw Wrong(name);

    public long Whole(string name) => Get(name).TryGetInt64(out var value) ? value : throw Wrong(name);

    public long? WholeOrNothing(string name) => IsNull(name) ? null : Whole(name);

    public ulong Unsigned(string name) => Get(name).TryGetUInt64(out var value) ? value : throw Wrong(name);

    public double Real(string name) => Get(name).TryGetDouble(out var value) ? value : throw Wrong(name);

    public double? RealOrNothing(string name) => IsNull(name) ? null : Real(name);

    public Seconds Time(string name) =>
        Seconds.TryParse(Get(name).GetRawText(), out var value) ? value : throw Wrong(name);

    public Seconds? TimeOrNothing(string name) => IsNull(name) ? null : Time(name);

    public bool Truth(string name) => Get(name, JsonValueKind.True, JsonValueKind.False).GetBoolean();

    public string Text(string name) => Get(name, JsonValueKind.String).GetString()!;

    public IReadOnlyList<string> Texts(string name) =>
    [
        .. Get(name, JsonValueKind.Array).EnumerateArray().Select(
            element => element.ValueKind == JsonValueKind.String ? element.GetString()! : throw Wrong(name)),
    ];

    public IReadOnlyDictionary<string, long> Counts(string name)
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var property in Get(name, JsonValueKind.Object).EnumerateObject())
        {
            counts[property.Name] = property.Value.ValueKind == JsonValueKind.Number
                && property.Value.TryGetInt64(out var count)
                ? count
                : throw Wrong(name);
        }

        return counts;
    }

    public void Dispose() => _document.Dispose();

    private bool IsNull(string name) =>
        Get(name, JsonValueKind.Number, JsonValueKind.Null).ValueKind == JsonValueKind.Null;

    private JsonElement Get(string name) => Get(name, JsonValueKind.Number);

    private JsonElement Get(string name, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (_document.RootElement.ValueKind != JsonValueKind.Object
            || !_document.RootElement.TryGetProperty(name, out var element))
        {
            throw new ResultException($"{_path}: the field \"{name}\" is not there.");
        }

        return kinds.Contains(element.ValueKind) ? element : throw Wrong(name);
    }

    private ResultException Wrong(string name) =>
        new($"{_path}: the field \"{name}\" holds a value that it cannot have.");
}
