using System.Text;
using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Charts;

/// <summary>A figure with the name of its files.</summary>
/// <param name="Name">The name, without ending.</param>
/// <param name="Figure">The figure.</param>
public sealed record NamedFigure(string Name, Figure Figure);

/// <summary>Figures that are written together: all of them, or none if one cannot be drawn.</summary>
/// <param name="Figures">The figures, in the order in which they are read.</param>
public sealed record ChartSet(IReadOnlyList<NamedFigure> Figures)
{
    /// <summary>
    /// The charts of a result directory.
    /// </summary>
    /// <param name="directory">The directory of a run, sweep or plan.</param>
    /// <param name="metric">A figure or expression to draw instead of the usual ones; sweeps only.</param>
    /// <exception cref="ResultException">It is no result, or one of its files cannot be read.</exception>
    public static ChartSet Of(string directory, string? metric = null)
    {
        var kind = ResultKinds.Of(directory);
        if (metric is not null && kind != ResultKind.Sweep)
        {
            throw new ResultException($"{directory} is no sweep; a metric can be chosen for the charts of a sweep.");
        }

        return kind switch
        {
            ResultKind.Sweep => SweepCharts.Of(SweepResult.Read(directory), metric),
            ResultKind.Plan => PlanCharts.Of(PlanResult.Read(directory)),
            _ => RunCharts.Of(RunResult.Read(directory)),
        };
    }

    /// <summary>Writes each as PNG and SVG; a file is never seen half written.</summary>
    /// <param name="folder">Where to; it is made if it does not exist.</param>
    /// <returns>The paths of the files.</returns>
    /// <exception cref="ResultException">The folder cannot be written.</exception>
    public IReadOnlyList<string> Write(string folder)
    {
        var drawn = Figures.Select(one => (one.Name, Files: one.Figure.RenderAside(one.Name))).ToList();
        _ = Task.WhenAll(drawn.Select(one => one.Files.Png)).GetAwaiter().GetResult();
        var paths = new List<string>();
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var (name, (png, svg)) in drawn)
            {
                paths.Add(Put(Path.Combine(folder, name + ".png"), png.Result));
                paths.Add(Put(Path.Combine(folder, name + ".svg"), Encoding.UTF8.GetBytes(svg)));
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new ResultException($"{folder} cannot be written: {problem.Message}", problem);
        }

        return paths;
    }

    private static string Put(string path, byte[] octets)
    {
        var temporary = path + ".partial";
        File.WriteAllBytes(temporary, octets);
        File.Move(temporary, path, overwrite: true);
        return path;
    }
}
