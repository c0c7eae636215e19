using System.Diagnostics;
using System.Globalization;
using System.Text;
using GdoiSim.Analysis.Charts;
using GdoiSim.Bench.Rekeys;
using GdoiSim.Bench.Results;
using GdoiSim.Metrics;

namespace GdoiSim.Bench.Scaling;

/// <summary>
/// <c>scaling</c>: members against time and memory. Each size is a process of its own, the program that users run, for
/// peak memory has no meaning in a process that has done other things before.
/// </summary>
internal static class ScalingRun
{
    private const string Usage = "scaling [--largest N] [--runs N]: N members, 1000 to 10000000; runs, 1 to 99";
    private const int Smallest = 1_000;
    private const int Largest = 10_000_000;

    /// <summary>Measures and writes scaling.csv, .md, .png and .svg beside the other results.</summary>
    /// <returns>The process's exit code: 0, or 2 for a wrong command line.</returns>
    public static int Run(string[] arguments)
    {
        if (!TryRead(arguments, out int largest, out int runs))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        string results = Path.Combine("BenchmarkDotNet.Artifacts", "results");
        string work = Directory.CreateTempSubdirectory("gdoisim-scaling-").FullName;
        try
        {
            string scenario = Path.Combine(work, "one-rekey.yaml");
            File.WriteAllText(scenario, RekeyScenario.Text);
            List<ScalingRow> rows = [];
            foreach (int members in Sizes(largest))
            {
                ScalingRow row = Median([.. Enumerable.Range(0, runs).Select(_ => Measure(scenario, work, members))]);
                rows.Add(row);
                Console.WriteLine(Line(row, rows[0]));
            }

            Directory.CreateDirectory(results);
            File.WriteAllText(Path.Combine(results, "scaling.csv"), Csv(rows));
            File.WriteAllText(Path.Combine(results, "scaling.md"), Markdown(rows));
            foreach (string path in new ChartSet([ScalingChart.Draw(rows, Machine.Name)]).Write(results))
            {
                Console.WriteLine(path);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static bool TryRead(string[] arguments, out int largest, out int runs)
    {
        (largest, runs) = (Largest, 3);
        for (int i = 0; i + 1 < arguments.Length; i += 2)
        {
            bool isNumber = int.TryParse(
                arguments[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            switch (arguments[i])
            {
                case "--largest" when isNumber && number is >= Smallest and <= Largest:
                    largest = number;
                    break;
                case "--runs" when isNumber && number is >= 1 and <= 99:
                    runs = number;
                    break;
                default:
                    return false;
            }
        }

        return arguments.Length % 2 == 0;
    }

    // 1, 3, 10, 30, …: even on a logarithmic axis.
    private static IEnumerable<int> Sizes(int largest)
    {
        for (int decade = Smallest; decade <= largest; decade *= 10)
        {
            yield return decade;
            if (3 * decade <= largest)
            {
                yield return 3 * decade;
            }

            if (decade > largest / 10)
            {
                break;
            }
        }
    }

    private static ScalingRow Measure(string scenario, string work, int members)
    {
        string result = Path.Combine(work, "result");
        string[] command =
            ["run", scenario, "--set", $"group.size={members}", "-o", result, "--no-charts", "--quiet", "--force"];
        long start = Stopwatch.GetTimestamp();
        using Process process = Process.Start(new ProcessStartInfo(Program(), command))
            ?? throw new InvalidOperationException("the program did not start");
        process.WaitForExit();
        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"gdoisim returned {process.ExitCode} for {members} members");
        }

        RunManifest manifest = RunManifest.Read(result);
        return new ScalingRow(members, wall, manifest.WallSeconds, manifest.PeakResidentOctets);
    }

    // The program that the bench project has had built, in whatever folder below the repository this one runs.
    private static string Program()
    {
        const string built = "sim/Cli/bin/Release";
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string folder = Path.Combine(at.FullName, built);
            string name = OperatingSystem.IsWindows() ? "gdoisim.exe" : "gdoisim";
            if (Directory.Exists(folder)
                && Directory.GetFiles(folder, name, SearchOption.AllDirectories).FirstOrDefault() is string program)
            {
                return program;
            }
        }

        throw new InvalidOperationException($"found no program in {built}; build sim/Cli with -c Release");
    }

    // Each figure by itself, so that a disturbance of one run moves none of them.
    private static ScalingRow Median(List<ScalingRow> runs)
    {
        return new ScalingRow(
            runs[0].Members,
            Middle(runs.Select(run => run.WallSeconds)),
            Middle(runs.Select(run => run.RunSeconds)),
            Middle(runs.Select(run => run.PeakOctets)));

        static T Middle<T>(IEnumerable<T> values) => values.Order().ElementAt(values.Count() / 2);
    }

    private static string Line(ScalingRow row, ScalingRow smallest)
    {
        string octets = row == smallest ? "" : $" ({row.OctetsPerMember(smallest):0} octets a member)";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Members,10:N0} members: {row.WallSeconds:0.00} s, of it the run {row.RunSeconds:0.000} s"
            + $" ({row.NanosecondsPerMember:0} ns a member), {row.PeakMebibytes:0} MiB{octets}");
    }

    private static string Csv(List<ScalingRow> rows)
    {
        var text = new StringBuilder("members,wall_seconds,run_seconds,peak_rss_bytes\n");
        foreach (ScalingRow row in rows)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{row.Members},{row.WallSeconds:0.0000},{row.RunSeconds:0.000000},{row.PeakOctets}\n");
        }

        return text.ToString();
    }

    private static string Markdown(List<ScalingRow> rows)
    {
        var text = new StringBuilder($"{Machine.Name}\n\n");
        text.Append("| members | whole process, s | of it the run, s | ns a member | peak memory, MiB |")
            .Append(" octets a member |\n|---:|---:|---:|---:|---:|---:|\n");
        foreach (ScalingRow row in rows)
        {
            string octets = row == rows[0] ? "–" : $"{row.OctetsPerMember(rows[0]):0}";
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {row.Members:N0} | {row.WallSeconds:0.00} | {row.RunSeconds:0.000} |"
                + $" {row.NanosecondsPerMember:0} | {row.PeakMebibytes:0} | {octets} |\n");
        }

        return text.ToString();
    }
}
