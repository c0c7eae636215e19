namespace GdoiSim.Cli.Tests;

/// <summary>Runs the program within the test process.</summary>
internal static class CommandLine
{
    public static string Scenario(string name) => Path.Combine(AppContext.BaseDirectory, "scenarios", $"{name}.yaml");

    public static Outcome Run(params string[] arguments) => Run(new Terminal
    {
        Output = new StringWriter(),
        Error = new StringWriter(),
    }, arguments);

    public static Outcome Run(Terminal terminal, params string[] arguments)
    {
        int code = GdoiSimProgram.Run(arguments, terminal);
        return new Outcome(code, terminal.Output.ToString()!, terminal.Error.ToString()!);
    }
}

/// <summary>What a run of the program left its caller.</summary>
internal sealed record Outcome(int Code, string Output, string Error);
