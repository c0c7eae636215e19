using System.CommandLine;
using GdoiSim.Analysis.Sweeps;
using GdoiSim.Cli.Reporting;
using GdoiSim.Cli.Running;
using GdoiSim.Metrics;

namespace GdoiSim.Cli.Commands;

/// <summary><c>gdoisim merge DIR...</c>: joins the parts of a sweep.</summary>
internal static class MergeCommand
{
    public static Command Create(Terminal terminal)
    {
        var parts = new Argument<string[]>("DIR")
        {
            Description = "Directories of the parts, in any order.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string>("--output", "-o")
        {
            Description = "Directory of the whole; parts that were merged there before stay.",
            HelpName = "DIR",
            Required = true,
        };
        Option<bool> noCharts = CommonOptions.NoCharts();
        Option<bool> json = CommonOptions.Json("Prints sweep.json alone on standard output.");
        Option<bool> quiet = CommonOptions.Quiet();
        var force = new Option<bool>("--force") { Description = "Removes an earlier sweep from the directory." };
        var command = new Command(
            "merge",
            "Joins the parts of a sweep (--shard) into the result that the whole sweep would have given.\n\n"
            + "Exit codes: 0 done, cells that no part has yet are told; 1 failed on the way, or a cell had failed; 2 "
            + "the parts are not of one sweep, or the directory holds another: nothing was written; 3 done, and a "
            + "threshold was not met.")
        {
            parts, output, noCharts, json, quiet, force,
        };
        command.SetAction(parsed =>
        {
            string target = Path.GetFullPath(parsed.GetValue(output)!);
            SweepOutcome outcome;
            bool charts = !parsed.GetValue(noCharts);
            try
            {
                outcome = SweepMerge.Run(parsed.GetValue(parts)!, target, parsed.GetValue(force));
                if (charts)
                {
                    SweepDrawing.Draw(target, terminal);
                }
            }
            catch (ResultException exception)
            {
                terminal.TellError($"error: {exception.Message}");
                return ExitCode.Usage;
            }

            var presentation = new RunPresentation
            {
                Charts = charts,
                Json = parsed.GetValue(json),
                Quiet = parsed.GetValue(quiet),
            };
            var lines = new SweepLines(outcome, terminal);
            lines.Write(presentation, target, wallSeconds: null);
            return lines.ExitCodeOf();
        });
        return command;
    }
}
