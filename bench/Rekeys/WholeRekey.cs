using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using GdoiSim.Group;
using GdoiSim.Scenario;

namespace GdoiSim.Bench.Rekeys;

/// <summary>
/// A whole simulated rekey: PUSH with loss and latency, every acknowledgement built and verified, queue, timers, books.
/// Does the time of a member stay the same as the group grows? Setting up, running and counting; no files, no charts.
/// </summary>
[MemoryDiagnoser]
[Config(typeof(PerMember))]
public class WholeRekey
{
    private GroupOptions _options = null!;

    [Params(1_000, 10_000, 100_000, 1_000_000)]
    public int Members { get; set; }

    [GlobalSetup]
    public void SetUp() => _options = ScenarioOptions.Of(
        ScenarioDocument.Parse(RekeyScenario.Text, RekeyScenario.Name, [$"group.size={Members}"]));

    [Benchmark]
    public long Rekey()
    {
        var world = new GroupWorld(_options);
        world.Run(default);
        return world.Recorder.Summary(RekeyScenario.Name).AckAccepted;
    }

    private sealed class PerMember : ManualConfig
    {
        public PerMember() => AddColumn(new PerMemberColumn());
    }
}

/// <summary>The mean over the members of the group.</summary>
internal sealed class PerMemberColumn : IColumn
{
    public string Id => nameof(PerMemberColumn);

    public string ColumnName => "ns a member";

    public string Legend => "Mean divided by Members";

    public ColumnCategory Category => ColumnCategory.Custom;

    public bool AlwaysShow => true;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase)
    {
        double? mean = summary[benchmarkCase]?.ResultStatistics?.Mean;
        int members = (int)benchmarkCase.Parameters[nameof(WholeRekey.Members)];
        return mean is double nanoseconds
            ? (nanoseconds / members).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture)
            : "NA";
    }

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        GetValue(summary, benchmarkCase);
}
