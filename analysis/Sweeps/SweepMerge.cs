using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>
/// Joins parts of a sweep. The order of the parts does not matter, nor that one is there twice or was merged before;
/// the result is that of a sweep which was never divided.
/// </summary>
public static class SweepMerge
{
    private const int BatchSize = 256;

    /// <summary>Merges parts into a directory, new or merged before.</summary>
    /// <param name="parts">Directories of parts, finished or not.</param>
    /// <param name="directory">The target.</param>
    /// <param name="force">Whether another sweep in the target is removed.</param>
    /// <exception cref="ResultException">Parts are of different sweeps, or cannot be read.</exception>
    public static SweepOutcome Run(IReadOnlyList<string> parts, string directory, bool force)
    {
        ArgumentNullException.ThrowIfNull(parts);
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        SweepDescription? first = null;
        foreach (string part in parts)
        {
            SweepDescription description = DescriptionOf(part, target);
            if (first is not null && Difference(first, description) is { } difference)
            {
                throw new ResultException(
                    $"{parts[0]} and {part} are not of one sweep: the second has {difference}. Nothing was merged.");
            }

            first ??= description;
        }

        SweepDescription whole = first! with { Shard = null, Finished = 0, Failed = 0, Partial = true };
        using SweepStore store = SweepDirectory.Open(target, ref whole, force);
        foreach (string part in parts)
        {
            Take(part, store);
        }

        return SweepTables.Write(target, whole, store);
    }

    private static SweepDescription DescriptionOf(string part, string target)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(part));
        if (full == target)
        {
            throw new ResultException($"{part} is both part and target; allowed: another directory (-o DIR).");
        }

        if (!File.Exists(Path.Combine(full, SweepStore.FileName)))
        {
            throw new ResultException(
                $"{part} holds no {SweepStore.FileName}; allowed: directories of a sweep's parts.");
        }

        using SweepStore store = SweepStore.Open(full);
        return store.Description
            ?? throw new ResultException($"{part}: the sweep there was never begun; run it, or leave it out.");
    }

    private static string? Difference(SweepDescription first, SweepDescription other) =>
        first.Difference(other)
        ?? (first.Replications != other.Replications
            ? $"another number of replications ({first.Replications}, now {other.Replications})"
            : first.Adaptive != other.Adaptive ? "another rule for the number of replications (adaptive)"
            : first.Confidence != other.Confidence ? "another confidence"
            : !first.Metrics.SequenceEqual(other.Metrics) ? "other metrics"
            : !first.Thresholds.SequenceEqual(other.Thresholds) ? "other thresholds"
            : first.SweepFileText != other.SweepFileText || first.Name != other.Name ? "another text of the sweep file"
            : null);

    private static void Take(string part, SweepStore target)
    {
        using SweepStore store = SweepStore.Open(part);
        var batch = new List<StoredReplication>();
        foreach (StoredReplication row in store.All())
        {
            batch.Add(row);
            if (batch.Count == BatchSize)
            {
                TakeBatch(part, batch, target);
            }
        }

        TakeBatch(part, batch, target);
    }

    /// <summary>Adds what the target does not have, and holds what it has against it.</summary>
    private static void TakeBatch(string part, List<StoredReplication> batch, SweepStore target)
    {
        var known = new Dictionary<(int, int), StoredReplication>();
        foreach (int cell in batch.Select(row => row.Cell).Distinct())
        {
            foreach (StoredReplication row in target.OfCell(cell))
            {
                known[(row.Cell, row.Number)] = row;
            }
        }

        var added = new List<StoredReplication>();
        foreach (StoredReplication row in batch)
        {
            if (!known.TryGetValue((row.Cell, row.Number), out StoredReplication? there) || GoesBefore(row, there))
            {
                added.Add(row);
            }
            else if (row.Error is not null)
            {
                // Failed here and sound there, or failed in another way: what is there stands.
            }
            else if (there.Fingerprint != row.Fingerprint || !there.Figures.SequenceEqual(row.Figures))
            {
                throw new ResultException(
                    $"{part}: replication {row.Number} of cell {row.Cell} differs from the one merged before, though "
                    + "seed and version are the same; one of both was changed or damaged.");
            }
        }

        target.Append(added, replaces: true);
        batch.Clear();
    }

    // A failure depends on the machine and may have been tried again; of two the order of their words decides, so that
    // the order of the parts does not.
    private static bool GoesBefore(StoredReplication row, StoredReplication there) => there.Error is not null
        && (row.Error is null || string.CompareOrdinal(row.Error, there.Error) < 0);
}
