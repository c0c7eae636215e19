using GdoiSim.Metrics;
using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>Draws the charts of one run into its result directory.</summary>
public static class RunCharts
{
    /// <summary>
    /// Does beforehand what the first chart of a process costs (loading the drawing library and the fonts, compiling
    /// what draws), so that it can go on beside a simulation. It must have returned before <see cref="Draw"/> is
    /// called: the drawing library is not made for two threads.
    /// </summary>
    public static void Prepare()
    {
        var figure = new Figure("Preparation", "No file is written.", "nothing");
        var plot = figure.AddPlot();
        plot.XLabel("x");
        plot.YLabel("y");
        double[] ends = [0, 1];
        var line = plot.Add.ScatterLine(ends, ends, Ink.Blue);
        (line.FillY, line.FillYColor) = (true, Ink.PaleBlue);
        var limit = plot.Add.HorizontalLine(0.5, 2, Ink.Vermilion, Ink.Dashes);
        plot.Add.VerticalLine(0.5, 2, Ink.Vermilion, Ink.Dots);
        plot.Add.Text("x", 0.5, 0.5);
        var marks = plot.Add.Markers(ends, ends, MarkerShape.Eks, 10, Ink.Black);
        var look = new KeyEntry("bar") { Fill = Ink.White, HatchColor = Ink.Blue, Hatching = Hatching.Crossed };
        plot.Add.Plottable(new HatchedBars([new BarPiece(0.5, 0, 1, look)], 0.5));
        plot.Axes.SetLimits(0, 1, 0, 1);
        figure.Key.AddRange(
            [
                look,
                new KeyEntry("line") { Line = limit.LineStyle },
                new KeyEntry("mark") { Marker = marks.MarkerStyle },
            ]);
        _ = figure.Render("preparation");
    }

    /// <summary>
    /// Reads the files in <paramref name="resultDirectory"/> and writes its charts, each as PNG and SVG, into the
    /// folder
    /// <c>charts</c> there; earlier ones are overwritten. The same files give the same octets on one machine.
    /// </summary>
    /// <exception cref="ResultException">A file is missing or cannot be read; the message says which and
    /// why.</exception>
    public static void Draw(string resultDirectory)
    {
        var run = RunResult.Read(resultDirectory);
        Of(run).Write(Path.Combine(resultDirectory, Schema.ChartsFolder));
    }

    /// <summary>The charts of a run; those of registrations first, if there were any.</summary>
    public static ChartSet Of(RunResult run)
    {
        ArgumentNullException.ThrowIfNull(run);
        NamedFigure[] registrations = run.Summary.RegistrationStarted == 0
            ? []
            :
            [
                new(RegistrationsChart.Name, RegistrationsChart.Draw(run)),
                new(RegistrationTimeChart.Name, RegistrationTimeChart.Draw(run)),
            ];
        return new ChartSet(
            [
                .. registrations,
                new(ArrivalsChart.Name, ArrivalsChart.Draw(run)),
                new(QueueChart.Name, QueueChart.Draw(run)),
                new(CompletionChart.Name, CompletionChart.Draw(run)),
                new(OutcomeChart.Name, OutcomeChart.Draw(run)),
            ]);
    }
}
