using System.Text;
using ScottPlot;
using SkiaSharp;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// One page with a chart: what it shows, what was found, the key, one or more plots below each other, and a footer.
/// It is laid out once, recorded, and played into a PNG and an SVG.
/// </summary>
public sealed class Figure
{
    /// <summary>The width of a chart in pixels.</summary>
    public const int Width = 1200;

    /// <summary>The height of a chart in pixels.</summary>
    public const int Height = 700;

    private const float Margin = 24;
    private const float FooterHeight = 28;
    private const float LeastLeft = 100;
    private const float TopOfData = 12;
    private const float SmallestText = 11;

    // Measured on these charts: within a tenth of the smallest file in two fifths of the time.
    private static readonly SKPngEncoderOptions PngOptions = new(SKPngEncoderFilterFlags.Up, 3);

    private readonly string _title;
    private readonly string _finding;
    private readonly string _footer;
    private readonly List<(Plot Plot, float Share)> _plots = [];
    private float _left = LeastLeft;

    internal Figure(string title, string finding, string footer)
    {
        ChartFonts.Use();
        (_title, _finding, _footer) = (title, finding, footer);
    }

    internal List<KeyEntry> Key { get; } = [];

    /// <summary>What the chart shows.</summary>
    internal string Title => _title;

    /// <summary>What was found.</summary>
    internal string Finding => _finding;

    /// <summary>Draws the page, as the octets of a PNG and as the text of an SVG.</summary>
    internal (byte[] Png, string Svg) Render(string name)
    {
        var (png, svg) = RenderAside(name);
        return (png.GetAwaiter().GetResult(), svg);
    }

    /// <summary>
    /// The same, but the PNG is made on another thread from what was recorded, beside the next chart.
    /// </summary>
    internal (Task<byte[]> Png, string Svg) RenderAside(string name)
    {
        var picture = Record();
        var svg = SvgIdentifiers.Renumber(Svg(picture), name);
        var png = Task.Run(() =>
        {
            using (picture)
            {
                return Png(picture);
            }
        });
        return (png, svg);
    }

    /// <summary>Adds a plot below those before it; it takes <paramref name="share"/> of the height they have.</summary>
    internal Plot AddPlot(float share = 1)
    {
        var plot = new Plot();
        // The page is white already; a plot that cleared its canvas would wipe what stands above it.
        plot.RenderManager.RenderActions.RemoveAll(action => action is ScottPlot.Rendering.RenderActions.ClearCanvas);
        plot.FigureBackground.Color = Ink.White;
        plot.Axes.Title.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.Axes.Right.IsVisible = false;
        plot.Legend.IsVisible = false;
        plot.Grid.MajorLineColor = Ink.Grid;
        foreach (var axis in new IAxis[] { plot.Axes.Bottom, plot.Axes.Left })
        {
            axis.Label.FontSize = Ink.LabelSize;
            axis.Label.Bold = false;
            axis.Label.ForeColor = Ink.Text;
            axis.TickLabelStyle.FontSize = Ink.TickSize;
            axis.TickLabelStyle.ForeColor = Ink.Text;
            axis.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
            {
                LabelFormatter = Words.Number,
                TickDensity = 0.5,
            };
        }

        _plots.Add((plot, share));
        return plot;
    }

    /// <summary>Makes room for long words at the upright axis.</summary>
    internal void MakeRoomLeft(IEnumerable<string> words)
    {
        const float besideWords = 48;
        using var paint = Paint.NewDisposablePaint();
        foreach (var word in words)
        {
            var width = Words.Label(word, Ink.TickSize, Alignment.MiddleLeft).Measure(paint).Width;
            _left = Math.Clamp(width + besideWords, _left, Width / 3);
        }
    }

    /// <summary>Says in the middle of an empty plot why it is empty.</summary>
    internal static void Explain(Plot plot, string text)
    {
        var note = plot.Add.Annotation(text, Alignment.MiddleCenter);
        note.LabelFontSize = Ink.LabelSize;
        note.LabelFontColor = Ink.Text;
        note.LabelBackgroundColor = Ink.White;
        note.LabelBorderColor = Ink.Grid;
        note.LabelShadowColor = Colors.Transparent;
    }

    /// <summary>Keeps the ticks of an axis that counts things to whole numbers.</summary>
    internal static void CountOn(IAxis axis) =>
        ((ScottPlot.TickGenerators.NumericAutomatic)axis.TickGenerator).IntegerTicksOnly = true;

