using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Inspection;
using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Pull;
using Xunit;

namespace GdoiSim.Protocol.Tests.Inspection;

/// <summary>Inspects octets and holds the outcome against the decoder and against itself.</summary>
internal static class Inspections
{
    private static readonly SystemCryptographyProvider Provider = new();

    public static InspectionKeys With(Kek kek) => new() { Keks = [new NamedKek("the KEK", kek)] };

    /// <summary>
    /// Inspects a message; fails if the decoder's judgement and that of the walk differ, or the tree does not hold
    /// together.
    /// </summary>
    /// <param name="message">Any octets.</param>
    /// <param name="kek">The KEK; null for none.</param>
    public static MessageInspection Check(byte[] message, Kek? kek)
    {
        InspectionKeys keys = kek is null ? InspectionKeys.None : With(kek);
        MessageInspection inspection = MessageInspector.Inspect(message, keys);
        if (Decode(message, kek) is { } verdict && verdict != inspection.Verdict)
        {
            Fail($"decoder {verdict}, inspector {inspection.Verdict}", message);
        }

        CheckConsistency(inspection, message);
        return inspection;
    }

    /// <summary>Fails if the judgement and the walk differ, or the tree does not hold together.</summary>
    /// <param name="inspection">What the inspector found.</param>
    /// <param name="message">The datagram.</param>
    public static void CheckConsistency(MessageInspection inspection, byte[] message)
    {
        DiscardReason walked = inspection.Problems.Count == 0 ? DiscardReason.None : inspection.Problems[0].Reason;
        if (walked != inspection.Verdict)
        {
            Fail($"decoder {inspection.Verdict}, walk {walked}", message);
        }

        foreach (InspectionProblem problem in inspection.Problems)
        {
            bool isInside = problem.Offset >= 0
                && problem.Length >= 0
                && problem.Offset + problem.Length <= message.Length;
            if (!isInside || problem.Found.Length == 0 || problem.Allowed.Length == 0)
            {
                Fail($"{problem}", message);
            }
        }

        CheckTree(inspection.Message, message);
    }

    /// <summary>The decoder's judgement, asked for directly; null for exchanges without a decoder.</summary>
    public static DiscardReason? Decode(byte[] message, Kek? kek)
    {
        var workspace = new byte[message.Length + 5];
        if (message.Length < 28)
        {
            return DiscardReason.HeaderTooShort;
        }

        bool isEncrypted = (message[19] & 1) != 0;
        return message[18] switch
        {
            33 when isEncrypted && kek is null => GroupkeyPush.TryReadHeader(message, out _),
            33 when isEncrypted => GroupkeyPush.TryOpen(message, kek!, Provider, workspace, out _),
            33 => GroupkeyPush.TryReadPlain(message, workspace, out _),
            35 => TryVerify(message, kek),
            32 when isEncrypted => GroupkeyPullMessage.TryReadHeader(message, out _),
            32 => GroupkeyPullMessage.TryReadPlain(message, out _),
            _ => null,
        };
    }

    private static DiscardReason TryVerify(byte[] message, Kek? kek)
    {
        DiscardReason reason = GroupkeyPushAck.TryParse(message, out GroupkeyPushAck ack);
        if (reason != DiscardReason.None || kek is null)
        {
            return reason;
        }

        foreach (AckLengthField reading in new[] { AckLengthField.Block, AckLengthField.Output })
        {
            PrfAlgorithm prf = ack.Hash.Length == 32 ? PrfAlgorithm.HmacSha256 : PrfAlgorithm.HmacSha512;
            reason = ack.Verify(Provider, AckKey.Derive(Provider, prf, kek.Key, ack.Cookies, reading));
            if (reason == DiscardReason.None)
            {
                break;
            }
        }

        return reason;
    }

    /// <summary>Children lie inside their parent, in order, without gap or overlap.</summary>
    private static void CheckTree(InspectedField field, byte[] message)
    {
        int position = field.Offset;
        foreach (InspectedField child in field.Children)
        {
            if (child.Offset != position)
            {
                Fail($"{child.Name} at {child.Offset}, not {position}", message);
            }

            position += child.Length;
            CheckTree(child, message);
        }

        if (field.Children.Count > 0 && position != field.Offset + field.Length)
        {
            Fail($"{field.Name} ends at {field.Offset + field.Length}, its parts at {position}", message);
        }
    }

    // Texts are made only here: millions of messages are checked.
    private static void Fail(string what, byte[] message) =>
        Assert.Fail($"{what}, in {Convert.ToHexStringLower(message)}");
}
