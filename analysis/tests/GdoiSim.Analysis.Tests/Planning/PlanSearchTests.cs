using GdoiSim.Analysis.Planning;
using Xunit;

namespace GdoiSim.Analysis.Tests.Planning;

/// <summary>Plans whose answers are known.</summary>
public sealed class PlanSearchTests
{
    [Fact]
    public void The_largest_group_that_a_buffer_takes_at_once_is_found_to_the_last_member()
    {
        var result = Plans.Solve(Plans.Burst, """
            objective: {largest: group.size, from: 10, to: 900, precision: 1}
            constraints: [ack.dropped == 0]
            replications: {least: 2, most: 4, confirm: 2}
            """);
        Assert.Equal(("group.size = 100 members", true), (result.AnswerText, result.IsConfirmed));
        Assert.Equal(101, result.Next!.Value.Value);
        Assert.Equal(["ack.dropped == 0"], result.Binding.Select(finding => finding.Constraint.Text));
        Assert.True(result.IsMonotone);
        Assert.Equal(100, result.ClosedForm.Value!.Value.Value);
        Assert.Equal("", result.Difference);
        Assert.Contains(result.Relaxations, relaxation =>
            relaxation.Change == "key_server.receive_buffer=198 datagrams" && Math.Abs(relaxation.Gain - 99) <= 9);
    }

    [Fact]
    public void The_smallest_buffer_for_a_group_is_found_to_the_last_datagram()
    {
        var result = Plans.Solve(Plans.Burst, """
            set: [group.size=150]
            objective:
              smallest: key_server.receive_buffer
              from: 1 datagrams
              to: 300 datagrams
              precision: 1 datagrams
            constraints: [ack.dropped / ack.arrived <= 0]
            replications: {least: 2, most: 4, confirm: 2}
            relax: [key_server.cores=3]
            """);
        Assert.Equal("key_server.receive_buffer = 149 datagrams", result.AnswerText);
        Assert.Equal(148, result.Next!.Value.Value);
        Assert.Equal(149, result.ClosedForm.Value!.Value.Value);

        // Two more cores are two more places.
        Assert.Equal(2, result.Relaxations.Single().Gain, tolerance: 3);
    }

    [Fact]
    public void A_bracket_without_a_feasible_value_has_no_answer()
    {
        var result = Plans.Solve(Plans.Burst, """
            objective: {largest: group.size, from: 101, to: 200}
            constraints: [ack.dropped == 0]
            replications: {least: 2, most: 4, confirm: 2}
            relax: [key_server.receive_buffer=120 datagrams]
            """);
        Assert.Null(result.Answer);
        Assert.Contains("no value from 101 to 200 is feasible", result.AnswerText, StringComparison.Ordinal);
        Assert.Equal(121, result.Relaxations.Single().Answer!.Value.Value, tolerance: 2);
        Assert.Null(result.ClosedForm.Value);
    }

    [Fact]
    public void A_bracket_that_is_feasible_to_its_end_says_so()
    {
        var result = Plans.Solve(Plans.Burst, """
            objective: {largest: group.size, from: 10, to: 90}
            constraints: [ack.dropped == 0]
            replications: {least: 2, most: 4, confirm: 2}
            """);
        Assert.Equal(("group.size = 90 members", null), (result.AnswerText, result.Next));
        Assert.Contains(result.Notes, note => note.StartsWith("the bracket ends", StringComparison.Ordinal));
    }

    /// <summary>
    /// Too little jitter overflows the buffer, too much passes the missing timer: only values between are feasible.
    /// </summary>
    [Fact]
    public void Feasibility_that_is_not_monotone_is_told()
    {
        var result = Plans.Solve(
            """
            group: {size: 400, jitter: 2s, processing_time: 1ms}
            signature: ecdsa-p256
            missing: {after: 3s}
            key_server: {receive_buffer: 20 datagrams, service_time: {accepted: 2ms, push_build: 0s, push_send: 0s}}
            """,
            """
            objective: {largest: group.jitter, from: 100ms, to: 6100ms, precision: 100ms}
            constraints: [missing.false == 0]
            replications: {least: 2, most: 8, confirm: 8}
            relax: [missing.after=4s]
            """);

        // An answer leaves at most J + 1 ms after the rekey, and is served within 2 ms more when nothing queues.
        Assert.InRange(result.Answer!.Value.Value, 2.7, 3.1);
        Assert.False(result.IsMonotone);
        Assert.Contains(result.Notes, note => note.Contains("not monotone", StringComparison.Ordinal));
        Assert.True(result.Relaxations.Single().Gain is > 0.6 and < 1.3, $"{result.Relaxations.Single()}");
    }

    [Fact]
    public void The_answer_does_not_depend_on_the_number_of_threads()
    {
        const string plan = """
            objective: {largest: group.size, from: 50, to: 400, grid: 3}
            constraints: [completion_seconds.p99 <= 25s, missing.false == 0 with 60% confidence in 50% of runs]
            replications: {least: 2, most: 8, confirm: 4}
            relax: [retransmit.count=3]
            against: {path: network.ack.loss, values: [10%]}
            """;
        var scenario = Plans.Lossy("2%", "5%", 3);
        var one = Plans.Solve(scenario, plan, threads: 1);
        var four = Plans.Solve(scenario, plan, threads: 4);
        Assert.Equal(Answer(one), Answer(four));
        Assert.Single(one.Frontier);
        Assert.Equal(one.Frontier, four.Frontier);
    }

    /// <summary>plan.json without the lines that name the folder.</summary>
    private static IEnumerable<string> Answer(PlanResult result) => PlanTables.Json(result, "").Split('\n')
        .Where(line => !line.Contains("scenario.yaml", StringComparison.Ordinal));

    [Fact]
    public void The_frontier_has_an_answer_for_each_value()
    {
        var result = Plans.Solve(Plans.Burst, """
            objective: {largest: group.size, from: 10, to: 200, precision: 1}
            constraints: [ack.dropped == 0]
            replications: {least: 2, most: 4, confirm: 2}
            relax: [rekey.count=1]
            against: {path: key_server.receive_buffer, values: [20 datagrams, 50 datagrams, 400 datagrams]}
            series: {path: key_server.cores, values: [1, 4]}
            """);
        Assert.Equal(
            [("1", 21.0, 22.0), ("1", 51, 52), ("1", 200, null), ("4", 24, 25), ("4", 54, 55), ("4", 200, null)],
            result.Frontier.Select(point => (point.Series, point.Best!.Value.Value, point.Next?.Value)));
    }
}
