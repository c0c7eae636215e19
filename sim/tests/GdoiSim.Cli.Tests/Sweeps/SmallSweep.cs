namespace GdoiSim.Cli.Tests;

/// <summary>A sweep of moments, written into a folder: two axes, six cells.</summary>
internal static class SmallSweep
{
    public const string Scenario = """
        name: small
        seed: 7
        group: {size: 20, jitter: 1s}
        rekey: {count: 2}
        retransmit: {count: 1}
        network: {push: {loss: 5%}, ack: {loss: 10%}}
        """;

    public const string Axes = """
        axes:
          - parameter: group.size
            values: [10, 20, 40]
          - parameter: network.ack.loss
            linear: {from: 0%, to: 40%, points: 2}
        """;

    /// <summary>Writes scenario and sweep; gives the path of the sweep.</summary>
    public static string Write(TemporaryFolder folder, string more = "replications: 3", string axes = Axes)
    {
        File.WriteAllText(folder["small.yaml"], Scenario);
        string path = folder["sweep.yaml"];
        File.WriteAllText(path, $"name: test\nscenario: small.yaml\n{axes}\n{more}\n");
        return path;
    }

    /// <summary>The files of a result that are the same however it came about, with their content.</summary>
    public static SortedDictionary<string, string> Files(string directory)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(directory))
        {
            if (Path.GetFileName(path) is var name && !name.StartsWith("sweep.db", StringComparison.Ordinal))
            {
                files[name] = File.ReadAllText(path);
            }
        }

        return files;
    }

    /// <summary>
    /// The rows of a table, each by the names of its columns; no field of these tables has a comma in it.
    /// </summary>
    public static List<Dictionary<string, string>> Rows(string directory, string file)
    {
        string[] lines = File.ReadAllLines(Path.Combine(directory, file));
        string[] names = lines[0].Split(',');
        return
        [
            .. lines.Skip(1).Select(
                line => line.Split(',').Zip(names).ToDictionary(pair => pair.Second, pair => pair.First)),
        ];
    }
}
