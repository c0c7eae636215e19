namespace GdoiSim.Analysis.Planning;

/// <summary>What a search over the bracket has found.</summary>
/// <param name="Probes">Every value looked at, from the least to the most demanding.</param>
/// <param name="Best">The most demanding feasible value; null if there is none.</param>
/// <param name="Next">The nearest value beyond it that is not feasible; null if it is the end of the bracket.</param>
/// <param name="IsMonotone">Whether no value demands less than the best one and fails.</param>
public sealed record SearchResult(IReadOnlyList<Probe> Probes, Probe? Best, Probe? Next, bool IsMonotone);

/// <summary>
/// Looks for the most demanding feasible value: a coarse grid over the whole bracket first, for feasibility need not be
/// monotone, then bisection beyond the most demanding feasible value of the grid. Every value uses the same seeds
/// (common random numbers), and as many runs as its verdict needs: they double from the least to the most, and what is
/// undecided then counts as not feasible. Values of the grid below the best one get the first look alone.
/// </summary>
public sealed class PlanSearch
{
    private readonly PlanDocument _plan;
    private readonly PlanRuns _runs;
    private readonly IReadOnlyList<string> _assignments;
    private readonly Action<Probe> _told;
    private readonly SortedDictionary<int, Probe> _probes = [];

    /// <summary>A search.</summary>
    /// <param name="plan">A plan without errors.</param>
    /// <param name="runs">Who makes the runs.</param>
    /// <param name="assignments">What is changed in the scenario besides the objective.</param>
    /// <param name="told">Told every value when it is decided.</param>
    public PlanSearch(PlanDocument plan, PlanRuns runs, IReadOnlyList<string> assignments, Action<Probe> told)
    {
        (_plan, _runs, _assignments, _told) = (plan, runs, assignments, told);
    }

    /// <summary>Searches.</summary>
    public SearchResult Find()
    {
        var (least, most) = (_plan.File!.Replications.Least, _plan.File.Replications.Most);
        var grid = _plan.Objective!.Grid(_plan.File.Objective.Grid);
        foreach (var position in grid)
        {
            Look(position, least);
        }

        // A first look tells what fails. Of the rest only the most demanding value must be shown to be feasible.
        Probe? best = null;
        foreach (var position in grid.Reverse().Where(position => _probes[position].Verdict != Verdict.Infeasible))
        {
            if (Look(position, most).IsFeasible)
            {
                best = _probes[position];
                break;
            }
        }

        if (best is null)
        {
            return new SearchResult([.. _probes.Values], null, null, IsMonotone: true);
        }

        var next = _probes.Values.FirstOrDefault(probe => probe.Position > best.Position);
        while (next is not null && next.Position - best.Position > 1)
        {
            var middle = Look(best.Position + ((next.Position - best.Position) / 2), most);
            (best, next) = middle.IsFeasible ? (middle, next) : (best, middle);
        }

        // An undecided value below is one that chance keeps from being seen feasible, not one that fails.
        var fails = _probes.Values.Any(probe =>
            probe.Position < best.Position && probe.Verdict == Verdict.Infeasible);
        return new SearchResult([.. _probes.Values], best, next, !fails);
    }

    /// <summary>Looks at a value until it is decided, or after a number of runs given up.</summary>
    private Probe Look(int position, int limit)
    {
        var (least, most) = (_plan.File!.Replications.Least, _plan.File.Replications.Most);
        string[] assignments = [.. _assignments, _plan.Objective!.Assignment(position)];
        var probe = _probes.GetValueOrDefault(position);
        while (probe is null || probe.Verdict == Verdict.Undecided)
        {
            var runs = probe is null ? least : Math.Min(most, 2 * probe.Replications);
            if (probe is not null && (probe.Replications >= limit || !probe.CanBecomeFeasible(most)))
            {
                break;
            }

            probe = Probe.Of(_plan, position, _runs.Of(assignments, 0, runs));
        }

        if (!_probes.TryGetValue(position, out var known) || known != probe)
        {
            _probes[position] = probe;
            _told(probe);
        }

        return probe;
    }
}
