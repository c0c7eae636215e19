using System.Text.Json;
using Xunit;

namespace GdoiSim.Validation.Tests;

/// <summary>
/// One row of a validation target (<c>targets.json</c>): parameters, the value that theory gives for them, and how near
/// a simulation with the recommended effort must come.
/// </summary>
internal sealed class Target
{
    private static readonly Dictionary<string, Target> ByLabel = Load().ToDictionary(target => target.Label);

    private readonly JsonElement _row;

    private Target(string id, double recommendedEffort, JsonElement row)
    {
        Id = id;
        RecommendedEffort = recommendedEffort;
        _row = row;
        Label = id + ": " + string.Join(
            ", ", row.GetProperty("params").EnumerateObject().Select(pair => $"{pair.Name} = {pair.Value}"));
    }

    /// <summary>Name of the target, such as V14.</summary>
    internal string Id { get; }

    /// <summary>Name and parameters: what a theory row is called.</summary>
    internal string Label { get; }

    /// <summary>Replications or arrivals that the tolerance is meant for.</summary>
    internal double RecommendedEffort { get; }

    /// <summary>What theory gives.</summary>
    internal double Value => _row.GetProperty("value").GetDouble();

    /// <summary>How far a simulation with the recommended effort may be off; 0: not at all.</summary>
    internal double Tolerance => Math.Max(Optional("tol_abs"), Optional("tol_rel") * Math.Abs(Value));

    /// <summary>A parameter.</summary>
    internal double this[string parameter] => _row.GetProperty("params").GetProperty(parameter).GetDouble();

    /// <summary>A further value of the row, beside the main one.</summary>
    internal double Beside(string name) => _row.GetProperty(name).GetDouble();

    /// <summary>A parameter that is a word.</summary>
    internal string Word(string parameter) => _row.GetProperty("params").GetProperty(parameter).GetString()!;

    /// <summary>A parameter that is yes or no.</summary>
    internal bool IsSet(string parameter) => _row.GetProperty("params").GetProperty(parameter).GetBoolean();

    /// <summary>Whether the row has a parameter.</summary>
    internal bool Has(string parameter) => _row.GetProperty("params").TryGetProperty(parameter, out _);

    /// <summary>The rows of a target as theory data.</summary>
    internal static TheoryData<string> Rows(string id, Predicate<Target>? where = null) =>
        [.. ByLabel.Values.Where(row => row.Id == id && (where?.Invoke(row) ?? true)).Select(row => row.Label)];

    /// <summary>The labels of all rows.</summary>
    internal static IReadOnlyCollection<string> Labels => ByLabel.Keys;

    /// <summary>The row with a label that <see cref="Rows"/> gave.</summary>
    internal static Target Of(string label) => ByLabel[label];

    /// <summary>
    /// The simulated value is near enough. Less effort than recommended widens the tolerance by the square root of the
    /// ratio.
    /// </summary>
    internal void AssertNear(double simulated, double effort)
    {
        double tolerance = Tolerance * Math.Sqrt(Math.Max(1, RecommendedEffort / effort));
        // Reports of a test run keep this line: the table of analysis/VALIDATION.md is made of them.
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"found|{Id}|{Label}|{simulated:G6}|{Value:G6}|{tolerance:G3}|{effort:G4}");
        Assert.True(
            Math.Abs(simulated - Value) <= tolerance,
            $"{Label}: simulated {simulated}, theory {Value} ± {tolerance} (seed {Seeds.Root})");
    }

    private static IEnumerable<Target> Load()
    {
        using Stream stream = typeof(Target).Assembly.GetManifestResourceStream("targets.json")!;
        JsonElement root = JsonDocument.Parse(stream).RootElement;
        foreach (JsonElement target in root.GetProperty("targets").EnumerateArray())
        {
            // A number, or in words: "1e6 arrivals".
            JsonElement effort = target.GetProperty("reps");
            double recommended = effort.ValueKind == JsonValueKind.Number
                ? effort.GetDouble()
                : double.Parse(effort.GetString()!.Split(' ')[0]);
            foreach (JsonElement row in target.GetProperty("expected").EnumerateArray())
            {
                yield return new Target(target.GetProperty("id").GetString()!, recommended, row);
            }
        }
    }

    private double Optional(string name) => _row.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : 0;
}
