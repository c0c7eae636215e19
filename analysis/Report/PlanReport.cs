using GdoiSim.Analysis.Charts;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Report;

/// <summary>The report of a plan.</summary>
internal static class PlanReport
{
    private const int MostRows = 400;

    public static ReportContent Of(PlanResult plan, string directory)
    {
        string[] answer = plan.Answer.Feasible ? [plan.Objective.Assignment(plan.Answer.Value)] : [];
        var document = plan.Scenario.Document(answer);
        return new ReportContent
        {
            Kind = "Plan",
            Name = plan.Name,
            Question = plan.Question,
            Headline = Headline(plan),
            Answer = [.. Answer(plan)],
            Charts = PlanCharts.Of(plan),
            Interactive = [.. Interactive(plan)],
            Tables = [.. Tables(plan)],
            Settings =
            [
                ("Looked for", $"{(plan.IsLargest ? "the largest" : "the smallest")} "
                    + $"{Names.OfPath(plan.Objective.Path)} ({plan.Objective.Path})"),
                .. ScenarioFacts.Settings(document.Problems.HasErrors ? null : document.File),
            ],
            Warnings = ScenarioFacts.Warnings([document]),
            Commands =
            [
                "gdoisim plan plan.yaml",
                $"gdoisim report {ScenarioFacts.Quoted(directory)} -o report.html",
                .. plan.Answer.Feasible
                    ? (string[])
                    [
                        "# one run at the answer:",
                        $"gdoisim run scenario.yaml{ScenarioFacts.SetOptions([.. plan.Scenario.Overrides, .. answer])} "
                            + $"--seed {plan.Seed}",
                    ]
                    : [],
            ],
            Sources = [("plan.yaml", plan.PlanText), ("scenario.yaml", plan.Scenario.Text)],
            Origin = $"{plan.Product} · seed {plan.Seed} and on · scenario SHA-256 {plan.Scenario.Hash}",
        };
    }

    private static string Headline(PlanResult plan)
    {
        var name = Names.OfPath(plan.Objective.Path);
        if (!plan.Answer.Feasible)
        {
            return $"No {name} of the bracket meets all constraints.";
        }

        var value = plan.Objective.Words(plan.Answer.Value);
        return $"The {(plan.IsLargest ? "largest" : "smallest")} {name} that meets all constraints is {value}.";
    }

    private static IEnumerable<AnswerLine> Answer(PlanResult plan)
    {
        if (double.IsFinite(plan.Answer.Confidence))
        {
            yield return new AnswerLine("Confidence", $"{Words.Number(100 * plan.Answer.Confidence)} %");
        }

        if (double.IsFinite(plan.Answer.NextInfeasible))
        {
            yield return new AnswerLine("Next that fails", plan.Objective.Words(plan.Answer.NextInfeasible));
        }

        if (plan.Binding.Length > 0)
        {
            yield return new AnswerLine("Held back by", Names.OfDemand(plan.Binding));
        }

        if (plan.ClosedForm is { } form)
        {
            var value = double.IsFinite(form.Value) ? plan.Objective.Words(form.Value) : "no value";
            yield return new AnswerLine(
                "Closed form",
                string.Join("; ", new[] { $"{value} by {form.Formula}", form.Reason }
                    .Where(text => text.Length > 0)));
        }

        foreach (var relaxation in plan.Relaxations)
        {
            var what = relaxation.Text.Length > 0 ? relaxation.Text : relaxation.Change;
            yield return new AnswerLine(
                "Would move it",
                $"{what} ({relaxation.Change}): {plan.Objective.Words(relaxation.Answer)}"
                    + (relaxation.Gain is "" or "0" ? "" : $", a gain of {plan.Objective.Words(relaxation.Gain)}"));
        }

        foreach (var rare in plan.Rare)
        {
            var estimate = double.IsFinite(rare.Probability)
                ? $"{rare.Probability:0.0e+0} ({rare.Low:0.0e+0} – {rare.High:0.0e+0}), {rare.Method}, "
                    + $"effective sample size {Words.Count(rare.EffectiveSampleSize)}"
                : rare.Method;
            yield return new AnswerLine(
                Names.OfDemand(rare.Constraint),
                rare.Trusted ? estimate : $"not to be trusted: {rare.Reason} ({estimate})",
                rare.Trusted ? AnswerMark.None : AnswerMark.Alarm);
        }

        if (!plan.IsMonotone)
        {
            yield return new AnswerLine(
                "Not monotone", "feasibility changes more than once over the bracket", AnswerMark.Alarm);
        }

        foreach (var note in plan.Notes)
        {
            yield return new AnswerLine("Note", note);
        }
    }

