using GdoiSim.Analysis.Charts;
using GdoiSim.Metrics;

namespace GdoiSim.Cli.Running;

/// <summary>Draws the charts of a sweep from its files.</summary>
internal static class SweepDrawing
{
    /// <summary>Draws; a sweep of which there is nothing to draw is no error, the rest of its result stands.</summary>
    public static void Draw(string directory, Terminal terminal)
    {
        try
        {
            ChartSet.Of(directory).Write(Path.Combine(directory, Schema.ChartsFolder));
        }
        catch (ResultException exception)
        {
            terminal.TellWarning($"warning: no charts: {exception.Message}");
        }
    }
}
