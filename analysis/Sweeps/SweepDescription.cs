using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>
/// What a sweep is and how far it is (sweep.json): everything that its tables, charts and parts that are merged need
/// beside the figures themselves. It names neither machine nor time, so that it is the same wherever the sweep ran.
/// </summary>
public sealed record SweepDescription
{
    /// <summary>The name of the file.</summary>
    public const string FileName = "sweep.json";

    private static readonly JsonSerializerOptions _json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        WriteIndented = true,
        NewLine = "\n",
        // The file is no web page: names in other scripts stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The version of the files of this result.</summary>
    public int Schema { get; init; } = GdoiSim.Metrics.Schema.Version;

    /// <summary>What kind of result this is.</summary>
    public string Kind { get; init; } = "sweep";

    /// <summary>The name of the sweep.</summary>
    public required string Name { get; init; }

    /// <summary>The question that it answers; empty if it has none.</summary>
    public required string Question { get; init; }

    /// <summary>Program and version.</summary>
    public required string Product { get; init; }

    /// <summary>The name of the scenario.</summary>
    public required string ScenarioName { get; init; }

    /// <summary>The scenario's file, as the sweep file names it.</summary>
    public required string ScenarioFile { get; init; }

    /// <summary>SHA-256 of the scenario's text, in hexadecimal digits.</summary>
    public required string ScenarioHash { get; init; }

    /// <summary>The scenario.</summary>
    public required string ScenarioText { get; init; }

    /// <summary>The sweep file.</summary>
    public required string SweepFileText { get; init; }

    /// <summary>
    /// SHA-256 of what fixes the cells: parameters, values, conditions, what is set in all of them, measured service
    /// times. Numbers of replications, metrics and thresholds are not in it: they may change.
    /// </summary>
    public required string SweepHash { get; init; }

    /// <summary>The seed of replication 0.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What is set in all cells, each path=value, in order.</summary>
    public required IReadOnlyList<string> Overrides { get; init; }

    /// <summary>The parameters, axis by axis.</summary>
    public required IReadOnlyList<SweepParameter> Axes { get; init; }

    /// <summary>Which combinations are cells.</summary>
    public required IReadOnlyList<string> Where { get; init; }

    /// <summary>Replications of each cell; the least number if <see cref="Adaptive"/> is there.</summary>
    public required int Replications { get; init; }

    /// <summary>When a cell has been run often enough; null: after <see cref="Replications"/>.</summary>
    public required AdaptiveStop? Adaptive { get; init; }

    /// <summary>The confidence of the intervals, such as 0.95.</summary>
    public required double Confidence { get; init; }

    /// <summary>What the sweep is about, the first first; columns of their own where they are no figures.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>Demands on each cell.</summary>
    public required IReadOnlyList<string> Thresholds { get; init; }

    /// <summary>How many cells there are, in all parts.</summary>
    public required int Cells { get; init; }

    /// <summary>How many cells have all their replications here, failed ones included.</summary>
    public int Finished { get; init; }

    /// <summary>How many cells have a replication that failed.</summary>
    public int Failed { get; init; }

    /// <summary>Whether something is still to be run; for a part, of its own cells.</summary>
    public bool Partial { get; init; } = true;

    /// <summary>The part of the cells that is here, "i/n"; null: all.</summary>
    public string? Shard { get; init; }

    /// <summary>The part of the cells that is here.</summary>
    [JsonIgnore]
    public SweepShard Part => Shard is not null && SweepShard.TryParse(Shard, out SweepShard? shard)
        ? shard!
        : new SweepShard(1, 1);

    /// <summary>The cells.</summary>
    /// <exception cref="ResultException">The description holds conditions that cannot be read.</exception>
    public CellSpace Space()
    {
        var conditions = new List<CellCondition>();
        foreach (string text in Where)
        {
            conditions.Add(CellCondition.TryParse(text, Axes, out CellCondition? condition, out string problem)
                ? condition!
                : throw new ResultException($"{FileName}: where: {problem}"));
        }

        return new CellSpace(Axes, conditions);
    }

    /// <summary>The thresholds.</summary>
    /// <exception cref="ResultException">The description holds one that cannot be read.</exception>
    public IReadOnlyList<Threshold> ThresholdList() =>
    [
        .. Thresholds.Select(text => Threshold.TryParse(text, out Threshold? threshold, out string problem)
            ? threshold!
            : throw new ResultException($"{FileName}: thresholds: {problem}")),
    ];

    /// <summary>Expressions of figures that get columns of their own.</summary>
    /// <exception cref="ResultException">The description holds one that cannot be read.</exception>
    public IReadOnlyList<MetricExpression> Derived() => [.. Metrics.Select(Expression).Where(IsDerived)];

    /// <summary>Reads an expression of the description.</summary>
    /// <exception cref="ResultException">It cannot be read.</exception>
    public static MetricExpression Expression(string text) =>
        MetricExpression.TryParse(text, out MetricExpression? expression, out string problem)
            ? expression!
            : throw new ResultException($"{FileName}: {problem}");

    /// <summary>
    /// What makes figures of another sweep incomparable with those of this one, in words; null if nothing does.
    /// </summary>
    public string? Difference(SweepDescription other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Product != other.Product ? $"another version of the program ({Product}, now {other.Product})"
            : ScenarioHash != other.ScenarioHash
                ? $"another text of the scenario {ScenarioFile} (hash {Brief(ScenarioHash)}, now "
                    + $"{Brief(other.ScenarioHash)})"
            : Seed != other.Seed ? $"another seed ({Seed}, now {other.Seed})"
            : !Overrides.SequenceEqual(other.Overrides)
                ? $"other values set in all cells ({Set(Overrides)}, now {Set(other.Overrides)})"
            : SweepHash != other.SweepHash
                ? $"other cells: parameters, values, conditions or measured service times (hash {Brief(SweepHash)}, "
                    + $"now {Brief(other.SweepHash)})"
            : null;

        static string Brief(string hash) => hash[..Math.Min(12, hash.Length)];
        static string Set(IReadOnlyList<string> overrides) =>
            overrides.Count == 0 ? "none" : string.Join(", ", overrides);
    }

    /// <summary>The description as text, ending in a line feed.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, _json) + "\n";

    /// <summary>Reads a description.</summary>
    /// <exception cref="ResultException">It is no description of this schema version.</exception>
    public static SweepDescription FromJson(string text, string source)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (!document.RootElement.TryGetProperty("schema", out JsonElement version)
                || !version.TryGetInt32(out int found)
                || found != GdoiSim.Metrics.Schema.Version)
            {
                throw new ResultException(
                    $"{source}: another schema version; this program reads {GdoiSim.Metrics.Schema.Version}.");
            }

            return document.Deserialize<SweepDescription>(_json)
                ?? throw new ResultException($"{source}: holds no description of a sweep.");
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new ResultException($"{source}: holds no description of a sweep: {problem.Message}", problem);
        }
    }

    /// <summary>Whether a metric is worked out from figures instead of being one.</summary>
    internal static bool IsDerived(MetricExpression expression) => expression.SingleMetric is null;
}
