using System.Text.Json;
using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// Reads sweep.json and plan.json: objects that hold objects. What is missing or of the wrong kind is named with its
/// path in the file.
/// </summary>
internal sealed class DescriptionFile
{
    private readonly string _file;
    private readonly string _path;
    private readonly JsonElement _element;

    private DescriptionFile(string file, string path, JsonElement element) =>
        (_file, _path, _element) = (file, path, element);

    /// <summary>Reads the file and checks what it says of itself.</summary>
    /// <param name="directory">The result directory.</param>
    /// <param name="name">The name of the file.</param>
    /// <param name="kind">What its field "kind" must hold.</param>
    /// <exception cref="ResultException">It is not there, not JSON, of another kind or schema version.</exception>
    public static DescriptionFile Read(string directory, string name, string kind)
    {
        var file = Path.Combine(directory, name);
        if (!File.Exists(file))
        {
            throw new ResultException($"{file} is not there; a {kind} directory holds it.");
        }

        DescriptionFile description;
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            description = new DescriptionFile(file, "", document.RootElement.Clone());
        }
        catch (JsonException problem)
        {
            throw new ResultException($"{file}: not JSON: {problem.Message}", problem);
        }

        var version = description.Whole("schema");
        if (version != Schema.Version)
        {
            throw new ResultException($"{file}: schema version {version}; this program reads {Schema.Version}.");
        }

        return description.Text("kind") == kind
            ? description
            : throw new ResultException($"{file}: kind \"{description.Text("kind")}\"; \"{kind}\" is expected.");
    }

    public bool Has(string name) => _element.ValueKind == JsonValueKind.Object
        && _element.TryGetProperty(name, out var value)
        && value.ValueKind is not JsonValueKind.Null;

    public string Text(string name) => Get(name, JsonValueKind.String).GetString()!;

    public string TextOr(string name, string otherwise) => Has(name) ? Text(name) : otherwise;

    /// <summary>A text, or a number as it is written; empty for null or a field that is not there.</summary>
    public string Words(string name)
    {
        if (!Has(name))
        {
            return "";
        }

        var value = Get(name, JsonValueKind.String, JsonValueKind.Number);
        return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
    }

    public bool Truth(string name) => Get(name, JsonValueKind.True, JsonValueKind.False).GetBoolean();

    public long Whole(string name) =>
        Get(name, JsonValueKind.Number).TryGetInt64(out var value) ? value : throw Wrong(name);

    public ulong Unsigned(string name) =>
        Get(name, JsonValueKind.Number).TryGetUInt64(out var value) ? value : throw Wrong(name);

    public double Real(string name) => Get(name, JsonValueKind.Number).GetDouble();

    /// <summary>A number, NaN for null or a field that is not there.</summary>
    public double RealOrNothing(string name) => Has(name) ? Real(name) : double.NaN;

    public IReadOnlyList<string> Texts(string name) =>
    [
        .. Get(name, JsonValueKind.Array).EnumerateArray().Select(
            one => one.ValueKind == JsonValueKind.String ? one.GetString()! : throw Wrong(name)),
    ];

    /// <summary>A list of numbers, NaN for null.</summary>
    public IReadOnlyList<double> Reals(string name) =>
    [
        .. Get(name, JsonValueKind.Array).EnumerateArray().Select(one => one.ValueKind switch
        {
            JsonValueKind.Number => one.GetDouble(),
            JsonValueKind.Null => double.NaN,
            _ => throw Wrong(name),
        }),
    ];

    public DescriptionFile Object(string name) => new(_file, Below(name), Get(name, JsonValueKind.Object));

    /// <summary>A list of objects; empty for null or a field that is not there.</summary>
    public IReadOnlyList<DescriptionFile> Objects(string name) => !Has(name)
        ? []
        :
        [
            .. Get(name, JsonValueKind.Array).EnumerateArray().Select((one, index) =>
                one.ValueKind == JsonValueKind.Object
                    ? new DescriptionFile(_file, $"{Below(name)}[{index}]", one)
                    : throw Wrong(name)),
        ];

    /// <summary>The error for a field whose value is well formed but cannot be.</summary>
    public ResultException Wrong(string name) =>
        new($"{_file}: the field \"{Below(name)}\" holds a value that it cannot have.");

    private string Below(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    private JsonElement Get(string name, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (_element.ValueKind != JsonValueKind.Object || !_element.TryGetProperty(name, out var value))
        {
            throw new ResultException($"{_file}: the field \"{Below(name)}\" is not there.");
        }

        return kinds.Contains(value.ValueKind) ? value : throw Wrong(name);
    }
}
