using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Charts;

/// <summary>One parameter of a sweep: a path of the scenario and the values that it took.</summary>
/// <param name="Path">The path in the scenario.</param>
/// <param name="Unit">The base unit of the numbers: s, share, octets, bit/s, datagrams or nothing.</param>
/// <param name="Values">The values as the scenario writes them.</param>
/// <param name="Numbers">The same in base units; NaN for a word.</param>
internal sealed record SweepParameter(
    string Path, string Unit, IReadOnlyList<string> Values, IReadOnlyList<double> Numbers)
{
    /// <summary>What the values are called; null: as they are.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>What the axis is called; null: as its parameter.</summary>
    public string? Name { get; init; }

    /// <summary>A value in words.</summary>
    public string Text(int index) => Labels?[index] ?? Names.OfValue(Values[index]);

    /// <summary>Whether every value is a number, so that it has a place on a scale.</summary>
    public bool IsNumeric => Numbers.All(double.IsFinite);

    /// <summary>Whether what a table gives, as text or as number, is the value at a place.</summary>
    public bool IsAt(int place, string text) => Values[place] == text
        || (double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number)
            // A table rounds to nine digits.
            && Math.Abs(Numbers[place] - number) <= 1e-7 * Math.Max(Math.Abs(number), 1e-30));
}

/// <summary>An axis of a sweep: one parameter, or several that change together.</summary>
internal sealed record SweepAxis(IReadOnlyList<SweepParameter> Parameters)
{
    /// <summary>The parameter that stands for the axis in a chart.</summary>
    public SweepParameter First => Parameters[0];

    /// <summary>How many values there are.</summary>
    public int Count => First.Values.Count;

    /// <summary>Whether the axis has a scale of its own: numbers, at least two.</summary>
    public bool IsScale => First.IsNumeric && First.Numbers.Distinct().Count() > 1;

    /// <summary>
    /// The place at which all parameters have what a table gives of them; -1 if there is none. One parameter does not
    /// tell it: values may come back while others change.
    /// </summary>
    public int PlaceOf(Func<SweepParameter, string> text)
    {
        for (var place = 0; place < Count; place++)
        {
            if (Parameters.All(one => one.IsAt(place, text(one))))
            {
                return place;
            }
        }

        return -1;
    }

    /// <summary>The axis in words, without unit; parameters that change with it are named too.</summary>
    public string Name => First.Name
        ?? string.Join(" and ", Parameters.Select(one => Names.OfPath(one.Path)));

    /// <summary>A value with the name of the axis, such as "jitter window 5 s".</summary>
    public string Named(int index) => First.Labels is { } labels
        ? $"{First.Name}{(First.Name is null ? "" : " ")}{labels[index]}"
        : string.Join(", ", Parameters.Select(one => Named(one, index)));

    private static string Named(SweepParameter parameter, int index)
    {
        var name = Names.OfPath(parameter.Path);
        return $"{name}{(double.IsFinite(parameter.Numbers[index]) ? "" : ":")} {parameter.Text(index)}";
    }

    /// <summary>What <c>--set</c> is given for a value.</summary>
    public IEnumerable<string> Assignments(int index) =>
        Parameters.Select(one => $"{one.Path}={one.Values[index]}");

    /// <summary>
    /// What <c>--set</c> is given for a number between the values; only for an axis of one parameter.
    /// </summary>
    public string AssignmentOf(double number)
    {
        _ = Quantity.TryParse(First.Values[0], out var quantity);
        return $"{First.Path}={quantity.With(number)}";
    }
}

/// <summary>A cell of a sweep: its number in the tables and its place on each axis.</summary>
internal sealed record SweepCell(int Number, IReadOnlyList<int> Places);

/// <summary>A figure of a cell over its replications, as cells.csv has it.</summary>
/// <param name="Replications">How many there are.</param>
/// <param name="Never">In how many the figure was infinite; the mean is then NaN.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Low">The lower end of its interval; NaN where a single replication gives none.</param>
/// <param name="High">The upper end of its interval.</param>
internal readonly record struct CellEstimate(int Replications, int Never, double Mean, double Low, double High)
{
    /// <summary>Whether there is a mean.</summary>
    public bool HasMean => double.IsFinite(Mean);
}

/// <summary>A threshold of a cell.</summary>
/// <param name="Passed">Whether the cell satisfies it.</param>
/// <param name="Doubtful">Whether the interval leaves that open.</param>
internal readonly record struct CellVerdict(bool Passed, bool Doubtful);
