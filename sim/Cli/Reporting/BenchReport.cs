using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using GdoiSim.Analysis.Calibration;
using GdoiSim.Cli.Commands;
using GdoiSim.Cli.Running;

namespace GdoiSim.Cli.Reporting;

/// <summary>Tells what <c>gdoisim bench ack</c> found.</summary>
internal static class BenchReport
{
    private static readonly JsonSerializerOptions _writing = new()
    {
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>For people.</summary>
    public static string AsText(AckBenchmarkResult result)
    {
        AckBenchmarkOptions options = result.Options;
        var text = new StringBuilder();
        string type = MeasurementOptions.WordOf(options.Acknowledgement);
        string cores = Words.Plural(options.Cores, "core");
        double bad = 100 * options.BadShare;
        Line($"{type}, {options.Members:N0} members, {cores}, {bad:0.#}% bad, {result.Rounds} rounds");
        Line($"{Host.Processor}, {Host.Runtime}, {Host.Vector}");
        Line($"{"",-14}{"ACKs a second",16}{"ns an ACK",12}{"pipeline is",14}");
        Way("pipeline", result.Pipeline, "");
        if (result.OneCore is AckRate oneCore)
        {
            Way("on one core", oneCore, Times(oneCore));
        }

        Way("HashData", result.HashData, Times(result.HashData));
        Way("BouncyCastle", result.BouncyCastle, Times(result.BouncyCastle));
        foreach (BadAckCost cost in result.BadCosts)
        {
            Line($"a bad one costs {cost.NanosecondsPerAck:0.0} ns if it is {WordsOf(cost.Kind)}");
        }

        return text.ToString();

        string Times(AckRate other) => Format($"  {result.Pipeline.RatioTo(other):0.0} x as fast");

        void Way(string name, AckRate rate, string comparison) =>
            Line($"{name,-14}{rate.AcksPerSecond,16:N0}{rate.NanosecondsPerAck,12:0.0}{comparison}");

        void Line(FormattableString line) => text.Append(Format(line)).Append('\n');
    }

    /// <summary>For programs. Names and units: bench/README.md.</summary>
    public static string AsJson(AckBenchmarkResult result)
    {
        JsonObject report = Rate(result.Pipeline);
        if (result.OneCore is AckRate oneCore)
        {
            report["one_core"] = Compared(result, oneCore);
        }

        report["hashdata"] = Compared(result, result.HashData);
        report["bouncycastle"] = Compared(result, result.BouncyCastle);
        var bad = new JsonObject();
        foreach (BadAckCost cost in result.BadCosts)
        {
            bad[NameOf(cost.Kind)] = Math.Round(cost.NanosecondsPerAck, 2);
        }

        report["bad_ns_per_ack"] = bad;
        report["type"] = MeasurementOptions.WordOf(result.Options.Acknowledgement);
        report["members"] = result.Options.Members;
        report["cores"] = result.Options.Cores;
        report["bad_share"] = result.Options.BadShare;
        report["rounds"] = result.Rounds;
        report["machine"] = MachineAsJson();
        return report.ToJsonString(_writing) + "\n";
    }

    /// <summary>The host, as every measurement names it.</summary>
    public static JsonObject MachineAsJson() => new()
    {
        ["processor"] = Host.Processor,
        ["cores"] = Host.Cores,
        ["system"] = Host.System,
        ["runtime"] = Host.Runtime,
        ["vector"] = Host.Vector,
        ["program"] = Host.Product,
    };

    private static JsonObject Rate(AckRate rate) => new()
    {
        ["acks_per_second"] = Math.Round(rate.AcksPerSecond),
        ["ns_per_ack"] = Math.Round(rate.NanosecondsPerAck, 2),
    };

    private static JsonObject Compared(AckBenchmarkResult result, AckRate rate)
    {
        JsonObject compared = Rate(rate);
        compared["ratio"] = Math.Round(result.Pipeline.RatioTo(rate), 2);
        return compared;
    }

    private static string NameOf(AckKind kind) => JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    private static string WordsOf(AckKind kind) => kind switch
    {
        AckKind.Forged => "forged (a wrong HASH)",
        AckKind.Replayed => "a replay",
        AckKind.Malformed => "malformed",
        _ => "of an unknown group",
    };

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
