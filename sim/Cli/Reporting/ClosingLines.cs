using System.Text.RegularExpressions;
using GdoiSim.Metrics;
using GdoiSim.Protocol;
using GdoiSim.Scenario;

namespace GdoiSim.Cli.Reporting;

/// <summary>
/// What a run has shown, the answer first, in the words of someone who runs networks: who acknowledged by when, who is
/// missing and why, what was the bottleneck, which healthy members the server threw out. Every number is one of
/// summary.json or outcomes.csv.
/// </summary>
internal sealed partial class ClosingLines(ScenarioRun run, Terminal terminal, bool colour)
{
    private const int Indent = 14;
    private const int Width = 110;

    private readonly RunSummary _summary = run.Summary;

    /// <summary>Writes the lines.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="result">Where the result stands.</param>
    /// <param name="wallSeconds">How long the simulation took.</param>
    public void Write(TextWriter output, string result, double wallSeconds)
    {
        string title = $"{_summary.Scenario}, seed {_summary.Seed}";
        output.WriteLine(
            $"{(colour ? terminal.Heading(title) : title)}: {Words.Plural(_summary.Members, "member")}, "
            + $"{Words.Plural(_summary.Rekeys, "rekey")}, {Words.Time(_summary.Duration.Value)} simulated in "
            + $"{Words.Time(wallSeconds)}");
        if (_summary.Partial)
        {
            string then = Words.Time(_summary.Duration.Value);
            Line(output, "Stopped", $"before its end, at {then} simulated; all figures are as of then", true);
        }

        foreach ((string label, string text, bool alarm) in Answers())
        {
            Line(output, label, text, alarm);
        }

        string thresholds = "Thresholds";
        foreach (ThresholdVerdict verdict in run.Verdicts)
        {
            string passed = verdict.Passed ? "passed" : "FAILED";
            Line(output, thresholds, $"{passed}: {ThresholdWords.Of(verdict)}", !verdict.Passed);
            thresholds = "";
        }

        Line(output, "Result", result, false);
    }

    /// <summary>Label, text, and whether it should not be overlooked.</summary>
    internal IEnumerable<(string Label, string Text, bool Alarm)> Answers()
    {
        if (run.Options.Hierarchy is not null)
        {
            yield return ("Hierarchy", Hierarchy(), _summary.LkhRemovedReaders > 0);
        }

        if (run.Options.Acknowledgement == KekAckRequested.None)
        {
            yield return (
                "Delivered",
                $"{Words.Plural(_summary.PushDelivered, "rekey datagram")} at members; the group asks for no"
                    + " acknowledgements",
                false);
            yield break;
        }

        if (_summary.RegistrationStarted > 0)
        {
            yield return ("Registered", Registered(), _summary.RegistrationFailed > 0);
        }

        yield return ("Acknowledged", Acknowledged(), false);
        string label = "Missing";
        foreach (string missing in new MissingWords(run).Lines())
        {
            yield return (label, missing, false);
            label = "";
        }

        yield return ("Bottleneck", Bottleneck.Of(run), false);
        yield return ("Thrown out", ThrownOut(), _summary.EvictedHealthy > 0);
        if (_summary.KeylessMembers > 0)
        {
            yield return ("Keyless", Keyless(), true);
        }
    }

    private string Hierarchy()
    {
        string removed = _summary.LkhRemoved == 0
            ? "nobody removed"
            : $"{Words.Plural(_summary.LkhRemoved, "removal")} by "
                + $"{Words.Plural(_summary.LkhMessages, "message")} with "
                + $"{Words.Plural(_summary.LkhKeys, "encrypted key")}, {Words.Number(_summary.LkhOctets)} octets";
        if (_summary.LkhReaders is not { } readers)
        {
            return $"{removed}; nothing was sent under the newest KEK";
        }

        string joined = _summary.LkhJoined == 0 ? "" : $"; {Words.Plural(_summary.LkhJoined, "return")}";
        long members = _summary.Members - _summary.LkhRemoved + _summary.LkhJoined;
        string others = members == _summary.Members
            ? ""
            : $", and {(_summary.LkhRemovedReaders is null or 0 ? "none" : $"{_summary.LkhRemovedReaders}")} of the "
                + "removed";
        return $"{removed}{joined}; {Words.Number(readers)} of {Words.Plural(members, "member")} open the "
            + $"last rekey with the keys they hold{others}";
    }