    private static IEnumerable<InteractiveChoice> Interactive(PlanResult plan)
    {
        foreach (var constraint in plan.Probes.Select(probe => probe.Constraint).Distinct())
        {
            var probes = plan.Probes
                .Where(probe => probe.Constraint == constraint && double.IsFinite(probe.Mean))
                .ToArray();
            if (probes.Length < 2)
            {
                continue;
            }

            _ = Threshold.TryParse(constraint, out var threshold, out _);
            var unit = threshold is null ? ""
                : threshold.Confidence is not null ? "share" : Names.UnitOfMetric(threshold.Metric);
            var scale = UnitScale.For(unit, probes.Max(probe => Math.Abs(probe.Mean)));
            var along = UnitScale.For(
                Names.UnitOfPath(plan.Objective.Path, plan.Objective.Unit), probes.Max(probe => probe.Value));
            var (x, series) = InteractiveChoice.Align(
            [
                (threshold is { Confidence: not null } ? "runs that satisfy it" : "mean",
                    (IReadOnlyList<(double X, double Y, double Low, double High)>)
                    [
                        .. probes.Select(probe => (
                            Metrics.SignificantDigits.Round(probe.Value * along.Factor), probe.Mean * scale.Factor,
                            probe.Low * scale.Factor, probe.High * scale.Factor)),
                    ]),
            ]);
            yield return new InteractiveChoice
            {
                Name = Names.OfDemand(constraint),
                XLabel = along.Label(Names.OfPath(plan.Objective.Path)),
                YLabel = scale.Label(threshold is null ? "rate"
                    : threshold.Confidence is not null ? "runs that satisfy it" : Names.OfMetric(threshold.Metric)),
                X = x,
                Series = series,
            };
        }
    }

    private static IEnumerable<ReportTable> Tables(PlanResult plan)
    {
        yield return new ReportTable(
            "Probes",
            [Names.OfPath(plan.Objective.Path), "constraint", "runs", "satisfy it", "measured", "interval", "verdict"],
            [
                .. plan.Probes.Take(MostRows).Select(probe => (IReadOnlyList<string>)
                [
                    plan.Objective.Words(probe.Value), Names.OfDemand(probe.Constraint),
                    $"{probe.Replications}", $"{probe.Satisfied}", Number(probe.Mean),
                    double.IsFinite(probe.Low) ? $"{Number(probe.Low)} – {Number(probe.High)}" : "–",
                    probe.Verdict switch { true => "feasible", false => "infeasible", null => "undecided" },
                ]),
            ],
            Math.Max(0, plan.Probes.Count - MostRows),
            "probes.csv");
        if (plan.Frontier.Count > 0)
        {
            yield return new ReportTable(
                "Answers for other values",
                [Path(plan.Series), Path(plan.Against), Names.OfPath(plan.Objective.Path), "interval"],
                [
                    .. plan.Frontier.Take(MostRows).Select(point => (IReadOnlyList<string>)
                    [
                        Names.OfValue(point.Series), Names.OfValue(point.Against),
                        point.Feasible ? Number(point.Value) : "none", point.Feasible
                            ? $"{Number(point.Low)} – {Number(point.High)}"
                            : "–",
                    ]),
                ],
                Math.Max(0, plan.Frontier.Count - MostRows),
                "frontier.csv");
        }
    }

    private static string Path(PlannedValue? planned) => planned is null ? "value" : Names.OfPath(planned.Path);

    private static string Number(double value) => double.IsFinite(value) ? new UnitScale("", 1).Number(value) : "never";
}
