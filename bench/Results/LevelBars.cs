using GdoiSim.Analysis.Charts;
using ScottPlot;

namespace GdoiSim.Bench.Results;

/// <summary>Bars that lie: their positions are up the page, their lengths along it.</summary>
internal sealed class LevelBars(IReadOnlyList<BarPiece> bars, double width) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => LegendItem.None;

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        foreach (BarPiece bar in bars)
        {
            PixelRect area = Axes.GetPixelRect(new CoordinateRect(
                bar.Bottom, bar.Top, bar.Position - (width / 2), bar.Position + (width / 2)));
            Hatch.Fill(
                rp.Canvas, rp.Paint, area, bar.Look.Fill ?? Ink.White, bar.Look.HatchColor ?? Ink.Text,
                bar.Look.Hatching);
        }
    }
}
