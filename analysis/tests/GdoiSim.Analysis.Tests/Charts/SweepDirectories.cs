namespace GdoiSim.Analysis.Tests.Charts;

/// <summary>Runs each sweep of the tests once, and gives copies of its directory.</summary>
public sealed class SweepDirectories : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Puts the directory of a sweep, told by its name, at a place of the test's own.</summary>
    internal void Copy(WrittenSweep sweep, string target)
    {
        var source = _folder.File(sweep.Name);
        lock (_folder)
        {
            if (!Directory.Exists(source))
            {
                sweep.Write(source);
            }
        }

        Directory.CreateDirectory(target);
        foreach (var file in Directory.GetFiles(source))
        {
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        }
    }

    public void Dispose() => _folder.Dispose();
}
