using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>
/// A sweep as its author writes it: a scenario, the parameters that are varied, how often each cell is run and what is
/// looked at. Properties with a <see cref="KeyAttribute"/> are the keys of the file.
/// </summary>
public sealed record SweepFile
{
    [Key("Name in results and of the result directory.", Default = "the file's name without its ending")]
    public ScenarioName? Name { get; init; }

    [Key("The question that the sweep answers, in a sentence.")]
    public string? Question { get; init; }

    [Key("The scenario that is varied: a path that counts from the folder of this file.")]
    public required string Scenario { get; init; }

    [Key("What is set in all cells, each path=value as for --set.")]
    public IReadOnlyList<string> Set { get; init; } = [];

    [Key("What is varied. Every combination of a value of each axis is a cell; the last axis changes first.")]
    public required IReadOnlyList<AxisSection> Axes { get; init; }

    [Key("Which combinations are kept: all of these conditions must hold, such as 'group.size <= 10000 or "
        + "group.jitter > 1s'.")]
    public IReadOnlyList<string> Where { get; init; } = [];

    [Key("Runs of each cell; with adaptive the least number. Replication r has the scenario's seed plus r.",
        Least = "1", Most = "100000")]
    public int Replications { get; init; } = 10;

    [Key("Further runs of a cell, until the interval of a metric is narrow enough.")]
    public AdaptiveSection? Adaptive { get; init; }

    [Key("Confidence of the intervals.", Least = "50%", Most = "99.99%")]
    public Share Confidence { get; init; } = new(0.95);

    [Key("What the sweep is about, the first first: figures of summary.json or expressions such as "
        + "'ack.dropped / ack.arrived'. They get columns of their own and are what charts show.")]
    public IReadOnlyList<string> Metrics { get; init; } = [];

    [Key("Demands that each cell must meet, as in a scenario, beside those of the scenario.")]
    public IReadOnlyList<string> Thresholds { get; init; } = [];
}

/// <summary>The values that a parameter takes.</summary>
public abstract record ValuesSection
{
    [Key("The values, each written as in the scenario; a mapping in quotes.")]
    public IReadOnlyList<WrittenValue>? Values { get; init; }

    [Key("Values at equal distances.")]
    public LinearSection? Linear { get; init; }

    [Key("Values at equal ratios.")]
    public LogSection? Log { get; init; }
}

/// <summary>One axis: a parameter, or several that change together.</summary>
[Alternatives("values", "linear", "log", "pair")]
public sealed record AxisSection : ValuesSection
{
    [Key("The path of the scenario that is varied, such as group.size.")]
    public string? Parameter { get; init; }

    [Key("Several parameters that change together, each with as many values.")]
    public IReadOnlyList<PairedSection>? Pair { get; init; }

    [Key("What the axis is called in charts.", Default = "its parameter")]
    public string? Name { get; init; }

    [Key("What the values are called in charts, one each.", Default = "the values")]
    public IReadOnlyList<string>? Labels { get; init; }
}

/// <summary>A parameter that changes together with others.</summary>
[Alternatives("values", "linear", "log")]
public sealed record PairedSection : ValuesSection
{
    [Key("The path of the scenario that is varied.")]
    public required string Parameter { get; init; }
}

/// <summary>Values at equal distances.</summary>
[Alternatives("points", "step")]
public sealed record LinearSection
{
    [Key("The first value.")]
    public required WrittenValue From { get; init; }

    [Key("The last value; with step the bound of the last.")]
    public required WrittenValue To { get; init; }

    [Key("How many values.", Least = "2", Most = "10000")]
    public int? Points { get; init; }

    [Key("The distance of two values, in the unit of from and to.")]
    public WrittenValue? Step { get; init; }
}

/// <summary>Values at equal ratios.</summary>
public sealed record LogSection
{
    [Key("The first value, above 0.")]
    public required WrittenValue From { get; init; }

    [Key("The last value, above 0.")]
    public required WrittenValue To { get; init; }

    [Key("How many values.", Least = "2", Most = "10000")]
    public required int Points { get; init; }
}

/// <summary>When a cell has been run often enough.</summary>
[Alternatives("half_width", "relative_half_width")]
public sealed record AdaptiveSection
{
    [Key("A figure of summary.json, or an expression of figures.")]
    public required string Metric { get; init; }

    [Key("Half the width that the interval of its mean may have, such as 50ms or 3.")]
    public WrittenValue? HalfWidth { get; init; }

    [Key("The same as a share of the mean.", Least = "0.01%", Most = "100%")]
    public Share? RelativeHalfWidth { get; init; }

    [Key("The most runs of a cell, narrow or not.", Least = "2", Most = "100000")]
    public required int Most { get; init; }
}
