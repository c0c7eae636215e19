using GdoiSim.Scenario;
using MathNet.Numerics.Distributions;

namespace GdoiSim.Analysis.Planning.ClosedForms;

/// <summary>The answer of the fluid to the question of a plan.</summary>
/// <param name="Value">The most demanding value at which the fluid meets its demands; null if none does.</param>
/// <param name="Position">Its position in the bracket; −1 if there is none.</param>
/// <param name="Formula">What goes on there, in numbers.</param>
/// <param name="Binding">The demands that fail at the next value; empty at the end of the bracket.</param>
/// <param name="NotCovered">The demands of which the fluid says nothing.</param>
public sealed record ClosedFormEstimate(
    Quantity? Value,
    int Position,
    string Formula,
    IReadOnlyList<PlanConstraint> Binding,
    IReadOnlyList<PlanConstraint> NotCovered)
{
    private const int MostValues = 128;

    /// <summary>Works it out: values over the whole bracket, then between the last that holds and the next.</summary>
    /// <param name="plan">A plan without errors.</param>
    /// <param name="assignments">What is changed in the scenario besides the objective.</param>
    public static ClosedFormEstimate Of(PlanDocument plan, IReadOnlyList<string> assignments)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var objective = plan.Objective!;
        var step = Math.Max(1, objective.Last / MostValues);
        int? best = null;
        for (var position = objective.Last; position >= 0; position = position == 0 ? -1 : Math.Max(0, position - step))
        {
            if (Failing(plan, assignments, position).Count == 0)
            {
                best = position;
                break;
            }
        }

        var notCovered = plan.Constraints
            .Where(constraint => !IsCovered(constraint, Figures(plan, assignments, 0)))
            .ToList();
        if (best is not { } low)
        {
            return new ClosedFormEstimate(
                null, -1, Figures(plan, assignments, 0).Words, Failing(plan, assignments, 0), notCovered);
        }

        var high = Math.Min(objective.Last + 1, low + step);
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            (low, high) = Failing(plan, assignments, middle).Count == 0 ? (middle, high) : (low, middle);
        }

        return new ClosedFormEstimate(
            objective.Value(low),
            low,
            Figures(plan, assignments, low).Words,
            low == objective.Last ? [] : Failing(plan, assignments, low + 1),
            notCovered);
    }

    private static FluidFigures Figures(PlanDocument plan, IReadOnlyList<string> assignments, int position) =>
        new(ScenarioOptions.Of(plan.Template!.Variant([.. assignments, plan.Objective!.Assignment(position)], 0)));

    private static List<PlanConstraint> Failing(PlanDocument plan, IReadOnlyList<string> assignments, int position)
    {
        var options = ScenarioOptions.Of(
            plan.Template!.Variant([.. assignments, plan.Objective!.Assignment(position)], 0));
        var fluid = new FluidFigures(options);
        return
        [
            .. plan.Constraints.Where(constraint => constraint.Rare is { } rare
                ? fluid.Rate(rare.Event)
                    * rare.UnitsPerMemberAndRekey(options.Members, options.Rekey.Interval.ToSeconds()) > rare.Bound
                : !Holds(constraint.Threshold!, fluid.InOrder())),
        ];
    }

    private static bool IsCovered(PlanConstraint constraint, FluidFigures fluid) =>
        constraint.Threshold is not { } threshold
        || !threshold.Metric.Metrics.Any(name => double.IsNaN(
            fluid.InOrder()[RunIndex(name)]));

    private static bool Holds(Threshold threshold, double[] figures)
    {
        if (threshold.Metric.Metrics.Any(name => double.IsNaN(figures[RunIndex(name)])))
        {
            return true;
        }

        var value = threshold.Metric.Evaluate(figures);
        var isCount = threshold.Metric.SingleMetric is { } name
            && (name.StartsWith("missing.", StringComparison.Ordinal)
                || name.StartsWith("evicted.", StringComparison.Ordinal));
        if (!isCount || threshold.Comparison is not (Comparison.Equal or Comparison.AtMost or Comparison.Below))
        {
            // 0 / 0 is no drop of no arrivals.
            return double.IsNaN(value) || threshold.IsSatisfiedBy(value);
        }

        // Rare independent events: their number in a run is Poisson, and so many runs must satisfy the demand.
        var most = threshold.Comparison == Comparison.Below
            ? Math.Ceiling(threshold.Bound.Value) - 1
            : Math.Floor(threshold.Bound.Value);
        var wanted = threshold.Confidence is null ? 0.5 : threshold.ShareOfRuns;
        return most >= 0 && (value <= 0 || Poisson.CDF(value, most) >= wanted);
    }

    private static int RunIndex(string name) =>
        Metrics.RunSummary.FigureColumns.ToList().FindIndex(column => column.Name == name);
}
