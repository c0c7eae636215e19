using GdoiSim.Analysis.Planning.ClosedForms;

namespace GdoiSim.Analysis.Planning;

/// <summary>What a plan is doing.</summary>
/// <param name="Text">In words.</param>
/// <param name="Replications">The runs made so far.</param>
public readonly record struct PlanProgress(string Text, int Replications);

/// <summary>
/// Answers a plan: searches, confirms what it found with fresh runs, and explains it. Bisection picks a value that
/// chance favoured as readily as one that is good; the fresh runs, of a number fixed beforehand, know nothing of that.
/// </summary>
public sealed class Planner
{
    private const int MostSteps = 6;

    private readonly PlanDocument _plan;
    private readonly PlanRuns _runs;
    private readonly IProgress<PlanProgress>? _progress;
    private Probe? _refused;
    private readonly List<string> _notes = [];

    private Planner(PlanDocument plan, PlanRuns runs, IProgress<PlanProgress>? progress)
    {
        (_plan, _runs, _progress) = (plan, runs, progress);
    }

    /// <summary>Answers a plan.</summary>
    /// <param name="plan">A plan without errors.</param>
    /// <param name="threads">Cores that may be used; the answer is the same for any number.</param>
    /// <param name="progress">Told what is going on; may be null.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static PlanResult Solve(
        PlanDocument plan, int threads, IProgress<PlanProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (plan.HasErrors)
        {
            throw new ArgumentException($"{plan.Source} has errors.", nameof(plan));
        }

        return new Planner(plan, new PlanRuns(plan, threads, cancellation), progress).Solve();
    }

    private PlanResult Solve()
    {
        var found = new PlanSearch(_plan, _runs, [], probe => Tell(probe, "")).Find();
        var (answer, confirmation, looks) = Confirm(found);
        var isAtEnd = answer?.Position == _plan.Objective!.Last;
        NoteShape(found, isAtEnd);
        Probe? shown = found.Probes.FirstOrDefault(probe => probe.Position == answer?.Position) ?? answer;
        _progress?.Report(new PlanProgress("what would help", _runs.Replications));
        var start = shown?.Position ?? 0;
        var closedForm = ClosedFormEstimate.Of(_plan, []);
        var result = new PlanResult
        {
            Plan = _plan,
            Probes = found.Probes,
            Answer = shown,
            IsConfirmed = confirmation?.IsFeasible == true,
            Confirmation = confirmation,
            ConfirmationLooks = looks,
            Next = found.Next ?? _refused,
            IsMonotone = found.IsMonotone,
            Relaxations = shown is not null && isAtEnd
                ? []
                : new RelaxationSearch(_plan, _runs, start).Find(),
            ClosedForm = closedForm,
            Difference = "",
            Frontier = Frontier(),
            Notes = _notes,
            Replications = 0,
        };
        return result with
        {
            Difference = ClosedFormWords.Difference(result),
            Replications = _runs.Replications,
        };
    }

    /// <summary>
    /// Fresh runs at the answer; if they refuse it, at values that demand one, two, four … steps less, each with fresh
    /// runs of its own.
    /// </summary>
    private (Probe? Answer, Probe? Confirmation, int Looks) Confirm(SearchResult found)
    {
        if (found.Best is not { } best)
        {
            return (null, null, 0);
        }

        var count = _plan.ConfirmingRuns;
        var first = _plan.File!.Replications.Most;
        var position = best.Position;
        Probe? confirmation = null;
        var looks = 0;
        for (var step = 0; step < MostSteps; step++)
        {
            looks++;
            string[] assignments = [_plan.Objective!.Assignment(position)];
            confirmation = Probe.Of(_plan, position, _runs.Of(assignments, first + (step * count), count));
            Tell(confirmation, ", confirming");
            if (confirmation.IsFeasible || position == 0)
            {
                break;
            }

            _refused ??= confirmation;
            position = Math.Max(0, position - (1 << step));
        }

        if (confirmation!.IsFeasible)
        {
            if (confirmation.Position != best.Position)
            {
                _notes.Add($"the search had found {best.Value}, which {count} fresh runs did not confirm: chance had "
                    + "favoured it");
            }

            return (confirmation, confirmation, looks);
        }

        _notes.Add($"fresh runs confirmed neither {best.Value} nor values a few steps below: the answer is what the "
            + "search found, and its confidence is not known");
        return (best, confirmation, looks);
    }

    private void NoteShape(SearchResult found, bool isAtEnd)
    {
        if (!found.IsMonotone)
        {
            var fails = found.Probes
                .Where(probe => probe.Position < found.Best!.Position && probe.Verdict == Verdict.Infeasible)
                .Select(probe => probe.Value.ToString());
            _notes.Add($"feasibility is not monotone: {string.Join(", ", fails)} demand less than the answer and fail");
        }

        if (isAtEnd && found.Next is null)
        {
            _notes.Add("the bracket ends at the answer: everything up to it that was looked at is feasible, and more "
                + "might be");
        }

        foreach (var probe in found.Probes.Where(probe =>
            probe.Verdict == Verdict.Undecided && !(probe.Position < (found.Best?.Position ?? 0))))
        {
            var open = probe.Findings.Where(finding => finding.Verdict == Verdict.Undecided);
            _notes.Add($"{probe.Value} is undecided after {probe.Replications} runs and counts as not feasible: "
                + string.Join("; ", open.Select(finding => finding.Constraint.Text)));
        }
    }

    private List<FrontierPoint> Frontier()
    {
        var points = new List<FrontierPoint>();
        if (_plan.File!.Against is not { } against)
        {
            return points;
        }

        foreach (var series in _plan.File.Series?.Values ?? [""])
        {
            foreach (var value in against.Values)
            {
                List<string> assignments = [$"{against.Path}={value}"];
                if (_plan.File.Series is { } axis)
                {
                    assignments.Insert(0, $"{axis.Path}={series}");
                }

                var place = string.Join(", ", assignments);
                var found = new PlanSearch(_plan, _runs, assignments, probe => Tell(probe, $", {place}")).Find();
                points.Add(new FrontierPoint(series, value, found.Best?.Value, found.Next?.Value));
            }
        }

        return points;
    }

    private void Tell(Probe probe, string place)
    {
        var word = probe.Verdict.ToString().ToLowerInvariant();
        _progress?.Report(new PlanProgress(
            $"{_plan.Objective!.Path} = {probe.Value}{place}: {word} after {probe.Replications} runs",
            _runs.Replications));
    }
}
