using System.Diagnostics;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>Runs the program as a process of its own.</summary>
internal static class ProgramProcess
{
    /// <summary>The program's file.</summary>
    public static string File => Path.Combine(AppContext.BaseDirectory, "gdoisim.dll");

    /// <summary>Starts the program.</summary>
    /// <param name="folder">Its working directory.</param>
    /// <param name="environment">Variables that it gets, each NAME=VALUE.</param>
    /// <param name="arguments">Its command line.</param>
    public static Process Start(string folder, string[] environment, params string[] arguments)
    {
        // env gives the child SIGINT back, which a shell without job control takes from what it starts.
        ProcessStartInfo start = OperatingSystem.IsLinux()
            ? new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", "exec", File, .. arguments])
            : new ProcessStartInfo("dotnet", ["exec", File, .. arguments]);
        start.WorkingDirectory = folder;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment["NO_COLOR"] = "1";
        foreach (string assignment in environment)
        {
            string[] parts = assignment.Split('=');
            start.Environment[parts[0]] = parts[1];
        }

        return Process.Start(start)!;
    }

    /// <summary>Waits for its end.</summary>
    public static async Task<Outcome> Finish(Process process)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Task<string> output = process.StandardOutput.ReadToEndAsync(cancellation);
        Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new Outcome(process.ExitCode, await output, await error);
    }
}
