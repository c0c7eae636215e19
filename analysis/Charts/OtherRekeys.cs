using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// The rekeys that a chart over time does not single out, as one thin line: at each time the highest of them. A line a
/// rekey would be a blur from some three on.
/// </summary>
internal static class OtherRekeys
{
    /// <summary>Draws the line, if there is another window than the chosen one, and adds it to the key.</summary>
    public static void Draw(
        Figure figure, Plot plot, IReadOnlyList<RekeyWindow> windows, RekeyWindow chosen, WindowAxis axis,
        Func<RekeyWindow, double[]> values)
    {
        var others = windows.Where(window => window != chosen).ToList();
        if (others.Count == 0)
        {
            return;
        }

        var highest = new double[axis.Count];
        foreach (var window in others)
        {
            var steps = values(window);
            for (var i = 0; i < highest.Length; i++)
            {
                highest[i] = Math.Max(highest[i], steps[i]);
            }
        }

        var (times, outline) = axis.Outline(highest);
        var line = plot.Add.ScatterLine(times, outline, Ink.Others);
        line.LineWidth = 1.2f;
        var text = others.Count == 1 ? "the other rekey" : $"highest of the other {Words.Count(others.Count)} rekeys";
        figure.Key.Add(new KeyEntry(text) { Line = line.LineStyle });
    }
}
