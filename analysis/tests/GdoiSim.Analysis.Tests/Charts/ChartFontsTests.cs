using GdoiSim.Analysis.Charts;
using ScottPlot;
using SkiaSharp;
using Xunit;

namespace GdoiSim.Analysis.Tests.Charts;

/// <summary>
/// Text must not depend on the fonts of the machine, which ScottPlot leaves out silently where it finds none.
/// </summary>
public sealed class ChartFontsTests
{
    [Theory]
    [InlineData(false, 400)]
    [InlineData(true, 700)]
    public void Both_faces_come_from_the_assembly(bool bold, int weight)
    {
        ChartFonts.Use();
        Assert.Equal(ChartFonts.Family, Fonts.Default);
        var face = Fonts.FontResolvers[0].CreateTypeface(ChartFonts.Family, bold, italic: false);
        Assert.NotNull(face);
        Assert.Equal(ChartFonts.Family, face.FamilyName);
        Assert.Equal(weight, face.FontStyle.Weight);

        // The very octets of the shipped file, not those of a system font of the same name.
        using var shipped = typeof(ChartFonts).Assembly.GetManifestResourceStream(
            bold ? "DejaVuSans-Bold.ttf" : "DejaVuSans.ttf")!;
        using var used = face.OpenStream(out _);
        Assert.Equal(shipped.Length, used.Length);
    }

    [Fact]
    public void Another_familys_name_is_left_to_others()
    {
        ChartFonts.Use();
        Assert.Null(Fonts.FontResolvers[0].CreateTypeface("Another", bold: false, italic: false));
    }

    /// <summary>Every sign that a chart may write has a glyph in both faces.</summary>
    [Theory]
    [InlineData("DejaVuSans.ttf")]
    [InlineData("DejaVuSans-Bold.ttf")]
    public void The_faces_hold_the_signs_that_charts_use(string resource)
    {
        using var stream = typeof(ChartFonts).Assembly.GetManifestResourceStream(resource)!;
        using var face = SKTypeface.FromStream(stream);
        Assert.True(face.ContainsGlyphs("abcxyzABCXYZ0123456789.,:;()%/-+·…µ×äöüßéñçøåżΩ≤≥–"));
    }
}
