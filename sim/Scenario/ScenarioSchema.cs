using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GdoiSim.Scenario;

/// <summary>
/// The JSON Schema (draft-07, which editors read) of scenario files, and of any other file that
/// <see cref="SettingsDocument"/> reads. It walks the same shapes as the reader, so a key that is added to a section is
/// in both.
/// </summary>
public static class ScenarioSchema
{
    private static readonly JsonSerializerOptions _writing = new()
    {
        WriteIndented = true,
        // The file is read by editors and people, never put into a web page: '–' and '>' stay as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema of scenarios as text, ending in a line feed.</summary>
    public static string Write() => Write(typeof(ScenarioFile), "gdoisim scenario");

    /// <summary>The schema of files of settings as text, ending in a line feed.</summary>
    /// <param name="settings">The type whose properties with a <see cref="KeyAttribute"/> are the keys.</param>
    /// <param name="title">What such a file is.</param>
    public static string Write(Type settings, string title)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var definitions = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        JsonObject root = Section(settings, definitions);
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = title,
        };
        foreach ((string name, JsonNode? value) in root.ToList())
        {
            root.Remove(name);
            schema[name] = value;
        }

        var named = new JsonObject();
        foreach ((string name, JsonObject definition) in definitions)
        {
            named[name] = definition;
        }

        schema["definitions"] = named;
        return schema.ToJsonString(_writing).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonObject Section(Type type, SortedDictionary<string, JsonObject> definitions)
    {
        SectionShape shape = SectionShape.Of(type)!;
        object defaults = SectionShape.Default(type);
        var properties = new JsonObject();
        foreach (KeyShape key in shape.Keys)
        {
            properties[key.Name] = Key(key, defaults, definitions);
        }

        var section = new JsonObject
        {
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
        if (shape.Keys.Any(key => key.Required))
        {
            section["required"] = Names(shape.Keys.Where(key => key.Required).Select(key => key.Name));
        }

        if (shape.Alternatives.Count > 0)
        {
            section["oneOf"] = new JsonArray(
                [.. shape.Alternatives.Select(group => (JsonNode)new JsonObject { ["required"] = Names(group) })]);
        }

        return section;
    }

    private static JsonObject Key(KeyShape key, object defaults, SortedDictionary<string, JsonObject> definitions)
    {
        JsonObject schema = key.ItemType is { } item
            ? List(item, key, definitions)
            : Value(key.ValueType, key, definitions);
        KeyAttribute attribute = key.Attribute;
        string description = attribute.Description;
        // JSON Schema compares numbers only; bounds of texts with units are said in words.
        if (!IsNumeric(schema))
        {
            description += attribute.Least is { } least ? $" At least {least}." : "";
            description += attribute.Most is { } most ? $" At most {most}." : "";
        }

        description += attribute.Default is { } words ? $" Default: {words}." : "";
        schema["description"] = description;
        if (!key.Required
            && key.Property.GetValue(defaults) is { } value
            && ScalarForms.For(key.ValueType) is { } form
            && form.Write(value) is { Length: > 0 } written)
        {
            schema["default"] = Plain(written);
        }

        return schema;
    }

    private static JsonObject List(Type item, KeyShape key, SortedDictionary<string, JsonObject> definitions)
    {
        var list = new JsonObject
        {
            ["type"] = "array",
            ["items"] = Value(item, key: null, definitions),
            ["minItems"] = key.Attribute.Items > 0 ? key.Attribute.Items : 1,
        };
        if (key.Attribute.Items > 0)
        {
            list["maxItems"] = key.Attribute.Items;
        }

        return list;
    }

    private static JsonObject Value(Type type, KeyShape? key, SortedDictionary<string, JsonObject> definitions)
    {
        ScalarForm? form = ScalarForms.For(type);
        if (SectionShape.Of(type) is null)
        {
            JsonObject scalar = form!.Schema();
            if (IsNumeric(scalar))
            {
                Bound(scalar, "minimum", key?.Attribute.Least);
                Bound(scalar, "maximum", key?.Attribute.Most);
            }

            return scalar;
        }

        string name = JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name);
        if (definitions.TryAdd(name, []))
        {
            JsonObject section = Section(type, definitions);
            definitions[name] = form is null
                ? section
                : new JsonObject { ["anyOf"] = new JsonArray(form.Schema(), section) };
        }

        // A reference hides what stands beside it in draft-07, such as the description; within allOf it does not.
        return new JsonObject
        {
            ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = $"#/definitions/{name}" }),
        };
    }

    /// <summary>A written value with the type that YAML gives it when it stands without quotes.</summary>
    private static JsonValue Plain(string text)
    {
        if (text is "true" or "false")
        {
            return JsonValue.Create(text == "true");
        }

        return decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            ? JsonValue.Create(number)
            : JsonValue.Create(text)!;
    }

    private static bool IsNumeric(JsonObject schema) => schema["type"]?.ToString() is "integer" or "number";

    private static void Bound(JsonObject schema, string keyword, string? bound)
    {
        if (bound is not null)
        {
            schema[keyword] = JsonValue.Create(decimal.Parse(bound, CultureInfo.InvariantCulture));
        }
    }

    private static JsonArray Names(IEnumerable<string> names) => [.. names.Select(name => (JsonNode)name)];
}
