using System.Text.Json;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary><c>gdoisim chart</c>: from files alone, and nothing half done.</summary>
public sealed class ChartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Charts_of_a_run_are_drawn_again_octet_for_octet()
    {
        Run("run", seed: 1, "--quiet");
        Dictionary<string, byte[]> first = Charts(_folder["run/charts"]);
        Directory.Delete(_folder["run/charts"], recursive: true);
        Outcome outcome = CommandLine.Run("chart", _folder["run"]);
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        Assert.Contains("4 charts, each as PNG and SVG", outcome.Output, StringComparison.Ordinal);
        Assert.Equal(first, Charts(_folder["run/charts"]));

        Outcome elsewhere = CommandLine.Run("chart", _folder["run"], "-o", _folder["elsewhere"], "--json");
        using var told = JsonDocument.Parse(elsewhere.Output);
        Assert.Equal(8, told.RootElement.GetProperty("charts").GetArrayLength());
        Assert.Equal(first, Charts(_folder["elsewhere"]));
        Assert.Equal(new Outcome(0, "", ""), CommandLine.Run("chart", _folder["run"], "--quiet"));
    }

    [Fact]
    public void Several_runs_are_compared()
    {
        Run("a", seed: 1, "--no-charts", "--quiet");
        Run("b", seed: 2, "--no-charts", "--quiet");
        Outcome without = CommandLine.Run("chart", _folder["a"], _folder["b"]);
        Assert.Equal((2, ""), (without.Code, without.Output));
        Assert.Contains("-o DIR says where to", without.Error, StringComparison.Ordinal);
        Assert.Equal(0, CommandLine.Run("chart", _folder["a"], _folder["b"], "-o", _folder["both"]).Code);
        Assert.Equal(["completion.png", "completion.svg"], Charts(_folder["both"]).Keys.Order());
    }

    [Theory]
    [InlineData("rekeys.csv", "rekeys.csv")]
    [InlineData("summary.json", "not JSON")]
    public void A_file_that_was_cut_off_is_told_and_nothing_is_written(string file, string reason)
    {
        Run("run", seed: 1, "--no-charts", "--quiet");
        string text = File.ReadAllText(_folder[$"run/{file}"]);
        File.WriteAllText(_folder[$"run/{file}"], text[..(text.Length / 3)]);
        Outcome outcome = CommandLine.Run("chart", _folder["run"], "-o", _folder["charts"]);
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains(reason, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.Trim().Split('\n'));
        Assert.Equal(["run"], _folder.Names());
    }

    [Theory]
    [InlineData("chart nowhere", "is not a directory")]
    [InlineData("chart .", "holds no result")]
    public void What_is_no_result_is_refused(string line, string reason)
    {
        string[] arguments = [.. line.Split(' ').Select((word, i) => i == 0 ? word : _folder[word])];
        Outcome outcome = CommandLine.Run(arguments);
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains(reason, outcome.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.Names());
    }

    private static Dictionary<string, byte[]> Charts(string folder) =>
        Directory.GetFiles(folder).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);

    private void Run(string name, int seed, params string[] options)
    {
        string scenario = CommandLine.Scenario("implosion");
        Outcome outcome = CommandLine.Run(
            ["run", scenario, "--set", "group.size=200", "--seed", $"{seed}", "-o", _folder[name], .. options]);
        Assert.Equal(0, outcome.Code);
    }
}
