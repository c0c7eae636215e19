using GdoiSim.Analysis.Charts;

namespace GdoiSim.Analysis.Report;

/// <summary>What a report tells, before it becomes a page. Texts are plain; the page escapes them.</summary>
internal sealed record ReportContent
{
    /// <summary>What the result is of: "Run", "Sweep" or "Plan".</summary>
    public required string Kind { get; init; }

    public required string Name { get; init; }

    /// <summary>The question that the scenario, sweep or plan asks; may be empty.</summary>
    public required string Question { get; init; }

    /// <summary>The answer in a sentence.</summary>
    public required string Headline { get; init; }

    /// <summary>What belongs to the answer.</summary>
    public required IReadOnlyList<AnswerLine> Answer { get; init; }

    public required ChartSet Charts { get; init; }

    /// <summary>What can be chosen in the interactive figure; empty for none.</summary>
    public required IReadOnlyList<InteractiveChoice> Interactive { get; init; }

    public required IReadOnlyList<ReportTable> Tables { get; init; }

    /// <summary>What was assumed: settings in the scenario's own words.</summary>
    public required IReadOnlyList<(string Name, string Text)> Settings { get; init; }

    /// <summary>What the scenario breaks of the standard, or sets without effect.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Command lines that repeat the result.</summary>
    public required IReadOnlyList<string> Commands { get; init; }

    /// <summary>The files that the commands need.</summary>
    public required IReadOnlyList<(string Name, string Text)> Sources { get; init; }

    /// <summary>Program, version, seed, hash: what identifies the result.</summary>
    public required string Origin { get; init; }
}

/// <summary>A line of the answer.</summary>
/// <param name="Label">What it is about.</param>
/// <param name="Text">What was found.</param>
/// <param name="Mark">How it is marked.</param>
internal sealed record AnswerLine(string Label, string Text, AnswerMark Mark = AnswerMark.None);

/// <summary>Whether a line of the answer is good or bad news. The page writes a word, not a colour alone.</summary>
internal enum AnswerMark
{
    None,
    Passed,
    Failed,
    Alarm,
}

/// <summary>A table of the report.</summary>
/// <param name="Title">What a row is.</param>
/// <param name="Columns">The names of the columns, with units.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Omitted">How many rows there are beyond.</param>
/// <param name="File">The file that has them all.</param>
internal sealed record ReportTable(
    string Title, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, long Omitted, string File);

/// <summary>A choice of the interactive figure.</summary>
internal sealed record InteractiveChoice
{
    public required string Name { get; init; }

    public required string XLabel { get; init; }

    public required string YLabel { get; init; }

    public bool XLog { get; init; }

    public bool YLog { get; init; }

    /// <summary>The positions, ascending, common to all series.</summary>
    public required IReadOnlyList<double> X { get; init; }

    public required IReadOnlyList<InteractiveSeries> Series { get; init; }

    /// <summary>Brings points of curves onto common positions.</summary>
    public static (IReadOnlyList<double> X, IReadOnlyList<InteractiveSeries> Series) Align(
        IEnumerable<(string Name, IReadOnlyList<(double X, double Y, double Low, double High)> Points)> curves)
    {
        var all = curves.ToArray();
        double[] x = [.. all.SelectMany(curve => curve.Points).Select(point => point.X).Distinct().Order()];
        return (x, [.. all.Select(curve =>
        {
            var at = curve.Points.GroupBy(point => point.X).ToDictionary(group => group.Key, group => group.First());
            double? Value(double place, Func<(double X, double Y, double Low, double High), double> of) =>
                at.TryGetValue(place, out var point) && double.IsFinite(of(point)) ? Rounded(of(point)) : null;
            return new InteractiveSeries(
                curve.Name,
                [.. x.Select(place => Value(place, point => point.Y))],
                [.. x.Select(place => Value(place, point => point.Low))],
                [.. x.Select(place => Value(place, point => point.High))]);
        })]);
    }

    private static double Rounded(double value) => Metrics.SignificantDigits.Round(value);
}

/// <summary>A series of the interactive figure; null where it has no value.</summary>
internal sealed record InteractiveSeries(
    string Name, IReadOnlyList<double?> Y, IReadOnlyList<double?> Low, IReadOnlyList<double?> High);
