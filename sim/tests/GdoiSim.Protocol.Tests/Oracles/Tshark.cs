namespace GdoiSim.Protocol.Tests.Oracles;

/// <summary>Reads fields of a capture with tshark.</summary>
internal static class Tshark
{
    private const string Script = "gdoi.lua";

    /// <summary>A row a frame that the filter takes, a value a field: several of one field behind commas.</summary>
    public static List<string[]> Fields(
        string file, string filter, IReadOnlyDictionary<string, string> environment, string[] fields) =>
        Fields(file, filter, environment, ["-d", "udp.port==848,isakmp"], fields);

    /// <summary>The same with the project's dissector.</summary>
    public static List<string[]> DissectedFields(string file, params string[] fields) => Fields(
        file, "udp", new Dictionary<string, string>(),
        ["-X", $"lua_script:{Path.Combine(AppContext.BaseDirectory, "Oracles", Script)}"], fields);

    /// <summary>The whole tree as text, with the project's dissector.</summary>
    public static string Dissected(string file) => Tool.Run(
        "tshark", null, "-n", "-X", $"lua_script:{Path.Combine(AppContext.BaseDirectory, "Oracles", Script)}", "-r",
        file, "-V", "-O", "gdoi");

    private static List<string[]> Fields(
        string file, string filter, IReadOnlyDictionary<string, string> environment, string[] options, string[] fields)
    {
        string output = Tool.Run(
            "tshark", null, environment,
            [
                "-n", "-r", file, .. options, "-Y", filter, "-o", "ip.check_checksum:TRUE", "-o",
                "udp.check_checksum:TRUE", "-T", "fields", "-E", "occurrence=a",
                .. fields.SelectMany(field => new[] { "-e", field }),
            ]);
        return
        [
            .. output.Split('\n').Where(line => line.Length > 0).Select(line => line.Split('\t')),
        ];
    }
}
