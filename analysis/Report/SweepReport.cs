using GdoiSim.Analysis.Charts;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Report;

/// <summary>The report of a sweep.</summary>
internal static class SweepReport
{
    private const int MostRows = 400;
    private const int MostVariantsChecked = 1_000;
    private const int MostChoices = 24;

    private static readonly string[] Further =
    [
        "completion_seconds.p50", "completion_seconds.p99", "completion_seconds.max", "ack.accepted", "ack.late",
        "ack.dropped", "missing.declared", "missing.false", "evicted.total", "evicted.healthy", "keyless.members",
        "queue.max_depth", "transmissions",
    ];

    public static ReportContent Of(SweepResult sweep, string directory)
    {
        var document = sweep.Scenario.Document([]);
        var variants = sweep.Cells.Take(MostVariantsChecked)
            .Select(cell => sweep.Scenario.Document(sweep.Assignments(cell.Places)));
        var set = ScenarioFacts.SetOptions(sweep.Scenario.Overrides);
        return new ReportContent
        {
            Kind = "Sweep",
            Name = sweep.Name,
            Question = sweep.Question,
            Headline = Headline(sweep),
            Answer = [.. Answer(sweep)],
            Charts = SweepCharts.Of(sweep),
            Interactive = [.. Interactive(sweep).Take(MostChoices)],
            Tables = [Cells(sweep)],
            Settings =
            [
                .. sweep.Axes.SelectMany(axis => axis.Parameters).Select(parameter => (
                    $"Varied: {Names.OfPath(parameter.Path)}",
                    string.Join(", ", Enumerable.Range(0, parameter.Values.Count).Select(parameter.Text)))),
                .. ScenarioFacts.Settings(document.Problems.HasErrors ? null : document.File),
                ("Replications", $"{sweep.Replications} a cell, seeds {sweep.Seed} and on, the same in every cell; "
                    + $"intervals at {Words.Number(100 * sweep.Confidence)} % (Student's t)"),
            ],
            Warnings = ScenarioFacts.Warnings([document, .. variants]),
            Commands =
            [
                "gdoisim sweep sweep.yaml",
                $"gdoisim report {ScenarioFacts.Quoted(directory)} -o report.html",
                "# one replication of one cell:",
                $"gdoisim run scenario.yaml{set}{ScenarioFacts.SetOptions(FirstCell(sweep))} --seed {sweep.Seed}",
            ],
            Sources = [("sweep.yaml", sweep.SweepText), ("scenario.yaml", sweep.Scenario.Text)],
            Origin = $"{sweep.Product} · seed {sweep.Seed} and on · scenario SHA-256 {sweep.Scenario.Hash}",
        };
    }

    private static IEnumerable<string> FirstCell(SweepResult sweep) =>
        sweep.Cells.Count == 0 ? [] : sweep.Assignments(sweep.Cells[0].Places);

    private static string Headline(SweepResult sweep)
    {
        var judged = sweep.Cells.Select(sweep.Verdict).Where(verdict => verdict is not null).ToArray();
        if (judged.Length > 0)
        {
            var passed = judged.Count(verdict => verdict!.Value.Passed);
            var border = FrontierChart.Border(sweep);
            return $"{Words.Count(passed)} of {Words.Plural(judged.Length, "cell")} "
                + $"{(passed == 1 ? "meets" : "meet")} all thresholds.{(border.Length > 0 ? " " + border : "")}";
        }

        var metric = SweepCharts.Chosen(sweep)[0];
        var (least, most, unit) = Range(sweep, metric);
        return double.IsFinite(least)
            ? $"{CurvesChart.Capital(Names.OfMetric(metric))}: from {unit.Text(least)} to {unit.Text(most)}."
            : $"{CurvesChart.Capital(Names.OfMetric(metric))} has no finite mean in any cell.";
    }

    private static IEnumerable<AnswerLine> Answer(SweepResult sweep)
    {
        if (sweep.Partial)
        {
            yield return new AnswerLine(
                "Not finished", $"{Words.Count(sweep.Finished)} of {Words.Count(sweep.CellCount)} cells are done",
                AnswerMark.Alarm);
        }

        if (sweep.Failed > 0)
        {
            yield return new AnswerLine("Failed", $"{Words.Plural(sweep.Failed, "cell")}; results.csv has the error",
                AnswerMark.Alarm);
        }

        foreach (var threshold in sweep.Thresholds)
        {
            yield return new AnswerLine("Demanded", Names.OfDemand(threshold.Text));
        }

        foreach (var metric in SweepCharts.Chosen(sweep))
        {
            var (least, most, unit) = Range(sweep, metric);
            var never = sweep.Cells.Count(cell => sweep.Estimate(cell, metric) is { Never: > 0 });
            var words = double.IsFinite(least) ? $"{unit.Text(least)} to {unit.Text(most)}" : "no finite mean";
            yield return new AnswerLine(
                CurvesChart.Capital(Names.OfMetric(metric)),
                never == 0 ? words : $"{words}; never, in some replications, in {Words.Plural(never, "cell")}");
        }
    }

