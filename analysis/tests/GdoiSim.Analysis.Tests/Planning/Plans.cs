using GdoiSim.Analysis.Planning;
using GdoiSim.Scenario;
using Xunit;

namespace GdoiSim.Analysis.Tests.Planning;

/// <summary>Plans of small groups, written into a folder of their own.</summary>
internal static class Plans
{
    /// <summary>
    /// Everyone answers at the same instant and nothing is lost: of N acknowledgements a server with room for K drops
    /// exactly max(0, N − K) (V10), so answers are known to the last member.
    /// </summary>
    public const string Burst = """
        group: {size: 100, jitter: 0s, processing_time: 1ms}
        signature: ecdsa-p256
        key_server:
          receive_buffer: 99 datagrams
          service_time: {accepted: 10ms, push_build: 0s, push_send: 0s}
        """;

    /// <summary>Members lose rekeys and answers independently; the server has room and time for everything.</summary>
    /// <param name="push">Loss of a rekey.</param>
    /// <param name="ack">Loss of an answer.</param>
    /// <param name="transmissions">Transmissions of each rekey.</param>
    /// <param name="duplicates">drop or reack.</param>
    public static string Lossy(string push, string ack, int transmissions, string duplicates = "reack") => $$"""
        group: {size: 400, jitter: 100ms, processing_time: 1ms, on_duplicate: {{duplicates}} }
        signature: ecdsa-p256
        rekey: {count: 2, interval: 1000s}
        retransmit: {when: always, count: {{transmissions - 1}}, interval: 10s}
        evict: {after: 3}
        network:
          push: {loss: {{push}} }
          ack: {loss: {{ack}} }
        key_server:
          receive_buffer: unlimited
          service_time: {accepted: 1us, duplicate: 1us, push_build: 0s, push_send: 0s}
        """;

    /// <summary>Reads a plan of a scenario, both given as texts.</summary>
    public static PlanDocument Read(TemporaryFolder folder, string scenario, string plan)
    {
        File.WriteAllText(Path.Combine(folder.Path, "scenario.yaml"), scenario);
        var place = Path.Combine(folder.Path, "plan.yaml");
        File.WriteAllText(place, "scenario: scenario.yaml\n" + plan);
        return PlanDocument.Read(place, []);
    }

    /// <summary>Reads and answers a plan that must be free of errors.</summary>
    public static PlanResult Solve(string scenario, string plan, int threads = 2)
    {
        using var folder = new TemporaryFolder();
        var document = Read(folder, scenario, plan);
        Assert.True(!document.HasErrors, Problems(document));
        return Planner.Solve(document, threads, progress: null, TestContext.Current.CancellationToken);
    }

    /// <summary>All problems, a line each.</summary>
    public static string Problems(PlanDocument document) => string.Join('\n', document.Problems.InOrder()
        .Concat(document.Template?.Document.Problems.InOrder() ?? [])
        .Where(problem => problem.Severity == ProblemSeverity.Error));
}
