using System.CommandLine;
using GdoiSim.Cli.Reporting;
using GdoiSim.Scenario;

namespace GdoiSim.Cli.Commands;

/// <summary><c>gdoisim check FILE</c>: everything that is wrong with a scenario, without running it.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> file = CommonOptions.ScenarioFile();
        Option<string[]> set = CommonOptions.Set();
        Option<bool> quiet = CommonOptions.Quiet();
        Option<bool> json = CommonOptions.Json("Prints the problems as JSON on standard output.");
        var command = new Command("check", "Tells everything that is wrong with a scenario; runs and writes nothing.")
        {
            file, set, json, quiet,
        };
        command.SetAction(parsed =>
        {
            ScenarioDocument document = ScenarioDocument.Read(parsed.GetValue(file)!, parsed.GetValue(set));
            if (parsed.GetValue(json))
            {
                terminal.Output.Write(ProblemReport.AsJson(document));
            }
            else
            {
                ProblemReport.Tell(document, terminal, warnings: !parsed.GetValue(quiet));
                if (!document.Problems.HasErrors && !parsed.GetValue(quiet))
                {
                    terminal.Output.WriteLine($"{document.Source}: {ProblemReport.Count(document)}");
                }
            }

            return document.Problems.HasErrors ? ExitCode.Usage : ExitCode.Success;
        });
        return command;
    }
}
