using GdoiSim.Analysis.Planning.ClosedForms;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Planning;

/// <summary>One answer of the frontier: the plan with one value of each further axis.</summary>
/// <param name="Series">The value of series; empty without.</param>
/// <param name="Against">The value of against.</param>
/// <param name="Best">The most demanding feasible value; null if there is none.</param>
/// <param name="Next">The nearest value beyond it that is not feasible; null if the bracket ends there.</param>
public sealed record FrontierPoint(string Series, string Against, Quantity? Best, Quantity? Next);

/// <summary>The answer of a plan and what it rests on.</summary>
public sealed record PlanResult
{
    /// <summary>The plan.</summary>
    public required PlanDocument Plan { get; init; }

    /// <summary>Every value looked at.</summary>
    public required IReadOnlyList<Probe> Probes { get; init; }

    /// <summary>The most demanding value that is feasible; null if there is none.</summary>
    public required Probe? Answer { get; init; }

    /// <summary>Whether fresh runs confirmed the answer.</summary>
    public required bool IsConfirmed { get; init; }

    /// <summary>The fresh runs at the answer.</summary>
    public required Probe? Confirmation { get; init; }

    /// <summary>The values that were given fresh runs, the answer the last of them; 0 without one.</summary>
    public required int ConfirmationLooks { get; init; }

    /// <summary>
    /// The confidence of the answer for each demand: that of the plan, less what each further look may have given away
    /// (the union bound); null if fresh runs did not confirm it.
    /// </summary>
    public double? Confidence => IsConfirmed
        ? Math.Max(0, 1 - (ConfirmationLooks * (1 - Plan.File!.Confidence.Value)))
        : null;

    /// <summary>The nearest value beyond it that is not feasible; null if the bracket ends at the answer.</summary>
    public required Probe? Next { get; init; }

    /// <summary>Whether every less demanding value is feasible, as far as was looked.</summary>
    public required bool IsMonotone { get; init; }

    /// <summary>What would move the answer.</summary>
    public required IReadOnlyList<Relaxation> Relaxations { get; init; }

    /// <summary>What the fluid says.</summary>
    public required ClosedFormEstimate ClosedForm { get; init; }

    /// <summary>Why the fluid says something else; empty if it does not.</summary>
    public required string Difference { get; init; }

    /// <summary>The answers along the further axes.</summary>
    public required IReadOnlyList<FrontierPoint> Frontier { get; init; }

    /// <summary>What the reader should know.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>The runs made.</summary>
    public required int Replications { get; init; }

    /// <summary>The demands that fail at the next value; if none does for certain, those that are undecided.</summary>
    public IReadOnlyList<Finding> Binding => Next?.Failing ?? [];

    /// <summary>The answer in words: group.size = 4150 members.</summary>
    public string AnswerText => Answer is null
        ? $"{Plan.Objective!.Path}: no value from {Plan.Objective.From} to {Plan.Objective.To} is feasible"
        : $"{Plan.Objective!.Path} = {ValueWords(Answer.Value)}";

    /// <summary>A value of the objective with its unit in words.</summary>
    public string ValueWords(Quantity value) =>
        Plan.Objective!.Path == "group.size" ? $"{value.Value:N0} members"
        : Plan.Objective.Path == "key_server.cores" ? $"{value.Value:N0} cores"
        : value.ToString();
}
