using System.Diagnostics;
using Xunit;

namespace GdoiSim.Protocol.Tests.Oracles;

/// <summary>Another program that the project's octets are held against.</summary>
internal static class Tool
{
    /// <summary>Skips the test, and says why, where the program is not installed.</summary>
    public static void Require(string program) => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program))),
        $"{program} is not installed");

    /// <summary>Runs it; fails if it does.</summary>
    public static string Run(string program, string? input, params string[] arguments) =>
        Run(program, input, new Dictionary<string, string>(), arguments);

    /// <summary>Runs it with variables of its environment set.</summary>
    public static string Run(
        string program, string? input, IReadOnlyDictionary<string, string> environment, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        Task writing = Task.Run(() =>
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        });
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        writing.GetAwaiter().GetResult();
        string told = error.GetAwaiter().GetResult();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {told}");
        return output;
    }
}
