using System.CommandLine;
using System.CommandLine.Parsing;
using GdoiSim.Cli.Commands;
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
        var root = new RootCommand("Simulates rekeys of large GDOI groups (RFC 6407) and their acknowledgements (RFC 8263).")
        {
            RunCommand.Create(terminal),
            CheckCommand.Create(terminal),
            SchemaCommand.Create(terminal),
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
    }

    private static void TellUsage(ParseResult parsed, Terminal terminal)
    {
        Command command = parsed.CommandResult.Command;
        foreach (ParseError error in parsed.Errors)
        {
            terminal.TellError($"error: {error.Message}{Suggestion(error.Message, parsed, command)}");
        }

        string name = command is RootCommand ? "gdoisim" : $"gdoisim {command.Name}";
        terminal.Error.WriteLine($"'{name} --help' lists what is allowed.");
    }

    private static string Suggestion(string message, ParseResult parsed, Command command)
    {
        string? unknown = parsed.UnmatchedTokens.FirstOrDefault(token => message.Contains($"'{token}'"));
        IEnumerable<string> known = command.Subcommands.Select(below => below.Name)
            .Concat(command.Options.SelectMany(option => option.Aliases.Prepend(option.Name)));
        return unknown is not null && NearestWord.To(unknown, known) is { } meant ? $" Did you mean '{meant}'?" : "";
    }
}