    private static (double Least, double Most, UnitScale Unit) Range(SweepResult sweep, MetricExpression metric)
    {
        double[] means =
        [
            .. sweep.Cells.Select(cell => sweep.Estimate(cell, metric))
                .Where(found => found is { HasMean: true })
                .Select(found => found!.Value.Mean),
        ];
        return means.Length == 0
            ? (double.NaN, double.NaN, default)
            : (means.Min(), means.Max(), UnitScale.For(Names.UnitOfMetric(metric), means.Max()));
    }

    private static IEnumerable<InteractiveChoice> Interactive(SweepResult sweep)
    {
        var metrics = SweepCharts.Chosen(sweep).Concat(Further.Select(SweepCharts.Parse))
            .DistinctBy(metric => metric.Text).ToArray();
        foreach (var metric in metrics)
        {
            var (least, most, unit) = Range(sweep, metric);
            if (!double.IsFinite(least) || least == most)
            {
                continue;
            }

            foreach (var along in Enumerable.Range(0, sweep.Axes.Count).Where(i => sweep.Axes[i].IsScale))
            {
                yield return Choice(SweepSlice.Of(sweep, along), metric, unit);
            }
        }
    }

    private static InteractiveChoice Choice(SweepSlice slice, MetricExpression metric, UnitScale unit)
    {
        var axis = slice.AlongAxis;
        var largest = axis.First.Numbers.Max();
        var scale = UnitScale.For(Names.UnitOfPath(axis.First.Path, axis.First.Unit), largest);
        var name = CurvesChart.Capital(Names.OfMetric(metric));
        var (x, series) = InteractiveChoice.Align(slice.Curves(metric).Select(curve => (
            curve.Name,
            (IReadOnlyList<(double X, double Y, double Low, double High)>)
            [
                .. curve.Points.Select(point => (
                    Metrics.SignificantDigits.Round(point.X * scale.Factor), point.Estimate.Mean * unit.Factor,
                    point.Estimate.Low * unit.Factor, point.Estimate.High * unit.Factor)),
            ])));
        return new InteractiveChoice
        {
            Name = $"{name} against {axis.Name}{slice.HeldWords.TrimEnd('.')}",
            XLabel = scale.Label(axis.Name),
            YLabel = unit.Label(name),
            XLog = AxisScale.Of(axis).IsLogarithmic,
            X = x,
            Series = series,
        };
    }

    private static ReportTable Cells(SweepResult sweep)
    {
        var metrics = SweepCharts.Chosen(sweep);
        var units = metrics.Select(metric => Range(sweep, metric).Unit).ToArray();
        var parameters = sweep.Axes
            .SelectMany((axis, i) => axis.Parameters.Select(parameter => (parameter, i)))
            .ToArray();
        var judged = sweep.Thresholds.Count > 0;
        var columns = new List<string> { "cell" };
        columns.AddRange(parameters.Select(one => Names.OfPath(one.parameter.Path)));
        foreach (var (metric, unit) in metrics.Zip(units))
        {
            columns.Add(unit.Unit is { Length: > 0 } ? unit.Label(Names.OfMetric(metric)) : Names.OfMetric(metric));
            columns.Add("interval");
        }

        if (judged)
        {
            columns.Add("thresholds");
        }

        return new ReportTable(
            "Cells", columns,
            [
                .. sweep.Cells.Take(MostRows).Select(cell => (IReadOnlyList<string>)
                [
                    $"{cell.Number}",
                    .. parameters.Select(one => one.parameter.Text(cell.Places[one.i])),
                    .. metrics.Zip(units).SelectMany(one => Cell(sweep.Estimate(cell, one.First), one.Second)),
                    .. judged ? [Verdict(sweep.Verdict(cell))] : Array.Empty<string>(),
                ]),
            ],
            Math.Max(0, sweep.Cells.Count - MostRows),
            "cells.csv");
    }

    private static string[] Cell(CellEstimate? estimate, UnitScale unit) => estimate switch
    {
        { HasMean: true } known =>
        [
            unit.Number(known.Mean),
            double.IsFinite(known.Low) ? $"{unit.Number(known.Low)} – {unit.Number(known.High)}" : "–",
        ],
        { Never: > 0 } never => ["never", $"in {never.Never} of {never.Replications}"],
        _ => ["–", "–"],
    };

    private static string Verdict(CellVerdict? verdict) => verdict switch
    {
        null => "–",
        { Passed: true, Doubtful: true } => "pass, but for chance",
        { Passed: true } => "pass",
        { Doubtful: true } => "fail, but for chance",
        _ => "fail",
    };
}
