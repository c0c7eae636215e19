using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>Wrong command lines and wrong scenarios: exit code 2, the reason, and nothing written.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", "error: Required command was not provided.\n'gdoisim --help' lists what is allowed.\n")]
    [InlineData(
        "rnu x",
        "error: Unrecognized command or argument 'rnu'. Did you mean 'run'?\n"
        + "'gdoisim --help' lists what is allowed.\n")]
    [InlineData(
        "run",
        "error: Required argument 'FILE' missing for command: 'run'.\n'gdoisim run --help' lists what is allowed.\n")]
    [InlineData(
        "run a.yaml --forse",
        "error: Unrecognized command or argument '--forse'. Did you mean '--force'?\n"
        + "'gdoisim run --help' lists what is allowed.\n")]
    [InlineData(
        "run a.yaml --seed -1",
        "error: --seed: found '-1'; allowed: a whole number from 0 to 18446744073709551615\n"
        + "'gdoisim run --help' lists what is allowed.\n")]
    [InlineData(
        "run a.yaml --trace 3-1",
        "error: --trace: found '3-1'; allowed: at most 10000 members from 1, such as 7 or 1-20,35\n"
        + "'gdoisim run --help' lists what is allowed.\n")]
    [InlineData(
        "run a.yaml --threads 0",
        "error: --threads: found '0'; allowed: a whole number from 1 to 1024\n"
        + "'gdoisim run --help' lists what is allowed.\n")]
    [InlineData(
        "check",
        "error: Required argument 'FILE' missing for command: 'check'.\n"
        + "'gdoisim check --help' lists what is allowed.\n")]
    public void A_wrong_command_line_is_told(string line, string error)
    {
        Outcome outcome = CommandLine.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(new Outcome(2, "", error), outcome with { Error = outcome.Error.ReplaceLineEndings("\n") });
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("run --help")]
    [InlineData("--version")]
    public void Help_is_no_error(string line)
    {
        Outcome outcome = CommandLine.Run(line.Split(' '));
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.NotEmpty(outcome.Output);
    }

    [Fact]
    public void Help_of_run_lists_the_exit_codes()
    {
        string help = CommandLine.Run("run", "--help").Output;
        Assert.All(
            [ExitCode.Success, ExitCode.Failure, ExitCode.Usage, ExitCode.Interrupted],
            code => Assert.Contains($" {code} ", help, StringComparison.Ordinal));
    }

    [Fact]
    public void A_wrong_scenario_is_told_whole_and_nothing_is_written()
    {
        string file = _folder["wrong.yaml"];
        File.WriteAllText(file, "group: {size: 0, jiter: 1s}\nseeed: 1\n");
        Outcome outcome = CommandLine.Run("run", file, "-o", _folder["result"]);
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        string[] lines = outcome.Error.Split(Environment.NewLine);
        Assert.StartsWith($"{file}:1:15: error: group.size: found '0'", lines[0], StringComparison.Ordinal);
        Assert.Contains("did you mean 'jitter'?", lines[1], StringComparison.Ordinal);
        Assert.Contains("did you mean 'seed'?", lines[2], StringComparison.Ordinal);
        Assert.Equal($"{file}: 3 errors, 0 warnings; nothing was run or written", lines[3]);
        Assert.Equal(["wrong.yaml"], _folder.Names());
    }

    [Theory]
    [InlineData("--set", "group.sise=5", "--set group.sise=5: error: unknown key 'sise' in group; did you mean 'size'")]
    [InlineData("--trace", "1-9000", "error: --trace: found 9000; allowed: members 1 to 8000")]
    public void What_the_scenario_does_not_allow_is_told(string option, string value, string error)
    {
        Outcome outcome = CommandLine.Run(
            "run", CommandLine.Scenario("implosion"), option, value, "-o", _folder["result"]);
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.StartsWith(error, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.Names());
    }

    [Fact]
    public void A_target_that_exists_is_left_alone()
    {
        Directory.CreateDirectory(_folder["result"]);
        File.WriteAllText(Path.Combine(_folder["result"], "precious"), "");
        string[] command = ["run", CommandLine.Scenario("implosion"), "-o", _folder["result"]];
        Outcome outcome = CommandLine.Run(command);
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains("exists; --force replaces it, -o DIR writes", outcome.Error, StringComparison.Ordinal);
        // --force replaces results only.
        Assert.Equal(2, CommandLine.Run([.. command, "--force"]).Code);
        Assert.Equal(["result"], _folder.Names());
        Assert.Equal(["precious"], Directory.EnumerateFiles(_folder["result"]).Select(Path.GetFileName));
    }

    [Fact]
    public void A_target_below_a_file_is_refused()
    {
        File.WriteAllText(_folder["file"], "");
        string target = Path.Combine(_folder["file"], "result");
        Assert.Equal(2, CommandLine.Run("run", CommandLine.Scenario("implosion"), "-o", target).Code);
        Assert.Equal(["file"], _folder.Names());
    }

    [Fact]
    public void Check_counts_what_it_found()
    {
        string file = _folder["a.yaml"];
        File.WriteAllText(file, "group: {size: 10, jitter: 6s}\n");
        Outcome outcome = CommandLine.Run("check", file);
        Assert.Equal(0, outcome.Code);
        Assert.Equal($"{file}: 0 errors, 1 warning{Environment.NewLine}", outcome.Output);
        Assert.StartsWith($"{file}:1:27: warning: group.jitter: 6s is over", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(new Outcome(0, "", ""), CommandLine.Run("check", file, "--quiet"));
        Assert.Equal(2, CommandLine.Run("check", file, "--set", "seed=x").Code);
        Assert.Equal(["a.yaml"], _folder.Names());
    }

    [Fact]
    public void Check_as_JSON_has_the_positions()
    {
        File.WriteAllText(_folder["a.yaml"], "group: {size: 0, jitter: 6s}\n");
        Outcome outcome = CommandLine.Run("check", _folder["a.yaml"], "--json");
        Assert.Equal((2, ""), (outcome.Code, outcome.Error));
        using var report = System.Text.Json.JsonDocument.Parse(outcome.Output);
        Assert.False(report.RootElement.GetProperty("runnable").GetBoolean());
        Assert.Equal(
            ["error 1:15", "warning 1:26"],
            report.RootElement.GetProperty("problems").EnumerateArray().Select(problem =>
                $"{problem.GetProperty("severity")} {problem.GetProperty("line")}:{problem.GetProperty("column")}"));
    }

    [Fact]
    public void Schema_prints_the_schema() =>
        Assert.Equal(new Outcome(0, Scenario.ScenarioSchema.Write(), ""), CommandLine.Run("schema"));
}
