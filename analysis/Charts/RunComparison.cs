using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Charts;

/// <summary>Several runs in one chart.</summary>
public static class RunComparison
{
    /// <summary>The completion curves of runs over each other.</summary>
    /// <param name="directories">Their result directories, two to six.</param>
    /// <exception cref="ResultException">One is no result of a run, or there are too many to tell apart.</exception>
    public static ChartSet Of(IReadOnlyList<string> directories)
    {
        ArgumentNullException.ThrowIfNull(directories);
        if (directories.Count > SeriesLook.Most)
        {
            throw new ResultException(
                $"{directories.Count} results; at most {SeriesLook.Most} runs can be told apart in one chart.");
        }

        var runs = directories.Select(Read).ToArray();
        var scale = new TimeScale(0, 0, Logarithmic: false);
        ComparedCompletion[] curves =
        [
            .. runs.Select((run, i) => new ComparedCompletion(
                NameOf(runs, directories, i), Pooled(CompletionCurve.Of(run), scale), FinalOf(run.Summary))),
        ];
        string[] seeds = [.. runs.Select(run => $"{run.Summary.Seed}").Distinct()];
        string[] scenarios = [.. runs.Select(run => run.Summary.Scenario).Distinct()];
        var finding = "Half of the expected members are acknowledged within: "
            + string.Join(", ", runs.Select(run => HalfOf(run.Summary))) + ".";
        var figure = CompletionComparison.Draw(
            curves, finding,
            $"scenario{(scenarios.Length == 1 ? "" : "s")} {Words.Short(string.Join(", ", scenarios))} · "
                + $"seed{(seeds.Length == 1 ? "" : "s")} {string.Join(", ", seeds)}");
        return new ChartSet([new NamedFigure(CompletionChart.Name, figure)]);
    }

    /// <summary>
    /// All rekeys of a run as one curve: the times at which shares of all its expected pairs were in.
    /// </summary>
    private static List<(double Share, double Seconds)> Pooled(IReadOnlyList<CompletionCurve> curves, TimeScale scale)
    {
        var expected = curves.Sum(curve => curve.Expected);
        double[] times =
        [
            .. curves.SelectMany(curve => curve.Points(scale, 5).Positions).Where(time => time > 0).Distinct().Order(),
        ];
        var stride = Math.Max(1, times.Length / 400);
        return
        [
            .. times.Where((_, i) => i % stride == 0 || i == times.Length - 1)
                .Select(time => (curves.Sum(curve => curve.Expected * curve.Share(time)) / expected, time)),
        ];
    }

    private static RunResult Read(string directory) => ResultKinds.Of(directory) == ResultKind.Run
        ? RunResult.Read(directory)
        : throw new ResultException($"{directory} is no run; several results can be compared only if all are.");

    private static string HalfOf(RunSummary summary) =>
        summary.CompletionP50 is { } half ? Words.Time(half.Value) : "never";

    private static double? FinalOf(RunSummary summary) =>
        summary.AckExpected == 0 ? null : (double)summary.AckAccepted / summary.AckExpected;

    /// <summary>What tells a run from the others: its scenario, its seed, or the name of its directory.</summary>
    private static string NameOf(RunResult[] runs, IReadOnlyList<string> directories, int index)
    {
        var scenarios = runs.Select(run => run.Summary.Scenario).Distinct().Count();
        var folders = directories.Select(FolderOf).ToArray();
        return scenarios == runs.Length ? runs[index].Summary.Scenario
            : folders.Distinct().Count() == folders.Length ? folders[index]
            : directories[index];
    }

    private static string FolderOf(string directory) =>
        Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)));
}
