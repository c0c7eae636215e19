using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Charts;

/// <summary>The scenario that a sweep or plan varied, as its description keeps it.</summary>
/// <param name="Name">The name of the scenario.</param>
/// <param name="File">The path of its file, as the sweep or plan names it.</param>
/// <param name="Hash">SHA-256 of its text.</param>
/// <param name="Text">Its text.</param>
/// <param name="Overrides">What the sweep or plan sets in all variants, each path=value.</param>
public sealed record SourceScenario(
    string Name, string File, string Hash, string Text, IReadOnlyList<string> Overrides)
{
    internal static SourceScenario Read(DescriptionFile description) => new(
        description.Text("scenario_name"),
        description.TextOr("scenario_file", ""),
        description.TextOr("scenario_hash", ""),
        description.Text("scenario_text"),
        description.Has("overrides") ? description.Texts("overrides") : []);

    /// <summary>The scenario with all that is set, and its problems.</summary>
    public ScenarioDocument Document(IEnumerable<string> assignments) =>
        ScenarioDocument.Parse(Text, File.Length > 0 ? File : "scenario", [.. Overrides, .. assignments]);

    /// <summary>The meaning of the scenario with all that is set; null if it has errors.</summary>
    public ScenarioFile? With(IEnumerable<string> assignments)
    {
        var document = Document(assignments);
        return document.Problems.HasErrors ? null : document.File;
    }
}
