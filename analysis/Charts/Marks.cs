using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// Marks at places of a plot. ScottPlot's own keep the dashes of the line drawn before them in their paint, of which
/// Skia's SVG complains on standard error.
/// </summary>
internal sealed class Marks(double[] xs, double[] ys, MarkerStyle style) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => LegendItem.None;

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        rp.Paint.SKPathEffect = null!;
        for (var i = 0; i < xs.Length; i++)
        {
            style.Render(rp.Canvas, Axes.GetPixel(new Coordinates(xs[i], ys[i])), rp.Paint);
        }
    }
}
