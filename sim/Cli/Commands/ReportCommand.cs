using System.CommandLine;
using System.Text;
using System.Text.Json;
using GdoiSim.Analysis.Report;
using GdoiSim.Metrics;

namespace GdoiSim.Cli.Commands;

/// <summary><c>gdoisim report DIR</c>: one page that tells a result, whole in one file.</summary>
internal static class ReportCommand
{
    public static Command Create(Terminal terminal)
    {
        var directory = new Argument<string>("DIR") { Description = "Result directory of a run, sweep or plan." };
        Option<string?> output = CommonOptions.Output();
        output.Description = "The file. [default: DIR/report.html]";
        output.HelpName = "FILE";
        Option<bool> json = CommonOptions.Json("Prints the path and size of the file as JSON on standard output.");
        Option<bool> quiet = CommonOptions.Quiet();
        var command = new Command(
            "report", "Tells a run, sweep or plan in one HTML file that needs no network: answer, charts, tables.")
        {
            directory, output, json, quiet,
        };
        command.SetAction(parsed =>
        {
            string result = parsed.GetValue(directory)!;
            string target = parsed.GetValue(output) ?? Path.Combine(result, "report.html");
            try
            {
                byte[] page = Encoding.UTF8.GetBytes(HtmlReport.Of(result));
                Write(target, page);
                if (parsed.GetValue(json))
                {
                    terminal.Output.WriteLine(JsonSerializer.Serialize(new { report = target, octets = page.Length }));
                }
                else if (!parsed.GetValue(quiet))
                {
                    terminal.Output.WriteLine($"{target}: {page.Length / 1000:N0} kB");
                }

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

    // Under another name until it is whole.
    private static void Write(string target, byte[] page)
    {
        string temporary = target + ".partial";
        try
        {
            if (Directory.Exists(target))
            {
                throw new ResultException($"{target} is a directory; -o FILE names the file of the report");
            }

            if (Path.GetDirectoryName(Path.GetFullPath(target)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            File.WriteAllBytes(temporary, page);
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ResultException($"{target} cannot be written: {exception.Message}", exception);
        }
    }
}
