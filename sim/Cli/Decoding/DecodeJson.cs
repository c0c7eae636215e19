using System.Text.Encodings.Web;
using System.Text.Json;
using GdoiSim.Capture;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Inspection;

namespace GdoiSim.Cli.Decoding;

/// <summary>Tells what was decoded, for programs: one object.</summary>
internal static class DecodeJson
{
    public static void Write(DecodedInput decoding, Stream destination)
    {
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using var writer = new Utf8JsonWriter(destination, options);
        writer.WriteStartObject();
        writer.WriteString("input", decoding.Name);
        writer.WriteBoolean("valid", decoding.IsValid);
        writer.WriteString("problem", decoding.Problem);
        writer.WriteStartArray("messages");
        foreach (DecodedMessage message in decoding.Messages)
        {
            Write(message, writer);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("passed_over");
        foreach ((string reason, int count) in decoding.PassedOver)
        {
            writer.WriteNumber(reason, count);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(DecodedMessage message, Utf8JsonWriter writer)
    {
        MessageInspection inspection = message.Inspection;
        writer.WriteStartObject();
        writer.WriteNumber("number", message.Number);
        if (message.Captured is { } captured)
        {
            Write(captured, writer);
        }

        writer.WriteString("kind", inspection.Kind);
        writer.WriteBoolean("valid", message.IsValid);
        writer.WriteString("verdict", inspection.Verdict.ToName());
        writer.WriteStartArray("problems");
        foreach (InspectionProblem problem in inspection.Problems)
        {
            writer.WriteStartObject();
            writer.WriteNumber("offset", problem.Offset);
            writer.WriteNumber("length", problem.Length);
            writer.WriteString("reason", problem.Reason.ToName());
            writer.WriteString("found", problem.Found);
            writer.WriteString("allowed", problem.Allowed);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Write("exchange_problems", message.ExchangeProblems, writer);
        WriteChecks(inspection, writer);
        writer.WriteStartArray("notes");
        foreach (InspectionNote note in inspection.Notes)
        {
            writer.WriteStartObject();
            writer.WriteNumber("offset", note.Offset);
            writer.WriteString("text", note.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Write("exchange_notes", message.ExchangeNotes, writer);
        writer.WriteString("octets", Convert.ToHexStringLower(inspection.Octets.Span));
        writer.WriteStartArray("fields");
        foreach (InspectedField field in inspection.Message.Children)
        {
            Write(field, writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(CapturedDatagram captured, Utf8JsonWriter writer)
    {
        writer.WriteNumber("frame", captured.FrameNumber);
        writer.WriteNumber("frames", captured.Frames);
        writer.WriteNumber("time_ns", captured.Nanoseconds);
        writer.WriteString("source", captured.Datagram.Source.ToString());
        writer.WriteString("destination", captured.Datagram.Destination.ToString());
        writer.WriteBoolean("checksum_good", captured.ChecksumIsGood);
        writer.WriteString("comment", captured.Comment);
    }

    private static void WriteChecks(MessageInspection inspection, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("checks");
        foreach (InspectionCheck check in inspection.Checks)
        {
            writer.WriteStartObject();
            writer.WriteString("subject", check.Subject);
            writer.WriteString("outcome", check.Outcome switch
            {
                CheckOutcome.Passed => "passed",
                CheckOutcome.Failed => "failed",
                _ => "not_checked",
            });
            writer.WriteString("detail", check.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(InspectedField field, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("name", field.Name);
        writer.WriteNumber("offset", field.Offset);
        writer.WriteNumber("length", field.Length);
        writer.WriteString("value", field.Value);
        if (field.Children.Count > 0)
        {
            writer.WriteStartArray("children");
            foreach (InspectedField child in field.Children)
            {
                Write(child, writer);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Write(string name, IReadOnlyList<string> lines, Utf8JsonWriter writer)
    {
        writer.WriteStartArray(name);
        foreach (string line in lines)
        {
            writer.WriteStringValue(line);
        }

        writer.WriteEndArray();
    }
}
