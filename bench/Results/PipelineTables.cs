using System.Globalization;
using System.Text;
using GdoiSim.Analysis.Calibration;
using GdoiSim.Protocol;

namespace GdoiSim.Bench.Results;

/// <summary>
/// <c>pipeline</c>: the tables of the whole pipeline, by the measurement of <c>gdoisim bench ack</c>: each kind of
/// acknowledgement on one core, all cores against one, and what a bad datagram costs.
/// </summary>
internal static class PipelineTables
{
    private static readonly (KekAckRequested Type, string Name)[] _types =
    [
        (KekAckRequested.KekSha256, "KEK, SHA-256"),
        (KekAckRequested.LkhSha256, "LKH, SHA-256"),
        (KekAckRequested.KekSha512, "KEK, SHA-512"),
        (KekAckRequested.LkhSha512, "LKH, SHA-512"),
    ];

    /// <summary>Measures, prints and writes pipeline.md beside the other results.</summary>
    /// <returns>The process's exit code: 0, or 2 for a wrong command line.</returns>
    public static int Run(string[] arguments)
    {
        int seconds = 10;
        bool isRight = arguments.Length == 0
            || (arguments is ["--seconds", string number]
                && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out seconds)
                && seconds <= 3600);
        if (!isRight)
        {
            Console.Error.WriteLine("pipeline [--seconds N]: of each of six measurements, 0 to 3600");
            return 2;
        }

        string text = Measure(new AckBenchmarkOptions { Duration = TimeSpan.FromSeconds(seconds) });
        Console.Write(text);
        string folder = Path.Combine("BenchmarkDotNet.Artifacts", "results");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "pipeline.md"), text);
        return 0;
    }

    private static string Measure(AckBenchmarkOptions options)
    {
        var text = new StringBuilder($"{Machine.Name}; 1,000,000 members in random order\n");
        text.Append("\n| ns an acknowledgement, one core | pipeline | `HashData` loop | BouncyCastle loop |")
            .Append(" pipeline against them |\n|---|---:|---:|---:|---:|\n");
        foreach ((KekAckRequested type, string name) in _types)
        {
            AckBenchmarkResult result = AckBenchmark.Run(options with { Acknowledgement = type });
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {name} | {result.Pipeline.NanosecondsPerAck:0} | {result.HashData.NanosecondsPerAck:0} |"
                + $" {result.BouncyCastle.NanosecondsPerAck:0} | {result.Pipeline.RatioTo(result.HashData):0.0}×,"
                + $" {result.Pipeline.RatioTo(result.BouncyCastle):0.0}× |\n");
        }

        if (Environment.ProcessorCount > 1)
        {
            AckBenchmarkResult result = AckBenchmark.Run(options with { Cores = Environment.ProcessorCount });
            text.Append(
                CultureInfo.InvariantCulture,
                $"\n{result.Options.Cores} cores, KEK, SHA-256: {result.Pipeline.AcksPerSecond / 1e6:0.0} million/s,"
                + $" {result.Pipeline.RatioTo(result.OneCore!.Value):0.00}× one core in the same run.\n");
        }

        AckBenchmarkResult attacked = AckBenchmark.Run(options with { BadShare = 0.5 });
        text.Append("\n| one bad datagram, KEK, SHA-256 | ns |\n|---|---:|\n");
        foreach (BadAckCost cost in attacked.BadCosts)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {cost.Kind} | {cost.NanosecondsPerAck:0} |\n");
        }

        return text.ToString();
    }
}
