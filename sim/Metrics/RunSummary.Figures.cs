namespace GdoiSim.Metrics;

/// <content>The figures as a list of numbers, for what handles all of them alike: sweeps, thresholds, plans.</content>
public sealed partial record RunSummary
{
    /// <summary>
    /// The numeric figures of the file in its order: all but the scenario's name, seed and state, and the counts by
    /// reason, whose sum is ack.rejected_total.
    /// </summary>
    public static IReadOnlyList<Column> FigureColumns =>
        [.. Table.Columns.Where(column => IsFigure(column.Property))];

    /// <summary>
    /// The values of <see cref="FigureColumns"/>, times in seconds. Positive infinity stands for what the file leaves
    /// null: a quantile that falls on something that never happened, a limit that there is not.
    /// </summary>
    public double[] Figures() => [.. FigureColumns.Select(column => Value(column.Property))];

    /// <summary>The value of one of <see cref="FigureColumns"/> by its name in the file.</summary>
    /// <exception cref="ArgumentException">There is no such figure.</exception>
    public double Figure(string name)
    {
        Column column = FigureColumns.FirstOrDefault(known => known.Name == name)
            ?? throw new ArgumentException($"'{name}' is no figure of {Metrics.Schema.SummaryFile}.", nameof(name));
        return Value(column.Property);
    }

    private static bool IsFigure(string property) =>
        property is not (nameof(Schema) or nameof(Scenario) or nameof(Seed) or nameof(Partial) or nameof(AckRejected));

    private double Value(string property) => typeof(RunSummary).GetProperty(property)!.GetValue(this) switch
    {
        null => double.PositiveInfinity,
        int whole => whole,
        long whole => whole,
        double real => real,
        Seconds time => time.Value,
        var other => throw new InvalidOperationException($"{property} is a {other.GetType()}, which is no number."),
    };
}
