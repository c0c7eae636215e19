namespace GdoiSim.Analysis.Statistics;

/// <summary>A confidence interval, both ends included.</summary>
/// <param name="Low">The lower end.</param>
/// <param name="High">The upper end.</param>
public readonly record struct Interval(double Low, double High)
{
    /// <summary>Half its width: the ± of an interval around a mean.</summary>
    public double HalfWidth => (High - Low) / 2;

    /// <summary>Whether a value lies in it.</summary>
    public bool Contains(double value) => value >= Low && value <= High;
}
