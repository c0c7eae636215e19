using GdoiSim.Analysis.Charts;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Report;

/// <summary>What a reader of a report needs of a scenario: its settings and its warnings.</summary>
internal static class ScenarioFacts
{
    private const int MostWarnings = 20;

    /// <summary>The settings that a result hangs on, in the scenario's own notation.</summary>
    /// <param name="file">The scenario; null if it cannot be read by this version.</param>
    public static IReadOnlyList<(string Name, string Text)> Settings(ScenarioFile? file)
    {
        if (file is null)
        {
            return [("Scenario", "this version of the program cannot read it; its text stands below")];
        }

        var (group, server, network) = (file.Group, file.KeyServer, file.Network);
        var profiles = group.Profiles.Count == 0 ? ""
            : $"; {string.Join(", ", group.Profiles.Select(profile => $"{profile.Share} {profile.Name.Text}"))}";
        return
        [
            ("Group", $"{Words.Plural(group.Size, "member")}, {Lower(group.Acknowledgement)} acknowledgements, "
                + $"jitter {group.Jitter}, processing {group.ProcessingTime}{profiles}"),
            ("Rekeys", $"{Words.Plural(file.Rekey.Count, "rekey")}, one every {file.Rekey.Interval}; TEK lifetime "
                + $"{file.Tek.Lifetime}"),
            ("Repeats", file.Retransmit.Count.Value == 0
                ? "none"
                : $"{file.Retransmit.Count} at most, every {file.Retransmit.Interval}, to the "
                    + $"{Lower(file.Retransmit.To)}, {Lower(file.Retransmit.Sequence)} sequence number, "
                    + $"{(file.Retransmit.When == Group.RetransmitWhen.Always ? "always" : "while anyone is silent")}"),
            ("Missing", $"after {file.Missing.After} from the {Lower(file.Missing.From)} transmission"),
            ("Eviction", file.Evict.After.MissingInARow == 0
                ? "never"
                : $"after {file.Evict.After} missing in a row; recovery {file.Recovery}"),
            .. Hierarchy(file.Lkh),
            ("Key servers", $"{server.Count} with {Words.Plural(server.Cores, "core")} each; "
                + $"{server.ServiceTime.Accepted} for an accepted ACK, {server.ServiceTime.Duplicate} for a duplicate, "
                + $"{server.ServiceTime.Rejected} for a rejected one; link {server.Link.Bandwidth}"),
            ("Path to members", Path(network.Push) + ((network.Push.FirstHopLoss?.Value ?? 0) > 0
                ? $"; {network.Push.FirstHopLoss} lost for all on the first hop"
                : "")),
            ("Path to the server", Path(network.Ack)),
        ];
    }

    private static IEnumerable<(string Name, string Text)> Hierarchy(LkhSection? hierarchy)
    {
        if (hierarchy is not null)
        {
            var removed = hierarchy.Remove.Sum(removal => removal.Members.Numbers.Count);
            yield return ("Key hierarchy", $"degree {hierarchy.Degree}; "
                + $"{(removed == 0 ? "nobody" : Words.Plural(removed, "member"))} removed by name");
        }
    }

    /// <summary>
    /// What a scenario departs from in the standard, or sets without effect, recomputed from its text; for a sweep over
    /// all its variants, each warning once.
    /// </summary>
    public static IReadOnlyList<string> Warnings(IEnumerable<ScenarioDocument> documents)
    {
        var found = new List<string>();
        foreach (var problem in documents.SelectMany(document => document.Problems.InOrder()))
        {
            var text = $"{(problem.Severity == ProblemSeverity.Error ? "error: " : "")}{problem.Message}";
            if (!found.Contains(text))
            {
                found.Add(text);
            }
        }

        return found.Count <= MostWarnings ? found
            : [.. found.Take(MostWarnings), $"and {found.Count - MostWarnings} more; gdoisim check lists all."];
    }

    /// <summary>A file or directory as a shell takes it.</summary>
    public static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(sign => char.IsAsciiLetterOrDigit(sign) || "._-/=:,%".Contains(sign))
            ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>The options that repeat what was set.</summary>
    public static string SetOptions(IEnumerable<string> overrides) =>
        string.Concat(overrides.Select(one => $" --set {Quoted(one)}"));

    private static string Path(PathSection path) =>
        $"loss {path.Loss ?? LossSetting.None}, latency {path.Latency?.ToString() ?? "0s"}";

    private static string Lower<TValue>(TValue value)
        where TValue : struct, Enum =>
        string.Concat($"{value}".Select((sign, i) => i > 0 && char.IsUpper(sign) ? $" {sign}" : $"{sign}"))
            .ToLowerInvariant();
}
