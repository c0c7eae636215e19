using GdoiSim.Analysis.Charts;
using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Report;

/// <summary>The report of one run.</summary>
internal static class RunReport
{
    private const int MostRows = 200;
    private const int MostCurves = 7;

    public static ReportContent Of(string directory)
    {
        var run = RunResult.Read(directory);
        var manifest = RunManifest.Read(directory);
        var document = ScenarioDocument.Parse(manifest.ScenarioText, "scenario", manifest.Overrides);
        return new ReportContent
        {
            Kind = "Run",
            Name = $"{run.Summary.Scenario}, seed {run.Summary.Seed}",
            Question = document.File?.Question ?? "",
            Headline = Headline(run.Summary),
            Answer = [.. Answer(run.Summary), .. Verdicts(document, run.Summary)],
            Charts = RunCharts.Of(run),
            Interactive = [.. Interactive(run)],
            Tables = [Rekeys(run), Figures(run.Summary)],
            Settings = ScenarioFacts.Settings(document.File),
            Warnings = ScenarioFacts.Warnings([document]),
            Commands =
            [
                $"gdoisim run scenario.yaml{ScenarioFacts.SetOptions(manifest.Overrides)} --seed {manifest.Seed}",
                $"gdoisim report {ScenarioFacts.Quoted(directory)} -o report.html",
            ],
            Sources = [("scenario.yaml", manifest.ScenarioText)],
            Origin = $"{manifest.Product} · seed {manifest.Seed} · scenario SHA-256 {manifest.ScenarioHash} · "
                + $"fingerprint {manifest.Fingerprint}",
        };
    }

    private static string Headline(RunSummary summary)
    {
        if (summary.AckExpected == 0)
        {
            return "The group asks for no acknowledgements.";
        }

        var share = Words.Share(summary.AckAccepted, summary.AckExpected);
        var when = summary.CompletionP99 is { } time
            ? $", 99 % of them within {Words.Time(time.Value)}"
            : summary.CompletionP50 is { } half ? $", half within {Words.Time(half.Value)}" : "";
        var healthy = summary.EvictedHealthy > 0
            ? $" {Words.Plural(summary.EvictedHealthy, "healthy member")} were thrown out."
            : summary.MissingFalse > 0
                ? $" {Words.Count(summary.MissingFalse)} times a member that held the key was called missing."
                : " No healthy member was called missing.";
        return $"{share} of the expected ACKs were accepted{when}.{healthy}";
    }

    private static IEnumerable<AnswerLine> Answer(RunSummary summary)
    {
        if (summary.Partial)
        {
            yield return new AnswerLine(
                "Stopped early", $"all figures are as of {Words.Time(summary.Duration.Value)}", AnswerMark.Alarm);
        }

        if (summary.RegistrationStarted > 0)
        {
            yield return Registered(summary);
        }

        yield return new AnswerLine(
            "Acknowledged",
            $"{Words.Count(summary.AckAccepted)} of {Words.Count(summary.AckExpected)} (rekey, member) pairs, "
                + $"{Words.Count(summary.AckLate)} of them late");
        yield return new AnswerLine(
            "Lost or dropped",
            $"{Words.Count(summary.AckLost)} ACKs on the way, {Words.Count(summary.AckLinkDropped)} at the access "
                + $"link, {Words.Count(summary.AckDropped)} at the receive buffer",
            summary.AckDropped + summary.AckLinkDropped > 0 ? AnswerMark.Alarm : AnswerMark.None);
        yield return new AnswerLine(
            "Missing",
            $"{Words.Count(summary.MissingDeclared)} declared, {Words.Count(summary.MissingFalse)} of them falsely");
        yield return new AnswerLine(
            "Evicted",
            $"{Words.Count(summary.EvictedTotal)}, {Words.Count(summary.EvictedHealthy)} of them healthy",
            summary.EvictedHealthy > 0 ? AnswerMark.Alarm : AnswerMark.None);
        yield return new AnswerLine(
            "Queue",
            $"{Words.Count(summary.QueueMaxDepth)} at most"
                + (summary.QueueLimit is { } limit ? $" of {Words.Count(limit)}" : "")
                + $"; longest wait {Words.Time(summary.QueueMaxWait.Value)}");
    }

    private static AnswerLine Registered(RunSummary summary)
    {
        var half = summary.RegistrationP50 is { } time ? $", half within {Words.Time(time.Value)}" : "";
        var longest = summary.RegistrationMax is { } most ? $", the longest took {Words.Time(most.Value)}" : "";
        return new AnswerLine(
            "Registered",
            $"{Words.Count(summary.RegistrationCompleted)} of {Words.Count(summary.RegistrationStarted)} completed"
                + $"{half}{longest}; of {Words.Plural(summary.RegistrationSent, "request")} "
                + $"{Words.Count(summary.RegistrationRepeated)} were repeats, "
                + $"{Words.Count(summary.RegistrationDropped + summary.RegistrationLinkDropped)} found no room and "
                + $"{Words.Count(summary.RegistrationRefused)} were refused",
            summary.RegistrationFailed > 0 ? AnswerMark.Alarm : AnswerMark.None);
    }

