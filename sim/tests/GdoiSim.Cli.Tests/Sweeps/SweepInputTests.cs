using GdoiSim.Analysis.Sweeps;
using GdoiSim.Scenario;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>Sweep files that are wrong, and those that are shipped.</summary>
public sealed class SweepInputTests : IDisposable
{
    private static readonly string Shipped = Path.Combine(AppContext.BaseDirectory, "scenarios", "sweeps");

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> ShippedSweeps =>
        [.. Directory.EnumerateFiles(Shipped, "*.yaml").Select(path => Path.GetFileName(path))];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once_with_its_place()
    {
        File.WriteAllText(_folder["small.yaml"], SmallSweep.Scenario);
        string file = _folder["wrong.yaml"];
        File.WriteAllText(file, """
            scenario: small.yaml
            set: [rekey.cuont=1]
            axes:
              - parameter: group.jiter
                values: [1s, 2s]
              - parameter: group.size
                values: [10, 0, many, 20]
              - parameter: network.ack.loss
                linear: {from: 1%, to: 5s, points: 3}
              - pair:
                  - parameter: retransmit.count
                    values: [1, 2]
                  - parameter: retransmit.interval
                    values: [1s]
              - parameter: seed
                values: [1, 2]
            where: [group.sise < 5]
            metrics: [ack.droped]
            thresholds: [ack.dropped <]
            adaptive: {metric: ack.dropped, half_width: wide, most: 5}
            confidence: 100%
            """);
        Outcome outcome = CommandLine.Run("sweep", file, "-o", _folder["result"]);
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        string[] wanted =
        [
            ":2:7: error: unknown key 'cuont' in rekey; did you mean 'count'?",
            ":4:16: error: unknown key 'jiter' in group; did you mean 'jitter'?",
            ":7:18: error: group.size: found '0'; allowed: a whole number from 1",
            ":7:21: error: group.size: found 'many'; allowed: a whole number from 1",
            ":9:28: error: axes[2].linear.to: found '5s'; allowed: a value in the unit of from (1%)",
            ":13:9: error: axes[3].pair[1]: retransmit.interval has 1 values; allowed: 2",
            ":15:16: error: axes[4].parameter: found seed, which every replication has its own of",
            ":17:9: error: where[0]: 'group.sise' is no parameter of an axis; did you mean 'group.size'?",
            ":18:11: error: metrics[0]: there is no metric 'ack.droped'; did you mean 'ack.dropped'?",
            ":19:14: error: thresholds[0]: found 'ack.dropped <'; allowed: METRIC OP VALUE",
            ":20:45: error: adaptive.half_width: found 'wide'; allowed: a quantity above 0",
            ":20:57: error: adaptive.most: found 5; allowed: at least the number of replications (10)",
            ":21:13: error: confidence: found '100%'; allowed: a share from 0% to 100%",
        ];
        string[] lines = outcome.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(wanted.Length + 1, lines.Length);
        Assert.All(
            wanted.Zip(lines), pair => Assert.StartsWith(file + pair.First, pair.Second, StringComparison.Ordinal));
        Assert.EndsWith("13 errors, 0 warnings; nothing was run or written", lines[^1], StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["result"]));
    }

    [Theory]
    [InlineData("", ":1:1: error: the file is empty")]
    [InlineData("axes: [{parameter: group.size, values: [1]}]", ":1:1: error: key 'scenario' is missing")]
    [InlineData("scenario: small.yaml", ":1:1: error: key 'axes' is missing")]
    [InlineData("scenario: none.yaml\naxes: [{parameter: group.size, values: [1]}]", ":1:11: error: scenario: '")]
    [InlineData("scenario: small.yaml\naxes: [{values: [1]}]", ":2:8: error: axes[0]: key 'parameter' is missing")]
    [InlineData(
        "scenario: small.yaml\naxes: [{parameter: group.size}]",
        ":2:8: error: axes[0]: found parameter; allowed: exactly")]
    [InlineData(
        "scenario: small.yaml\naxes: [{parameter: group.size, linear: {from: 1, to: 4}}]",
        ":2:40: error: axes[0].linear: found from and to; allowed: exactly one of points, step")]
    [InlineData(
        "scenario: small.yaml\naxes: [{parameter: group.size, log: {from: 0, to: 4, points: 2}}]",
        ":2:44: error: axes[0].log.from: found 0; allowed: more than 0")]
    [InlineData(
        "scenario: small.yaml\naxes: [{parameter: group.size, linear: {from: 1, to: 4, points: 20}}]",
        ":2:40: error: axes[0].linear: '1' is there 4 times; allowed: fewer points")]
    [InlineData(
        "scenario: small.yaml\naxes: [{parameter: group.size, values: [1, 2, 1]}]",
        ":2:40: error: axes[0].values: '1' is there 2 times; allowed: each value once")]
    [InlineData(
        "scenario: small.yaml\naxes: [{parameter: group.size, values: [1]}, {parameter: group.size, values: [2]}]",
        ":2:58: error: axes[1].parameter: group.size is varied already")]
    [InlineData(
        "scenario: small.yaml\nset: [group.size=3]\naxes: [{parameter: group.size, values: [1]}]",
        ":2:7: error: set[0]: 'group.size=3' sets group.size, which is varied")]
    [InlineData(
        "scenario: small.yaml\naxes: [{parameter: group.size, values: [1]}]\nwhere: [group.size > 5]",
        ":3:8: error: where: keeps none of 1 combinations")]
    [InlineData(
        "scenario: small.yaml\naxes: [{parameter: group.size, values: [1, 2], labels: [one]}]",
        ":2:56: error: axes[0].labels: found 1 labels; allowed: one a value (2)")]
    public void One_mistake_is_told_in_its_place(string text, string words)
    {
        File.WriteAllText(_folder["small.yaml"], SmallSweep.Scenario);
        File.WriteAllText(_folder["a.yaml"], text);
        Outcome outcome = CommandLine.Run("sweep", _folder["a.yaml"], "-o", _folder["result"]);
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.StartsWith(_folder["a.yaml"] + words, outcome.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["result"]));
    }

    [Theory]
    [InlineData("sweep", "error: Required argument 'FILE' missing")]
    [InlineData("sweep a.yaml --threads 0", "error: --threads: found '0'; allowed: a whole number from 1 to 1024")]
    [InlineData("sweep a.yaml --replications x", "error: --replications: found 'x'; allowed: a whole number from 1")]
    [InlineData("merge -o x", "error: Required argument 'DIR' missing")]
    [InlineData("merge a", "error: Option '--output' is required")]
    [InlineData("schema plans", "error: Argument 'plans' not recognized")]
    public void A_wrong_command_line_is_told(string line, string words)
    {
        Outcome outcome = CommandLine.Run(line.Split(' '));
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.StartsWith(words, outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_shipped_schema_is_that_of_the_types()
    {
        string current = ScenarioSchema.Write(typeof(SweepFile), "gdoisim sweep");
        Assert.Equal(new Outcome(0, current, ""), CommandLine.Run("schema", "sweep"));
        Assert.True(
            File.ReadAllText(Path.Combine(Shipped, "sweep.schema.json")) == current,
            "scenarios/sweeps/sweep.schema.json is out of date; 'gdoisim schema sweep' prints the current one.");
    }

    [Theory]
    [MemberData(nameof(ShippedSweeps))]
    public void Every_shipped_sweep_runs_in_small(string name)
    {
        string[] small = name switch
        {
            // A hundredth of the group with a hundredth of the server.
            "ack-drop.yaml" =>
            [
                "--set", "key_server.service_time={accepted: 1us, duplicate: 1us}", "--set", "rekey.count=1",
            ],
            _ => ["--set", "group.size=100"],
        };
        Outcome outcome = CommandLine.Run(
            ["sweep", Path.Combine(Shipped, name), "--replications", "1", "--shard", "1/9", "-o", _folder["a"],
             "--no-charts", "-q", .. small]);
        Assert.True(outcome.Code is 0 or 3, outcome.Error);
        Assert.Equal("", outcome.Error);
        SweepDescription description = SweepDescription.FromJson(
            File.ReadAllText(Path.Combine(_folder["a"], "sweep.json")), name);
        Assert.False(description.Partial);
        Assert.NotEmpty(description.Metrics);
        Assert.NotEmpty(description.Question);
    }

    /// <summary>Kubernetes does not tell a pod how many there are, so the manifest has to say it twice.</summary>
    [Fact]
    public void The_job_manifest_says_one_number_of_parts()
    {
        string manifest = File.ReadAllText(
            Path.Combine(AppContext.BaseDirectory, "scenarios", "cluster", "job.yaml"));
        string completions = Between(manifest, "completions: ", "\n");
        Assert.Equal($"\"{completions}\"", Between(manifest, "name: JOB_COMPLETIONS\n              value: ", "\n"));
        Assert.Contains("completionMode: Indexed", manifest, StringComparison.Ordinal);

        static string Between(string text, string before, string after)
        {
            int begin = text.IndexOf(before, StringComparison.Ordinal) + before.Length;
            return text[begin..text.IndexOf(after, begin, StringComparison.Ordinal)];
        }
    }
}
