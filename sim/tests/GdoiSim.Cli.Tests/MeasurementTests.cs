using System.Text.Json;
using GdoiSim.Group;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Scenario;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>
/// The commands that measure: what they print and write, and the way from a measurement to a chart. How fast this host
/// is is not asserted.
/// </summary>
public sealed class MeasurementTests : IDisposable
{
    private static readonly string[] _shortBench = ["bench", "ack", "--members", "2000", "--seconds", "0"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bench_as_json_has_the_figures_of_all_ways()
    {
        Outcome outcome = CommandLine.Run(
            [.. _shortBench, "--type", "lkh_sha512", "--cores", "2", "--bad", "50", "--json"]);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        using JsonDocument json = JsonDocument.Parse(outcome.Output);
        JsonElement root = json.RootElement;
        double ours = root.GetProperty("ns_per_ack").GetDouble();
        foreach (string way in new[] { "one_core", "hashdata", "bouncycastle" })
        {
            JsonElement other = root.GetProperty(way);
            double nanoseconds = other.GetProperty("ns_per_ack").GetDouble();
            Assert.Equal(1e9 / nanoseconds, other.GetProperty("acks_per_second").GetDouble(), 1e9 / nanoseconds / 100);
            Assert.Equal(nanoseconds / ours, other.GetProperty("ratio").GetDouble(), nanoseconds / ours / 50);
        }

        Assert.Equal(1e9 / ours, root.GetProperty("acks_per_second").GetDouble(), 1e9 / ours / 100);
        Assert.Equal(
            ["replayed", "forged", "malformed", "unknown_group"],
            root.GetProperty("bad_ns_per_ack").EnumerateObject().Select(cost => cost.Name));
        Assert.Equal("lkh_sha512", root.GetProperty("type").GetString());
        Assert.Equal(2000, root.GetProperty("members").GetInt32());
        Assert.Equal(2, root.GetProperty("cores").GetInt32());
        Assert.Equal(0.5, root.GetProperty("bad_share").GetDouble());
        Assert.True(root.GetProperty("rounds").GetInt32() >= 3);
        Assert.NotEmpty(root.GetProperty("machine").GetProperty("vector").GetString()!);
    }

    [Fact]
    public void Bench_tells_people_a_line_a_way()
    {
        Outcome outcome = CommandLine.Run(_shortBench);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        string[] lines = outcome.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("kek_sha256, 2,000 members, 1 core, 0% bad, ", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            ["pipeline", "HashData", "BouncyCastle"], lines[^3..].Select(line => line.Split(' ')[0]));
        Assert.EndsWith(" x as fast", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bench ack --type none", "error: --type: found 'none'; allowed: kek_sha256, lkh_sha256,", "bench ack")]
    [InlineData("bench ack --bad 91", "error: --bad: found '91'; allowed: a whole number from 0 to 90", "bench ack")]
    [InlineData("bench", "error: Required command was not provided.", "bench")]
    [InlineData(
        "calibrate --signature dsa", "error: --signature: found 'dsa'; allowed: rsa-2048, ecdsa-p256", "calibrate")]
    [InlineData("calibrate --batch 0", "error: --batch: found '0'; allowed: a whole number from 1 to 128", "calibrate")]
    public void A_wrong_command_line_is_told(string line, string error, string command)
    {
        Outcome outcome = CommandLine.Run(line.Split(' '));
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.StartsWith(error, outcome.Error, StringComparison.Ordinal);
        Assert.Contains($"'gdoisim {command} --help' lists what is allowed.", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_few_members_for_the_cores_are_told()
    {
        Outcome outcome = CommandLine.Run("bench", "ack", "--members", "100", "--cores", "2");
        Assert.Equal(
            (2, "error: found 100 members on 2 cores; allowed: 100 members a core to 10000000 members"),
            (outcome.Code, outcome.Error.TrimEnd()));
    }

    /// <summary>The documented way: bench, calibrate, run with the profile, charts.</summary>
    [Fact]
    public void From_a_measurement_to_a_chart()
    {
        Assert.Equal(0, CommandLine.Run([.. _shortBench, "--json"]).Code);

        string profile = _folder["host.yaml"];
        Outcome calibrated = CommandLine.Run(
            "calibrate", "-o", profile, "--members", "2000", "--batch", "16", "--seconds", "0", "--json");
        Assert.Equal((0, ""), (calibrated.Code, calibrated.Error));
        using JsonDocument json = JsonDocument.Parse(calibrated.Output);
        double median = json.RootElement.GetProperty("accepted").GetProperty("median_ns").GetDouble();

        string scenario = _folder["plan.yaml"];
        File.WriteAllText(scenario, "group: {size: 30}\nduration: 3h\nkey_server: {service_time: profile:host.yaml}\n"
            + "registration: {mode: full, service_time: profile:host.yaml}\n");
        ScenarioDocument document = ScenarioDocument.Read(scenario);
        ServiceTimes times = ScenarioOptions.Of(document).KeyServers[0].ServiceTimes;
        Assert.Equal(DistributionKind.Empirical, times.Accepted.Kind);

        // What the run draws from is what was measured. The median tells, for no slow moment of the machine moves it.
        Assert.Equal(median, times.Accepted.Sample(0.5).Nanoseconds, 1 + (median / 100));

        double exchange = json.RootElement
            .GetProperty("registration_key_exchange").GetProperty("median_ns").GetDouble();
        Distribution drawn = ScenarioOptions.Of(document).Registration.ServiceTimes.KeyExchange;
        Assert.Equal(exchange, drawn.Sample(0.5).Nanoseconds, 1 + (exchange / 100));

        Outcome run = CommandLine.Run("run", scenario, "-o", _folder["result"], "--quiet");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(_folder["result"], "charts"), "*.svg"));
    }

    [Fact]
    public void A_profile_that_exists_is_left_alone()
    {
        string profile = _folder["host.yaml"];
        File.WriteAllText(profile, "precious");
        Outcome outcome = CommandLine.Run("calibrate", "-o", profile, "--members", "1024", "--seconds", "0");
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Equal($"error: {profile} exists; --force replaces a file", outcome.Error.TrimEnd());
        Assert.Equal("precious", File.ReadAllText(profile));

        outcome = CommandLine.Run(
            "calibrate", "-o", profile, "--members", "1024", "--seconds", "0", "--no-socket", "--force",
            "--signature", "ecdsa-p256");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.Contains("push_build", outcome.Output, StringComparison.Ordinal);
        string written = File.ReadAllText(profile);
        Assert.StartsWith("# Service times", written, StringComparison.Ordinal);
        Assert.Contains("of a rekey (ecdsa-p256)", written, StringComparison.Ordinal);
    }
}
