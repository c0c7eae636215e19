namespace GdoiSim.Analysis.Charts;

/// <summary>
/// The time axis of the completion chart: linear as a rule, logarithmic where most ACKs are in so soon that beside the
/// limits of seconds their curve would be a wall.
/// </summary>
internal sealed record TimeScale(double Begin, double End, bool Logarithmic)
{
    /// <summary>Below this median, in seconds, the axis is logarithmic.</summary>
    private const double Soon = 0.4;

    private static readonly double[] Steps = [1, 2, 5];

    /// <summary>The scale that shows all curves, and both limits.</summary>
    public static TimeScale For(IReadOnlyList<CompletionCurve> curves)
    {
        var answered = curves.Where(curve => curve.Accepted > 0).ToList();
        if (answered.Count == 0)
        {
            return new TimeScale(0, 11, Logarithmic: false);
        }

        var last = answered.Max(curve => curve.AlmostLast);
        return answered.Average(curve => curve.Median) < Soon
            ? new TimeScale(Math.Max(1e-6, 0.7 * answered.Min(curve => curve.First)), Math.Max(20, 1.3 * last), true)
            : new TimeScale(0, Math.Max(11, 1.1 * last), false);
    }

    /// <summary>Where a time stands on the axis.</summary>
    public double Position(double time) => Logarithmic ? Math.Log10(Math.Max(time, Begin)) : time;

    /// <summary>The time at a position.</summary>
    public double Time(double position) => Logarithmic ? Math.Pow(10, position) : position;

    /// <summary>Ticks of a logarithmic axis, at 1, 2 and 5 of each decade, the rest unlabelled.</summary>
    public ScottPlot.TickGenerators.NumericManual Ticks()
    {
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        for (var decade = Math.Floor(Math.Log10(Begin)); decade <= Math.Ceiling(Math.Log10(End)); decade++)
        {
            for (var digit = 1; digit <= 9; digit++)
            {
                var time = digit * Math.Pow(10, decade);
                if (time < Begin || time > End)
                {
                    continue;
                }

                if (Steps.Contains(digit))
                {
                    ticks.AddMajor(Math.Log10(time), Words.Number(Math.Round(time, 6)));
                }
                else
                {
                    ticks.AddMinor(Math.Log10(time));
                }
            }
        }

        return ticks;
    }
}
