using System.CommandLine;
using GdoiSim.Analysis.Planning;
using GdoiSim.Cli.Reporting;
using GdoiSim.Cli.Running;
using GdoiSim.Metrics;

namespace GdoiSim.Cli.Commands;

/// <summary><c>gdoisim plan FILE</c>: the best value of a scenario with which all demands hold.</summary>
internal static class PlanCommand
{
    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The plan (YAML)." };
        Option<string?> output = CommonOptions.Output();
        output.Description = "Directory of the result. [default: runs/PLAN-SEED]";
        Option<ulong?> seed = CommonOptions.Seed();
        Option<string[]> set = CommonOptions.Set();
        Option<int> threads = CommonOptions.Number(
            "--threads", "Cores that may be used; the answer is the same for any number.", 1, 1024, Host.Cores);
        Option<bool> json = CommonOptions.Json("Prints plan.json alone on standard output.");
        Option<bool> quiet = CommonOptions.Quiet();
        Option<bool> force = CommonOptions.Force();
        var noCharts = new Option<bool>("--no-charts") { Description = "Draws no charts." };
        var command = new Command(
            "plan",
            "Finds the largest or smallest value of a scenario with which all demands hold, how sure that is, what "
            + "stands in the way of more and what would help.\n\n"
            + "Exit codes: 0 answered; 1 failed on the way; 2 wrong command line, plan or scenario, or the target "
            + "exists: nothing was run or written; 4 no value of the bracket is feasible; 130 interrupted: nothing was "
            + "written.")
        {
            file, output, seed, set, threads, noCharts, json, quiet, force,
        };
        command.SetAction(parsed =>
        {
            List<string> overrides = [.. parsed.GetValue(set) ?? []];
            if (parsed.GetValue(seed) is { } number)
            {
                overrides.Add($"seed={number}");
            }

            var presentation = new RunPresentation
            {
                Charts = !parsed.GetValue(noCharts),
                Json = parsed.GetValue(json),
                Quiet = parsed.GetValue(quiet),
            };
            PlanDocument plan = PlanDocument.Read(parsed.GetValue(file)!, overrides);
            if (!IsRunnable(plan, presentation, terminal))
            {
                return ExitCode.Usage;
            }

            string target = parsed.GetValue(output) ?? Path.Combine("runs", $"{plan.Name}-{plan.Template!.Seed}");
            try
            {
                using RunDirectory directory = RunDirectory.Create(target, parsed.GetValue(force));
                return new PlanSession(plan, parsed.GetValue(threads), directory, terminal).Execute(presentation);
            }
            catch (ResultException exception)
            {
                terminal.TellError($"error: {exception.Message}");
                return ExitCode.Usage;
            }
        });
        return command;
    }

    private static bool IsRunnable(PlanDocument plan, RunPresentation presentation, Terminal terminal)
    {
        ProblemReport.Tell(plan.Source, plan.Problems, terminal, warnings: !presentation.Quiet);
        if (plan.Template is { } template)
        {
            ProblemReport.Tell(template.Document, terminal, warnings: !presentation.Quiet);
        }

        return !plan.HasErrors;
    }
}
