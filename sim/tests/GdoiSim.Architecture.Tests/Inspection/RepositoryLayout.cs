namespace GdoiSim.Architecture.Tests.Inspection;

/// <summary>Where the sources and the compiled projects are.</summary>
internal static class RepositoryLayout
{
    private static readonly string[] GeneratedFolders =
        ["bin", "obj", "runs", "TestResults", "BenchmarkDotNet.Artifacts", ".git", ".vs", ".idea"];

    /// <summary>The folder of the solution file, found upwards from the test's own.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>The compiled projects that the executable consists of, by simple name.</summary>
    internal static IReadOnlyList<string> ProductAssemblies { get; } =
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "GdoiSim.*.dll")
            .Concat(Directory.GetFiles(AppContext.BaseDirectory, "gdoisim.dll"))
            .Where(path => !Path.GetFileName(path).EndsWith(".Tests.dll", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Paths below <see cref="Root"/>, with '/', of the files that are not build output.</summary>
    internal static IEnumerable<string> Files(params string[] extensions)
    {
        return Below(Root)
            .Where(path => extensions.Length == 0 || extensions.Contains(Path.GetExtension(path)))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Below(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            yield return file;
        }

        foreach (string inner in Directory.EnumerateDirectories(folder))
        {
            if (GeneratedFolders.Contains(Path.GetFileName(inner)))
            {
                continue;
            }

            foreach (string file in Below(inner))
            {
                yield return file;
            }
        }
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "GdoiSim.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException(
            $"No GdoiSim.sln above {AppContext.BaseDirectory}: the tests read the sources and run inside the clone.");
    }
}
