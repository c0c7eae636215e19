namespace GdoiSim.Analysis.Statistics;

/// <summary>The check that all intervals share.</summary>
internal static class Confidence
{
    public static void Check(double confidence)
    {
        if (!(confidence is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(confidence), confidence, "A confidence is above 0 and below 1, such as 0.95.");
        }
    }
}
