using GdoiSim.Analysis.Replications;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Planning;

/// <summary>A plan file, the scenario it names, and all that is wrong with either.</summary>
public sealed class PlanDocument
{
    private readonly SettingsDocument<PlanFile> _settings;
    private readonly List<PlanConstraint> _constraints = [];

    private PlanDocument(SettingsDocument<PlanFile> settings, IReadOnlyList<string> overrides)
    {
        _settings = settings;
        if (settings.Settings is not { } file || settings.Problems.HasErrors)
        {
            return;
        }

        var place = Path.Combine(Path.GetDirectoryName(settings.Source) ?? "", file.Scenario);
        Template = ScenarioTemplate.Read(place, [.. file.Set, .. overrides]);
        if (Template.Document.Problems.HasErrors)
        {
            return;
        }

        TakeConstraints(file);
        Objective = TakeObjective(file.Objective);
        CheckAxis("against", file.Against);
        CheckAxis("series", file.Series);
        if (file.Series is not null && file.Against is null)
        {
            settings.Error("series", "found series without against; allowed: both, or against alone");
        }

        foreach (var (change, i) in (file.Relax ?? []).Select((change, i) => (change, i)))
        {
            CheckVariant($"relax[{i}]", change, [change]);
        }

        CheckTogether(file);
    }

    /// <summary>The path as the user gave it.</summary>
    public string Source => _settings.Source;

    /// <summary>The plan's text.</summary>
    public string Text => _settings.Text;

    /// <summary>SHA-256 of the text.</summary>
    public string TextHash => _settings.TextHash;

    /// <summary>The settings; null if the file cannot be read.</summary>
    public PlanFile? File => _settings.Settings;

    /// <summary>The scenario with what is set for the whole plan; null if the plan is wrong before that.</summary>
    public ScenarioTemplate? Template { get; }

    /// <summary>What is looked for; null with an error.</summary>
    public PlanObjective? Objective { get; }

    /// <summary>The demands.</summary>
    public IReadOnlyList<PlanConstraint> Constraints => _constraints;

    /// <summary>The problems of the plan, those of its scenario apart.</summary>
    public ProblemList Problems => _settings.Problems;

    /// <summary>Whether nothing may be run.</summary>
    public bool HasErrors => Problems.HasErrors || Template is null || Template.Document.Problems.HasErrors;

    /// <summary>The plan's name: its own, or the file's without its ending.</summary>
    public string Name => (File?.Name ?? ScenarioName.From(Path.GetFileNameWithoutExtension(Source))).Text;

    /// <summary>The fresh runs that confirm the answer.</summary>
    public int ConfirmingRuns => File?.Replications.Confirm
        ?? Math.Max(32, _constraints.Max(constraint => constraint.FewestReplications(failures: 2)));

    /// <summary>Reads and checks a plan and its scenario. Never throws for what they contain.</summary>
    /// <param name="path">Path of the plan.</param>
    /// <param name="overrides">Assignments path=value of the scenario, after those of the plan.</param>
    public static PlanDocument Read(string path, IReadOnlyList<string> overrides) =>
        new(SettingsDocument.Read<PlanFile>(path), overrides);

    private void TakeConstraints(PlanFile file)
    {
        for (var i = 0; i < file.Constraints.Count; i++)
        {
            var path = $"constraints[{i}]";
            if (!PlanConstraint.TryParse(file.Constraints[i], out var constraint, out var problem))
            {
                _settings.Error(path, problem);
                continue;
            }

            _constraints.Add(constraint!);
            var fewest = constraint!.FewestReplications();
            if (fewest > file.Replications.Most)
            {
                _settings.Error(
                    path,
                    $"needs {fewest} runs without a failure; allowed: replications.most of at least that "
                    + $"({file.Replications.Most} now)");
            }

            if (constraint.Rare is { } rare && Rare.RareTrust.Refusal(Template!.Document, rare) is { } reason)
            {
                _settings.Error(path, reason);
            }
        }

        if (file.Replications.Least > file.Replications.Most)
        {
            _settings.Error(
                "replications.least", $"found {file.Replications.Least}; allowed: at most replications.most");
        }
    }

