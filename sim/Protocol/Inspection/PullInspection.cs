using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Pull;

namespace GdoiSim.Protocol.Inspection;

/// <summary>
/// Inspects a message of GROUPKEY-PULL (RFC 6407 section 3). On the wire all of it but the header is encrypted under
/// phase 1; with the E flag clear the payloads are taken as decrypted already.
/// </summary>
internal static class PullInspection
{
    private const string Kind = "GROUPKEY-PULL";

    public static MessageInspection Inspect(ReadOnlyMemory<byte> datagram)
    {
        var record = new InspectionRecord(datagram);
        InspectedField root = MessageInspector.Root(Kind, datagram);
        var message = new FieldCursor(record, root, 0, datagram.Length);
        bool isEncrypted = (datagram.Span[IsakmpHeader.FlagsOffset] & (byte)IsakmpFlags.Encryption) != 0;
        if (HeaderWalk.Walk(message) is { } header)
        {
            IsakmpFlags flags = isEncrypted ? IsakmpFlags.Encryption : IsakmpFlags.None;
            HeaderWalk.Judge(record, header, flags, mustHaveMessageId: true);
            int end = (int)Math.Clamp(header.Length, IsakmpHeader.Size, (uint)datagram.Length);
            FieldCursor payloads = message.Inner(root, end - IsakmpHeader.Size);
            if (isEncrypted)
            {
                EncryptedWalk.Walk(payloads, header, PayloadType.Hash);
            }
            else
            {
                PullWalk.Walk(payloads, header);
            }

            message.NameRest("octets after the message");
        }

        root.Complete(datagram.Span);
        return new MessageInspection
        {
            Kind = Kind,
            Verdict = isEncrypted
                ? GroupkeyPullMessage.TryReadHeader(datagram.Span, out _)
                : GroupkeyPullMessage.TryReadPlain(datagram.Span, out _),
            Message = root,
            Problems = record.Problems,
            Notes = record.Notes,
            Checks = isEncrypted
                ? [new InspectionCheck("decryption", CheckOutcome.NotChecked, "its keys come from phase 1")]
                : [],
            Octets = datagram,
            Cookies = Cookies.Read(datagram.Span),
        };
    }
}
