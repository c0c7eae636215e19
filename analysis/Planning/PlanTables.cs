using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GdoiSim.Analysis.Planning.Rare;
using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Planning;

/// <summary>Writes the files of a plan: plan.json, probes.csv and, with a further axis, frontier.csv.</summary>
public static class PlanTables
{
    /// <summary>The version of these files.</summary>
    public const int SchemaVersion = 1;

    private static readonly JsonSerializerOptions _writing = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes all of them.</summary>
    /// <param name="result">The result.</param>
    /// <param name="product">Program and version.</param>
    /// <param name="directory">An existing directory.</param>
    public static void Write(PlanResult result, string product, string directory)
    {
        ArgumentNullException.ThrowIfNull(result);
        File.WriteAllText(Path.Combine(directory, Schema.PlanFile), Json(result, product));
        File.WriteAllText(Path.Combine(directory, "probes.csv"), Probes(result));
        if (result.Plan.File!.Against is not null)
        {
            File.WriteAllText(Path.Combine(directory, "frontier.csv"), Frontier(result));
        }
    }

    /// <summary>plan.json as text.</summary>
    public static string Json(PlanResult result, string product)
    {
        ArgumentNullException.ThrowIfNull(result);
        var plan = result.Plan;
        var scenario = plan.Template!.Document;
        var objective = plan.Objective!;
        var root = new JsonObject
        {
            ["schema"] = SchemaVersion,
            ["kind"] = "plan",
            ["name"] = plan.Name,
            ["question"] = plan.File!.Question ?? "",
            ["product"] = product,
            ["scenario_name"] = scenario.Name,
            ["scenario_file"] = scenario.Source,
            ["scenario_hash"] = scenario.TextHash,
            ["scenario_text"] = scenario.Text,
            ["plan_file_text"] = plan.Text,
            ["plan_hash"] = plan.TextHash,
            ["seed"] = plan.Template.Seed,
            ["overrides"] = Texts(scenario.Overrides),
            ["confidence"] = plan.File.Confidence.Value,
            ["objective"] = new JsonObject
            {
                ["path"] = objective.Path,
                ["unit"] = objective.From.Unit,
                ["direction"] = objective.IsLargest ? "largest" : "smallest",
                ["low"] = Number(objective.From.Value),
                ["high"] = Number(objective.To.Value),
            },
            ["answer"] = Answer(result),
            ["binding"] = Binding(result),
            ["relax"] = new JsonArray([.. result.Relaxations.Select(Relax)]),
            ["closed_form"] = ClosedForm(result),
            ["constraints"] = Texts(plan.Constraints.Select(constraint => constraint.Text)),
            ["rare"] = new JsonArray(
                [.. (result.Confirmation ?? result.Answer ?? result.Next)?.Rare.Select(RareNode) ?? []]),
            ["monotone"] = result.IsMonotone,
            ["against"] = Axis(plan.File.Against),
            ["series"] = Axis(plan.File.Series),
            ["notes"] = Texts(result.Notes),
            ["replications_run"] = result.Replications,
        };
        return root.ToJsonString(_writing).ReplaceLineEndings("\n") + "\n";
    }

    private static JsonObject Answer(PlanResult result) => new()
    {
        ["value"] = Number(result.Answer?.Value.Value),
        ["text"] = result.AnswerText,
        ["feasible"] = result.Answer is not null,
        ["confirmed"] = result.IsConfirmed,
        ["confidence"] = result.IsConfirmed ? result.Plan.File!.Confidence.Value : null,
        ["confirming_replications"] = result.Confirmation?.Replications ?? 0,
        ["next_infeasible"] = Number(result.Next?.Value.Value),
        ["next_verdict"] = result.Next is null ? null : Word(result.Next.Verdict),
    };

    private static JsonObject? Binding(PlanResult result) => result.Binding is not [var first, ..] all
        ? null
        : new JsonObject
        {
            ["constraint"] = first.Constraint.Text,
            ["at"] = Number(result.Next!.Value.Value),
            ["measure"] = first.Constraint.Measure,
            ["bound"] = Number(first.Constraint.Bound),
            ["mean"] = Number(first.Mean),
            ["low"] = Number(first.Low),
            ["high"] = Number(first.High),
            ["replications"] = first.Replications,
            ["satisfied"] = first.Satisfied,
            ["verdict"] = Word(first.Verdict),
            ["others"] = Texts(all.Skip(1).Select(finding => finding.Constraint.Text)),
        };

