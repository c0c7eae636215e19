using System.Text.RegularExpressions;
using BenchmarkDotNet.Parameters;
using BenchmarkDotNet.Reports;
using GdoiSim.Bench.Acknowledgements;
using GdoiSim.Protocol;

namespace GdoiSim.Bench.Results;

/// <summary>How fast one way takes acknowledgements.</summary>
/// <param name="Question">The class of the benchmark.</param>
/// <param name="Case">Its parameters in words, but for the size of the group.</param>
/// <param name="Members">The size of the group; 0: it does not matter.</param>
/// <param name="Way">The row.</param>
/// <param name="Nanoseconds">Mean time of one.</param>
internal sealed partial record AckSpeed(string Question, string Case, int Members, string Way, double Nanoseconds)
{
    public double PerSecond => 1e9 / Nanoseconds;

    /// <summary>Whether it is this project's own code and not a library's.</summary>
    public bool IsOurs => !Library().IsMatch(Way);

    /// <summary>Those of a run that are about acknowledgements and were measured.</summary>
    public static List<AckSpeed> Of(IEnumerable<Summary> summaries) =>
    [
        .. from summary in summaries
           from report in summary.Reports
           let type = report.BenchmarkCase.Descriptor.Type
           where type.Namespace == typeof(AckPipelineHonest).Namespace && report.ResultStatistics is not null
           select Of(report, type),
    ];

    private static AckSpeed Of(BenchmarkReport report, Type type)
    {
        ParameterInstances parameters = report.BenchmarkCase.Parameters;
        int members = parameters.Items.FirstOrDefault(item => item.Name == "Members")?.Value as int? ?? 0;
        IEnumerable<string> words = parameters.Items
            .Where(item => item.Name != "Members")
            .Select(item => item.Value switch
            {
                KekAckRequested kind => kind.ToString().ToUpperInvariant().Replace("SHA", " SHA-", Ordinal),
                int percent => $"{percent} % bad",
                _ => item.ToDisplayText(),
            })
            .Concat(type.GetGenericArguments().Select(state => state.Name.Replace("HmacState", "SHA-", Ordinal)));
        return new AckSpeed(
            type.Name.Split('`')[0],
            string.Join(", ", words),
            members,
            report.BenchmarkCase.Descriptor.WorkloadMethod.Name.Replace('_', ' '),
            report.ResultStatistics!.Mean);
    }

    private const StringComparison Ordinal = StringComparison.Ordinal;

    [GeneratedRegex("HashData|IncrementalHash|BouncyCastle|System provider")]
    private static partial Regex Library();
}
