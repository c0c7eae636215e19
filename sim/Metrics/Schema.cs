namespace GdoiSim.Metrics;

/// <summary>
/// The files of a result directory. They are the only thing between a run and what draws or tells it, so any change
/// that a reader could notice (a name, a unit, a meaning, an order) raises <see cref="Version"/>. README.md beside
/// this file shows the same for people; a test holds the two together.
/// </summary>
public static class Schema
{
    /// <summary>
    /// The version of all files of a result, stated in summary.json and manifest.json. README.md tells what came with
    /// each.
    /// </summary>
    public const int Version = 2;

    /// <summary>
    /// The most rows timeline.csv has. Readers are promised no more than 10,000; more than these would show nothing on
    /// a chart and cost a short run a good part of its time to write and read.
    /// </summary>
    public const int MostTimelineBins = 4_000;

    /// <summary>
    /// The rows that completion.csv has for a rekey, and registrations.csv altogether: the quantiles 0, 0.001 … 1.
    /// </summary>
    public const int CompletionRows = 1_001;

    /// <summary>The folder of a result directory that holds the charts.</summary>
    public const string ChartsFolder = "charts";

    /// <summary>The name of the file with the figures of the whole run.</summary>
    public const string SummaryFile = "summary.json";

    /// <summary>The name of the file with what is needed to repeat the run, and how it went on this machine.</summary>
    public const string ManifestFile = "manifest.json";

    /// <summary>The name of the file that tells the result of a plan, and holds its answer.</summary>
    public const string PlanFile = "plan.json";

    /// <summary>Every file of a result, the JSON files first.</summary>
    public static IReadOnlyList<Table> Files =>
    [
        RunSummary.Table, RunManifest.Table, RekeyRow.Table, OutcomeRow.Table, CompletionRow.Table,
        TimelineRow.Table, RegistrationRow.Table, TraceRow.Table,
    ];
}
