using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>What a place of a heat map shows.</summary>
/// <param name="Column">The column, from 0.</param>
/// <param name="Row">The row, from 0 below.</param>
/// <param name="Shade">0 (least) to 1 (most); NaN where there is no number.</param>
/// <param name="Words">The number, or "never", or "–".</param>
/// <param name="IsNever">Whether the figure is infinite in some replication.</param>
/// <param name="Feasible">Whether all thresholds passed; null where there are none.</param>
internal readonly record struct HeatCell(
    int Column, int Row, double Shade, string Words, bool IsNever, bool? Feasible);

/// <summary>
/// The cells of a heat map, from light to dark so that a grey copy keeps their order, each with its number where there
/// is room, and a thick line around what is feasible.
/// </summary>
internal sealed class HeatCells(IReadOnlyList<HeatCell> cells) : IPlottable
{
    private const float TallEnough = 22;
    private const float FrontierWidth = 4;

    /// <summary>The dot in the corner of what is feasible: white-rimmed, so that it shows on every shade.</summary>
    public static MarkerStyle DotStyle => new(MarkerShape.FilledCircle, 8, Ink.Black)
    {
        OutlineColor = Ink.White,
        OutlineWidth = 1.5f,
    };

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => LegendItem.None;

    /// <summary>The colour of a shade.</summary>
    public static Color ColorOf(double shade)
    {
        // Light to dark through one hue: lightness alone carries the order.
        (double At, double Red, double Green, double Blue)[] stops =
        [
            (0, 0xF7, 0xFB, 0xFF), (0.25, 0xC8, 0xDC, 0xF0), (0.5, 0x7F, 0xB2, 0xDC), (0.75, 0x2E, 0x76, 0xB4),
            (1, 0x08, 0x30, 0x6B),
        ];
        var place = Math.Clamp(shade, 0, 1) * (stops.Length - 1);
        var below = Math.Min((int)place, stops.Length - 2);
        var (from, to, part) = (stops[below], stops[below + 1], place - below);
        byte Mix(double first, double second) => (byte)Math.Round(first + (part * (second - first)));
        return new Color(Mix(from.Red, to.Red), Mix(from.Green, to.Green), Mix(from.Blue, to.Blue));
    }

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        foreach (var cell in cells)
        {
            Draw(rp, cell);
        }

        foreach (var cell in cells.Where(cell => cell.Feasible == true))
        {
            DrawFrontier(rp, cell);
        }
    }

    private PixelRect AreaOf(HeatCell cell) => Axes.GetPixelRect(new CoordinateRect(
        cell.Column - 0.5, cell.Column + 0.5, cell.Row - 0.5, cell.Row + 0.5));

    private void Draw(RenderPack rp, HeatCell cell)
    {
        var area = AreaOf(cell);
        if (cell.IsNever)
        {
            Hatch.Fill(rp.Canvas, rp.Paint, area, Ink.White, Ink.Others, Hatching.Rising);
        }
        else
        {
            Drawing.FillRectangle(
                rp.Canvas, area, rp.Paint,
                new FillStyle(double.IsNaN(cell.Shade) ? Ink.White : ColorOf(cell.Shade)));
            Drawing.DrawRectangle(rp.Canvas, area, rp.Paint, new LineStyle(1, Ink.White));
        }

        var label = Words.Label(cell.Words, Ink.TickSize, Alignment.MiddleCenter);
        label.ForeColor = cell.Shade > 0.6 ? Ink.White : Ink.Text;
        if (cell.IsNever)
        {
            (label.BackgroundColor, label.Padding) = (Ink.White, 2);
        }

        if (cell.Feasible == true)
        {
            DotStyle.Render(rp.Canvas, new Pixel(area.Left + 9, area.Top + 9), rp.Paint);
        }

        var width = label.Measure(rp.Paint).Width;
        if (area.Height >= TallEnough && width <= area.Width - 4)
        {
            label.Render(rp.Canvas, area.Center, rp.Paint);
        }
    }

    /// <summary>
    /// Lines along the sides on which the neighbour is not feasible; white beneath, so that they show.
    /// </summary>
    private void DrawFrontier(RenderPack rp, HeatCell cell)
    {
        var area = AreaOf(cell);
        (int Column, int Row, PixelLine Side)[] sides =
        [
            (-1, 0, new PixelLine(area.TopLeft, area.BottomLeft)),
            (1, 0, new PixelLine(area.TopRight, area.BottomRight)),
            (0, 1, new PixelLine(area.TopLeft, area.TopRight)),
            (0, -1, new PixelLine(area.BottomLeft, area.BottomRight)),
        ];
        foreach (var (column, row, side) in sides)
        {
            var beyond = cells.Where(other =>
                other.Column == cell.Column + column && other.Row == cell.Row + row).ToArray();
            if (beyond.Length == 1 && beyond[0].Feasible == false)
            {
                new LineStyle(FrontierWidth + 3, Ink.White).Render(rp.Canvas, side, rp.Paint);
                new LineStyle(FrontierWidth, Ink.Black).Render(rp.Canvas, side, rp.Paint);
            }
        }
    }
}
