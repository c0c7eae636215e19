using System.CommandLine;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using GdoiSim.Analysis.Calibration;
using GdoiSim.Cli.Reporting;
using GdoiSim.Cli.Running;
using GdoiSim.Group;
using GdoiSim.Kernel;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
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
        Option<SignatureChoice> authentication = MeasurementOptions.Authentication();
        Option<DiffieHellmanGroup> diffieHellman = MeasurementOptions.DiffieHellman();
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
            "Measures what a key server's work costs this host, acknowledgements, rekeys and registrations, for a "
            + "scenario's service_time: profile:FILE.\n\n"
            + "Exit codes: 0 done; 1 failed on the way; 2 wrong command line, or the file exists.")
        {
            output, force, members, type, signature, authentication, diffieHellman, batch, seconds, noSocket, json,
            quiet,
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
                Authentication = parsed.GetValue(authentication),
                DiffieHellman = parsed.GetValue(diffieHellman),
                Batch = parsed.GetValue(batch),
                Socket = !parsed.GetValue(noSocket),
                Duration = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                RegistrationTime = TimeSpan.FromSeconds(parsed.GetValue(seconds) / 2.0),
            };
            return Calibrate(options, file, terminal, parsed.GetValue(json), parsed.GetValue(quiet));
        });
        return command;
    }

    private static int Calibrate(CalibrationOptions options, string file, Terminal terminal, bool json, bool quiet)
    {
        Measurement measured;
        try
        {
            measured = new Measurement(ServiceTimeCalibration.Run(options), RegistrationCalibration.Run(options));
        }
        catch (SocketException exception)
        {
            terminal.TellError($"error: no UDP on the loopback interface ({exception.Message}); see --no-socket");
            return ExitCode.Failure;
        }

        try
        {
            File.WriteAllText(file, ProfileOf(options, measured).Write());
        }
        catch (UnauthorizedAccessException exception)
        {
            terminal.TellError($"error: {exception.Message}");
            return ExitCode.Failure;
        }

        if (json)
        {
            terminal.Output.Write(AsJson(measured, file));
        }
        else if (!quiet)
        {
            Tell(measured, file, terminal);
        }

        return ExitCode.Success;
    }

    private static ServiceTimeProfile ProfileOf(CalibrationOptions options, Measurement measured) => new()
    {
        Profile = ServiceTimeProfile.Version,
        Machine = $"{Host.Processor}, {Host.Cores} cores, {Host.System}, {Host.Runtime}, {Host.Vector}",
        Date = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        Measured = string.Create(
            CultureInfo.InvariantCulture,
            $"{MeasurementOptions.WordOf(options.Acknowledgement)}, {options.Members} members, {options.Batch}"
            + $" acknowledgements at a time, {(options.Socket ? "through a UDP socket" : "without a socket")},"
            + $" {measured.Times.Accepted.Samples} samples of accepted ones,"
            + $" {measured.Times.PushBuild.Samples} of a rekey"
            + $" ({MeasurementOptions.WordOf(options.Signature)}),"
            + $" {measured.Registrations[0].Time.Samples} of a registration"
            + $" ({MeasurementOptions.WordOf(options.Authentication)},"
            + $" {MeasurementOptions.WordOf(options.DiffieHellman)})"),
        Accepted = measured.Times.Accepted.Quantiles,
        Duplicate = measured.Times.Duplicate.Quantiles,
        Rejected = measured.Times.Rejected.Quantiles,
        PushBuild = measured.Times.PushBuild.Quantiles,
        PushSend = measured.Times.PushSend.Quantiles,
        RegistrationProposal = measured.Of("proposal"),
        RegistrationKeyExchange = measured.Of("key_exchange"),
        RegistrationAuthentication = measured.Of("authentication"),
        RegistrationPullRequest = measured.Of("pull_request"),
        RegistrationKeyDownload = measured.Of("key_download"),
    };

    private static void Tell(Measurement measured, string file, Terminal terminal)
    {
        terminal.Output.WriteLine($"{"",-28}{"mean",12}{"median",12}{"99%",12}{"samples",10}");
        foreach ((string key, TimeTable table) in measured.Tables)
        {
            string mean = string.Create(CultureInfo.InvariantCulture, $"{table.MeanNanoseconds:0}ns");
            terminal.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{key,-28}{mean,12}{table.AtPercent(50),12}{table.AtPercent(99),12}{table.Samples,10}"));
        }

        terminal.Output.WriteLine($"{file}; in a scenario: key_server: {{service_time: \"profile:{file}\"}},");
        terminal.Output.WriteLine($"and registration: {{service_time: \"profile:{file}\"}} if members register");
    }

    private static string AsJson(Measurement measured, string file)
    {
        var report = new JsonObject { ["file"] = file };
        foreach ((string key, TimeTable table) in measured.Tables)
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

    /// <summary>What was measured of a key server's work.</summary>
    private sealed record Measurement(
        MeasuredServiceTimes Times, IReadOnlyList<(string Request, TimeTable Time)> Registrations)
    {
        /// <summary>The tables by their keys in the profile.</summary>
        public IEnumerable<(string Key, TimeTable Table)> Tables =>
        [
            ("accepted", Times.Accepted),
            ("duplicate", Times.Duplicate),
            ("rejected", Times.Rejected),
            ("push_build", Times.PushBuild),
            ("push_send", Times.PushSend),
            .. Registrations.Select(one => ($"registration_{one.Request}", one.Time)),
        ];

        /// <summary>The table of a request.</summary>
        public IReadOnlyList<SimDuration> Of(string request) =>
            Registrations.First(one => one.Request == request).Time.Quantiles;
    }
}
