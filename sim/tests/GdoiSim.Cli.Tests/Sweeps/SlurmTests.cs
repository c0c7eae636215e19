using System.Diagnostics;
using GdoiSim.Analysis.Sweeps;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>The shipped sbatch file under a real Slurm.</summary>
public sealed class SlurmTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public async Task An_array_of_which_a_task_is_killed_and_requeued_gives_the_undivided_result()
    {
        string? missing = SlurmCluster.Missing();
        Assert.SkipWhen(missing is not null, $"no Slurm: {missing}");
        string sweep = SmallSweep.Write(_folder, "replications: 400");
        await using (SlurmCluster slurm = await SlurmCluster.Start(_folder))
        {
            string job = await slurm.Run(
                "sbatch",
                "--parsable",
                "--array=0-3",
                $"--export=ALL,GDOISIM=dotnet exec {ProgramProcess.File}",
                Path.Combine(AppContext.BaseDirectory, "scenarios", "cluster", "sweep.sbatch"),
                sweep,
                _folder["parts"]);
            string killed = $"{job}_1";
            var log = new FileInfo(Path.Combine(_folder["parts"], "shard-1", "sweep.db-wal"));
            await slurm.WaitFor(
                () =>
                {
                    log.Refresh();
                    return Task.FromResult(log.Exists && log.Length > 50_000);
                },
                "the second task to have done something");
            Kill(Path.Combine(_folder["parts"], "shard-1"));
            await slurm.WaitFor(async () => await State(slurm, killed) == "FAILED", "the second task to be dead");
            int before = Rows("shard-1");
            Assert.InRange(before, 1, 799);
            await slurm.Run("scontrol", "requeue", killed);
            await slurm.Run("scontrol", "update", $"JobId={killed}", "StartTime=now");
            await slurm.WaitFor(
                async () => (await slurm.Run("squeue", "--noheader", $"--jobs={job}")).Length == 0,
                "the end of the array");
            string told = await File.ReadAllTextAsync(
                _folder[$"gdoisim-sweep-{job}_1.log"], TestContext.Current.CancellationToken);
            Assert.Contains("task 1, restart 1, on ", told, StringComparison.Ordinal);
            Assert.Contains("shard 2/4: from Slurm array task 1 (SLURM_ARRAY_TASK_ID)", told, StringComparison.Ordinal);
        }

        Assert.Equal(800, Rows("shard-1"));
        string[] parts = [.. Directory.EnumerateDirectories(_folder["parts"]).OrderDescending()];
        Assert.Equal(4, parts.Length);
        Assert.Equal(0, CommandLine.Run(["merge", .. parts, "-o", _folder["merged"], "--no-charts"]).Code);
        Assert.Equal(0, CommandLine.Run("sweep", sweep, "-o", _folder["whole"], "--no-charts", "-q").Code);
        Assert.Equal(SmallSweep.Files(_folder["whole"]), SmallSweep.Files(_folder["merged"]));
    }

    /// <summary>Kills the process that has a path among its arguments.</summary>
    private static void Kill(string argument)
    {
        string directory = Directory.EnumerateDirectories("/proc").First(
            process => int.TryParse(Path.GetFileName(process), out _) && ArgumentsOf(process).Contains(argument));
        using Process found = Process.GetProcessById(int.Parse(Path.GetFileName(directory)));
        found.Kill();
    }

    private static string[] ArgumentsOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Split('\0');
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return [];
        }
    }

    private static async Task<string> State(SlurmCluster slurm, string task)
    {
        string shown = await slurm.Run("scontrol", "show", "job", task);
        return shown.Split(' ', '\n').First(word => word.StartsWith("JobState=", StringComparison.Ordinal))[9..];
    }

    private int Rows(string part)
    {
        using SweepStore store = SweepStore.Open(Path.Combine(_folder["parts"], part));
        return (int)store.Count();
    }
}
