using GdoiSim.Protocol;
using GdoiSim.Protocol.Inspection;

namespace GdoiSim.Cli.Decoding;

/// <summary>Which options would let more be said of a message.</summary>
internal static class KeyHints
{
    /// <summary>The hints for a message that was inspected with these keys.</summary>
    public static IEnumerable<string> For(MessageInspection inspection, InspectionKeys keys)
    {
        bool hasKnownType = keys.Acknowledgement != KekAckRequested.None
            || keys.Keks.Any(kek => kek.Spi is not null
                && kek.Spi == inspection.Cookies
                && kek.Acknowledgement != KekAckRequested.None);
        if (inspection is { Kind: "GROUPKEY-PUSH-ACK", Verdict: DiscardReason.HashMismatch }
            && !hasKnownType
            && keys.BaseKeys.Count == 0)
        {
            yield return "the HASH is right for no KEK type; an LKH type needs the member's leaf key, --base-key, and "
                + "--ack-type lkh_sha256 or lkh_sha512 says that the KEK is no base key";
        }
    }
}
