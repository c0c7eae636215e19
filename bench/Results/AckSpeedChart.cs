using System.Globalization;
using GdoiSim.Analysis.Charts;
using GdoiSim.Bench.Acknowledgements;
using ScottPlot;

namespace GdoiSim.Bench.Results;

/// <summary>Acknowledgements a second by way, a bar each.</summary>
internal static class AckSpeedChart
{
    /// <summary>The name of its files.</summary>
    public const string Name = "acks-per-second";

    // More bars than that are no chart.
    private const int MostBars = 28;
    private const double BarWidth = 0.72;
    private const double BetweenCases = 0.6;

    private static readonly KeyEntry Ours = new("this project") { Fill = Ink.Blue };

    private static readonly KeyEntry Libraries = new("a library, one after the other")
    {
        Fill = Ink.White,
        HatchColor = Ink.Vermilion,
        Hatching = Hatching.Rising,
    };

    /// <summary>Draws the speeds for the largest groups measured.</summary>
    /// <param name="speeds">At least one.</param>
    /// <param name="machine">What they were measured on.</param>
    public static NamedFigure Draw(IReadOnlyList<AckSpeed> speeds, string machine)
    {
        List<AckSpeed> bars = Choose(speeds);
        string group = bars.Max(bar => bar.Members) is var members and > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{members:N0} members. ")
            : "";
        var figure = new Figure("Acknowledgements a second, by way", $"One core. {group}{Finding(bars)}", machine);
        figure.Key.AddRange([Ours, Libraries]);
        Plot plot = figure.AddPlot();
        plot.XLabel("million acknowledgements a second");
        double longest = bars.Max(bar => bar.PerSecond) / 1e6;
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        List<string> names = [];
        var pieces = new List<BarPiece>();
        double y = 0;
        for (int i = 0; i < bars.Count; i++)
        {
            AckSpeed bar = bars[i];
            bool begins = i == 0 || Heading(bars[i - 1]) != Heading(bar);
            y -= i > 0 && begins ? 1 + BetweenCases : 1;
            string name = begins ? $"{Heading(bar)}: {bar.Way}" : bar.Way;
            names.Add(name);
            ticks.AddMajor(y, name);
            pieces.Add(new BarPiece(y, 0, bar.PerSecond / 1e6, bar.IsOurs ? Ours : Libraries));
            ScottPlot.Plottables.Text text = plot.Add.Text(Words(bar), bar.PerSecond / 1e6, y);
            text.LabelAlignment = Alignment.MiddleLeft;
            text.LabelFontSize = Ink.FooterSize;
            text.LabelFontColor = Ink.Text;
            text.OffsetX = 6;
        }

        plot.PlottableList.Insert(0, new LevelBars(pieces, BarWidth));
        figure.MakeRoomLeft(names);
        plot.Axes.Left.TickGenerator = ticks;
        plot.Axes.SetLimits(0, 1.2 * longest, y - 1, 0);
        return new NamedFigure(Name, figure);
    }

    private static string Words(AckSpeed bar) => string.Create(
        CultureInfo.InvariantCulture, $"{bar.PerSecond / 1e6:0.00} M/s, {bar.Nanoseconds:0} ns");

    private static string Heading(AckSpeed speed) =>
        speed.Case.Length == 0 ? Subject(speed) : $"{Subject(speed)}, {speed.Case}";

    private static string Subject(AckSpeed speed) => speed.Question switch
    {
        nameof(AckPipelineHonest) => "pipeline",
        nameof(AckPipelineUnderAttack) => "attacked",
        nameof(AckVerify) => "read and verify",
        nameof(AckBuild) => "build",
        "AckHashOneKey" => "HASH, one key",
        "AckHashKeyPerMember" => "HASH, key a member",
        _ => speed.Question,
    };

    private static string Finding(List<AckSpeed> bars)
    {
        // Of the first case, which is the one that matters most.
        AckSpeed best = bars
            .Where(bar => bar.IsOurs && Heading(bar) == Heading(bars[0]))
            .DefaultIfEmpty(bars[0])
            .MaxBy(bar => bar.PerSecond)!;
        AckSpeed? library = bars.Where(bar => !bar.IsOurs && Heading(bar) == Heading(best))
            .MinBy(bar => bar.PerSecond);
        return library is null
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{Heading(best)}: {best.Way} is {library.Nanoseconds / best.Nanoseconds:0.0} × {library.Way}.");
    }

    // Of each class and case the largest group; if that is too much, the pipeline and the HASH under one key alone.
    private static List<AckSpeed> Choose(IReadOnlyList<AckSpeed> speeds)
    {
        var largest = speeds
            .GroupBy(Heading)
            .SelectMany(one => one.Where(speed => speed.Members == one.Max(other => other.Members)))
            .ToList();
        string[] first =
        [
            nameof(AckPipelineHonest), "AckHashOneKey", nameof(AckPipelineUnderAttack), nameof(AckVerify),
            nameof(AckBuild),
        ];
        List<AckSpeed> chosen = [];
        foreach (IGrouping<string, AckSpeed> part in largest
            .GroupBy(Heading)
            .OrderBy(one => (uint)Array.IndexOf(first, one.First().Question)))
        {
            if (chosen.Count == 0 || chosen.Count + part.Count() <= MostBars)
            {
                chosen.AddRange(part);
            }
        }

        return chosen;
    }
}
