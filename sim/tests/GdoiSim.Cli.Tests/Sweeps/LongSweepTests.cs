using System.Diagnostics;
using System.Globalization;
using GdoiSim.Analysis.Sweeps;
using Xunit;

namespace GdoiSim.Cli.Tests;

/// <summary>A sweep of 10,000 cells: memory and loss.</summary>
public sealed class LongSweepTests : IDisposable
{
    private const int Cells = 10_000;

    private const string Axes = """
        axes:
          - parameter: group.size
            linear: {from: 1, to: 100, points: 100}
          - parameter: network.ack.loss
            linear: {from: 0%, to: 49.5%, points: 100}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public async Task Ten_thousand_cells_keep_memory_flat_and_lose_nothing_to_a_kill()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "memory is read from Linux's /proc");
        string sweep = SmallSweep.Write(_folder, "replications: 1\nset: [rekey.count=1, retransmit.count=0]", Axes);
        var log = new FileInfo(Path.Combine(_folder["cut"], "sweep.db"));
        long peak = 0;
        Dictionary<int, string> before = [];
        foreach (long octets in new[] { 500_000L, 3_000_000L })
        {
            using Process run = Start(sweep);
            peak = Math.Max(peak, await Watch(run, () => Length(log) >= octets));
            run.Kill();
            await run.WaitForExitAsync(TestContext.Current.CancellationToken);
            using SweepStore store = SweepStore.Open(_folder["cut"]);
            Dictionary<int, string> after = store.All().ToDictionary(row => row.Cell, row => row.Fingerprint);
            Assert.All(before, row => Assert.Equal(row.Value, after[row.Key]));
            Assert.InRange(after.Count, before.Count + 1, Cells - 1);
            before = after;
        }

        using (Process last = Start(sweep))
        {
            peak = Math.Max(peak, await Watch(last, () => false));
            Assert.Equal(0, last.ExitCode);
        }

        TestContext.Current.SendDiagnosticMessage("peak of resident memory: {0} MB", peak / 1_000_000);
        Assert.InRange(peak, 1_000_000, 500_000_000);
        using SweepStore whole = SweepStore.Open(_folder["cut"]);
        Assert.Equal(Cells, whole.Count());
        Assert.All(before, row => Assert.Equal(row.Value, whole.OfCell(row.Key)[0].Fingerprint));
        int[] cells = [.. SmallSweep.Rows(_folder["cut"], "results.csv").Select(row => int.Parse(row["cell"]))];
        Assert.Equal(Enumerable.Range(0, Cells), cells);
    }

    private Process Start(string sweep) => ProgramProcess.Start(
        _folder.Path, [], "sweep", sweep, "-o", "cut", "--no-charts", "-q");

    private static long Length(FileInfo log)
    {
        var wal = new FileInfo(log.FullName + "-wal");
        log.Refresh();
        return (log.Exists ? log.Length : 0) + (wal.Exists ? wal.Length : 0);
    }

    /// <summary>Waits for the end of a process or something before; gives its peak of resident octets.</summary>
    private static async Task<long> Watch(Process process, Func<bool> isEnough)
    {
        long peak = 0;
        while (!process.HasExited && !isEnough())
        {
            string status = $"/proc/{process.Id}/status";
            string? line = File.Exists(status) ? ReadLines(status).FirstOrDefault(IsPeak) : null;
            if (line is not null)
            {
                string kibibytes = line.Split(':')[1].Trim().Split(' ')[0];
                peak = Math.Max(peak, 1024 * long.Parse(kibibytes, CultureInfo.InvariantCulture));
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return peak;
    }

    private static bool IsPeak(string line) => line.StartsWith("VmHWM:", StringComparison.Ordinal);

    private static string[] ReadLines(string path)
    {
        try
        {
            return File.ReadAllLines(path);
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return [];
        }
    }
}
