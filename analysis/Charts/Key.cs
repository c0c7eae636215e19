using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>How an area is filled so that it can be told from others without colour.</summary>
internal enum Hatching
{
    None,
    Rising,
    Falling,
    Crossed,
    Level,
    Upright,
    Dotted,
}

/// <summary>One entry of a chart's key: a piece of the line, area or mark that it explains, and words.</summary>
internal sealed record KeyEntry(string Text)
{
    public LineStyle? Line { get; init; }

    public Color? Fill { get; init; }

    public Color? HatchColor { get; init; }

    public Hatching Hatching { get; init; }

    public MarkerStyle? Marker { get; init; }
}

/// <summary>The key of a chart, in rows above the data: there it can hide nothing.</summary>
internal static class Key
{
    private const float SampleWidth = 34;
    private const float SampleHeight = 14;
    private const float Gap = 8;
    private const float BetweenEntries = 26;
    private const float RowHeight = 24;

    /// <summary>Draws the entries from the top left corner given, breaking rows at the right edge.</summary>
    /// <returns>The height that they took.</returns>
    public static float Draw(SkiaSharp.SKCanvas canvas, Paint paint, IReadOnlyList<KeyEntry> entries, PixelRect room)
    {
        var (x, y) = (room.Left, room.Top);
        foreach (var entry in entries)
        {
            var label = Words.Label(entry.Text, Ink.TickSize, Alignment.MiddleLeft);
            var width = SampleWidth + Gap + label.Measure(paint).Width;
            if (x > room.Left && x + width > room.Right)
            {
                (x, y) = (room.Left, y + RowHeight);
            }

            var middle = y + (RowHeight / 2);
            Sample(canvas, paint, entry, x, middle);
            label.Render(canvas, new Pixel(x + SampleWidth + Gap, middle), paint);
            x += width + BetweenEntries;
        }

        return y + RowHeight - room.Top;
    }

    private static void Sample(SkiaSharp.SKCanvas canvas, Paint paint, KeyEntry entry, float x, float middle)
    {
        paint.SKPathEffect = null!;
        var half = SampleHeight / 2;
        var box = new PixelRect(x, x + SampleWidth, middle + half, middle - half);
        if (entry.Fill is { } fill)
        {
            Hatch.Fill(canvas, paint, box, fill, entry.HatchColor ?? fill, entry.Hatching);
        }

        // Over a filled box the line is the upper edge of an area, as in the chart.
        entry.Line?.Render(
            canvas, entry.Fill is null ? new PixelLine(x, middle, x + SampleWidth, middle) : box.TopLine, paint);
        paint.SKPathEffect = null!;
        entry.Marker?.Render(canvas, new Pixel(x + (SampleWidth / 2), middle), paint);
    }
}
