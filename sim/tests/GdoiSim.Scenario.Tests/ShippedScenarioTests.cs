using System.Collections.Concurrent;
using GdoiSim.Metrics;
using Xunit;

namespace GdoiSim.Scenario.Tests;

/// <summary>Every shipped scenario runs (large ones made small), keeps its books, shows what its text says.</summary>
public sealed class ShippedScenarioTests
{
    private static readonly string[] Quickstart =
    [
        "group.size=1000",
        "key_server.service_time.accepted=2500us",
        "key_server.service_time.duplicate=500us",
        "key_server.receive_buffer=26 datagrams",
    ];

    private static readonly string[] Trap = ["group.size=400", "rekey.count=12"];

    private static readonly ConcurrentDictionary<string, ScenarioRun> Runs = new();

    /// <summary>Scenario, and what makes it small enough for a test.</summary>
    public static TheoryData<string, string[]> Small => new()
    {
        { "quickstart", Quickstart },
        { "branch-wan", ["group.size=300", "rekey.count=5", "duration=5h"] },
        { "implosion", [] },
        { "vendor-mix", ["group.size=400"] },
        { "lost-ack-trap", Trap },
        { "reregistration-storm", ["group.size=400", "key_server.cores=1"] },
        { "lkh-eviction", [] },
        { "million", ["group.size=20000", "key_server.service_time.accepted=250us"] },
        { "ten-million", ["group.size=20000", "key_server.cores=2", "key_server.service_time.accepted=250us"] },
    };

    [Fact]
    public void Every_shipped_scenario_is_tested_here()
    {
        IEnumerable<string> files = Directory.EnumerateFiles(Folder, "*.yaml");
        Assert.Equal(
            files.Select(Path.GetFileNameWithoutExtension).Order(), Small.Select(row => row.Data.Item1).Order());
    }

    [Theory]
    [MemberData(nameof(Small))]
    public void The_books_balance(string name, string[] overrides)
    {
        RunSummary summary = Run(name, overrides).Summary;
        Assert.Equal(
            summary.AckSent + summary.AckDuplicated,
            summary.AckLost + summary.AckLinkDropped + summary.AckArrived + summary.AckInFlight);
        Assert.Equal(
            summary.AckArrived,
            summary.AckDropped + summary.AckAccepted + summary.AckDuplicate + summary.AckRejectedTotal
                + summary.AckInServiceOrWaiting);
        if (summary.Scenario != "branch-wan")
        {
            // Without a duration a run goes on until nothing is open.
            Assert.Equal(0, summary.AckInFlight + summary.AckInServiceOrWaiting);
        }
    }

    /// <summary>
    /// A refactoring changes no step of any run. A change that is meant to: put the new value here and say why in the
    /// commit.
    /// </summary>
    [Theory]
    [MemberData(nameof(Small))]
    public void The_trajectory_is_the_one_on_record(string name, string[] overrides)
    {
        string[] record = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "fingerprints.txt"));
        string found = $"{name} {Run(name, overrides).Fingerprint}";
        Assert.True(record.Contains(found), $"fingerprints.txt has no line '{found}'");
    }

    /// <summary>The three open the update, whose arrays are not for them, and nothing after it.</summary>
    [Fact]
    public void Three_that_a_key_hierarchy_leaves_out_read_no_later_rekey()
    {
        RunSummary summary = Run("lkh-eviction", []).Summary;
        Assert.Equal(300, summary.RegistrationCompleted);
        Assert.Equal((3, 297, 0), (summary.LkhRemoved, summary.LkhReaders, summary.LkhRemovedReaders));
        Assert.Equal(3, summary.AckRejectedTotal);
        Assert.Equal(0, summary.MissingDeclared);
    }

    [Fact]
    public void Quickstart_overloads_the_server_and_repeats_bring_everybody()
    {
        RunSummary summary = Run("quickstart", Quickstart).Summary;
        Assert.InRange(summary.AckDropped, 100, 1000);
        Assert.InRange(summary.AckDuplicate, 3000, 6000);
        Assert.InRange(summary.AckAccepted, 2990, 3000);
    }

    [Fact]
    public void Implosion_loses_nearly_all_at_the_socket()
    {
        RunSummary summary = Run("implosion", []).Summary;
        Assert.Equal(0, summary.AckLost + summary.AckLinkDropped);
        // 8,000 at once find 256 places; what the server takes out meanwhile makes room for a few more (V10).
        Assert.InRange(summary.AckDropped, 7_700, 7_744);
        Assert.Equal(256, summary.QueueMaxDepth);
    }

    [Fact]
    public void Vendor_mix_tells_the_vendors_apart()
    {
        ScenarioRun run = Run("vendor-mix", ["group.size=400"]);
        Dictionary<string, OutcomeRow> last = run.Outcomes
            .Where(row => row.Rekey == 6)
            .ToDictionary(row => row.Profile);
        Assert.Equal(60, last["old-vendor"].Silent);
        Assert.Equal(40, last["short-length"].FalselyMissing);
        Assert.Equal(100, last["reacker"].Acknowledged);
        Assert.InRange(last["standard"].Acknowledged, 190, 200);
        Assert.InRange(run.Summary.AckRejected["hash_mismatch"], 230, 240);
        Assert.Equal(0, run.Summary.EvictedTotal);
    }

    [Fact]
    public void The_trap_is_there_and_so_are_the_ways_out()
    {
        RunSummary trap = Run("lost-ack-trap", Trap).Summary;
        RunSummary answering = Run("lost-ack-trap", [.. Trap, "group.on_duplicate=reack"]).Summary;
        RunSummary renumbered = Run("lost-ack-trap", [.. Trap, "retransmit.sequence=next"]).Summary;
        RunSummary addressed = Run(
            "lost-ack-trap", [.. Trap, "retransmit.sequence=next", "retransmit.to=unacknowledged"]).Summary;
        // 5 % of 4,800 pairs against 1 in 1,080 of them: V05 at p = q = 5 %, three transmissions.
        Assert.InRange(trap.MissingFalse, 190, 290);
        Assert.InRange(answering.MissingFalse, 0, 15);
        Assert.InRange(renumbered.MissingFalse, 0, 15);
        Assert.InRange(addressed.MissingFalse, 0, 15);
        Assert.Equal(0, trap.AckDuplicate);
        Assert.True(answering.AckDuplicate > 3000 && renumbered.AckDuplicate > 3000 && addressed.AckDuplicate < 30);
    }

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "scenarios");

    private static ScenarioRun Run(string name, string[] overrides) =>
        Runs.GetOrAdd($"{name} {string.Join(' ', overrides)}", _ => Execute(name, overrides));

    private static ScenarioRun Execute(string name, string[] overrides)
    {
        ScenarioDocument document = ScenarioDocument.Read(Path.Combine(Folder, $"{name}.yaml"), overrides);
        Assert.Empty(document.Problems.InOrder().Select(problem => problem.ToString()));
        return ScenarioRun.Execute(document, new RunChoices());
    }
}
