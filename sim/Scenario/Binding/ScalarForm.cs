using System.Text.Json.Nodes;

namespace GdoiSim.Scenario;

/// <summary>How values of one type are written as a single value: to read, to tell and for the schema.</summary>
internal sealed class ScalarForm
{
    /// <summary>What is allowed, as it ends the sentence "allowed: …".</summary>
    public required string Allowed { get; init; }

    /// <summary>The allowed words, if a misspelled one is worth a suggestion.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The value of a text, or null if it is not one.</summary>
    public required Func<string, object?> Parse { get; init; }

    /// <summary>Order of two values, for bounds; null if the type has none.</summary>
    public Comparison<object>? Compare { get; init; }

    /// <summary>A value as a file would have it.</summary>
    public required Func<object, string> Write { get; init; }

    /// <summary>JSON Schema of the written form; a new object each time, since a JSON node has one parent.</summary>
    public required Func<JsonObject> Schema { get; init; }
}
