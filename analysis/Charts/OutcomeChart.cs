using GdoiSim.Metrics;
using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// How each rekey ended: above, the share of every outcome; below, on a scale of its own, the members that should have
/// acknowledged and did not, or not in time, since in a good run these are too few to be seen above.
/// </summary>
public static class OutcomeChart
{
    /// <summary>The name of the chart's files.</summary>
    public const string Name = "outcomes";

    private const int MostBars = 60;
    private const int FewestPlaces = 5;
    private const int MostLabelledBars = 30;
    private const double BarWidth = 0.72;

    public static Figure Draw(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);
        var figure = new Figure("Outcome of each rekey", Finding(run.Outcomes), run.Footer);
        var bars = OutcomeBar.Of(run.Outcomes, MostBars);
        var outcomes = Outcome.In(run.Outcomes);
        var shares = figure.AddPlot(1);
        var counts = figure.AddPlot(1.15f);
        shares.YLabel("expected members, %");
        counts.YLabel("not in time, members");
        counts.XLabel(bars.Count > 0 && bars[0].Rekeys > 1 ? $"rekey ({bars[0].Rekeys} a bar, mean)" : "rekey");
        DrawShares(figure, shares, bars, outcomes);
        DrawCounts(counts, bars, [.. outcomes.Where(outcome => outcome.Trouble)]);
        foreach (var plot in new[] { shares, counts })
        {
            plot.Axes.Bottom.TickGenerator = Ticks(bars);
            var (centre, half) = ((bars.Count + 1) / 2.0, (Math.Max(FewestPlaces, bars.Count) / 2.0) + 0.1);
            plot.Axes.SetLimitsX(centre - half, centre + half);
            plot.Grid.XAxisStyle.IsVisible = false;
            plot.Axes.Bottom.MajorTickStyle.Length = 0;
        }

        return figure;
    }

    private static void DrawShares(
        Figure figure, Plot plot, IReadOnlyList<OutcomeBar> bars, IReadOnlyList<Outcome> outcomes)
    {
        var pieces = new List<BarPiece>();
        for (var i = 0; i < bars.Count; i++)
        {
            var bottom = 0.0;
            foreach (var outcome in outcomes)
            {
                var height = 100 * bars[i].Members(outcome) / Math.Max(1e-9, bars[i].Expected);
                if (height > 0)
                {
                    pieces.Add(new BarPiece(i + 1, bottom, bottom + height, outcome.Look));
                }

                bottom += height;
            }
        }

        plot.Add.Plottable(new HatchedBars(pieces, BarWidth));
        plot.Axes.SetLimitsY(0, 104);
        if (bars.Count == 0)
        {
            Figure.Explain(plot, "No ACK was expected in this run.");
            return;
        }

        figure.Key.AddRange(outcomes.Select(outcome => outcome.Look));
    }

    private static void DrawCounts(Plot plot, IReadOnlyList<OutcomeBar> bars, IReadOnlyList<Outcome> outcomes)
    {
        var pieces = new List<BarPiece>();
        var highest = 0.0;
        for (var i = 0; i < bars.Count; i++)
        {
            var bottom = 0.0;
            foreach (var outcome in outcomes.Reverse())
            {
                var height = bars[i].Members(outcome);
                if (height > 0)
                {
                    pieces.Add(new BarPiece(i + 1, bottom, bottom + height, outcome.Look));
                }

                bottom += height;
            }

            highest = Math.Max(highest, bottom);
            if (bars.Count <= MostLabelledBars && bottom > 0)
            {
                var text = plot.Add.Text(Words.Number(Math.Round(bottom, 1)), i + 1, bottom);
                text.LabelAlignment = Alignment.LowerCenter;
                text.LabelFontSize = bars.Count > 15 ? 11 : Ink.TickSize;
                text.LabelFontColor = Ink.Text;
                text.OffsetY = -2;
            }
        }

        plot.Add.Plottable(new HatchedBars(pieces, BarWidth));
        plot.Axes.SetLimitsY(0, Math.Max(4, 1.18 * highest));
        Figure.CountOn(plot.Axes.Left);
        if (highest == 0 && bars.Count > 0)
        {
            Figure.Explain(plot, "None: every member that acknowledges at all was acknowledged in time.");
        }
    }

    private static ScottPlot.TickGenerators.NumericManual Ticks(IReadOnlyList<OutcomeBar> bars)
    {
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        var stride = (bars.Count + MostLabelledBars - 1) / MostLabelledBars;
        for (var i = 0; i < bars.Count; i += stride)
        {
            ticks.AddMajor(i + 1, Words.Count(bars[i].First));
        }

        return ticks;
    }

    private static string Finding(IReadOnlyList<OutcomeRow> rows)
    {
        var expected = rows.Sum(row => row.Expected);
        if (expected == 0)
        {
            return "The group asks for no acknowledgements.";
        }

        var acknowledged = rows.Sum(row => row.Acknowledged + row.Late);
        string Part(long count, string words) => count == 0 ? "" : $", {Words.Count(count)} {words}";
        var share = Words.Share(acknowledged, expected);
        return $"{Words.Count(acknowledged)} of {Words.Count(expected)} acknowledged ({share})"
            + Part(rows.Sum(row => row.Late), "of them late")
            + Part(rows.Sum(row => row.Missing), "missing")
            + Part(rows.Sum(row => row.FalselyMissing), "falsely missing")
            + Part(rows.Sum(row => row.Undecided), "undecided")
            + Part(rows.Sum(row => row.Silent), "silent by profile") + ".";
    }
}
