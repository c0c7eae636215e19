using System.Globalization;
using System.Runtime.InteropServices;
using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Bench.Results;

/// <summary>The machine that a result is of.</summary>
internal static class Machine
{
    /// <summary>Processor, cores, vectors and runtime in a line.</summary>
    public static string Name => string.Create(
        CultureInfo.InvariantCulture,
        $"{Processor}, {Environment.ProcessorCount} cores, {AckHashLanes.Path} lanes,"
        + $" {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription.Split('#')[0].Trim()}");

    // Where the system tells it; clouds often name no more than the family.
    private static string Processor
    {
        get
        {
            const string file = "/proc/cpuinfo";
            string? model = File.Exists(file)
                ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
                : null;
            return model?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
        }
    }
}
