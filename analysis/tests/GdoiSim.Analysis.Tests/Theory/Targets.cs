using System.Text.Json;

namespace GdoiSim.Analysis.Tests.Theory;

/// <summary>One row of targets.json: the parameters of a case and the values that belong to it.</summary>
internal sealed class Target(JsonElement row)
{
    private readonly JsonElement _parameters = row.GetProperty("params");

    public double Value => this["value"];

    /// <summary>A value beside the main one.</summary>
    public double this[string name] => row.GetProperty(name).GetDouble();

    public bool Has(string name) => _parameters.TryGetProperty(name, out _);

    public double Number(string name) => _parameters.GetProperty(name).GetDouble();

    public int Whole(string name) => _parameters.GetProperty(name).GetInt32();

    public bool Truth(string name) => _parameters.GetProperty(name).GetBoolean();

    public string Text(string name) => _parameters.GetProperty(name).GetString()!;

    public override string ToString() => row.GetRawText();
}

/// <summary>The expected values of the closed forms, worked out by another implementation.</summary>
internal static class Targets
{
    /// <summary>The rows are printed to six significant digits, so half a unit of the last is 5e-6 at worst.</summary>
    private const double Printed = 5.1e-6;

    /// <summary>
    /// Applies a formula to every row of a target and holds the result against the value printed there.
    /// </summary>
    public static void Hold(string id, Func<Target, double> formula) => Hold(id, "value", formula);

    /// <summary>The same for a value beside the main one, in the rows that have it.</summary>
    /// <param name="id">The target.</param>
    /// <param name="name">The name of the value.</param>
    /// <param name="formula">The formula under test.</param>
    /// <param name="printed">The relative rounding of the printed values.</param>
    public static void Hold(string id, string name, Func<Target, double> formula, double printed = Printed)
    {
        var rows = Rows(id);
        Xunit.Assert.NotEmpty(rows);
        foreach (var row in rows)
        {
            var (expected, actual) = (row[name], formula(row));
            Xunit.Assert.True(
                Math.Abs(actual - expected) <= printed * Math.Abs(expected), $"{id}: {actual:R} for {row}");
        }
    }

    public static IReadOnlyList<Target> Rows(string id)
    {
        using var stream = typeof(Targets).Assembly.GetManifestResourceStream("targets.json")!;
        using var document = JsonDocument.Parse(stream);
        return
        [
            .. document.RootElement.GetProperty("targets").EnumerateArray()
                .Single(target => target.GetProperty("id").GetString() == id)
                .GetProperty("expected").EnumerateArray().Select(row => new Target(row.Clone())),
        ];
    }
}
