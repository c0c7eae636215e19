using System.CommandLine;
using System.Globalization;
using GdoiSim.Analysis.Sweeps;
using GdoiSim.Cli.Reporting;
using GdoiSim.Cli.Running;
using GdoiSim.Metrics;

namespace GdoiSim.Cli.Commands;

/// <summary>
/// <c>gdoisim sweep FILE</c>: runs a scenario over axes of parameters, or goes on where that was cut.
/// </summary>
internal static class SweepCommand
{
    private const int MostReplications = 100_000;

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<string>("FILE") { Description = "The sweep (YAML)." };
        Option<string?> output = CommonOptions.Output();
        output.Description = "Directory of the result; one of the same sweep goes on. [default: runs/SWEEP-SEED]";
        Option<ulong?> seed = CommonOptions.Seed();
        Option<string[]> set = CommonOptions.Set();
        Option<int?> replications = OptionalNumber(
            "--replications", "Runs of each cell, instead of what the file says; more than before adds to them.",
            MostReplications);
        Option<int?> threads = OptionalNumber(
            "--threads", "Runs at a time; the result is the same for any number. [default: all cores]", 1024);
        var shard = new Option<string?>("--shard")
        {
            Description = "Runs every n-th cell only, from the i-th on; auto takes that from a Slurm array or a "
                + "Kubernetes indexed job, as happens without this option too. 1/1 runs all.",
            HelpName = "I/N",
        };
        var retry = new Option<bool>("--retry") { Description = "Runs again what failed before." };
        Option<bool> noCharts = CommonOptions.NoCharts();
        Option<bool> json = CommonOptions.Json("Prints sweep.json alone on standard output.");
        Option<bool> quiet = CommonOptions.Quiet();
        var force = new Option<bool>("--force") { Description = "Removes an earlier sweep from the directory." };
        var command = new Command(
            "sweep",
            "Runs a scenario over axes of parameters, with replications, and writes tables and charts. A sweep that "
            + "was cut, by Ctrl-C or anything worse, goes on when it is called again.\n\n"
            + "Exit codes: 0 done; 1 failed on the way, or a cell did: the rest is there; 2 wrong command line, sweep "
            + "or scenario, or the directory holds another sweep: nothing was run; 3 done, and a threshold was not "
            + "met; 130 interrupted: the same command goes on.")
        {
            file, output, seed, set, replications, threads, shard, retry, noCharts, json, quiet, force,
        };
        command.SetAction(parsed =>
        {
            List<string> overrides = [.. parsed.GetValue(set) ?? []];
            if (parsed.GetValue(seed) is { } number)
            {
                overrides.Add($"seed={number}");
            }

            return Execute(
                new Request(parsed.GetValue(file)!, overrides)
                {
                    Target = parsed.GetValue(output),
                    Replications = parsed.GetValue(replications),
                    Threads = parsed.GetValue(threads) ?? Environment.ProcessorCount,
                    Shard = parsed.GetValue(shard),
                    Retry = parsed.GetValue(retry),
                    Force = parsed.GetValue(force),
                    Presentation = new RunPresentation
                    {
                        Charts = !parsed.GetValue(noCharts),
                        Json = parsed.GetValue(json),
                        Quiet = parsed.GetValue(quiet),
                    },
                },
                terminal);
        });
        return command;
    }

    private static int Execute(Request request, Terminal terminal)
    {
        SweepDocument document = SweepDocument.Read(
            request.File, request.Overrides, request.Replications, Host.Product);
        ProblemReport.Tell(
            document.Settings.Source, document.Problems, terminal, warnings: !request.Presentation.Quiet);
        if (document.Description is not { } description || Choose(request.Shard, terminal) is not { } part)
        {
            return ExitCode.Usage;
        }

        if (part.Source is { } source && !request.Presentation.Quiet)
        {
            terminal.Error.WriteLine($"shard {part.Shard}: from {source}");
        }

        description = description with { Shard = part.Shard?.ToString() };
        string target = Path.GetFullPath(request.Target ?? DefaultTarget(description));
        SweepStore store;
        try
        {
            store = SweepDirectory.Open(target, ref description, request.Force);
        }
        catch (ResultException exception)
        {
            terminal.TellError($"error: {exception.Message}");
            return ExitCode.Usage;
        }

        using (store)
        {
            if (request.Retry)
            {
                store.ForgetFailed();
            }

            return new SweepSession(document.Template!, description, store, target, request.Threads, terminal)
                .Execute(request.Presentation);
        }
    }

    private static ShardChoice? Choose(string? option, Terminal terminal)
    {
        ShardChoice choice = ShardChoice.Of(option, Environment.GetEnvironmentVariable);
        if (choice.Problem is { } problem)
        {
            terminal.TellError($"error: {problem}");
            return null;
        }

        return choice;
    }

    private static string DefaultTarget(SweepDescription description)
    {
        string part = description.Shard is null ? "" : $"-shard-{description.Part.Number}-of-{description.Part.Of}";
        return Path.Combine("runs", $"{description.Name}-{description.Seed}{part}");
    }

    /// <summary>A whole number from 1, or nothing.</summary>
    private static Option<int?> OptionalNumber(string name, string description, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                && number >= 1
                && number <= most)
            {
                return number;
            }

            result.AddError($"{name}: found '{text}'; allowed: a whole number from 1 to {most}");
            return null;
        },
    };

    /// <summary>What the command line asks for.</summary>
    private sealed record Request(string File, IReadOnlyList<string> Overrides)
    {
        public required string? Target { get; init; }

        public required int? Replications { get; init; }

        public required int Threads { get; init; }

        public required string? Shard { get; init; }

        public required bool Retry { get; init; }

        public required bool Force { get; init; }

        public required RunPresentation Presentation { get; init; }
    }
}