    private PlanObjective? TakeObjective(ObjectiveSection section)
    {
        var known = true;
        var from = Read("objective.from", section.From);
        var to = Read("objective.to", section.To);
        Quantity? precision = section.Precision is null ? null : Read("objective.precision", section.Precision);
        if (!known)
        {
            return null;
        }

        var isPositive = precision is null || precision.Value.Value > 0;
        if (from.Kind != to.Kind || (precision is { } step && step.Kind != from.Kind) || !isPositive)
        {
            _settings.Error(
                "objective", $"found {from} to {to} in steps of {precision}; allowed: one unit, and steps above 0");
            return null;
        }

        if (!(from.Value < to.Value) || from.Value < 0)
        {
            _settings.Error("objective.from", $"found {from}; allowed: from 0 to below objective.to ({to})");
            return null;
        }

        var isLargest = section.Largest is not null;
        var objective = new PlanObjective(section.Largest ?? section.Smallest!, isLargest, from, to, precision);
        CheckVariant("objective.from", section.From, [$"{objective.Path}={from}"]);
        CheckVariant("objective.to", section.To, [$"{objective.Path}={to}"]);
        return objective;

        Quantity Read(string path, string text)
        {
            if (!Quantity.TryParse(text, out var quantity))
            {
                _settings.Error(path, $"found '{text}'; allowed: a number with its unit, such as 500, 2s or 64KiB");
                known = false;
            }

            return quantity;
        }
    }

    /// <summary>Values that fit one by one may not fit together.</summary>
    private void CheckTogether(PlanFile file)
    {
        if (Problems.HasErrors || Objective is not { } objective)
        {
            return;
        }

        if (objective.Last > 1)
        {
            CheckVariant("objective.precision", $"{objective.Assignment(1)}", [objective.Assignment(1)]);
        }

        foreach (var series in file.Series?.Values.Select(value => $"{file.Series.Path}={value}") ?? [""])
        {
            foreach (var against in file.Against?.Values.Select(value => $"{file.Against.Path}={value}") ?? [])
            {
                foreach (var position in new[] { 0, objective.Last })
                {
                    string[] together = [.. new[] { series, against, objective.Assignment(position) }
                        .Where(assignment => assignment.Length > 0)];
                    CheckVariant("against", string.Join(", ", together), together);
                }
            }
        }
    }

    private void CheckAxis(string name, AxisSection? axis)
    {
        for (var i = 0; i < (axis?.Values.Count ?? 0); i++)
        {
            CheckVariant($"{name}.values[{i}]", axis!.Values[i], [$"{axis.Path}={axis.Values[i]}"]);
        }
    }

    /// <summary>A value of the plan that the scenario refuses is told at the plan's own line.</summary>
    private void CheckVariant(string path, string found, IReadOnlyList<string> assignments)
    {
        var variant = Template!.Variant(assignments, 0);
        var first = variant.Problems.InOrder()
            .FirstOrDefault(problem => problem.Severity == ProblemSeverity.Error);
        if (first is not null)
        {
            _settings.Error(path, $"'{found}' does not fit the scenario: {first.Message}");
            return;
        }

        if (Problems.HasErrors)
        {
            return; // What is refused of the scenario as it stands has been said.
        }

        // What rare events cannot be told of is refused wherever the plan would ask for it.
        var refusal = _constraints
            .Select(constraint => constraint.Rare is { } rare ? Rare.RareTrust.Refusal(variant, rare) : null)
            .FirstOrDefault(reason => reason is not null);
        if (refusal is not null)
        {
            _settings.Error(path, $"'{found}': {refusal}");
        }
    }
}
