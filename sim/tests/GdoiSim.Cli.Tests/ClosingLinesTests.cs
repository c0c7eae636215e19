using GdoiSim.Cli.Reporting;
using GdoiSim.Scenario;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>The answer in words: each kind of bottleneck by its name, and who is missing and why.</summary>
public sealed class ClosingLinesTests
{
    private const string Quiet =
        """
        name: quiet
        group: {size: 100, jitter: 0s, processing_time: 0s}
        key_server: {service_time: {accepted: 10us, push_build: 0s, push_send: 0s}}
        network: {push: {latency: 10ms}, ack: {latency: 10ms}}
        """;

    [Theory]
    [InlineData("network", "")]
    [InlineData("jitter", "group.jitter=1s")]
    [InlineData("CPU", "key_server.service_time.accepted=5ms")]
    [InlineData("socket buffer", "key_server.receive_buffer=10 datagrams")]
    [InlineData("access link", "key_server.link={bandwidth: 1Mbps, queue: 1KiB}")]
    [InlineData("network: it lost", "network.ack.loss=20%")]
    [InlineData("refusals", "group.profiles=[{name: old, share: 40%, ack_length_field: output}]")]
    [InlineData("none: no member acknowledges", "group.acknowledges=false")]
    [InlineData("network: no rekey reached a member", "network.push.loss=100%")]
    public void The_bottleneck_is_named(string name, string change) =>
        Assert.StartsWith(name, Answer("Bottleneck", Quiet, change), StringComparison.Ordinal);

    [Fact]
    public void A_clean_run_has_little_to_tell()
    {
        Assert.Equal(
            [
                "Acknowledged: 100 of 100 (100 %): half within 20.5 ms, 90 % within 20.9 ms, 99 % within 21 ms, all "
                    + "within 21 ms",
                "Missing: nobody",
                "Bottleneck: network: its delay makes most of the 21 ms until the last one",
                "Thrown out: nobody: eviction is off, and no healthy member was missing",
            ],
            Answers(Quiet));
    }

    [Fact]
    public void A_removal_is_told_with_who_can_read_after_it()
    {
        string text = Answer("Hierarchy", Quiet, "lkh={interval: 1s, remove: [{at: 30s, members: 1-3}]}");
        Assert.Matches("^3 removals by 1 message with [0-9]+ encrypted keys, [0-9,]+ octets; ", text);
        Assert.EndsWith(
            "; 97 of 97 members open the last rekey with the keys they hold, and none of the removed", text);
    }

    /// <summary>V10: of N at once into K places, N - K are dropped; those in service make room for some.</summary>
    [Fact]
    public void An_implosion_is_told_as_one()
    {
        string[] answers = Answers(
            Quiet,
            "group.size=1000",
            "key_server.receive_buffer=255 datagrams",
            "key_server.service_time.accepted=20ms");
        Assert.Equal(
            [
                "Acknowledged: 256 of 1,000 (25.6 %): the last after 5.14 s",
                "Missing: 744 of 1,000 declared missing: 744 held the new key all the same",
                ": of 1,000 acknowledgements sent, 744 dropped at the socket buffer",
                "Bottleneck: socket buffer: 744 of 1,000 acknowledgements (74.4 %) dropped, full at 255 waiting; "
                    + "1 core takes 50/s. Even spread over 5 s, the longest jitter of RFC 8263, answers need 149/s",
                "Thrown out: nobody: eviction is off; it would count 744 misses of members that held the key, once "
                    + "they have acknowledged a first time (RFC 8263 section 6)",
            ],
            answers);
    }

    [Fact]
    public void The_jitter_is_never_told_longer_than_what_it_is_a_part_of() =>
        Assert.Matches(
            "^jitter: up to (.*) of the \\1 until the last one",
            Answer("Bottleneck", Quiet, "group.size=1", "group.jitter=10s", "missing.after=20s"));

