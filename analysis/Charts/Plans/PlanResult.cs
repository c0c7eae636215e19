using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Charts;

/// <summary>What the charts of a plan are drawn from: plan.json and the tables beside it.</summary>
public sealed class PlanResult
{
    /// <summary>The name of the file that describes a plan.</summary>
    public const string DescriptionFile = "plan.json";

    private const string FrontierFile = "frontier.csv";

    private PlanResult(string directory, DescriptionFile plan)
    {
        Name = plan.Text("name");
        Question = plan.TextOr("question", "");
        Product = plan.TextOr("product", "");
        Scenario = SourceScenario.Read(plan);
        PlanText = plan.TextOr("plan_file_text", "");
        Seed = plan.Unsigned("seed");
        Objective = PlannedValue.Read(plan.Object("objective"));
        var direction = plan.Object("objective").Text("direction");
        IsLargest = direction switch
        {
            "largest" => true,
            "smallest" => false,
            _ => throw plan.Object("objective").Wrong("direction"),
        };
        Answer = PlanAnswer.Read(plan.Object("answer"));
        Binding = plan.Has("binding") ? plan.Object("binding").TextOr("constraint", "") : "";
        ClosedForm = plan.Has("closed_form") ? PlanClosedForm.Read(plan.Object("closed_form")) : null;
        Relaxations = [.. plan.Objects("relax").Select(PlanRelaxation.Read)];
        Constraints = plan.Texts("constraints");
        Rare = [.. plan.Objects("rare").Select(PlanRareEstimate.Read)];
        IsMonotone = !plan.Has("monotone") || plan.Truth("monotone");
        Notes = plan.Has("notes") ? plan.Texts("notes") : [];
        Replications = plan.Has("replications_run") ? plan.Whole("replications_run") : 0;
        Against = plan.Has("against") ? PlannedValue.Read(plan.Object("against")) : null;
        Series = plan.Has("series") ? PlannedValue.Read(plan.Object("series")) : null;
        Probes = ReadProbes(directory);
        Frontier = File.Exists(Path.Combine(directory, FrontierFile)) ? ReadFrontier(directory) : [];
    }

    public string Name { get; }

    public string Question { get; }

    public string Product { get; }

    /// <summary>The scenario that was varied.</summary>
    public SourceScenario Scenario { get; }

    public string PlanText { get; }

    /// <summary>The seed of replication 0.</summary>
    public ulong Seed { get; }

    /// <summary>The value that was looked for.</summary>
    public PlannedValue Objective { get; }

    /// <summary>Whether it should be as large as possible; else as small.</summary>
    public bool IsLargest { get; }

    public PlanAnswer Answer { get; }

    /// <summary>The constraint that holds the answer back; empty if none does.</summary>
    public string Binding { get; }

    /// <summary>What a formula says; null if none applies.</summary>
    public PlanClosedForm? ClosedForm { get; }

    public IReadOnlyList<PlanRelaxation> Relaxations { get; }

    public IReadOnlyList<string> Constraints { get; }

    public IReadOnlyList<PlanRareEstimate> Rare { get; }

    /// <summary>Whether feasibility changed only once over the bracket.</summary>
    public bool IsMonotone { get; }

    public IReadOnlyList<string> Notes { get; }

    public long Replications { get; }

    /// <summary>What frontier.csv has along the paper; null if the plan has no such value.</summary>
    public PlannedValue? Against { get; }

    /// <summary>What gives the curves of frontier.csv.</summary>
    public PlannedValue? Series { get; }

    /// <summary>The probes, in the order of their values.</summary>
    public IReadOnlyList<PlanProbe> Probes { get; }

    /// <summary>The answers for other values of the scenario.</summary>
    public IReadOnlyList<PlanFrontierPoint> Frontier { get; }

    /// <summary>The line at the foot of every chart.</summary>
    public string Footer => $"plan {Words.Short(Name)} for scenario {Words.Short(Scenario.Name)} · seed {Seed} and on"
        + (Replications > 0 ? $" · {Words.Plural(Replications, "run")}" : "");

    /// <summary>Reads the files of a plan's directory.</summary>
    /// <exception cref="ResultException">
    /// A file is missing or cannot be read; the message says which and why.
    /// </exception>
    public static PlanResult Read(string directory) =>
        new(directory, Charts.DescriptionFile.Read(directory, DescriptionFile, "plan"));

    private static List<PlanProbe> ReadProbes(string directory)
    {
        var probes = new List<PlanProbe>();
        using var rows = new CsvRows(
            directory, "probes.csv", "value", "constraint", "replications", "satisfied", "mean", "low", "high",
            "verdict");
        while (rows.Next())
        {
            probes.Add(new PlanProbe(
                rows.Real("value"),
                rows.Text("constraint"),
                rows.Small("replications"),
                rows.Small("satisfied"),
                rows.Real("mean"),
                rows.Real("low"),
                rows.Real("high"),
                rows.Text("verdict") switch
                {
                    "feasible" => true,
                    "infeasible" => false,
                    "undecided" => null,
                    _ => throw rows.Wrong("verdict", "feasible, infeasible or undecided"),
                }));
        }

        return [.. probes.OrderBy(probe => probe.Value)];
    }

    private static List<PlanFrontierPoint> ReadFrontier(string directory)
    {
        var points = new List<PlanFrontierPoint>();
        using var rows = new CsvRows(
            directory, FrontierFile, "series", "against", "value", "low", "high", "feasible");
        while (rows.Next())
        {
            points.Add(new PlanFrontierPoint(
                rows.Text("series"), rows.Text("against"), rows.Real("value"), rows.Real("low"), rows.Real("high"),
                rows.Truth("feasible")));
        }

        return points;
    }
}
