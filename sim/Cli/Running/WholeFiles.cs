namespace GdoiSim.Cli.Running;

/// <summary>
/// Files that get their names together, when all of them are whole. Disposed before that, it leaves nothing of them,
/// and none of the folders that it made.
/// </summary>
internal sealed class WholeFiles : IDisposable
{
    private readonly List<string> _files = [];
    private readonly List<string> _folders = [];
    private readonly List<FileStream> _streams = [];
    private bool _committed;

    /// <summary>Begins a file under a temporary name beside its own; missing folders are made.</summary>
    /// <returns>Where to write; may be closed by whoever writes.</returns>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public Stream Create(string path)
    {
        MakeFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
        FileStream stream = File.Create(Half(path));
        _files.Add(path);
        _streams.Add(stream);
        return stream;
    }

    /// <summary>Closes the files and gives them their names; what had these names is replaced.</summary>
    /// <exception cref="IOException">A name cannot be given.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public void Commit()
    {
        _streams.ForEach(stream => stream.Dispose());
        foreach (string file in _files)
        {
            File.Move(Half(file), file, overwrite: true);
        }

        _committed = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_committed)
        {
            return;
        }

        _streams.ForEach(stream => stream.Dispose());
        foreach (string half in _files.Select(Half).Where(File.Exists))
        {
            File.Delete(half);
        }

        foreach (string folder in Enumerable.Reverse(_folders))
        {
            if (Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
    }

    private static string Half(string path) => path + ".partial";

    private void MakeFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (Path.GetDirectoryName(folder) is { } above)
        {
            MakeFolder(above);
        }

        Directory.CreateDirectory(folder);
        _folders.Add(folder);
    }
}
