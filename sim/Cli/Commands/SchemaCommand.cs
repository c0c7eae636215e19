using System.CommandLine;
using GdoiSim.Analysis.Planning;
using GdoiSim.Analysis.Sweeps;
using GdoiSim.Scenario;

namespace GdoiSim.Cli.Commands;

/// <summary><c>gdoisim schema</c>: the JSON Schemas of the files that people write, for editors.</summary>
internal static class SchemaCommand
{
    private const string Scenario = "scenario";
    private const string Sweep = "sweep";
    private const string Plan = "plan";

    public static Command Create(Terminal terminal)
    {
        var kind = new Argument<string>("KIND")
        {
            Description = "What the schema is of.",
            DefaultValueFactory = _ => Scenario,
        };
        kind.AcceptOnlyFromAmong(Scenario, Sweep, Plan);
        var command = new Command("schema", "Prints the JSON Schema of scenario, sweep or plan files, for editors.")
        {
            kind,
        };
        command.SetAction(parsed =>
        {
            terminal.Output.Write(parsed.GetValue(kind) switch
            {
                Plan => ScenarioSchema.Write(typeof(PlanFile), "gdoisim plan"),
                Sweep => ScenarioSchema.Write(typeof(SweepFile), "gdoisim sweep"),
                _ => ScenarioSchema.Write(),
            });
            return ExitCode.Success;
        });
        return command;
    }
}
