using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Charts;

/// <summary>
/// A part of a sweep that fits a chart: one axis along the paper, at most one that gives the curves, the others held at
/// a value.
/// </summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Along">The place of the axis along the paper.</param>
/// <param name="Across">The place of the axis that gives the curves, or rows; null for none.</param>
/// <param name="Held">The place held on each axis; those of the two above mean nothing.</param>
internal sealed record SweepSlice(SweepResult Sweep, int Along, int? Across, IReadOnlyList<int> Held)
{
    public SweepAxis AlongAxis => Sweep.Axes[Along];

    public SweepAxis? AcrossAxis => Across is { } across ? Sweep.Axes[across] : null;

    /// <summary>What is held, in words that may follow a sentence; empty if nothing is.</summary>
    public string HeldWords
    {
        get
        {
            var held = Sweep.Axes
                .Select((axis, i) => (axis, i))
                .Where(one => one.i != Along && one.i != Across && one.axis.Count > 1)
                .Select(one => one.axis.Named(Held[one.i]))
                .ToArray();
            return held.Length == 0 ? "" : $" With {string.Join(", ", held)}.";
        }
    }

    /// <summary>
    /// A slice with this axis along the paper. The curves come from the next axis that has several values, unless one
    /// is named; all else is held in the middle.
    /// </summary>
    public static SweepSlice Of(SweepResult sweep, int along, int? across = null)
    {
        across ??= Enumerable.Range(0, sweep.Axes.Count)
            .Where(i => i != along && sweep.Axes[i].Count > 1)
            .Select(i => (int?)i)
            .FirstOrDefault();
        return new SweepSlice(sweep, along, across, [.. sweep.Axes.Select(axis => (axis.Count - 1) / 2)]);
    }

    /// <summary>The cell at a place along and across; null if there is none.</summary>
    public SweepCell? At(int along, int across)
    {
        var places = Held.ToArray();
        places[Along] = along;
        if (Across is { } axis)
        {
            places[axis] = across;
        }

        return Sweep.At(places);
    }

    /// <summary>The places of the curves that are drawn.</summary>
    public IReadOnlyList<int> Shown => SeriesLook.Choose(AcrossAxis?.Count ?? 1);

    /// <summary>The places along, in the order of their numbers.</summary>
    public IEnumerable<int> InOrder =>
        Enumerable.Range(0, AlongAxis.Count).OrderBy(place => AlongAxis.First.Numbers[place]);

    /// <summary>The curves of a metric.</summary>
    public IReadOnlyList<Curve> Curves(MetricExpression metric) => Curves(
        cell => Sweep.Estimate(cell, metric), place => AlongAxis.First.Numbers[place]);

    /// <summary>The curves of what is worked out for each cell.</summary>
    public IReadOnlyList<Curve> Curves(Func<SweepCell, CellEstimate?> estimate, Func<int, double> position) =>
    [
        .. Shown.Select(across => new Curve(
            AcrossAxis?.Named(across) ?? "",
            [
                .. from along in InOrder
                   let cell = At(along, across)
                   where cell is not null
                   let found = estimate(cell)
                   where found is not null
                   select new CurvePoint(position(along), found.Value),
            ])),
    ];

    /// <summary>
    /// A formula along the axis, for each curve to whose scenario it applies: between the swept values too, where the
    /// axis is one parameter.
    /// </summary>
    /// <param name="theory">The formula.</param>
    /// <param name="scale">The scale of the axis.</param>
    public IReadOnlyList<TheoryLine> Lines(Theorem theory, AxisScale scale)
    {
        const int steps = 40;
        var lines = new List<TheoryLine>();
        foreach (var across in Shown)
        {
            var others = Others(across).ToArray();
            var points = new List<(double X, double Y)>();
            var between = AlongAxis.Parameters.Count == 1;
            var values = between
                ? Enumerable.Range(0, steps + 1).Select(i => scale.Along((double)i / steps))
                : InOrder.Select(place => AlongAxis.First.Numbers[place]);
            var places = new Queue<int>(InOrder);
            foreach (var value in values)
            {
                var along = between ? [AlongAxis.AssignmentOf(value)] : AlongAxis.Assignments(places.Dequeue());
                if (Sweep.Scenario.With([.. others, .. along]) is { } scenario
                    && theory.At(scenario) is { } result && double.IsFinite(result))
                {
                    points.Add((value, result));
                }
            }

            if (points.Count > 1)
            {
                lines.Add(new TheoryLine(theory.Name, points));
            }
        }

        return lines;
    }

    private IEnumerable<string> Others(int across) => Sweep.Axes
        .Select((axis, i) => (axis, i))
        .Where(one => one.i != Along)
        .SelectMany(one => one.axis.Assignments(one.i == Across ? across : Held[one.i]));
}
