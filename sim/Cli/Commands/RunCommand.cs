using System.CommandLine;
using GdoiSim.Cli.Reporting;
using GdoiSim.Cli.Running;
using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Cli.Commands;

/// <summary><c>gdoisim run FILE</c>: runs a scenario and writes its result directory.</summary>
internal static class RunCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> file = CommonOptions.ScenarioFile();
        Option<string?> output = CommonOptions.Output();
        Option<ulong?> seed = CommonOptions.Seed();
        Option<string[]> set = CommonOptions.Set();
        Option<int[]> trace = MembersOption.Trace();
        Option<string?> capture = Capture();
        Option<string?> decryptable = DecryptableCapture();
        Option<int[]> captureMembers = MembersOption.Capture();
        Option<int> threads = CommonOptions.Number(
            "--threads", "Cores that the run may use; the result is the same for any number.", 1, 1024, standard: 1);
        Option<bool> json = CommonOptions.Json("Prints summary.json alone on standard output.");
        Option<bool> quiet = CommonOptions.Quiet();
        Option<bool> force = CommonOptions.Force();
        Option<bool> noCharts = CommonOptions.NoCharts();
        var command = new Command(
            "run",
            "Runs a scenario and writes figures and charts into a directory.\n\n"
            + "Exit codes: 0 done; 1 failed on the way; 2 wrong command line or scenario, or the target exists: "
            + "nothing was run or written; 3 done, and a threshold of the scenario was not met; 130 interrupted: the "
            + "result is whole and marked partial.")
        {
            file, output, seed, set, trace, capture, decryptable, captureMembers, threads, noCharts, json, quiet, force,
        };
        command.SetAction(parsed =>
        {
            List<string> overrides = [.. parsed.GetValue(set) ?? []];
            if (parsed.GetValue(seed) is { } number)
            {
                overrides.Add($"seed={number}");
            }

            var captures = new CaptureTargets(parsed.GetValue(capture), parsed.GetValue(decryptable));
            var choices = new RunChoices
            {
                TracedMembers = parsed.GetValue(trace) ?? [],
                CapturedMembers = captures.IsAny ? parsed.GetValue(captureMembers) ?? [] : null,
                Threads = parsed.GetValue(threads),
            };
            var presentation = new RunPresentation
            {
                Charts = !parsed.GetValue(noCharts),
                Captures = captures,
                Json = parsed.GetValue(json),
                Quiet = parsed.GetValue(quiet),
            };
            ScenarioDocument document = ScenarioDocument.Read(parsed.GetValue(file)!, overrides);
            if (!IsRunnable(document, choices, presentation, terminal))
            {
                return ExitCode.Usage;
            }

            bool namesMembers = parsed.GetValue(captureMembers) is { Length: > 0 };
            if (!MayCapture(captures, namesMembers, parsed.GetValue(force), terminal))
            {
                return ExitCode.Usage;
            }

            string target = parsed.GetValue(output) ?? DefaultTarget(document);
            if (Claim(target, parsed.GetValue(force), terminal) is not { } directory)
            {
                return ExitCode.Usage;
            }

            using (directory)
            {
                return new RunSession(document, choices, directory, terminal).Execute(presentation);
            }
        });
        return command;
    }

    private static Option<string?> Capture() => new(CaptureTargets.PlainOption)
    {
        Description = "Writes what passes the key servers' access links into FILE (pcapng, simulated time), and the "
            + "keys to read it into FILE.secrets.jsonl.",
        HelpName = "FILE",
    };

    private static Option<string?> DecryptableCapture() => new(CaptureTargets.DecryptableOption)
    {
        Description = "Writes the same into FILE with made-up messages between, so that Wireshark decrypts every PUSH; "
            + "FILE.wireshark/ is its configuration for that: WIRESHARK_CONFIG_DIR=FILE.wireshark tshark -r FILE -V.",
        HelpName = "FILE",
    };

    private static bool IsRunnable(
        ScenarioDocument document, RunChoices choices, RunPresentation presentation, Terminal terminal)
    {
        ProblemReport.Tell(document, terminal, warnings: !presentation.Quiet);
        if (document.Problems.HasErrors || document.File is not { } scenario)
        {
            return false;
        }

        int size = scenario.Group.Size;
        (string Option, IReadOnlyList<int> Members)[] named =
            [("--trace", choices.TracedMembers), ("--capture-members", choices.CapturedMembers ?? [])];
        foreach ((string option, IReadOnlyList<int> members) in named)
        {
            if (members.Any(member => member > size))
            {
                terminal.TellError($"error: {option}: found {members[^1]}; allowed: members 1 to {size}");
                return false;
            }
        }

        return true;
    }

    private static bool MayCapture(CaptureTargets captures, bool namesMembers, bool force, Terminal terminal)
    {
        string? problem = namesMembers && !captures.IsAny
            ? $"--capture-members: found without a capture; allowed: with {CaptureTargets.PlainOption} FILE or "
                + $"{CaptureTargets.DecryptableOption} FILE"
            : captures.Problem(force);
        if (problem is not null)
        {
            terminal.TellError($"error: {problem}");
        }

        return problem is null;
    }

    private static RunDirectory? Claim(string target, bool force, Terminal terminal)
    {
        try
        {
            return RunDirectory.Create(target, force);
        }
        catch (ResultException exception)
        {
            terminal.TellError($"error: {exception.Message}");
            return null;
        }
    }

    private static string DefaultTarget(ScenarioDocument document) =>
        Path.Combine("runs", $"{document.Name}-{document.File!.Seed}");
}