    private string Registered()
    {
        string text = $"{Words.Number(_summary.RegistrationCompleted)} of "
            + Words.Plural(_summary.RegistrationStarted, "registration");
        if (_summary.RegistrationP50 is { } half && _summary.RegistrationMax is { } all)
        {
            text += $": half of them within {Words.Time(half.Value)}, the longest {Words.Time(all.Value)}";
        }

        string waste = _summary.RegistrationDuplicate == 0
            ? ""
            : $"; {Words.Number(_summary.RegistrationDuplicate)} requests had been answered before";
        string refused = _summary.RegistrationRefused == 0
            ? ""
            : $"; {Words.Number(_summary.RegistrationRefused)} got no answer (half-open table)";
        string failed = _summary.RegistrationFailed == 0
            ? ""
            : $"; {Words.Number(_summary.RegistrationFailed)} were given up and begun anew";
        return text + waste + refused + failed;
    }

    private string Acknowledged()
    {
        long expected = _summary.AckExpected;
        long accepted = _summary.AckAccepted;
        string text = $"{Words.Number(accepted)} of {Words.Number(expected)} ({Words.Share(accepted, expected)})";
        (string Part, Seconds? By)[] quantiles =
        [
            ("half", _summary.CompletionP50),
            ("90 %", _summary.CompletionP90),
            ("99 %", _summary.CompletionP99),
            ("all", _summary.CompletionMax),
        ];
        IEnumerable<string> reached = quantiles
            .Where(quantile => quantile.By is not null)
            .Select(quantile => $"{quantile.Part} within {Words.Time(quantile.By!.Value.Value)}");
        string when = string.Join(", ", reached);
        if (accepted > 0 && accepted < expected)
        {
            when += (when.Length == 0 ? "" : ", ") + $"the last after {Words.Time(_summary.AcceptedMax!.Value.Value)}";
        }

        string late = _summary.AckLate == 0
            ? ""
            : $"; {Words.Number(_summary.AckLate)} came after they had been declared missing";
        return when.Length == 0 ? text : $"{text}: {when}{late}";
    }

    private string ThrownOut()
    {
        if (run.Options.EvictAfter == 0)
        {
            return _summary.MissingFalse == 0
                ? "nobody: eviction is off, and no healthy member was missing"
                : $"nobody: eviction is off; it would count {Words.Number(_summary.MissingFalse)} misses of members "
                    + "that held the key, once they have acknowledged a first time (RFC 8263 section 6)";
        }

        if (_summary.EvictedTotal == 0)
        {
            return "nobody";
        }

        string share = _summary.EvictedHealthy == 0
            ? "none of them healthy"
            : (_summary.EvictedHealthy == _summary.EvictedTotal ? "all" : Words.Number(_summary.EvictedHealthy))
                + " of them healthy: on the network and holding the current key (" + FirstThrownOut() + ")";
        string recovered = _summary.RecoveredTotal == 0
            ? ""
            : $"; {Words.Number(_summary.RecoveredTotal)} members got the current keys again";
        return $"{Words.Plural(_summary.EvictedTotal, "member")} after {run.Options.EvictAfter} missing in a row, "
            + share + recovered;
    }

    private string FirstThrownOut()
    {
        List<int> first = [.. run.FirstHealthyEvicted];
        string members = (first.Count == 1 ? "member " : "members ") + string.Join(", ", first);
        long others = _summary.EvictedHealthy - first.Count;
        return others == 0 ? members : $"{members} and {Words.Number(others)} more";
    }

    private string Keyless() =>
        $"{Words.Plural(_summary.KeylessMembers, "member")} on the network without a valid key at some time, "
        + $"{Words.Time(_summary.KeylessMemberSeconds)} in all";

    private void Line(TextWriter output, string label, string text, bool alarm)
    {
        string first = label.PadRight(Indent);
        string[] lines = [.. Wrapped(text)];
        for (int i = 0; i < lines.Length; i++)
        {
            string line = colour && alarm ? terminal.Alarm(lines[i]) : lines[i];
            string head = colour ? terminal.Heading(first) : first;
            output.WriteLine("  " + (i == 0 ? head : new string(' ', Indent)) + line);
        }
    }

    // At spaces, but not between a number and its unit.
    [GeneratedRegex(@" (?!(?:%|ns|us|ms|s|min|h|d)(?:[ ,;:.)]|$))")]
    private static partial Regex BreakableSpace();

    private static IEnumerable<string> Wrapped(string text)
    {
        string line = "";
        foreach (string word in BreakableSpace().Split(text))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > Width - Indent)
            {
                yield return line;
                line = word;
            }
            else
            {
                line = line.Length == 0 ? word : $"{line} {word}";
            }
        }

        yield return line;
    }
}
