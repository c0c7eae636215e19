using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using GdoiSim.Analysis.Planning.Rare;
using GdoiSim.Analysis.Sweeps;
using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Planning;

/// <summary>Writes the files of a plan: plan.json, probes.csv and, with a further axis, frontier.csv.</summary>
public static class PlanTables
{
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
        WriteProbes(result, directory);
        if (result.Plan.File!.Against is not null)
        {
            WriteFrontier(result, directory);
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
            ["schema"] = Schema.Version,
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
        ["confidence"] = Number(result.Confidence),
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

    private static void WriteProbes(PlanResult result, string directory)
    {
        using var file = new CsvFile(directory, "probes.csv", [
            "value", "constraint", "replications", "satisfied", "mean", "low", "high", "verdict", "measure", "bound",
            "phase",
        ]);
        List<(Probe Probe, string Phase)> rows = [.. result.Probes.Select(probe => (probe, "search"))];
        if (result.Confirmation is { } confirmation)
        {
            rows.Add((confirmation, "confirm"));
        }

        foreach (var (probe, phase) in rows.OrderBy(row => row.Probe.Value.Value))
        {
            foreach (var finding in probe.Findings)
            {
                file.Real(probe.Value.Value);
                file.Text(finding.Constraint.Text);
                file.Whole(finding.Replications);
                file.Whole(finding.Satisfied);
                file.Real(finding.Mean);
                file.Real(finding.Low);
                file.Real(finding.High);
                file.Text(Word(finding.Verdict));
                file.Text(finding.Constraint.Measure);
                file.Real(finding.Constraint.Bound);
                file.Text(phase);
                file.EndRow();
            }
        }

        file.Commit();
    }

    private static void WriteFrontier(PlanResult result, string directory)
    {
        using var file = new CsvFile(
            directory, "frontier.csv", ["series", "against", "value", "low", "high", "feasible"]);
        foreach (var point in result.Frontier)
        {
            // What lies between the last feasible value and the next one that is not is not known.
            var ends = new[] { point.Best?.Value, point.Next?.Value }.OfType<double>().Order().ToList();
            var isFeasible = point.Best is not null;
            file.Text(point.Series);
            file.Text(point.Against);
            file.Real(point.Best?.Value);
            file.Real(isFeasible ? ends[0] : null);
            file.Real(isFeasible ? ends[^1] : null);
            file.Truth(isFeasible);
            file.EndRow();
        }

        file.Commit();
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    private static JsonValue? Number(double? value) =>
        value is { } number && double.IsFinite(number) ? JsonValue.Create(SignificantDigits.Round(number)) : null;

    private static string Word(Verdict verdict) => verdict.ToString().ToLowerInvariant();
}