    private static IEnumerable<AnswerLine> Verdicts(ScenarioDocument document, RunSummary summary)
    {
        var figures = summary.Figures();
        foreach (var threshold in document.Thresholds)
        {
            var verdict = ThresholdVerdict.Of(threshold, figures);
            var value = double.IsFinite(verdict.Value)
                ? UnitScale.For(Names.UnitOfMetric(threshold.Metric), Math.Abs(verdict.Value)).Text(verdict.Value)
                : "never";
            yield return new AnswerLine(
                Names.OfDemand(threshold.Text), $"found {value}",
                verdict.Passed ? AnswerMark.Passed : AnswerMark.Failed);
        }
    }

    private static IEnumerable<InteractiveChoice> Interactive(RunResult run)
    {
        var curves = CompletionCurve.Of(run);
        if (curves.Any(curve => curve.Accepted > 0))
        {
            var scale = new TimeScale(0, 0, Logarithmic: false);
            var shown = SeriesLook.Choose(curves.Count, MostCurves).Select(i => curves[i]).ToArray();
            double[] times =
            [
                .. shown.SelectMany(curve => curve.Points(scale, 10).Positions)
                    .Where(time => time > 0)
                    .Distinct()
                    .Order(),
            ];
            var stride = Math.Max(1, times.Length / 400);
            double[] x = [.. times.Where((_, i) => i % stride == 0 || i == times.Length - 1)];
            yield return new InteractiveChoice
            {
                Name = "Acknowledged members over time",
                XLabel = "time since the rekey was first sent, s",
                YLabel = "acknowledged, %",
                X = x,
                Series =
                [
                    .. shown.Select(curve => new InteractiveSeries(
                        $"rekey {curve.Rekey}",
                        [.. x.Select(time => (double?)SignificantDigits.Round(100 * curve.Share(time)))],
                        [.. x.Select(_ => (double?)null)],
                        [.. x.Select(_ => (double?)null)])),
                ],
            };
        }

        var windows = RekeyWindow.Cut(run).Where(window => window.Total(row => row.AckArrived) > 0).ToArray();
        if (windows.Length > 0)
        {
            yield return Arrivals(windows, run);
        }
    }

    private static InteractiveChoice Arrivals(RekeyWindow[] windows, RunResult run)
    {
        var axis = WindowAxis.For(windows, row => row.AckArrived, run.Timeline[0].Width);
        var shown = SeriesLook.Choose(windows.Length, MostCurves).Select(i => windows[i]);
        return new InteractiveChoice
        {
            Name = "ACKs arriving a second",
            XLabel = axis.Label,
            YLabel = "ACK/s",
            X = [.. Enumerable.Range(0, axis.Count).Select(i => SignificantDigits.Round((i + 0.5) * axis.Step))],
            Series =
            [
                .. shown.Select(window => new InteractiveSeries(
                    $"rekey {window.Rekey}",
                    [
                        .. window.Sums(row => row.AckArrived, axis.Group, axis.Count)
                            .Select(sum => (double?)SignificantDigits.Round(sum / axis.Seconds)),
                    ],
                    [.. Enumerable.Repeat((double?)null, axis.Count)],
                    [.. Enumerable.Repeat((double?)null, axis.Count)])),
            ],
        };
    }

    private static ReportTable Rekeys(RunResult run) => new(
        "Rekeys",
        ["rekey", "server", "expected", "accepted", "dropped", "missing", "falsely", "evicted", "99 % within, s"],
        [
            .. run.Rekeys.Take(MostRows).Select(row => (IReadOnlyList<string>)
            [
                $"{row.Rekey}", $"{row.Server}", Words.Count(row.AckExpected), Words.Count(row.AckAccepted),
                Words.Count(row.AckDropped), Words.Count(row.MissingDeclared), Words.Count(row.MissingFalse),
                Words.Count(row.EvictedTotal),
                row.CompletionP99 is { } time ? Words.Number(Math.Round(time.Value, 3)) : "never",
            ]),
        ],
        Math.Max(0, run.Rekeys.Count - MostRows),
        RekeyRow.Table.FileName);

    private static ReportTable Figures(RunSummary summary) => new(
        "All figures of the run",
        ["figure", "value", "unit"],
        [
            .. RunSummary.FigureColumns.Zip(summary.Figures(), (column, value) => (IReadOnlyList<string>)
            [
                column.Name,
                double.IsFinite(value) ? Words.Number(Math.Round(value, 6)) : "none",
                column.Unit,
            ]),
        ],
        0,
        Schema.SummaryFile);
}
