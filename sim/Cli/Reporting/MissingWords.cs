using GdoiSim.Group;
using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Cli.Reporting;

/// <summary>Who is missing, and why.</summary>
internal sealed class MissingWords(ScenarioRun run)
{
    private readonly RunSummary _summary = run.Summary;

    /// <summary>One line at least.</summary>
    public IEnumerable<string> Lines()
    {
        if (_summary.MissingDeclared == 0)
        {
            long open = _summary.AckExpected - _summary.AckAccepted;
            yield return open == 0 ? "nobody" : $"nobody yet: {Words.Number(open)} undecided when the run ended";
            yield break;
        }

        long without = _summary.MissingDeclared - _summary.MissingFalse;
        List<string> kinds = [];
        if (_summary.MissingFalse > 0)
        {
            kinds.Add($"{Words.Number(_summary.MissingFalse)} held the new key all the same");
        }

        if (without > 0)
        {
            kinds.Add($"{Words.Number(without)} did not hold the new key ({WithoutKey()})");
        }

        yield return $"{Words.Number(_summary.MissingDeclared)} of {Words.Number(_summary.AckExpected)} declared "
            + $"missing: {string.Join(", ", kinds)}";
        if (ByProfile() is { Length: > 0 } profiles)
        {
            yield return profiles;
        }

        if (Causes() is { Length: > 0 } causes)
        {
            yield return causes;
        }

        if (IsTrap())
        {
            yield return "a repeat under the same sequence number does not bring back a lost acknowledgement: the "
                + "member drops it as a replay (RFC 8263 section 7.2); retransmit.sequence: next does, and so does "
                + "on_duplicate: reack";
        }
    }

    private string WithoutKey() => run.Options.Profiles.Any(profile => profile.Offline != OfflinePattern.Never)
        ? "off the network, or the rekey lost"
        : "the rekey lost";

    private string ByProfile()
    {
        if (run.Options.Profiles.Count < 2 && run.Outcomes.All(row => row.Silent == 0))
        {
            return "";
        }

        IEnumerable<string> profiles = run.Options.Profiles
            .Select(profile => (
                profile.Name,
                Rows: run.Outcomes.Where(row => row.Profile == profile.Name).ToList()))
            .Select(profile => (
                profile.Name,
                Silent: profile.Rows.Sum(row => row.Silent),
                Missing: profile.Rows.Sum(row => row.Missing + row.FalselyMissing),
                Expected: profile.Rows.Sum(row => row.Expected)))
            .Where(profile => profile.Silent + profile.Missing > 0)
            .Select(profile => profile.Silent > 0
                ? $"{profile.Name} never acknowledges ({Words.Number(profile.Silent)})"
                : $"{profile.Name} {Words.Number(profile.Missing)} "
                    + $"({Words.Share(profile.Missing, profile.Expected)} of its own)");
        return "by profile: " + string.Join(", ", profiles);
    }

    /// <summary>Where acknowledgements ended that were sent and did not count, the most frequent first.</summary>
    private string Causes()
    {
        (string Where, long Count)[] causes =
        [
            ("lost in the network", _summary.AckLost),
            ("dropped at the access link", _summary.AckLinkDropped),
            ("dropped at the socket buffer", _summary.AckDropped),
            .. _summary.AckRejected.Select(reason => ($"refused ({reason.Key})", reason.Value)),
        ];
        IEnumerable<string> found = causes
            .Where(cause => cause.Count > 0)
            .OrderByDescending(cause => cause.Count)
            .Select(cause => $"{Words.Number(cause.Count)} {cause.Where}");
        string all = string.Join(", ", found);
        return all.Length == 0 ? "" : $"of {Words.Number(_summary.AckSent)} acknowledgements sent, {all}";
    }

    private bool IsTrap() =>
        _summary.MissingFalse > 0
        && run.Options.Retransmit is { Count: > 0, Sequence: RetransmitSequence.Same }
        && _summary.AckLost + _summary.AckLinkDropped + _summary.AckDropped > 0
        && run.Options.Profiles.Any(profile => profile is { Acknowledges: true, OnDuplicate: DuplicateReaction.Drop });
}
