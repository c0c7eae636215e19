using GdoiSim.Capture;
using GdoiSim.Scenario;

namespace GdoiSim.Cli.Running;

/// <summary>Where the captures of a run go.</summary>
/// <param name="Plain">What crossed the wire, with its keys in a side file; null: not asked for.</param>
/// <param name="Decryptable">The same for Wireshark to decrypt, with a profile folder beside; null likewise.</param>
internal sealed record CaptureTargets(string? Plain, string? Decryptable)
{
    public const string PlainOption = "--capture";

    public const string DecryptableOption = "--capture-decryptable";

    /// <summary>Whether any is asked for.</summary>
    public bool IsAny => Plain is not null || Decryptable is not null;

    /// <summary>The folder that Wireshark takes as its configuration to read a capture.</summary>
    public static string ProfileFor(string captureFile) => captureFile + ".wireshark";

    /// <summary>What is wrong with the targets, before anything is run; null if nothing is.</summary>
    public string? Problem(bool force)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        foreach ((string option, string? path) in new[] { (PlainOption, Plain), (DecryptableOption, Decryptable) })
        {
            if (path is null)
            {
                continue;
            }

            if (Path.GetFileName(path).Length == 0 || Directory.Exists(path))
            {
                return $"{option}: '{path}' names no file; allowed: the name of a file";
            }

            bool isPlain = option == PlainOption;
            foreach (string file in isPlain ? PlainFiles(path) : DecryptableFiles(path))
            {
                if (FileAbove(file) is { } above)
                {
                    return $"{option}: {above} is a file; allowed: a directory there, or none";
                }

                if (!taken.Add(Path.GetFullPath(file)))
                {
                    return $"{option}: found {file}, where {PlainOption} writes; allowed: another file";
                }

                if (!force && File.Exists(file))
                {
                    return $"{option}: {file} exists; --force replaces it";
                }
            }
        }

        // A side file of one may have the name of the other's folder.
        return taken.FirstOrDefault(file => taken.Contains(Path.GetDirectoryName(file)!)) is { } inside
            ? $"{DecryptableOption}: {Path.GetDirectoryName(inside)} would be a file and a folder; "
                + "allowed: another name"
            : null;
    }

    /// <summary>Writes the captures; their files get their names when all are whole.</summary>
    /// <exception cref="IOException">A file cannot be written; nothing is left of those begun.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public void Write(ScenarioRun run)
    {
        using var files = new WholeFiles();
        if (Plain is { } plain)
        {
            string[] names = PlainFiles(plain);
            run.WriteCapture(files.Create(names[0]), files.Create(names[1]), Host.Product);
        }

        if (Decryptable is { } decryptable)
        {
            string[] names = DecryptableFiles(decryptable);
            run.WriteDecryptableCapture(files.Create(names[0]), files.Create(names[1]), Host.Product);
            using var ports = new StreamWriter(files.Create(names[2]));
            ports.Write("decode_as_entry: udp.port,848,(none),ISAKMP\n");
        }

        files.Commit();
    }

    private static string[] PlainFiles(string path) => [path, CaptureSecrets.PathFor(path)];

    private static string[] DecryptableFiles(string path) =>
    [
        path,
        Path.Combine(ProfileFor(path), "ikev1_decryption_table"),
        Path.Combine(ProfileFor(path), "decode_as_entries"),
    ];

    private static string? FileAbove(string path)
    {
        string? above = Path.GetDirectoryName(Path.GetFullPath(path));
        while (above is not null && !File.Exists(above))
        {
            above = Path.GetDirectoryName(above);
        }

        return above;
    }
}
