using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Cli.Running;

/// <summary>The machine and the program, as manifest.json names them.</summary>
internal static class Host
{
    /// <summary>Program and version, with the commit where the build knew it.</summary>
    public static string Product
    {
        get
        {
            var version = typeof(Host).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
            return $"gdoisim {version?.InformationalVersion}";
        }
    }

    /// <summary>The runtime and its version.</summary>
    public static string Runtime => RuntimeInformation.FrameworkDescription;

    public static string Name => Environment.MachineName;

    public static string System => RuntimeInformation.OSDescription;

    /// <summary>Name of the processor where the system tells it, and the architecture.</summary>
    public static string Processor
    {
        get
        {
            string architecture = RuntimeInformation.ProcessArchitecture.ToString();
            string? model = Field("/proc/cpuinfo", "model name");
            return model is null ? architecture : $"{model} ({architecture})";
        }
    }

    public static int Cores => Environment.ProcessorCount;

    /// <summary>The widest vectors in which acknowledgements are built and verified in this process.</summary>
    public static string Vector => AckHashLanes.Path.ToString();

    /// <summary>The most memory that the process had resident until now, in octets.</summary>
    public static long PeakResidentOctets
    {
        get
        {
            string? kibibytes = Field("/proc/self/status", "VmHWM")?.Split(' ')[0];
            return long.TryParse(kibibytes, NumberStyles.None, CultureInfo.InvariantCulture, out long peak)
                ? peak * 1024
                : Environment.WorkingSet;
        }
    }

    /// <summary>The value of a line "name : value" of a file of the kernel; null where there is none.</summary>
    private static string? Field(string path, string name)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        return File.ReadLines(path)
            .Select(line => line.Split(':', 2))
            .FirstOrDefault(parts => parts.Length == 2 && parts[0].Trim() == name)?[1].Trim();
    }
}
