using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>The directory of a sweep: made, or taken up where an earlier process left it.</summary>
public static class SweepDirectory
{
    /// <summary>Opens the store of a sweep, new or begun.</summary>
    /// <param name="directory">The target; it is made if it is not there.</param>
    /// <param name="description">What is to be run; it is updated with what an earlier call asked for beyond.</param>
    /// <param name="force">Whether an earlier sweep in the directory is removed.</param>
    /// <exception cref="ResultException">
    /// The directory holds something else: another sweep, another part, no sweep at all; or it cannot be used.
    /// </exception>
    public static SweepStore Open(string directory, ref SweepDescription description, bool force)
    {
        ArgumentNullException.ThrowIfNull(description);
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        try
        {
            CheckTarget(full);
            if (force)
            {
                Clear(full);
            }

            Directory.CreateDirectory(full);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ResultException($"{full} cannot be written: {problem.Message}", problem);
        }

        SweepStore store = SweepStore.Open(full);
        try
        {
            description = TakeUp(store, full, description);
            store.Description = description;
            SweepTables.WriteDescription(full, description);
            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>What is run where a sweep has been begun: more replications than before are run, never fewer.</summary>
    private static SweepDescription TakeUp(SweepStore store, string directory, SweepDescription asked)
    {
        if (store.Description is not { } begun)
        {
            return asked;
        }

        if (begun.Difference(asked) is { } difference)
        {
            throw new ResultException(
                $"{directory} holds a sweep with {difference}; its figures cannot stand beside new ones. Allowed: -o "
                + "DIR for another directory, or --force to begin anew.");
        }

        if (begun.Shard != asked.Shard)
        {
            throw new ResultException(
                $"{directory} holds {PartOf(begun)}, asked is {PartOf(asked)}. Allowed: the same, -o DIR for another "
                + "directory, or --force to begin anew.");
        }

        return asked with { Replications = Math.Max(begun.Replications, asked.Replications) };
    }

    private static string PartOf(SweepDescription description) =>
        description.Shard is { } shard ? $"shard {shard}" : "all cells";

    private static void CheckTarget(string directory)
    {
        if (File.Exists(directory))
        {
            throw new ResultException($"{directory} is a file; a sweep needs a directory of its own (-o DIR).");
        }

        if (Directory.Exists(directory)
            && !File.Exists(Path.Combine(directory, SweepStore.FileName))
            && Directory.EnumerateFileSystemEntries(directory).Any())
        {
            throw new ResultException(
                $"{directory} holds no {SweepStore.FileName}, so it is no sweep that could go on; allowed: a new or "
                + "empty directory (-o DIR).");
        }
    }

    /// <summary>Removes an earlier sweep, unless a process is writing it.</summary>
    private static void Clear(string directory)
    {
        if (!File.Exists(Path.Combine(directory, SweepStore.FileName)))
        {
            return;
        }

        if (new DirectoryInfo(directory).LinkTarget is not null)
        {
            throw new ResultException($"{directory} is a link; --force removes only a directory of its own.");
        }

        CheckNotInUse(directory);
        Directory.Delete(directory, recursive: true);
    }

    private static void CheckNotInUse(string directory)
    {
        try
        {
            SweepStore.Open(directory).Dispose();
        }
        catch (ResultException problem) when (!problem.Message.Contains("in use", StringComparison.Ordinal))
        {
            // A store that cannot be read is what --force is for.
        }
    }
}
