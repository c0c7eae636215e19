using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// A piece of a bar: from <paramref name="Bottom"/> to <paramref name="Top"/> at <paramref name="Position"/>.
/// </summary>
internal readonly record struct BarPiece(double Position, double Bottom, double Top, KeyEntry Look);

/// <summary>Stacked bars whose pieces have hatches that survive in SVG.</summary>
internal sealed class HatchedBars(IReadOnlyList<BarPiece> pieces, double width) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => LegendItem.None;

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        foreach (var piece in pieces)
        {
            var area = Axes.GetPixelRect(new CoordinateRect(
                piece.Position - (width / 2), piece.Position + (width / 2), piece.Bottom, piece.Top));
            Hatch.Fill(
                rp.Canvas, rp.Paint, area, piece.Look.Fill ?? Ink.White, piece.Look.HatchColor ?? Ink.Text,
                piece.Look.Hatching);
        }
    }
}
