namespace GdoiSim.Analysis.Planning.ClosedForms;

/// <summary>Why a simulated answer differs from that of the fluid.</summary>
internal static class ClosedFormWords
{
    private const double Alike = 0.05;

    /// <summary>The reasons in a sentence; empty if both agree within a twentieth.</summary>
    public static string Difference(PlanResult result)
    {
        var estimate = result.ClosedForm;
        if (result.Answer is not { } answer || estimate.Value is not { } fluid)
        {
            return result.Answer is null == (estimate.Value is null) ? ""
                : "only one of the two finds a feasible value: chance, bursts and waves that overlap are what the "
                    + "fluid leaves out";
        }

        if (answer.Value.Value == fluid.Value
            || Math.Abs(fluid.Value - answer.Value.Value) <= Alike * Math.Abs(answer.Value.Value))
        {
            return "";
        }

        var binding = result.Binding.Select(finding => finding.Constraint).ToList();
        var uncovered = binding.Intersect(estimate.NotCovered).ToList();
        if (uncovered.Count > 0)
        {
            return $"the fluid has no figure for what binds ({uncovered[0].Text})";
        }

        var isOptimistic = estimate.Position > answer.Position;
        var bindsOtherwise = binding.Count > 0
            && estimate.Binding.Count > 0
            && !binding.Intersect(estimate.Binding).Any();
        return (isOptimistic, bindsOtherwise) switch
        {
            (true, true) => $"what binds is {binding[0].Text}, which means alone would meet further: the fluid has no "
                + "chance (uneven arrivals, bursts of loss, late packets) and no waves that overlap",
            (true, false) => "the fluid has no chance: arrivals are never even, losses come in bursts, and a demand "
                + "with a confidence must hold in nearly every run, not on average",
            (false, true) => $"the fluid stops at {estimate.Binding[0].Text}, which the simulation meets further on: "
                + "the fluid counts every loss at its mean and every wave for itself",
            _ => "the fluid is the more cautious one: it counts every wave for itself, and repeats at their mean",
        };
    }
}
