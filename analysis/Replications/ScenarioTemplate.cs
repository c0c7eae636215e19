using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Replications;

/// <summary>
/// A scenario of which many variants are run: the file, read once, and what is set for all of them. A variant adds its
/// own assignments, which go through the same checks as the file.
/// </summary>
public sealed class ScenarioTemplate
{
    private ScenarioTemplate(ScenarioDocument document) => Document = document;

    /// <summary>
    /// The scenario with what is set for all variants; its problems must be told before anything is run.
    /// </summary>
    public ScenarioDocument Document { get; }

    /// <summary>The seed of replication 0.</summary>
    public ulong Seed => Document.File?.Seed ?? 0;

    /// <summary>Reads a scenario.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="overrides">Assignments path=value for all variants, in order.</param>
    public static ScenarioTemplate Read(string path, IReadOnlyList<string> overrides) =>
        new(ScenarioDocument.Read(path, overrides));

    /// <summary>One replication of one variant, checked.</summary>
    /// <param name="assignments">What the variant sets, each path=value.</param>
    /// <param name="replication">
    /// The number of the replication, from 0. Its seed is the scenario's plus this number, the same in every variant:
    /// common random numbers.
    /// </param>
    public ScenarioDocument Variant(IReadOnlyList<string> assignments, int replication) => Document.With(
        [.. Document.Overrides, .. assignments, $"seed={SeedOf(replication)}"]);

    /// <summary>The seed of a replication; it wraps at 2^64.</summary>
    public ulong SeedOf(int replication) => unchecked(Seed + (ulong)replication);
}
