using System.CommandLine;
using GdoiSim.Scenario;

namespace GdoiSim.Cli.Commands;

/// <summary><c>gdoisim schema</c>: the JSON Schema of scenario files, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("schema", "Prints the JSON Schema of scenario files, for editors.");
        command.SetAction(_ =>
        {
            terminal.Output.Write(ScenarioSchema.Write());
            return ExitCode.Success;
        });
        return command;
    }
}
