namespace GdoiSim.Metrics;

/// <summary>
/// A result directory in the making: written under a temporary name beside its target and renamed when whole, so nobody
/// ever sees half a result under the final name. Disposed without <see cref="Commit"/>, it leaves nothing behind.
/// </summary>
public sealed class RunDirectory : IDisposable
{
    private readonly bool _force;
    private bool _committed;

    private RunDirectory(string target, string temporary, bool force)
    {
        TargetPath = target;
        Path = temporary;
        _force = force;
    }

    /// <summary>Where the files are written until <see cref="Commit"/>.</summary>
    public string Path { get; private set; }

    /// <summary>Where the result will stand.</summary>
    public string TargetPath { get; }

    /// <summary>Begins a result that is to stand at <paramref name="target"/>; missing parents are made.</summary>
    /// <param name="target">The directory of the result.</param>
    /// <param name="force">
    /// Whether an earlier result there may be replaced. Only a result (with a manifest.json or plan.json) or an empty
    /// directory ever is: a slip of the hand after <c>--force -o</c> must not cost anything else.
    /// </param>
    /// <exception cref="ResultException">The target exists and may not be replaced, or cannot be written.</exception>
    public static RunDirectory Create(string target, bool force)
    {
        var full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(target));
        CheckReplaceable(full, force);
        try
        {
            var parent = System.IO.Path.GetDirectoryName(full)
                ?? throw new ResultException($"{full} cannot be a result directory: it is the root.");
            Directory.CreateDirectory(parent);
            return new RunDirectory(full, Claim(parent, System.IO.Path.GetFileName(full), "partial"), force);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ResultException($"{full} cannot be written: {problem.Message}", problem);
        }
    }

    /// <summary>Gives the whole result its final name, and removes the one it replaces.</summary>
    /// <exception cref="ResultException">The target has appeared meanwhile, or the rename failed.</exception>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(_committed, this);
        CheckReplaceable(TargetPath, _force);
        try
        {
            var replaced = SetAside();
            try
            {
                Directory.Move(Path, TargetPath);
            }
            catch when (replaced is not null)
            {
                Directory.Move(replaced, TargetPath);
                throw;
            }

            Path = TargetPath;
            _committed = true;
            if (replaced is not null)
            {
                Directory.Delete(replaced, recursive: true);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ResultException($"{TargetPath} cannot be written: {problem.Message}", problem);
        }
    }

    /// <summary>Removes what was written, unless it was committed.</summary>
    public void Dispose()
    {
        if (!_committed && Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }
    }

    private static void CheckReplaceable(string target, bool force)
    {
        if (File.Exists(target))
        {
            throw new ResultException($"{target} is a file; a result needs a directory of its own (-o DIR).");
        }

        if (!Directory.Exists(target))
        {
            return;
        }

        if (!force)
        {
            throw new ResultException($"{target} exists; --force replaces it, -o DIR writes elsewhere.");
        }

        if (new DirectoryInfo(target).LinkTarget is not null)
        {
            throw new ResultException($"{target} is a link; --force replaces only a result or an empty directory.");
        }

        string[] marks = [Schema.ManifestFile, Schema.PlanFile];
        if (!marks.Any(mark => File.Exists(System.IO.Path.Combine(target, mark)))
            && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw new ResultException(
                $"{target} holds no {string.Join(" or ", marks)}, so it is no result; --force does not replace it.");
        }
    }

    /// <summary>Moves an earlier result out of the way, under a name of its own; null if there is none.</summary>
    private string? SetAside()
    {
        if (!Directory.Exists(TargetPath))
        {
            return null;
        }

        var parent = System.IO.Path.GetDirectoryName(TargetPath)!;
        var aside = Claim(parent, System.IO.Path.GetFileName(TargetPath), "replaced");
        Directory.Delete(aside);
        Directory.Move(TargetPath, aside);
        return aside;
    }

    /// <summary>Makes a new hidden directory whose name no other process or object takes.</summary>
    private static string Claim(string parent, string name, string purpose)
    {
        for (var attempt = 0; ; attempt++)
        {
            var path = System.IO.Path.Combine(parent, $".{name}.{purpose}-{Environment.ProcessId}-{attempt}");
            try
            {
                // Making a directory succeeds also when it exists; making a new file does not. So the file decides.
                using var claim = new FileStream(
                    path + ".claim", FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1,
                    FileOptions.DeleteOnClose);
                if (!Directory.Exists(path))
                {
                    Directory.CreateDirectory(path);
                    return path;
                }
            }
            catch (IOException) when (File.Exists(path + ".claim"))
            {
                // Another object of this process is taking that name; the next one will do.
            }
        }
    }
}
