using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// How the curves of one chart are told apart: by colour, by line pattern and by mark, so that each of the three is
/// enough.
/// </summary>
internal sealed record SeriesLook(Color Color, LinePattern Pattern, MarkerShape Marker)
{
    /// <summary>The most curves that one chart can keep apart.</summary>
    public const int Most = 6;

    private static readonly LinePattern DashDots = new([9f, 4f, 2f, 4f], 0, "dash-dots");
    private static readonly LinePattern LongDashes = new([18f, 6f], 0, "long dashes");
    private static readonly LinePattern Pairs = new([2f, 3f, 2f, 7f], 0, "pairs of dots");

    private static readonly SeriesLook[] All =
    [
        new(Ink.Blue, LinePattern.Solid, MarkerShape.FilledCircle),
        new(Ink.Vermilion, Ink.Dashes, MarkerShape.FilledSquare),
        new(Ink.Green, DashDots, MarkerShape.FilledTriangleUp),
        new(Ink.Purple, LongDashes, MarkerShape.OpenCircle),
        new(Ink.Black, Pairs, MarkerShape.OpenSquare),
        new(Ink.Ochre, Ink.Dots, MarkerShape.Cross),
    ];

    /// <summary>The look of the n-th curve, from 0.</summary>
    public static SeriesLook Of(int index) => All[index % All.Length];

    /// <summary>The line of a curve.</summary>
    public LineStyle Line(float width = 2.2f) => new(width, Color, Pattern);

    /// <summary>The mark of a value.</summary>
    public MarkerStyle Mark(float size = 9) => new(Marker, size, Color) { LineWidth = 2 };

    /// <summary>The area of an interval.</summary>
    public Color Band => Color.WithAlpha(0.16);

    /// <summary>Chooses which of so many are drawn: all, or as many as can be told apart, evenly spread.</summary>
    public static IReadOnlyList<int> Choose(int count, int most = Most) => count <= most
        ? [.. Enumerable.Range(0, count)]
        : [.. Enumerable.Range(0, most).Select(i => (int)Math.Round((double)i * (count - 1) / (most - 1)))];
}
