using CsCheck;
using GdoiSim.Metrics;
using Xunit;

namespace GdoiSim.Scenario.Tests;

/// <summary>Whatever keys a scenario combines: what the check lets pass runs to its end and keeps its books.</summary>
public sealed class AnyScenarioTests
{
    /// <summary>Each key with values that it may have; the first is the default and stands for its absence.</summary>
    private static readonly (string Key, string[] Values)[] Keys =
    [
        ("group.size", ["12", "1", "2", "100"]),
        ("group.identity", ["ipv4", "ipv6"]),
        ("group.acknowledgement", ["kek_sha256", "lkh_sha256", "kek_sha512", "lkh_sha512", "none"]),
        ("group.jitter", ["5s", "0s", "300ms", "20s"]),
        ("group.processing_time", ["2ms", "0s", "{uniform: [0s, 1s]}", "{log_normal: {median: 1ms, sigma: 1}}"]),
        ("group.acknowledges", ["true", "false"]),
        ("group.on_duplicate", ["drop", "reack"]),
        ("group.offline", ["0%", "30%", "{schedule: [{from: 2s, until: 20s}]}", "{up: {exponential: 9s}, down: 3s}"]),
        ("group.profiles", ["", "[{name: a, share: 40%, acknowledges: false}, {name: b, share: 30%, jitter: 1s}]",
            "[{name: c, share: 50%, network: {ack: {loss: 50%}}}, {name: d, share: 50%, ack_length_field: output}]"]),
        ("kek.algorithm", ["aes-128-cbc", "aes-256-cbc"]),
        ("tek.lifetime", ["1h", "10s", "1s"]),
        ("tek.activation_delay", ["0s", "15s"]),
        ("signature", ["rsa-2048", "ecdsa-p256"]),
        ("rekey.first", ["1s", "0s", "7s"]),
        ("rekey.interval", ["60s", "1s", "3s", "15s"]),
        ("rekey.count", ["1", "2", "5", "11"]),
        ("rekey.replace_kek", ["never", "every 1", "every 3"]),
        ("retransmit.when", ["unacknowledged", "always"]),
        ("retransmit.count", ["0", "1", "3", "unlimited"]),
        ("retransmit.interval", ["10s", "100ms", "2s"]),
        ("retransmit.to", ["group", "unacknowledged"]),
        ("retransmit.sequence", ["same", "next"]),
        ("missing.after", ["10s", "500ms", "25s"]),
        ("missing.from", ["last", "first"]),
        ("evict.after", ["never", "1", "2"]),
        ("recovery", ["none", "{after: 0s}", "{after: 5s}"]),
        ("key_server.count", ["1", "2"]),
        ("key_server.cores", ["1", "3"]),
        ("key_server.receive_buffer", ["208KiB", "0 datagrams", "3 datagrams", "2000", "unlimited"]),
        ("key_server.service_time.accepted", ["50us", "0s", "200ms", "{exponential: 20ms}"]),
        ("key_server.service_time.push_build", ["1ms", "0s", "2s"]),
        ("key_server.link", ["{}", "{bandwidth: 64kbps, queue: 1KiB}", "{bandwidth: 10Mbps, queue: 0}"]),
        ("network.push", ["{}", "{loss: 20%, duplication: 20%}",
            "{latency: {base: 10ms, variation: {exponential: 2s}}}",
            "{loss: {gilbert_elliott: {loss: 30%, mean_burst: 5, slot: 1s}}, mtu: 576}", "{first_hop_loss: 30%}"]),
        ("network.ack", ["{}", "{loss: 100%}", "{loss: 20%, duplication: 100%}",
            "{loss: {gilbert_elliott: {loss: 30%, mean_burst: 5, slot: 1s, bad_loss: 60%}}, latency: 1s}"]),
        ("duration", ["3min", "1s", "20s"]),
        ("crypto", ["shared", "each"]),
        ("timeline_bin", ["", "1ms", "1s"]),
    ];

    private static readonly Gen<string[]> Assignments =
        Gen.Int[0, 1000].Array[Keys.Length].Select(Gen.Int[0, 1000].Array[Keys.Length]).Select(Choose);

    [Fact]
    public void A_scenario_that_passes_the_check_runs_and_keeps_its_books() => Sample(60);

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Very_many_scenarios_run_and_keep_their_books() => Sample(5_000);

    private static void Sample(int count)
    {
        int run = 0;
        Assignments.Sample(
            assignments =>
            {
                ScenarioDocument document = ScenarioDocument.Parse(
                    "group: {size: 12}", ScenarioText.Source, assignments);
                if (document.Problems.HasErrors)
                {
                    return true;
                }

                Interlocked.Increment(ref run);
                return KeepsItsBooks(ScenarioRun.Execute(document, new RunChoices()).Summary);
            },
            iter: count);
        Assert.True(run > count / 2, $"only {run} of {count} scenarios passed the check");
    }

    private static string[] Choose((int[] Whether, int[] Which) draw) =>
    [
        .. Keys
            .Select((key, i) => (
                key.Key,
                Value: draw.Whether[i] < 700 ? "" : key.Values[draw.Which[i] % key.Values.Length]))
            .Where(choice => choice.Value.Length > 0)
            .Select(choice => $"{choice.Key}={choice.Value}")
            .Prepend("duration=3min"),
    ];

    private static bool KeepsItsBooks(RunSummary summary) =>
        summary.AckSent + summary.AckDuplicated
            == summary.AckLost + summary.AckLinkDropped + summary.AckArrived + summary.AckInFlight
            && summary.AckArrived
                == summary.AckDropped + summary.AckAccepted + summary.AckDuplicate + summary.AckRejectedTotal
                    + summary.AckInServiceOrWaiting
            && summary.AckAccepted <= summary.AckExpected
            && summary.MissingFalse <= summary.MissingDeclared
            && summary.EvictedHealthy <= summary.EvictedTotal;
}
