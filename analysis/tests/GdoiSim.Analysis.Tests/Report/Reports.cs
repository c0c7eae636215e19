using GdoiSim.Analysis.Report;
using GdoiSim.Analysis.Tests.Charts;
using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Tests.Report;

/// <summary>Result directories of each kind, and their reports.</summary>
internal static class Reports
{
    public const string Scenario = "name: quickstart\nquestion: Does it keep up?\ngroup: {size: 2000, jitter: 6s}\n"
        + "thresholds: ['ack.dropped <= 5', 'completion_seconds.p99 <= 1s']\n";

    /// <summary>Writes a result and its report; returns the path of the page.</summary>
    public static string Write(string kind, TemporaryFolder folder, SweepDirectories sweeps)
    {
        var directory = Directory(kind, folder, sweeps);
        var path = folder.File($"{kind}.html");
        File.WriteAllText(path, HtmlReport.Of(directory));
        return path;
    }

    /// <summary>Writes a result.</summary>
    public static string Directory(string kind, TemporaryFolder folder, SweepDirectories sweeps)
    {
        var directory = folder.File(kind);
        System.IO.Directory.CreateDirectory(directory);
        switch (kind)
        {
            case "run":
                Cases.Smooth.Write(directory);
                Manifest(Scenario).Write(directory);
                break;
            case "sweep":
                sweeps.Copy(SweepCases.Implosion, directory);
                break;
            default:
                WrittenPlan.Write(directory);
                break;
        }

        return directory;
    }

    public static RunManifest Manifest(string scenario) => new()
    {
        Product = "gdoisim test",
        Runtime = "test",
        Partial = false,
        Seed = 1,
        Fingerprint = "0123456789abcdef0123456789abcdef",
        ScenarioName = "quickstart",
        ScenarioHash = "00",
        Overrides = ["network.ack.loss=1%"],
        ScenarioText = scenario,
        HostName = "test",
        HostSystem = "test",
        HostProcessor = "test",
        HostCores = 1,
        HostVector = "Scalar",
        Started = "2026-01-01T00:00:00Z",
        WallSeconds = 1,
        Events = 1,
        EventsPerSecond = 1,
        PeakResidentOctets = 1,
    };
}
