using System.Globalization;
using GdoiSim.Analysis.Planning;
using GdoiSim.Analysis.Planning.Rare;
using GdoiSim.Scenario;

namespace GdoiSim.Cli.Reporting;

/// <summary>What a plan found, in words: the answer first, then what it rests on.</summary>
internal sealed class PlanLines(PlanResult result, Terminal terminal, bool colour)
{
    private const int Indent = 16;

    /// <summary>Writes the lines.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="target">The directory of the result, and what lies there besides the tables.</param>
    /// <param name="wallSeconds">How long it took.</param>
    public void Write(TextWriter to, string target, double wallSeconds)
    {
        string answer = result.AnswerText;
        to.WriteLine(colour ? result.Answer is null ? terminal.Alarm(answer) : terminal.Heading(answer) : answer);
        foreach ((string name, string text) in Lines(wallSeconds))
        {
            Wrapped(to, name, text);
        }

        Wrapped(to, "Result", $"{target}plan.json, probes.csv"
            + (result.Frontier.Count > 0 ? ", frontier.csv" : ""));
    }

    private static string Plain(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static void Wrapped(TextWriter to, string name, string text)
    {
        string line = $"  {name}".PadRight(Indent);
        foreach (string word in text.Split(' '))
        {
            if (line.Length + word.Length + 1 > 118 && line.Length > Indent)
            {
                to.WriteLine(line.TrimEnd());
                line = new string(' ', Indent);
            }

            line += word + " ";
        }

        to.WriteLine(line.TrimEnd());
    }

    private IEnumerable<(string Name, string Text)> Lines(double wallSeconds)
    {
        if (result.Answer is not null)
        {
            yield return ("Confidence", Confidence());
        }

        if (result.Next is { } next)
        {
            string at = result.ValueWords(next.Value);
            yield return ("Binding", $"at {at}: " + string.Join("; ", result.Binding.Select(Found)));
        }
        else if (result.Answer is null)
        {
            Probe first = result.Probes[0];
            yield return ("Fails", $"at {result.ValueWords(first.Value)} already: " + string.Join(
                "; ", first.Failing.Select(Found)));
        }

        if (result.Relaxations.Count > 0)
        {
            yield return ("Would help", Help());
        }

        yield return ("Closed form", ClosedForm());
        foreach (RareEstimate estimate in (result.Confirmation ?? result.Probes[0]).Rare)
        {
            yield return ("Rare", Rare(estimate));
        }

        foreach (FrontierPoint point in result.Frontier)
        {
            yield return ("Frontier", Frontier(point));
        }

        foreach (string note in result.Notes)
        {
            yield return ("Note", note);
        }

        yield return ("Runs", $"{Words.Number(result.Replications)} in {Words.Time(wallSeconds)}");
    }

    private string Confidence() => result.Confidence is { } confidence
        ? $"{new Share(Math.Round(confidence, 6))} for each demand, confirmed by "
            + $"{result.Confirmation!.Replications} fresh runs"
            + (result.ConfirmationLooks == 1 ? ": " : $" at the {result.ConfirmationLooks}th value that was tried: ")
            + string.Join("; ", result.Confirmation.Findings.Select(Found))
        : "not known: fresh runs did not confirm it";

    private string Found(Finding finding)
    {
        string measured = finding.Constraint.Measure switch
        {
            "share" => $"{finding.Satisfied} of {finding.Replications} runs",
            "rate" => $"{Plain(finding.Mean)}, {Plain(Math.Max(0, finding.Low))} to {Plain(finding.High)}",
            _ => Mean(finding),
        };
        return $"{finding.Constraint.Text} ({measured}{(finding.Verdict == Verdict.Undecided ? ", undecided" : "")})";
    }

    private static string Mean(Finding finding)
    {
        Threshold threshold = finding.Constraint.Threshold!;
        string mean = ThresholdWords.Value(threshold, finding.Mean);
        return finding.High > finding.Low && double.IsFinite(finding.Mean)
            ? $"mean {mean}, at most {ThresholdWords.Value(threshold, finding.High)}"
            : $"mean {mean}";
    }

    private string Help()
    {
        var helping = result.Relaxations.Where(relaxation => relaxation.Gain > 0).ToList();
        if (helping.Count == 0)
        {
            return "nothing that was tried: "
                + string.Join(", ", result.Relaxations.Select(relaxation => relaxation.Change));
        }

        return string.Join("; ", helping.Take(4).Select(relaxation =>
            $"{relaxation.Text}: about {(relaxation.IsEnd ? "or beyond " : "")}"
            + $"{result.ValueWords(relaxation.Answer!.Value)} "
            + $"({(result.Plan.Objective!.IsLargest ? "+" : "−")}{Gain(relaxation.Gain)})"));
    }

    private string Gain(double gain)
    {
        Quantity from = result.Plan.Objective!.From;
        return from.Kind == QuantityKind.Number ? Plain(gain) : from.With(gain).ToString();
    }

    private string ClosedForm()
    {
        string value = result.ClosedForm.Value is { } found ? result.ValueWords(found) : "no value of the bracket";
        string uncovered = result.ClosedForm.NotCovered.Count == 0
            ? ""
            : "; it says nothing of " + string.Join(", ", result.ClosedForm.NotCovered.Select(one => one.Text));
        string difference = result.Difference.Length == 0 ? "" : $"; it differs because {result.Difference}";
        return $"{value}: {result.ClosedForm.Formula}{uncovered}{difference}";
    }

    private static string Rare(RareEstimate estimate)
    {
        string trust = estimate.IsTrusted ? "trusted" : "NOT trusted";
        return $"{estimate.Constraint.Text}: {Plain(estimate.Rate)} ({Plain(estimate.Low)} to {Plain(estimate.High)}), "
            + $"effective sample size {Words.Number((long)estimate.EffectiveSampleSize)}, {trust}: {estimate.Reason}; "
            + $"independent rekeys would give {Plain(estimate.Chain)}";
    }

    private string Frontier(FrontierPoint point)
    {
        PlanFile file = result.Plan.File!;
        string place = (point.Series.Length > 0 ? $"{file.Series!.Path}={point.Series}, " : "")
            + $"{file.Against!.Path}={point.Against}";
        return $"{place}: "
            + (point.Best is { } best ? result.ValueWords(best) : "no value of the bracket");
    }
}
