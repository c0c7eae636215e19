using System.CommandLine;
using System.CommandLine.Parsing;
using GdoiSim.Cli.Commands;
using GdoiSim.Cli.Running;
using GdoiSim.Scenario;

namespace GdoiSim.Cli;

/// <summary>The command line as a whole: the list of commands, and what holds for all of them.</summary>
internal static class GdoiSimProgram
{
    /// <summary>Does what the arguments ask for.</summary>
    /// <param name="arguments">The command line without the program's name.</param>
    /// <param name="terminal">Where output goes.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments, Terminal terminal)
    {
        var root = new RootCommand(
            "Simulates rekeys of large GDOI groups (RFC 6407) and their acknowledgements (RFC 8263).")
        {
            RunCommand.Create(terminal),
            SweepCommand.Create(terminal),
            MergeCommand.Create(terminal),
            PlanCommand.Create(terminal),
            CheckCommand.Create(terminal),
            ChartCommand.Create(terminal),
            ReportCommand.Create(terminal),
            SchemaCommand.Create(terminal),
            DecodeCommand.Create(terminal),
            BenchCommand.Create(terminal),
            CalibrateCommand.Create(terminal),
        };
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            TellUsage(parsed, terminal);
            return ExitCode.Usage;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                // Each command that can be stopped half-way says itself what that leaves behind.
                ProcessTerminationTimeout = null,
            });
        }
        catch (IOException exception)
        {
            // A full disk, or a reader of our output that has gone.
            terminal.TellError($"error: {exception.Message}");
            return ExitCode.Failure;
        }
        catch (Exception exception)
        {
            // Ours, not the user's: everything that helps to find it, and an exit code that scripts understand.
            terminal.TellError(
                $"error: a fault of gdoisim ({Host.Product}), which the same command line shows again:\n{exception}");
            return ExitCode.Failure;
        }
    }

    private static void TellUsage(ParseResult parsed, Terminal terminal)
    {
        Command command = parsed.CommandResult.Command;
        // Of an unknown command nothing that follows has a meaning: it is told alone.
        IEnumerable<ParseError> errors = command is RootCommand && parsed.UnmatchedTokens.Count > 0
            ? parsed.Errors.Where(error => error.Message.Contains($"'{parsed.UnmatchedTokens[0]}'")).Take(1)
            : parsed.Errors;
        foreach (ParseError error in errors)
        {
            terminal.TellError($"error: {error.Message}{Suggestion(error.Message, parsed, command)}");
        }

        terminal.Error.WriteLine($"'{NameOf(command)} --help' lists what is allowed.");
    }

    // With the commands that it stands under, as it is called.
    private static string NameOf(Command command) => command is RootCommand
        ? "gdoisim"
        : $"{NameOf(command.Parents.OfType<Command>().First())} {command.Name}";

    private static string Suggestion(string message, ParseResult parsed, Command command)
    {
        string? unknown = parsed.UnmatchedTokens.FirstOrDefault(token => message.Contains($"'{token}'"));
        IEnumerable<string> known = command.Subcommands.Select(below => below.Name)
            .Concat(command.Options.SelectMany(option => option.Aliases.Prepend(option.Name)));
        return unknown is not null && NearestWord.To(unknown, known) is { } meant ? $" Did you mean '{meant}'?" : "";
    }
}