    /// <summary>Writes the ticks of an axis in thousands of its unit.</summary>
    internal static void CountInThousands(IAxis axis) =>
        ((ScottPlot.TickGenerators.NumericAutomatic)axis.TickGenerator).LabelFormatter =
            value => Words.Number(value / 1e3);

    private static byte[] Png(SKPicture picture)
    {
        using var surface = SKSurface.Create(
            new SKImageInfo(Width, Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        surface.Canvas.DrawPicture(picture);
        using var pixels = surface.PeekPixels();
        using var octets = pixels?.Encode(PngOptions)
            ?? throw new InvalidOperationException("The drawing surface gave no PNG.");
        return octets.ToArray();
    }

    private static string Svg(SKPicture picture)
    {
        using var octets = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), octets))
        {
            canvas.DrawPicture(picture);
        }

        return Encoding.UTF8.GetString(octets.GetBuffer(), 0, (int)octets.Length);
    }

    private SKPicture Record()
    {
        using var recorder = new SKPictureRecorder();
        var canvas = recorder.BeginRecording(new SKRect(0, 0, Width, Height));
        using var paint = Paint.NewDisposablePaint();
        Drawing.FillRectangle(canvas, new PixelRect(0, Width, Height, 0), paint, new FillStyle(Ink.White));

        Write(canvas, paint, _title, Ink.TitleSize, y: 28, bold: true);
        Write(canvas, paint, _finding, Ink.FindingSize, y: 60, bold: false);
        var top = 76f;
        if (Key.Count > 0)
        {
            top += Charts.Key.Draw(canvas, paint, Key, new PixelRect(_left, Width - Margin, Height, top));
        }

        DrawPlots(canvas, top);
        var footer = Words.Label(_footer, Ink.FooterSize, Alignment.MiddleRight);
        footer.ForeColor = Ink.Faint;
        footer.Render(canvas, new Pixel(Width - Margin, Height - (FooterHeight / 2)), paint);
        return recorder.EndRecording();
    }

    private void DrawPlots(SKCanvas canvas, float top)
    {
        var unit = (Height - FooterHeight - top) / _plots.Sum(plot => plot.Share);
        foreach (var (plot, share) in _plots)
        {
            var bottom = MathF.Round(top + (share * unit));
            var named = plot.Axes.Bottom.Label.Text.Length > 0;
            FitLabel(plot.Axes.Left.Label, bottom - top - (named ? 58 : 34) - TopOfData);
            plot.Layout.Fixed(new PixelPadding(_left, Margin, named ? 58 : 34, TopOfData));
            Settle(plot, new PixelRect(0, Width, bottom, top));
            plot.Render(canvas, new PixelRect(0, Width, bottom, top));
            top = bottom;
        }
    }

    private void Write(SKCanvas canvas, Paint paint, string text, float size, float y, bool bold)
    {
        var label = Words.Label(text, size, Alignment.MiddleLeft);
        label.Bold = bold;
        Fit(label, paint);
        label.Render(canvas, new Pixel(_left, y), paint);
    }

    /// <summary>
    /// Draws a plot to nowhere. The first time that its limits are new, ScottPlot draws it twice over, which would
    /// double an SVG.
    /// </summary>
    private static void Settle(Plot plot, PixelRect area)
    {
        using var recorder = new SKPictureRecorder();
        plot.Render(recorder.BeginRecording(new SKRect(0, 0, Width, Height)), area);
        using var nothing = recorder.EndRecording();
    }

    /// <summary>Makes upright words that are longer than their axis smaller.</summary>
    private static void FitLabel(LabelStyle label, float room)
    {
        using var paint = Paint.NewDisposablePaint();
        var style = Words.Label(label.Text, label.FontSize, Alignment.MiddleCenter);
        var width = style.Measure(paint).Width;
        if (width > room)
        {
            label.FontSize = Math.Max(SmallestText, label.FontSize * room / width);
        }
    }

    /// <summary>Makes a line that would leave the page smaller; it would be cut off without a word.</summary>
    private void Fit(LabelStyle label, Paint paint)
    {
        var room = Width - _left - Margin;
        var width = label.Measure(paint).Width;
        if (width > room)
        {
            label.FontSize = Math.Max(SmallestText, label.FontSize * room / width);
        }
    }
}
