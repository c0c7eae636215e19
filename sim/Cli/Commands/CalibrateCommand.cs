using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using GdoiSim.Analysis.Calibration;
using GdoiSim.Cli.Reporting;
using GdoiSim.Cli.Running;
using GdoiSim.Group;
using GdoiSim.Protocol;
using GdoiSim.Scenario;

namespace GdoiSim.Cli.Commands;

/// <summary><c>gdoisim calibrate</c>: measures service times on this host into a profile for scenarios.</summary>
internal static class CalibrateCommand
{
    public static Command Create(Terminal terminal)
    {
        var output = new Option<string>("--output", "-o")
        {
            Description = "The profile file.",
            HelpName = "FILE",
            DefaultValueFactory = _ => "service-time.yaml",
        };
        Option<bool> force = new("--force") { Description = "Replaces an earlier file." };
        Option<int> members = CommonOptions.Number(
            "--members",
            "Members of the group, all resident.",
            8 * CalibrationOptions.LargestBatch,
            AckBenchmarkOptions.MostMembers,
            standard: 100_000);
        Option<KekAckRequested> type = MeasurementOptions.Type();
        Option<SignatureChoice> signature = MeasurementOptions.Signature();
        Option<int> batch = CommonOptions.Number(
            "--batch",
            "Acknowledgements that the server takes from its socket at a time.",
            1,
            CalibrationOptions.LargestBatch,
            standard: 64);
        Option<int> seconds = MeasurementOptions.Seconds(5);
        var noSocket = new Option<bool>("--no-socket")
        {
            Description = "Leaves out what the operating system takes to receive an acknowledgement.",
        };
        Option<bool> json = CommonOptions.Json("Prints means and quantiles as JSON on standard output.");
        Option<bool> quiet = CommonOptions.Quiet();
        var command = new Command(
            "calibrate",
            "Measures what a key server's work costs this host, for a scenario's service_time: profile:FILE.\n\n"
            + "Exit codes: 0 done; 1 failed on the way; 2 wrong command line, or the file exists.")
        {
            output, force, members, type, signature, batch, seconds, noSocket, json, quiet,
        };
        command.SetAction(parsed =>
        {
            string file = parsed.GetValue(output)!;
            if (Directory.Exists(file) || (File.Exists(file) && !parsed.GetValue(force)))
            {
                terminal.TellError($"error: {file} exists; --force replaces a file");
                return ExitCode.Usage;
            }

            var options = new CalibrationOptions
            {
                Members = parsed.GetValue(members),
                Acknowledgement = parsed.GetValue(type),
                Signature = parsed.GetValue(signature),
                Batch = parsed.GetValue(batch),
                Socket = !parsed.GetValue(noSocket),
                Duration = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
            };
            return Calibrate(options, file, terminal, parsed.GetValue(json), parsed.GetValue(quiet));
        });
        return command;
    }

    private static int Calibrate(CalibrationOptions options, string file, Terminal terminal, bool json, bool quiet)
    {
        MeasuredServiceTimes times;
        try
        {
            times = ServiceTimeCalibration.Run(options);
        }
        catch (SocketException exception)
        {
            terminal.TellError($"error: no UDP on the loopback interface ({exception.Message}); see --no-socket");
            return ExitCode.Failure;
        }

        try
        {
            File.WriteAllText(file, ProfileOf(options, times).Write());
        }
        catch (UnauthorizedAccessException exception)
        {
            terminal.TellError($"error: {exception.Message}");
            return ExitCode.Failure;
        }

        if (json)
        {
            terminal.Output.Write(AsJson(times, file));
        }
        else if (!quiet)
        {
            Tell(times, file, terminal);
        }

        return ExitCode.Success;
    }

    private static ServiceTimeProfile ProfileOf(CalibrationOptions options, MeasuredServiceTimes times) => new()
    {
        Profile = ServiceTimeProfile.Version,
        Machine = $"{Host.Processor}, {Host.Cores} cores, {Host.System}, {Host.Runtime}, {Host.Vector}",
        Date = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        Measured = string.Create(
            CultureInfo.InvariantCulture,
            $"{MeasurementOptions.WordOf(options.Acknowledgement)}, {options.Members} members, {options.Batch}"
            + $" acknowledgements at a time, {(options.Socket ? "through a UDP socket" : "without a socket")},"
            + $" {times.Accepted.Samples} samples of accepted ones, {times.PushBuild.Samples} of a rekey"
            + $" ({MeasurementOptions.WordOf(options.Signature)})"),
        Accepted = times.Accepted.Quantiles,
        Duplicate = times.Duplicate.Quantiles,
        Rejected = times.Rejected.Quantiles,
        PushBuild = times.PushBuild.Quantiles,
        PushSend = times.PushSend.Quantiles,
    };

    private static IEnumerable<(string Key, TimeTable Table)> Tables(MeasuredServiceTimes times) =>
    [
        ("accepted", times.Accepted),
        ("duplicate", times.Duplicate),
        ("rejected", times.Rejected),
        ("push_build", times.PushBuild),
        ("push_send", times.PushSend),
    ];

    private static void Tell(MeasuredServiceTimes times, string file, Terminal terminal)
    {
        terminal.Output.WriteLine($"{"",-12}{"mean",12}{"median",12}{"99%",12}{"samples",10}");
        foreach ((string key, TimeTable table) in Tables(times))
        {
            string mean = string.Create(CultureInfo.InvariantCulture, $"{table.MeanNanoseconds:0}ns");
            terminal.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{key,-12}{mean,12}{table.AtPercent(50),12}{table.AtPercent(99),12}{table.Samples,10}"));
        }

        terminal.Output.WriteLine($"{file}; in a scenario: key_server: {{service_time: \"profile:{file}\"}}");
    }

    private static string AsJson(MeasuredServiceTimes times, string file)
    {
        var report = new JsonObject { ["file"] = file };
        foreach ((string key, TimeTable table) in Tables(times))
        {
            report[key] = new JsonObject
            {
                ["samples"] = table.Samples,
                ["mean_ns"] = Math.Round(table.MeanNanoseconds, 2),
                ["median_ns"] = table.AtPercent(50).Nanoseconds,
                ["p99_ns"] = table.AtPercent(99).Nanoseconds,
            };
        }

        report["machine"] = BenchReport.MachineAsJson();
        return report.ToJsonString(new JsonSerializerOptions { WriteIndented = true, NewLine = "\n" }) + "\n";
    }
}