    [Fact]
    public void The_jitter_that_would_do_is_the_fluid_bound()
    {
        // (1000 - 255) / 250 a second = 2.98 s (V11).
        string answer = Answer(
            "Bottleneck",
            Quiet,
            "group.size=1000",
            "key_server.receive_buffer=255 datagrams",
            "key_server.service_time.accepted=4ms");
        Assert.EndsWith("Answers spread over 2.98 s (jitter now 0 s) would fit", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Vendors_are_told_apart()
    {
        string[] answers = Answers(
            Quiet,
            "group.profiles=[{name: mute, share: 20%, acknowledges: false},"
                + "{name: odd, share: 10%, ack_length_field: output}]");
        Assert.Contains(": by profile: mute never acknowledges (20), odd 10 (100 % of its own)", answers);
        Assert.Contains(": of 80 acknowledgements sent, 10 refused (hash_mismatch)", answers);
    }

    [Fact]
    public void The_trap_is_explained_where_it_caught_somebody()
    {
        string[] trap = ["network.ack.loss=20%", "retransmit.count=2", "rekey.count=4", "evict.after=1"];
        Assert.Contains(Answers(Quiet, trap), line => line.Contains("sequence: next does", StringComparison.Ordinal));
        string[] renumbered = [.. trap, "retransmit.sequence=next"];
        Assert.DoesNotContain(Answers(Quiet, renumbered), line => line.Contains("replay", StringComparison.Ordinal));
        string thrown = Answer("Thrown out", Quiet, trap);
        Assert.Matches("^[0-9]+ members after 1 missing in a row, all of them healthy: on the network", thrown);
        Assert.Matches(@" \(members [0-9]+(, [0-9]+){4} and [0-9]+ more\)$", thrown);
    }

    [Fact]
    public void A_group_that_asks_for_nothing_is_told_what_was_delivered() =>
        Assert.Equal(
            ["Delivered: 100 rekey datagrams at members; the group asks for no acknowledgements"],
            Answers(Quiet, "group.acknowledgement=none"));

    [Fact]
    public void Lines_are_wrapped_and_aligned()
    {
        var output = new StringWriter { NewLine = "\n" };
        Lines(Quiet, "group.jitter=1s").Write(output, "runs/quiet-1", 0.25);
        string[] lines = output.ToString().Split('\n');
        Assert.Equal("quiet, seed 1: 100 members, 1 rekey, 11 s simulated in 250 ms", lines[0]);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 112));
        Assert.StartsWith("  Acknowledged  100 of 100 (100 %): half within ", lines[1], StringComparison.Ordinal);
        Assert.Contains("  Missing       nobody", lines);
        // A line that goes on begins under the text, and never with a unit that has lost its number.
        Assert.Matches("^ {16}[^ ]{2}", lines.Single(line => line.StartsWith("    ", StringComparison.Ordinal)));
        Assert.Equal("  Result        runs/quiet-1", lines[^2]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Colour_is_used_only_where_it_is_wanted(bool colour)
    {
        var output = new StringWriter();
        Lines(Quiet, colour, "evict.after=1", "network.ack.loss=20%", "rekey.count=3").Write(output, "r", 1);
        Assert.Equal(colour, output.ToString().Contains('\u001b'));
    }

    private static string Answer(string label, string text, params string[] changes) =>
        Lines(text, changes).Answers().Single(answer => answer.Label == label).Text;

    private static string[] Answers(string text, params string[] changes) =>
        [.. Lines(text, changes).Answers().Select(answer => $"{answer.Label}: {answer.Text}")];

    private static ClosingLines Lines(string text, params string[] changes) => Lines(text, colour: false, changes);

    private static ClosingLines Lines(string text, bool colour, params string[] changes)
    {
        string[] overrides = [.. changes.Where(change => change.Length > 0)];
        ScenarioDocument document = ScenarioDocument.Parse(text, "a.yaml", overrides);
        ScenarioRun run = ScenarioRun.Execute(document, new RunChoices());
        var terminal = new Terminal { Output = TextWriter.Null, Error = TextWriter.Null, ColoursOutput = colour };
        return new ClosingLines(run, terminal, colour);
    }
}
