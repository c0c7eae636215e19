namespace GdoiSim.Cli.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gdoisim-cli-").FullName;

    /// <summary>A path in the folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Everything in it, hidden files too.</summary>
    public string[] Names() =>
    [
        .. Directory.EnumerateFileSystemEntries(Path)
            .Select(System.IO.Path.GetFileName)
            .Order(StringComparer.Ordinal)!,
    ];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
