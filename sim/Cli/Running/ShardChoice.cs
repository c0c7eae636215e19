using System.Globalization;
using GdoiSim.Analysis.Sweeps;

namespace GdoiSim.Cli.Running;

/// <summary>
/// Which part of a sweep this process runs: what the command line says, or, without a word from there, what Slurm or
/// Kubernetes tell a task of an array.
/// </summary>
internal sealed record ShardChoice
{
    /// <summary>The word that takes the part from the environment, and wants it there.</summary>
    public const string Automatic = "auto";

    private const string SlurmTask = "SLURM_ARRAY_TASK_ID";
    private const string SlurmCount = "SLURM_ARRAY_TASK_COUNT";
    private const string SlurmFirst = "SLURM_ARRAY_TASK_MIN";
    private const string SlurmLast = "SLURM_ARRAY_TASK_MAX";
    private const string SlurmStep = "SLURM_ARRAY_TASK_STEP";
    private const string JobIndex = "JOB_COMPLETION_INDEX";

    // Kubernetes tells a pod its index, but not of how many; the manifest has to.
    private const string JobCount = "JOB_COMPLETIONS";

    /// <summary>The part; null for all cells.</summary>
    public SweepShard? Shard { get; private init; }

    /// <summary>Where the part comes from, if that is not the command line.</summary>
    public string? Source { get; private init; }

    /// <summary>What is wrong, and what is allowed.</summary>
    public string? Problem { get; private init; }

    /// <summary>Finds the part.</summary>
    /// <param name="option">The value of --shard; null if it is not given.</param>
    /// <param name="environment">The value of an environment variable.</param>
    public static ShardChoice Of(string? option, Func<string, string?> environment)
    {
        if (option is not null and not Automatic)
        {
            return SweepShard.TryParse(option, out SweepShard? shard)
                ? new ShardChoice { Shard = shard!.Of == 1 ? null : shard }
                : Wrong($"--shard: found '{option}'; allowed: i/n with i from 1 to n, such as 2/4, or auto");
        }

        return environment(SlurmTask) is { Length: > 0 } ? OfSlurm(environment)
            : environment(JobIndex) is { Length: > 0 } ? OfKubernetes(environment)
            : option is null ? new ShardChoice()
            : Wrong($"--shard auto: found neither {SlurmTask} (a Slurm array) nor {JobIndex} (a Kubernetes indexed "
                + "job) in the environment; allowed: i/n, such as 2/4");
    }

    private static ShardChoice OfSlurm(Func<string, string?> environment)
    {
        int? task = Number(environment(SlurmTask));
        int? count = Number(environment(SlurmCount));
        int? first = Number(environment(SlurmFirst));
        int? last = Number(environment(SlurmLast));
        int step = Math.Max(1, Number(environment(SlurmStep)) ?? 1);
        string found = $"{SlurmTask}={environment(SlurmTask)}, {SlurmCount}={environment(SlurmCount)}, "
            + $"{SlurmFirst}={environment(SlurmFirst)}, {SlurmLast}={environment(SlurmLast)}";
        // A single task that is submitted again alone, or a list with gaps, does not say which part it was.
        if (task is null || count is null || first is null || last is null
            || last - first != (long)(count - 1) * step || (task - first) % step != 0 || task < first || task > last)
        {
            return Wrong($"{found}: not an array without gaps; allowed: --array=0-N, or --shard i/n");
        }

        return new ShardChoice
        {
            Shard = new SweepShard((int)((task - first) / step) + 1, (int)count),
            Source = $"Slurm array task {task} ({SlurmTask})",
        };
    }

    private static ShardChoice OfKubernetes(Func<string, string?> environment)
    {
        int? index = Number(environment(JobIndex));
        int? count = Number(environment(JobCount));
        if (index is null || count is null || index >= count)
        {
            return Wrong(
                $"{JobIndex}={environment(JobIndex)}, {JobCount}={environment(JobCount)}; allowed: an index from 0 to "
                + $"below {JobCount}, which the manifest of the job sets to its completions, or --shard i/n");
        }

        return new ShardChoice
        {
            Shard = new SweepShard((int)index + 1, (int)count),
            Source = $"Kubernetes job index {index} ({JobIndex})",
        };
    }

    private static ShardChoice Wrong(string problem) => new() { Problem = problem };

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number <= SweepShard.Most ? number : null;
}
