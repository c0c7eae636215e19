using System.Globalization;
using GdoiSim.Capture;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Inspection;

namespace GdoiSim.Cli.Decoding;

/// <summary>Tells what was decoded, for people.</summary>
internal sealed class DecodeText(Terminal terminal, bool quiet)
{
    // Digits of a value that are shown: 64 octets. --json has them all.
    private const int MostDigits = 128;

    public void Tell(DecodedInput decoding)
    {
        foreach (DecodedMessage message in decoding.Messages)
        {
            if (!quiet || !message.IsValid)
            {
                Tell(message);
            }
        }

        if (decoding.IsCapture && !quiet)
        {
            TellTotals(decoding);
        }

        if (decoding.Problem is { } problem)
        {
            terminal.TellError($"{decoding.Name}: {problem}");
        }
    }

    private void Tell(DecodedMessage message)
    {
        MessageInspection inspection = message.Inspection;
        if (message.Captured is { } captured)
        {
            terminal.Output.WriteLine(terminal.Heading(Place(captured)));
        }

        string verdict = message.IsValid ? "valid" : terminal.Alarm("not valid");
        terminal.Output.WriteLine($"{inspection.Kind}, {inspection.Message.Length} octets: {verdict}");
        foreach (InspectionProblem problem in inspection.Problems)
        {
            terminal.Output.WriteLine(terminal.Alarm(
                $"  wrong: {problem.Place}: found {problem.Found}; allowed: {problem.Allowed} "
                + $"({problem.Reason.ToName()})"));
        }

        foreach (string problem in message.ExchangeProblems)
        {
            terminal.Output.WriteLine(terminal.Alarm($"  wrong: {problem}"));
        }

        if (!quiet)
        {
            TellRest(message);
        }
    }

    private void TellRest(DecodedMessage message)
    {
        foreach (InspectionCheck check in message.Inspection.Checks)
        {
            string outcome = check.Outcome switch
            {
                CheckOutcome.Passed => "passed",
                CheckOutcome.Failed => "failed",
                _ => "not checked",
            };
            terminal.Output.WriteLine($"  {check.Subject}: {outcome}: {check.Detail}");
        }

        foreach (InspectionNote note in message.Inspection.Notes)
        {
            terminal.Output.WriteLine($"  note, octet {note.Offset}: {note.Text}");
        }

        foreach (string note in message.ExchangeNotes)
        {
            terminal.Output.WriteLine($"  note: {note}");
        }

        foreach (InspectedField field in message.Inspection.Message.Children)
        {
            Tell(field, 0, message.Inspection.Problems);
        }

        terminal.Output.WriteLine();
    }

    private void Tell(InspectedField field, int depth, IReadOnlyList<InspectionProblem> problems)
    {
        bool isWrong = field.Children.Count == 0 && problems.Any(problem => Covers(problem, field));
        string value = field.Value.Length > MostDigits ? field.Value[..MostDigits] + "…" : field.Value;
        string text = value.Length == 0 ? field.Name : $"{field.Name}: {value}";
        string line = $"{(isWrong ? '>' : ' ')} {field.Offset,5}  {new string(' ', 2 * depth)}{text}";
        terminal.Output.WriteLine(isWrong ? terminal.Alarm(line) : line);
        if (IsToldByItsName(field) && !problems.Any(problem => Covers(problem, field)))
        {
            return;
        }

        foreach (InspectedField child in field.Children)
        {
            Tell(child, depth + 1, problems);
        }
    }

    // A data attribute in order: its name is its type, its value stands beside it.
    private static bool IsToldByItsName(InspectedField field) =>
        field.Children.Count > 0
        && field.Children.All(child => child.Name.StartsWith("attribute ", StringComparison.Ordinal))
        && field.Children[^1].Children.Count == 0
        && field.Value.StartsWith(field.Children[^1].Value, StringComparison.Ordinal);

    private static bool Covers(InspectionProblem problem, InspectedField field) =>
        problem.Offset < field.Offset + field.Length && field.Offset < problem.Offset + problem.Length;

    private void TellTotals(DecodedInput decoding)
    {
        foreach ((string reason, int count) in decoding.PassedOver)
        {
            terminal.Output.WriteLine($"passed over: {reason}: {count}");
        }

        int wrong = decoding.Messages.Count(message => !message.IsValid);
        terminal.Output.WriteLine($"{decoding.Messages.Count} messages, {wrong} not valid");
    }

    private static string Place(CapturedDatagram captured)
    {
        decimal seconds = captured.Nanoseconds / 1_000_000_000m;
        string frames = captured.Frames == 1 ? "" : $", {captured.Frames} fragments";
        string comment = captured.Comment is { } text ? $", \"{text}\"" : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"frame {captured.FrameNumber}, {seconds:0.000000000} s, {captured.Datagram.Source} to "
            + $"{captured.Datagram.Destination}{frames}{comment}");
    }
}
