using GdoiSim.Analysis.Planning.Rare;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Planning;

/// <summary>A value of the bracket with everything that is known of it.</summary>
public sealed class Probe
{
    private Probe(Quantity value, int position, IReadOnlyList<Finding> findings)
    {
        (Value, Position, Findings) = (value, position, findings);
        Verdict = findings.Any(finding => finding.Verdict == Verdict.Infeasible) ? Verdict.Infeasible
            : findings.All(finding => finding.Verdict == Verdict.Feasible) ? Verdict.Feasible
            : Verdict.Undecided;
    }

    /// <summary>The value.</summary>
    public Quantity Value { get; }

    /// <summary>Its position in the bracket.</summary>
    public int Position { get; }

    /// <summary>A finding a demand, in the order of the plan.</summary>
    public IReadOnlyList<Finding> Findings { get; }

    /// <summary>All demands together; undecided counts as not feasible.</summary>
    public Verdict Verdict { get; }

    /// <summary>The demands that fail; if none does for certain, those that are undecided.</summary>
    public IReadOnlyList<Finding> Failing =>
        [.. Findings.Where(finding => finding.Verdict == Verdict && finding.Verdict != Verdict.Feasible)];

    /// <summary>Whether more runs, up to a number, could still make it feasible.</summary>
    public bool CanBecomeFeasible(int most) => Findings.All(finding => finding.CanBecomeFeasible(most));

    /// <summary>Whether all demands hold.</summary>
    public bool IsFeasible => Verdict == Verdict.Feasible;

    /// <summary>The runs.</summary>
    public int Replications => Findings.Max(finding => finding.Replications);

    /// <summary>Estimates of the rare events, in the order of the demands on them.</summary>
    public IReadOnlyList<RareEstimate> Rare { get; private init; } = [];

    /// <summary>Judges the demands of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="position">The position of the value.</param>
    /// <param name="runs">The runs at the value.</param>
    internal static Probe Of(PlanDocument plan, int position, RunEvidence runs)
    {
        var confidence = plan.File!.Confidence.Value;
        var findings = new List<Finding>();
        var estimates = new List<RareEstimate>();
        foreach (var constraint in plan.Constraints)
        {
            if (constraint.Rare is not { } rare)
            {
                findings.Add(constraint.Judge(runs.Figures, [], confidence));
                continue;
            }

            var samples = runs.Rates[estimates.Count];
            var finding = constraint.Judge([], samples, confidence);
            var estimate = RareEstimate.Of(constraint, samples, finding);
            estimates.Add(estimate);

            // What cannot be trusted decides nothing in favour of the value.
            findings.Add(finding.Verdict == Verdict.Feasible && !estimate.IsTrusted
                ? finding with { Verdict = Verdict.Undecided }
                : finding);
        }

        return new Probe(plan.Objective!.Value(position), position, findings) { Rare = estimates };
    }
}
