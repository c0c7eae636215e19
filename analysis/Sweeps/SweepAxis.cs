using System.Text.Json.Serialization;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>A path of the scenario and the values that it takes.</summary>
public sealed record SweepParameter
{
    /// <summary>The path, such as group.size.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// The axis, from 0. Parameters that change together have the same; they stand beside each other.
    /// </summary>
    [JsonPropertyName("pair")]
    public required int Axis { get; init; }

    /// <summary>What the axis is called; null: as its parameter.</summary>
    public string? Name { get; init; }

    /// <summary>The base unit of <see cref="Numbers"/>; empty for plain numbers and for words.</summary>
    public required string Unit { get; init; }

    /// <summary>The values, as a scenario has them.</summary>
    public required IReadOnlyList<string> Values { get; init; }

    /// <summary>The values in the base unit; null where one is a word.</summary>
    public required IReadOnlyList<double?> Numbers { get; init; }

    /// <summary>What the values are called; null: as they are.</summary>
    public IReadOnlyList<string>? Labels { get; init; }
}
