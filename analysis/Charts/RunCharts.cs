using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Charts;

/// <summary>Draws the charts of one run into its result directory.</summary>
public static class RunCharts
{
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
        var folder = Directory.CreateDirectory(Path.Combine(resultDirectory, Schema.ChartsFolder)).FullName;
        ArrivalsChart.Draw(run).Save(folder, ArrivalsChart.Name);
        QueueChart.Draw(run).Save(folder, QueueChart.Name);
        CompletionChart.Draw(run).Save(folder, CompletionChart.Name);
        OutcomeChart.Draw(run).Save(folder, OutcomeChart.Name);
    }
}
