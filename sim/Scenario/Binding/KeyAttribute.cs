namespace GdoiSim.Scenario;

/// <summary>
/// Makes a property a key of the scenario file. The key is the property's name in snake_case; without a value in the
/// file the property keeps its initial value, which is the documented default.
/// </summary>
/// <param name="description">One or two sentences for the reader of the schema.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KeyAttribute(string description) : Attribute
{
    public string Description { get; } = description;

    /// <summary>Smallest allowed value, written as in a file.</summary>
    public string? Least { get; init; }

    /// <summary>Largest allowed value, written as in a file.</summary>
    public string? Most { get; init; }

    /// <summary>For lists: the exact number of items; 0: any number from 1.</summary>
    public int Items { get; init; }

    /// <summary>The default in words, where it depends on other keys.</summary>
    public string? Default { get; init; }
}

/// <summary>
/// Groups of keys, each group written "one" or "one, two", of which a mapping has exactly one, with all its keys.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AlternativesAttribute(params string[] groups) : Attribute
{
    public IReadOnlyList<IReadOnlyList<string>> Groups { get; } = [.. groups.Select(group => group.Split(", "))];
}
