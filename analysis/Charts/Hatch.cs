using ScottPlot;
using SkiaSharp;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// Fills rectangles with hatches made of lines. ScottPlot's own hatches are bitmap shaders, which vanish from SVG
/// files.
/// </summary>
internal static class Hatch
{
    private const float Spacing = 7;
    private const float LineWidth = 1.6f;

    /// <summary>Fills a rectangle and draws a thin frame around it.</summary>
    public static void Fill(
        SKCanvas canvas, Paint paint, PixelRect area, Color background, Color lines, Hatching hatching)
    {
        Drawing.FillRectangle(canvas, area, paint, new FillStyle(background));
        using var path = Lines(area, hatching);
        if (!path.IsEmpty)
        {
            Drawing.DrawPath(canvas, paint, path, new LineStyle(LineWidth, lines));
        }

        Drawing.DrawRectangle(canvas, area, paint, new LineStyle(1, Ink.Text));
    }

    private static SKPath Lines(PixelRect area, Hatching hatching)
    {
        var path = new SKPath();
        if (hatching is Hatching.Rising or Hatching.Crossed)
        {
            Slanted(path, area, rising: true);
        }

        if (hatching is Hatching.Falling or Hatching.Crossed)
        {
            Slanted(path, area, rising: false);
        }

        if (hatching is Hatching.Level)
        {
            for (var y = area.Bottom - (Spacing / 2); y > area.Top; y -= Spacing)
            {
                Line(path, area.Left, y, area.Right, y);
            }
        }

        if (hatching is Hatching.Upright)
        {
            for (var x = area.Left + (Spacing / 2); x < area.Right; x += Spacing)
            {
                Line(path, x, area.Top, x, area.Bottom);
            }
        }

        if (hatching is Hatching.Dotted)
        {
            Dots(path, area);
        }

        return path;
    }

    /// <summary>Lines of 45 degrees, cut at the edges by hand: a clip would cost an SVG group a bar.</summary>
    private static void Slanted(SKPath path, PixelRect area, bool rising)
    {
        var (width, height) = (area.Width, area.Height);
        for (var offset = Spacing; offset < width + height; offset += Spacing * 1.4f)
        {
            // Along the line, from the left or lower edge up to the right or upper edge.
            var fromX = Math.Max(0, offset - height);
            var toX = Math.Min(width, offset);
            var (fromY, toY) = (offset - fromX, offset - toX);
            if (rising)
            {
                Line(path, area.Left + fromX, area.Top + fromY, area.Left + toX, area.Top + toY);
            }
            else
            {
                Line(path, area.Left + fromX, area.Bottom - fromY, area.Left + toX, area.Bottom - toY);
            }
        }
    }

    private static void Dots(SKPath path, PixelRect area)
    {
        var row = 0;
        for (var y = area.Bottom - (Spacing / 2); y > area.Top + 1; y -= Spacing, row++)
        {
            for (var x = area.Left + (Spacing / (row % 2 == 0 ? 2 : 1)); x < area.Right - 1; x += Spacing)
            {
                Line(path, x - 0.8f, y, x + 0.8f, y);
            }
        }
    }

    private static void Line(SKPath path, float fromX, float fromY, float toX, float toY)
    {
        path.MoveTo(fromX, fromY);
        path.LineTo(toX, toY);
    }
}
