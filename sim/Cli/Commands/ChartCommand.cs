using System.CommandLine;
using System.Text.Json;
using GdoiSim.Analysis.Charts;
using GdoiSim.Metrics;

namespace GdoiSim.Cli.Commands;

/// <summary><c>gdoisim chart DIR...</c>: draws the charts of results that exist, without a rerun.</summary>
internal static class ChartCommand
{
    public static Command Create(Terminal terminal)
    {
        var directories = new Argument<string[]>("DIR")
        {
            Description = "Result directories: one of a run, sweep or plan, or several of runs to compare.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string?> output = CommonOptions.Output();
        output.Description = "Directory of the charts. [default: DIR/charts; needed with several runs]";
        var metric = new Option<string?>("--metric")
        {
            Description = "Draws this figure of a sweep, such as ack.late or 'ack.dropped / ack.arrived'.",
            HelpName = "NAME",
        };
        Option<bool> json = CommonOptions.Json("Prints the paths of the charts as JSON on standard output.");
        Option<bool> quiet = CommonOptions.Quiet();
        var command = new Command(
            "chart", "Draws the charts of a run, sweep or plan again, from its files alone; compares several runs.")
        {
            directories, output, metric, json, quiet,
        };
        command.SetAction(parsed =>
        {
            try
            {
                string[] results = parsed.GetValue(directories)!;
                string target = parsed.GetValue(output) ?? DefaultTarget(results);
                ChartSet charts = results.Length == 1
                    ? ChartSet.Of(results[0], parsed.GetValue(metric))
                    : RunComparison.Of(results);
                Tell(charts.Write(target), target, parsed.GetValue(json), parsed.GetValue(quiet), terminal);
                return ExitCode.Success;
            }
            catch (ResultException exception)
            {
                terminal.TellError($"error: {exception.Message}");
                return ExitCode.Usage;
            }
        });
        return command;
    }

    private static string DefaultTarget(string[] results) => results.Length == 1
        ? Path.Combine(results[0], Schema.ChartsFolder)
        : throw new ResultException("several results give charts that belong to none of them: -o DIR says where to");

    private static void Tell(
        IReadOnlyList<string> paths, string target, bool json, bool quiet, Terminal terminal)
    {
        if (json)
        {
            terminal.Output.WriteLine(JsonSerializer.Serialize(new { charts = paths }));
        }
        else if (!quiet)
        {
            terminal.Output.WriteLine($"{target}: {paths.Count / 2} charts, each as PNG and SVG:");
            foreach (string path in paths.Where(path => path.EndsWith(".png", StringComparison.Ordinal)))
            {
                terminal.Output.WriteLine($"  {Path.GetFileNameWithoutExtension(path)}");
            }
        }
    }
}
