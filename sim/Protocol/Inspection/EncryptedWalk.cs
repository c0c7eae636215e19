using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Inspection;

/// <summary>Walks what is encrypted and stays so: its first payload and its length can be judged.</summary>
internal static class EncryptedWalk
{
    /// <param name="payloads">What follows the header.</param>
    /// <param name="header">The header.</param>
    /// <param name="first">
    /// The payload that must come first; for identification in phase 1 any other payload may, too (RFC 2409 section 5).
    /// </param>
    public static void Walk(FieldCursor payloads, in WalkedHeader header, PayloadType first)
    {
        int length = payloads.Remaining;
        var type = (PayloadType)header.NextPayload;
        bool mayBeAny = first == PayloadType.Identification && type != PayloadType.None && type.IsDefined();
        _ = new PayloadWalk(payloads, header.NextPayload, IsakmpHeader.NextPayloadOffset, linkSize: 1)
            .Expect(mayBeAny ? type : first);
        if (length == 0 || length % Kek.BlockLength != 0)
        {
            payloads.Record.Refuse(
                IsakmpHeader.Size, length, DiscardReason.CiphertextLength, $"{length} encrypted octets",
                "a multiple of 16, and not 0 (RFC 6407 sections 4 and 5.3.2.3)");
        }

        payloads.NameRest("encrypted payloads");
    }
}
