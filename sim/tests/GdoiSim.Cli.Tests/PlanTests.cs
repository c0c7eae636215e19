using System.Text.Json;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>What a plan tells and leaves behind.</summary>
public sealed class PlanTests : IDisposable
{
    private const string Burst = """
        group: {size: 100, jitter: 0s, processing_time: 1ms}
        signature: ecdsa-p256
        key_server:
          receive_buffer: 99 datagrams
          service_time: {accepted: 10ms, push_build: 0s, push_send: 0s}
        """;

    private const string Objective = "objective: {largest: group.size, from: 1, to: 5}";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_answer_comes_first_and_the_files_hold_the_rest()
    {
        Outcome outcome = Run(Plan("from: 10, to: 200, precision: 1"));
        Assert.Equal(0, outcome.Code);
        Assert.StartsWith("group.size = 100 members\n", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("ack.dropped == 0", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("Closed form   100 members", outcome.Output, StringComparison.Ordinal);
        using JsonDocument plan = JsonDocument.Parse(File.ReadAllText(Path.Combine(_folder["result"], "plan.json")));
        JsonElement answer = plan.RootElement.GetProperty("answer");
        Assert.Equal(100, answer.GetProperty("value").GetDouble());
        Assert.Equal(101, answer.GetProperty("next_infeasible").GetDouble());
        Assert.True(answer.GetProperty("confirmed").GetBoolean());
        Assert.Equal("plan", plan.RootElement.GetProperty("kind").GetString());
        string[] probes = File.ReadAllLines(Path.Combine(_folder["result"], "probes.csv"));
        Assert.StartsWith("value,constraint,replications,satisfied,mean,low,high,verdict", probes[0]);
        Assert.Contains("101,ack.dropped == 0,2,0,1,1,1,infeasible,mean,0,search", probes);
    }

    [Fact]
    public void Json_is_alone_on_standard_output_and_a_result_is_replaced_only_by_force()
    {
        string plan = Plan("from: 90, to: 110, precision: 1");
        Outcome first = Run(plan, "--json");
        Assert.Equal(100, JsonDocument.Parse(first.Output).RootElement.GetProperty("answer").GetProperty("value")
            .GetDouble());
        Assert.Equal(2, Run(plan).Code);
        Outcome again = Run(plan, "--json", "--force", "-q", "--threads", "1");
        Assert.Equal((0, first.Output, ""), (again.Code, again.Output, again.Error));
    }

    [Fact]
    public void A_bracket_without_a_feasible_value_is_exit_code_4()
    {
        Outcome outcome = Run(Plan("from: 101, to: 150"), "-q");
        Assert.Equal(
            (4, "group.size: no value from 101 to 150 is feasible\n", ""),
            (outcome.Code, outcome.Output, outcome.Error));
        Assert.True(File.Exists(Path.Combine(_folder["result"], "plan.json")));
    }

    [Theory]
    [InlineData("objective: {largest: group.size, from: 10, to: 5}", "plan.yaml:2:40: error: objective.from: found 10")]
    [InlineData("objective: {largest: group.size, from: 1s, to: 5}", "objective: found 1s to 5 in steps of")]
    [InlineData("objective: {largest: group.siez, from: 1, to: 5}", "did you mean 'size'?")]
    [InlineData("objective: {largest: group.size, smallest: group.jitter, from: 1, to: 5}", "exactly one of")]
    [InlineData("objective: {largest: group.size, from: 1, to: 5}\nconfidence: 100%", "confidence: found '100%'")]
    [InlineData(Objective + "\nseries: {path: seed, values: [1]}", "without against")]
    [InlineData(Objective + "\nrelax: [group.jitter=5]", "relax[0]: 'group.jitter=5'")]
    [InlineData(
        "objective: {largest: tek.lifetime, from: 1h, to: 2h, precision: 500ms}",
        "objective.precision: 'tek.lifetime=3600500ms' does not fit")]
    [InlineData(
        "objective: {largest: group.size, from: 1, to: 100}\nagainst: {path: key_server.count, values: [1, 5]}",
        "against: 'key_server.count=5, group.size=1' does not fit")]
    [InlineData("objectives: 1", "did you mean 'objective'?")]
    public void A_wrong_plan_is_told_with_its_position_and_nothing_is_written(string lines, string expected)
    {
        File.WriteAllText(_folder["scenario.yaml"], Burst);
        File.WriteAllText(
            _folder["plan.yaml"], $"scenario: scenario.yaml\n{lines}\nconstraints: [ack.dropped == 0]\n");
        Outcome outcome = Run(_folder["plan.yaml"]);
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        Assert.Equal(["plan.yaml", "scenario.yaml"], _folder.Names());
    }

    [Theory]
    [InlineData("ack.droped == 0", "did you mean 'ack.dropped'?")]
    [InlineData("missing.false == 0 with 99.9% confidence in 99.9% of runs", "needs 6905 runs without a failure")]
    [InlineData("evicted.healthy per member and rekey <= 1e-8", "the scenario evicts nobody")]
    [InlineData("evicted.healthy per rekey < 1", "then per member and rekey")]
    public void A_wrong_constraint_is_told(string constraint, string expected)
    {
        Outcome outcome = Run(Plan("from: 1, to: 5", constraint));
        Assert.Equal(2, outcome.Code);
        Assert.Contains("constraints[0]: ", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_scenario_that_is_not_there_is_told()
    {
        File.WriteAllText(
            _folder["plan.yaml"],
            "scenario: other.yaml\nobjective: {largest: group.size, from: 1, to: 5}\nconstraints: [members > 0]\n");
        Outcome outcome = Run(_folder["plan.yaml"]);
        Assert.Equal(2, outcome.Code);
        Assert.Contains("other.yaml", outcome.Error, StringComparison.Ordinal);
    }

    /// <summary>The shipped plans with coarser brackets and fewer runs.</summary>
    [Theory]
    [InlineData("branch-wan", "from: 500, to: 20000, precision: 100", "from: 3000, to: 9000, precision: 3000, grid: 3",
        "group.size = 3,000 members\n")]
    [InlineData("rare-eviction", "from: 0, to: 8, grid: 4", "from: 1, to: 6, grid: 2", "retransmit.count = ")]
    public void Shipped_plans_answer(string name, string bracket, string reduced, string expected)
    {
        string shipped = File.ReadAllText(CommandLine.Scenario(Path.Combine("plans", name)));
        Assert.Contains(bracket, shipped, StringComparison.Ordinal);
        string plan = shipped
            .Replace("../branch-wan.yaml", CommandLine.Scenario("branch-wan"), StringComparison.Ordinal)
            .Replace("rekey.count=2", "rekey.count=1", StringComparison.Ordinal)
            .Replace(bracket, reduced, StringComparison.Ordinal)
            .Replace("replications: {least: 8", "relax: [seed=1]\nreplications: {confirm: 8, least: 8",
                StringComparison.Ordinal)
            .Replace("with 95% confidence in 95% of runs", "with 80% confidence in 80% of runs",
                StringComparison.Ordinal);
        File.WriteAllText(_folder["plan.yaml"], plan);
        Outcome outcome = Run(_folder["plan.yaml"]);
        Assert.True(outcome.Code == 0, outcome.Output + outcome.Error);
        Assert.StartsWith(expected, outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("NOT trusted", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_schema_of_plans_is_the_current_one()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "scenarios", "plans", "plan.schema.json");
        string current = CommandLine.Run("schema", "plan").Output;
        Assert.True(File.ReadAllText(path) == current, $"{path} is out of date; 'gdoisim schema plan' prints it.");
        Assert.Contains("\"constraints\"", current, StringComparison.Ordinal);
    }

    private Outcome Run(string plan, params string[] options) =>
        CommandLine.Run(["plan", plan, "-o", _folder["result"], "--no-charts", .. options]);

    private string Plan(string bracket, string constraint = "ack.dropped == 0")
    {
        File.WriteAllText(_folder["scenario.yaml"], Burst);
        File.WriteAllText(_folder["plan.yaml"], $$"""
            scenario: scenario.yaml
            objective: {largest: group.size, {{bracket}} }
            constraints: ["{{constraint}}"]
            replications: {least: 2, most: 4, confirm: 2}
            relax: [key_server.cores=2]
            """);
        return _folder["plan.yaml"];
    }
}
