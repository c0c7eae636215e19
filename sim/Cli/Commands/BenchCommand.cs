using System.CommandLine;
using GdoiSim.Analysis.Calibration;
using GdoiSim.Cli.Reporting;
using GdoiSim.Protocol;

namespace GdoiSim.Cli.Commands;

/// <summary><c>gdoisim bench ack</c>: how many acknowledgements a second this host can take.</summary>
internal static class BenchCommand
{
    public static Command Create(Terminal terminal) =>
        new("bench", "Measures what this host can do.") { CreateAck(terminal) };

    private static Command CreateAck(Terminal terminal)
    {
        Option<int> members = CommonOptions.Number(
            "--members",
            "Members of the group, all resident.",
            AckBenchmarkOptions.LeastMembersPerCore,
            AckBenchmarkOptions.MostMembers,
            standard: 1_000_000);
        Option<KekAckRequested> type = MeasurementOptions.Type();
        Option<int> cores = CommonOptions.Number(
            "--cores", "Cores, each with its own share of the members.", 1, 1024, standard: 1);
        Option<int> seconds = MeasurementOptions.Seconds(10);
        Option<int> bad = CommonOptions.Number(
            "--bad",
            "Per cent of the datagrams that are forged, replayed, malformed or of an unknown group.",
            0,
            (int)(100 * AckBenchmarkOptions.LargestBadShare),
            standard: 0);
        Option<bool> json = CommonOptions.Json("Prints the figures as JSON on standard output.");
        var command = new Command(
            "ack",
            "Measures how many acknowledgements a second the key server's pipeline takes, beside plain loops over "
            + "HMACSHA256.HashData and BouncyCastle that take the same steps, in the same run.\n\n"
            + "Exit codes: 0 done; 1 failed on the way; 2 wrong command line.")
        {
            members, type, cores, seconds, bad, json,
        };
        command.SetAction(parsed =>
        {
            var options = new AckBenchmarkOptions
            {
                Members = parsed.GetValue(members),
                Acknowledgement = parsed.GetValue(type),
                Cores = parsed.GetValue(cores),
                Duration = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                BadShare = parsed.GetValue(bad) / 100.0,
            };
            AckBenchmarkResult result;
            try
            {
                result = AckBenchmark.Run(options);
            }
            catch (ArgumentException exception)
            {
                terminal.TellError($"error: {exception.Message}");
                return ExitCode.Usage;
            }

            terminal.Output.Write(
                parsed.GetValue(json) ? BenchReport.AsJson(result) : BenchReport.AsText(result));
            return ExitCode.Success;
        });
        return command;
    }
}
