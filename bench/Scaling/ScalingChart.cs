using System.Globalization;
using GdoiSim.Analysis.Charts;
using ScottPlot;

namespace GdoiSim.Bench.Scaling;

/// <summary>Members against time and against memory, both axes of both logarithmic.</summary>
internal static class ScalingChart
{
    /// <summary>The name of its files.</summary>
    public const string Name = "scaling";

    /// <summary>Draws the rows.</summary>
    /// <param name="rows">At least one, by size.</param>
    /// <param name="machine">What they were measured on.</param>
    public static NamedFigure Draw(IReadOnlyList<ScalingRow> rows, string machine)
    {
        ScalingRow last = rows[^1];
        string finding = string.Create(
            CultureInfo.InvariantCulture,
            $"{last.Members:N0} members: {last.WallSeconds:0.00} s, {last.PeakMebibytes:N0} MiB, a process of its own;"
            + $" {last.NanosecondsPerMember:0} ns of the run a member.");
        var figure = new Figure(
            "One rekey, every acknowledgement built and verified: time and memory by size of the group", finding,
            machine);
        Plot time = figure.AddPlot(1.15f);
        time.YLabel("seconds (logarithmic)");
        Draw(figure, time, rows, 0, "whole process, with start and files", row => row.WallSeconds);
        Draw(figure, time, rows, 1, "of it the run", row => row.RunSeconds);
        Scale(time, rows, [.. rows.Select(row => row.WallSeconds), .. rows.Select(row => row.RunSeconds)]);
        Plot memory = figure.AddPlot();
        memory.YLabel("MiB (logarithmic)");
        memory.XLabel("members (logarithmic)");
        Draw(figure, memory, rows, 2, "most memory resident (below)", row => row.PeakMebibytes);
        Scale(memory, rows, [.. rows.Select(row => row.PeakMebibytes)]);
        return new NamedFigure(Name, figure);
    }

    private static void Draw(
        Figure figure, Plot plot, IReadOnlyList<ScalingRow> rows, int look, string name, Func<ScalingRow, double> value)
    {
        SeriesLook series = SeriesLook.Of(look);
        double[] members = [.. rows.Select(row => Math.Log10(row.Members))];
        double[] values = [.. rows.Select(row => Math.Log10(value(row)))];
        plot.Add.ScatterLine(members, values).LineStyle = series.Line();
        plot.Add.Plottable(new Marks(members, values, series.Mark()));
        figure.Key.Add(new KeyEntry(name) { Line = series.Line(), Marker = series.Mark() });
    }

    private static void Scale(Plot plot, IReadOnlyList<ScalingRow> rows, double[] values)
    {
        double low = Math.Floor(Math.Log10(values.Min())), high = Math.Ceiling(Math.Log10(values.Max()));
        plot.Axes.Bottom.TickGenerator = Decades(3, 8);
        plot.Axes.Left.TickGenerator = Decades((int)low, (int)Math.Max(high, low + 1));
        double first = Math.Log10(rows[0].Members), last = Math.Log10(rows[^1].Members);
        plot.Axes.SetLimits(first - 0.08, Math.Max(last, first + 1) + 0.08, low, Math.Max(high, low + 1));
    }

    private static ScottPlot.TickGenerators.NumericManual Decades(int low, int high)
    {
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        for (int decade = low; decade <= high; decade++)
        {
            double value = Math.Pow(10, decade);
            ticks.AddMajor(decade, value.ToString("#,0.#######", CultureInfo.InvariantCulture));
            for (int digit = 2; digit <= 9; digit++)
            {
                ticks.AddMinor(decade + Math.Log10(digit));
            }
        }

        return ticks;
    }
}
