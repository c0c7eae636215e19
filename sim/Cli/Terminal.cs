using System.Text;

namespace GdoiSim.Cli;

/// <summary>Where output goes, and what it may look like there.</summary>
internal sealed class Terminal
{
    private const string Bold = "\u001b[1m";
    private const string Red = "\u001b[31m";
    private const string Yellow = "\u001b[33m";
    private const string Plain = "\u001b[0m";

    /// <summary>What was asked for.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Problems and progress.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Opens what is sent to the program; without it there is nothing.</summary>
    public Func<Stream> OpenInput { get; init; } = () => Stream.Null;

    /// <summary>Whether a person watches <see cref="Error"/>, so that progress may redraw its line.</summary>
    public bool IsWatched { get; init; }

    /// <summary>Whether <see cref="Output"/> may be coloured.</summary>
    public bool ColoursOutput { get; init; }

    /// <summary>Whether <see cref="Error"/> may be coloured.</summary>
    public bool ColoursError { get; init; }

    /// <summary>The process's own streams; no colour with NO_COLOR set or where no terminal is.</summary>
    public static Terminal OfProcess()
    {
        bool colourless = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            || Environment.GetEnvironmentVariable("TERM") == "dumb";
        return new Terminal
        {
            Output = Writer(Console.OpenStandardOutput()),
            Error = Writer(Console.OpenStandardError()),
            OpenInput = Console.OpenStandardInput,
            IsWatched = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb",
            ColoursOutput = !colourless && !Console.IsOutputRedirected,
            ColoursError = !colourless && !Console.IsErrorRedirected,
        };
    }

    /// <summary>A heading of <see cref="Output"/>.</summary>
    public string Heading(string text) => ColoursOutput ? Bold + text + Plain : text;

    /// <summary>Something of <see cref="Output"/> that should not be overlooked.</summary>
    public string Alarm(string text) => ColoursOutput ? Red + text + Plain : text;

    /// <summary>A line of <see cref="Error"/> that tells of an error.</summary>
    public void TellError(string text) => Error.WriteLine(ColoursError ? Red + text + Plain : text);

    /// <summary>A line of <see cref="Error"/> that tells what is wrong with the command line.</summary>
    public void TellUsage(string text) => TellError($"error: {text}");

    /// <summary>A line of <see cref="Error"/> that tells of a warning.</summary>
    public void TellWarning(string text) => Error.WriteLine(ColoursError ? Yellow + text + Plain : text);

    // The same octets on every system, whatever its code page: scenarios and results are UTF-8, too.
    private static StreamWriter Writer(Stream stream) =>
        new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };
}