    private static JsonNode Relax(Relaxation relaxation) => new JsonObject
    {
        ["change"] = relaxation.Change,
        ["text"] = relaxation.Text,
        ["answer"] = Number(relaxation.Answer?.Value),
        ["gain"] = Number(relaxation.Gain),
        ["end"] = relaxation.IsEnd,
    };

    private static JsonObject ClosedForm(PlanResult result) => new()
    {
        ["value"] = Number(result.ClosedForm.Value?.Value),
        ["text"] = result.ClosedForm.Value?.ToString() ?? "no value of the bracket",
        ["formula"] = result.ClosedForm.Formula,
        ["difference"] = Number(result.ClosedForm.Value?.Value - result.Answer?.Value.Value),
        ["reason"] = result.Difference,
        ["binding"] = Texts(result.ClosedForm.Binding.Select(constraint => constraint.Text)),
        ["not_covered"] = Texts(result.ClosedForm.NotCovered.Select(constraint => constraint.Text)),
    };

    private static JsonNode RareNode(RareEstimate estimate) => new JsonObject
    {
        ["constraint"] = estimate.Constraint.Text,
        ["probability"] = Number(estimate.Rate),
        ["low"] = Number(estimate.Low),
        ["high"] = Number(estimate.High),
        ["effective_sample_size"] = Number(estimate.EffectiveSampleSize),
        ["independent_rekeys"] = Number(estimate.Chain),
        ["method"] = RareEstimate.Method,
        ["trusted"] = estimate.IsTrusted,
        ["reason"] = estimate.Reason,
    };

    private static JsonObject? Axis(AxisSection? axis) => axis is null ? null : new JsonObject
    {
        ["path"] = axis.Path,
        ["unit"] = Quantity.TryParse(axis.Values[0], out var first) ? first.Unit : "",
        ["values"] = Texts(axis.Values),
        ["numbers"] = new JsonArray([.. axis.Values.Select(value =>
            Quantity.TryParse(value, out var quantity) ? Number(quantity.Value) : null)]),
    };

    private static string Probes(PlanResult result)
    {
        var text = new StringBuilder(
            "value,constraint,replications,satisfied,mean,low,high,verdict,measure,bound,phase\n");
        List<(Probe Probe, string Phase)> rows = [.. result.Probes.Select(probe => (probe, "search"))];
        if (result.Confirmation is { } confirmation)
        {
            rows.Add((confirmation, "confirm"));
        }

        foreach (var (probe, phase) in rows.OrderBy(row => row.Probe.Value.Value))
        {
            foreach (var finding in probe.Findings)
            {
                text.AppendJoin(
                    ',',
                    Field(probe.Value.Value),
                    $"\"{finding.Constraint.Text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"",
                    finding.Replications.ToString(CultureInfo.InvariantCulture),
                    finding.Satisfied.ToString(CultureInfo.InvariantCulture),
                    Field(finding.Mean),
                    Field(finding.Low),
                    Field(finding.High),
                    Word(finding.Verdict),
                    finding.Constraint.Measure,
                    Field(finding.Constraint.Bound),
                    phase).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Frontier(PlanResult result)
    {
        var text = new StringBuilder("series,against,value,low,high,feasible\n");
        foreach (var point in result.Frontier)
        {
            // What lies between the last feasible value and the next one that is not is not known.
            var ends = new[] { point.Best?.Value, point.Next?.Value }.OfType<double>().Order().ToList();
            text.AppendJoin(
                ',',
                $"\"{point.Series}\"",
                $"\"{point.Against}\"",
                point.Best is { } best ? Field(best.Value) : "",
                point.Best is null ? "" : Field(ends[0]),
                point.Best is null ? "" : Field(ends[^1]),
                point.Best is null ? "false" : "true").Append('\n');
        }

        return text.ToString();
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static JsonValue? Number(double? value) =>
        value is { } number && double.IsFinite(number) ? JsonValue.Create(SignificantDigits.Round(number)) : null;

    private static string Field(double value) => double.IsFinite(value) ? SignificantDigits.Format(value) : "";

    private static string Word(Verdict verdict) => verdict.ToString().ToLowerInvariant();
}
