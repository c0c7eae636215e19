using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Planning;

/// <summary>
/// A plan as its author writes it: a scenario, one of its values that is looked for, and what must hold. The properties
/// with a <see cref="KeyAttribute"/> are the keys of the file; initial values are the defaults.
/// </summary>
public sealed record PlanFile
{
    [Key("Name in results and of the result directory.", Default = "the file's name without its ending")]
    public ScenarioName? Name { get; init; }

    [Key("The question that the plan answers, in a sentence.")]
    public string? Question { get; init; }

    [Key("File of the scenario, relative to the plan's folder.")]
    public required string Scenario { get; init; }

    [Key("Changes of the scenario that hold for everything, each path=value.")]
    public IReadOnlyList<string> Set { get; init; } = [];

    [Key("The value that is looked for.")]
    public required ObjectiveSection Objective { get; init; }

    [Key("What must hold: thresholds as in a scenario, such as 'missing.false == 0 with 95% confidence', and demands "
        + "on rare events, such as 'evicted.healthy per member and rekey <= 1e-8'.")]
    public required IReadOnlyList<string> Constraints { get; init; }

    [Key("Confidence of every decision on a mean and of the answer.", Least = "50%", Most = "99.99%")]
    public Share Confidence { get; init; } = new(0.95);

    [Key("How many runs a decision may take.")]
    public ReplicationsSection Replications { get; init; } = new();

    [Key("A second value of the scenario: one answer for each of its values goes into frontier.csv.")]
    public AxisSection? Against { get; init; }

    [Key("A third one: a curve of frontier.csv for each of its values.")]
    public AxisSection? Series { get; init; }

    [Key("Changes of the scenario, each path=value, of which is told how far each would move the answer.",
        Default = "a step more jitter, buffer, cores, repeats and patience than the scenario has")]
    public IReadOnlyList<string>? Relax { get; init; }
}

/// <summary>What is looked for, and between which values.</summary>
[Alternatives("largest", "smallest")]
public sealed record ObjectiveSection
{
    [Key("Path of the scenario value that should be as large as possible, such as group.size.")]
    public string? Largest { get; init; }

    [Key("Path of the scenario value that should be as small as possible, such as group.jitter.")]
    public string? Smallest { get; init; }

    [Key("The smallest value that is considered, written as in the scenario.")]
    public required string From { get; init; }

    [Key("The largest value that is considered.")]
    public required string To { get; init; }

    [Key("The answer is from plus a multiple of this.", Default = "a round step of about 1/200 of the bracket")]
    public string? Precision { get; init; }

    [Key("Values that are tried first, over the whole bracket.", Least = "2", Most = "64")]
    public int Grid { get; init; } = 7;
}

/// <summary>How many runs a decision may take.</summary>
public sealed record ReplicationsSection
{
    [Key("Runs of the first look at a value; each further look doubles them.", Least = "2", Most = "10000")]
    public int Least { get; init; } = 8;

    [Key("Runs after which a value that is still undecided counts as not feasible.", Least = "2", Most = "100000")]
    public int Most { get; init; } = 200;

    [Key("Fresh runs that confirm the answer.", Most = "100000", Least = "2",
        Default = "32, or as many as let two of them fail a threshold with a confidence")]
    public int? Confirm { get; init; }
}

/// <summary>A value of the scenario that takes several values in turn.</summary>
public sealed record AxisSection
{
    [Key("Path of the scenario value.")]
    public required string Path { get; init; }

    [Key("Its values, in order.")]
    public required IReadOnlyList<string> Values { get; init; }
}
