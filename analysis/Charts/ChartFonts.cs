using ScottPlot;
using SkiaSharp;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// The faces that charts are drawn with: DejaVu Sans, regular and bold, from this assembly. ScottPlot draws no text
/// at all on a machine without fonts, and no bold text where only a regular face is known, both silently; and system
/// fonts would make a chart differ from machine to machine.
/// </summary>
public static class ChartFonts
{
    /// <summary>The family name, which SVG files name too.</summary>
    public const string Family = "DejaVu Sans";

    private static readonly Lazy<bool> Installed = new(Install);

    /// <summary>Makes the faces ScottPlot's default, once a process.</summary>
    public static void Use() => _ = Installed.Value;

    private static bool Install()
    {
        ScottPlot.Fonts.FontResolvers.Insert(0, new Embedded(Load("DejaVuSans.ttf"), Load("DejaVuSans-Bold.ttf")));
        ScottPlot.Fonts.Default = Family;
        return true;
    }

    private static SKTypeface Load(string resource)
    {
        using var stream = typeof(ChartFonts).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly lacks its font {resource}.");
        return SKTypeface.FromStream(stream)
            ?? throw new InvalidOperationException($"{resource} is no font that can be read.");
    }

    private sealed class Embedded(SKTypeface regular, SKTypeface bold) : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            fontName != Family ? null : weight >= FontWeight.SemiBold ? bold : regular;

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            CreateTypeface(fontName, bold ? FontWeight.Bold : FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);
    }
}
