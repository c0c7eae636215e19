using ScottPlot;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// A numeric axis: its unit, and whether it is logarithmic, which it is where most values would crowd at one end
/// otherwise. Values are in base units; positions are what the plot is given.
/// </summary>
internal sealed class AxisScale
{
    private const double WideRange = 8;
    private const double VeryWideRange = 300;

    private readonly UnitScale _unit;
    private readonly string _what;
    private readonly double _least;
    private readonly double _most;

    private AxisScale(string what, UnitScale unit, bool logarithmic, double least, double most) =>
        (_what, _unit, IsLogarithmic, _least, _most) = (what, unit, logarithmic, least, most);

    /// <summary>Whether positions are decimal logarithms.</summary>
    public bool IsLogarithmic { get; }

    /// <summary>The words at the axis, the unit included.</summary>
    public string Label => _unit.Label(_what) + (IsLogarithmic ? " (logarithmic)" : "");

    /// <summary>The position of the largest value.</summary>
    public double Top => Position(_most);

    /// <summary>The position of the smallest value.</summary>
    public double Bottom => Position(_least);

    /// <summary>The scale of a parameter that was swept: logarithmic if its values grow by factors.</summary>
    public static AxisScale Of(SweepAxis axis) =>
        OfParameter(axis.Name, axis.First.Path, axis.First.Unit, axis.First.Numbers);

    /// <summary>The scale of a value that a plan varied.</summary>
    public static AxisScale Of(PlannedValue planned, IEnumerable<double> values) =>
        OfParameter(Names.OfPath(planned.Path), planned.Path, planned.Unit, values);

    /// <summary>The scale of a figure: from 0, or logarithmic where the values differ by orders of magnitude.</summary>
    public static AxisScale Of(string what, string unit, IEnumerable<double> values, bool fromZero = true)
    {
        var finite = values.Where(double.IsFinite).ToArray();
        var most = finite.Length == 0 ? 1 : finite.Max();
        var least = finite.Length == 0 ? 0 : finite.Min();
        var logarithmic = least > 0 && most / least >= VeryWideRange;
        return new AxisScale(
            what, UnitScale.For(unit, most), logarithmic, logarithmic || !fromZero ? least : Math.Min(0, least), most);
    }

    private static AxisScale OfParameter(string what, string path, string baseUnit, IEnumerable<double> numbers)
    {
        var values = numbers.Order().ToArray();
        var unit = UnitScale.For(Names.UnitOfPath(path, baseUnit), values[^1]);
        var gap = values.Zip(values.Skip(1), (low, high) => high - low).DefaultIfEmpty().Max();
        var logarithmic = values[0] > 0 && values[^1] / values[0] >= WideRange
            && values.Length > 2 && gap > 0.4 * (values[^1] - values[0]);
        return new AxisScale(what, unit, logarithmic, values[0], values[^1]);
    }

    /// <summary>Where a value stands.</summary>
    public double Position(double value) =>
        IsLogarithmic ? Math.Log10(Math.Max(value, _least * 1e-3) * _unit.Factor) : value * _unit.Factor;

    /// <summary>The value at a share of the axis, 0 to 1.</summary>
    public double Along(double share) =>
        IsLogarithmic ? _least * Math.Pow(_most / _least, share) : _least + (share * (_most - _least));

    /// <summary>A value in words, with its unit.</summary>
    public string Text(double value) => _unit.Text(value);

    /// <summary>Gives a plot's axis its words and ticks.</summary>
    /// <param name="axis">The axis of the plot.</param>
    /// <param name="values">The values that were swept, which get the ticks; null for ticks where they are due.</param>
    public void Apply(IAxis axis, IReadOnlyList<double>? values = null)
    {
        axis.Label.Text = Label;
        if (values is { Count: <= 14 })
        {
            axis.TickGenerator = AtValues([.. values.Distinct().Order()]);
        }
        else if (IsLogarithmic)
        {
            axis.TickGenerator = Decades();
        }
    }

    /// <summary>Ticks at the values; words only where they do not run into the ones before.</summary>
    private ScottPlot.TickGenerators.NumericManual AtValues(double[] values)
    {
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        var range = Math.Max(Top - Bottom, 1e-12);
        var free = double.NegativeInfinity;
        foreach (var value in values)
        {
            var text = _unit.Number(value);
            var position = Position(value);
            var half = range * (0.006 + (0.0045 * text.Length));
            if (position - half >= free)
            {
                ticks.AddMajor(position, text);
                free = position + half;
            }
            else
            {
                ticks.AddMinor(position);
            }
        }

        return ticks;
    }

    private ScottPlot.TickGenerators.NumericManual Decades()
    {
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        int[] labelled = Top - Bottom < 2.5 ? [1, 2, 5] : Top - Bottom < 4.5 ? [1, 3] : [1];
        for (var decade = Math.Floor(Bottom) - 1; decade <= Math.Ceiling(Top); decade++)
        {
            for (var digit = 1; digit <= 9; digit++)
            {
                var value = digit * Math.Pow(10, decade);
                if (labelled.Contains(digit))
                {
                    ticks.AddMajor(Math.Log10(value), new UnitScale("", 1).Number(value));
                }
                else
                {
                    ticks.AddMinor(Math.Log10(value));
                }
            }
        }

        return ticks;
    }
}
