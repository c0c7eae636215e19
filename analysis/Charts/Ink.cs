using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// The few colours, widths and sizes that all charts share. The hues are those of Okabe and Ito, told apart with any
/// common colour blindness; meaning never hangs on hue alone: lines differ in pattern and width, areas in lightness and
/// hatch, so that a grey copy says the same.
/// </summary>
internal static class Ink
{
    public static readonly Color Text = new(0x22, 0x22, 0x22);
    public static readonly Color Faint = new(0x5A, 0x5A, 0x5A);
    public static readonly Color Grid = new(0xE3, 0xE3, 0xE3);
    public static readonly Color Others = new(0xB4, 0xB4, 0xB4);
    public static readonly Color Blue = new(0x00, 0x5B, 0x96);
    public static readonly Color PaleBlue = new(0xD6, 0xE6, 0xF2);
    public static readonly Color Sky = new(0x56, 0xB4, 0xE9);
    public static readonly Color Vermilion = new(0xC4, 0x4E, 0x00);
    public static readonly Color Green = new(0x00, 0x7A, 0x5A);
    public static readonly Color Purple = new(0x7B, 0x3A, 0x8C);
    public static readonly Color Ochre = new(0x9A, 0x6A, 0x00);
    public static readonly Color Black = new(0x00, 0x00, 0x00);
    public static readonly Color White = new(0xFF, 0xFF, 0xFF);

    public static readonly LinePattern Dashes = new([10f, 5f], 0, "dashes");
    public static readonly LinePattern Dots = new([2.5f, 3.5f], 0, "dots");

    public const float TitleSize = 24;
    public const float FindingSize = 16;
    public const float LabelSize = 16;
    public const float TickSize = 14;
    public const float FooterSize = 12;
}
