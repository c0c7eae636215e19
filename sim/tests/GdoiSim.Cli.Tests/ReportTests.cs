using System.Text.Json;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary><c>gdoisim report</c>: one file, whole or not at all.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_becomes_one_page()
    {
        Run();
        Outcome outcome = CommandLine.Run("report", _folder["run"], "-o", _folder["pages/report.html"], "--json");
        Assert.Equal((0, ""), (outcome.Code, outcome.Error));
        using var told = JsonDocument.Parse(outcome.Output);
        long octets = told.RootElement.GetProperty("octets").GetInt64();
        Assert.Equal(new FileInfo(_folder["pages/report.html"]).Length, octets);
        Assert.InRange(octets, 50_000, 2_000_000);
        Assert.Contains("implosion, seed 1", File.ReadAllText(_folder["pages/report.html"]), StringComparison.Ordinal);
        Assert.Single(Directory.EnumerateFiles(_folder["pages"]));
        Assert.Equal(new Outcome(0, "", ""), CommandLine.Run("report", _folder["run"], "--quiet"));
        Assert.True(File.Exists(_folder["run/report.html"]));
    }

    [Fact]
    public void What_cannot_be_read_is_told_and_nothing_is_written()
    {
        Run();
        Outcome onto = CommandLine.Run("report", _folder["run"], "-o", _folder["run"]);
        Assert.Contains("is a directory", onto.Error, StringComparison.Ordinal);
        string text = File.ReadAllText(_folder["run/completion.csv"]);
        File.WriteAllText(_folder["run/completion.csv"], text[..(text.Length / 2)]);
        Outcome outcome = CommandLine.Run("report", _folder["run"], "-o", _folder["report.html"]);
        Assert.Equal((2, ""), (outcome.Code, outcome.Output));
        Assert.Contains("completion.csv", outcome.Error, StringComparison.Ordinal);
        Assert.Contains(
            "is not a directory", CommandLine.Run("report", _folder["nowhere"]).Error, StringComparison.Ordinal);
        Assert.Equal(["run"], _folder.Names());
    }

    private void Run()
    {
        string scenario = CommandLine.Scenario("implosion");
        Outcome outcome = CommandLine.Run(
            "run", scenario, "--set", "group.size=200", "--no-charts", "--quiet", "-o", _folder["run"]);
        Assert.Equal(0, outcome.Code);
    }
}
