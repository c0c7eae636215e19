using GdoiSim.Protocol.Crypto;

namespace GdoiSim.Protocol.Inspection;

/// <summary>Walks what follows the last payload: padding, in what was encrypted, and else nothing.</summary>
internal static class PaddingWalk
{
    /// <param name="rest">Stands behind the last payload that could be read.</param>
    /// <param name="isLast">
    /// Whether that one says that it is the last; if not, the chain could not be followed: told already.
    /// </param>
    /// <param name="wasEncrypted">Whether it was decrypted here: then padding may follow.</param>
    public static void Walk(FieldCursor rest, bool isLast, bool wasEncrypted)
    {
        if (rest.IsAtEnd)
        {
            return;
        }

        InspectionRecord record = rest.Record;
        int start = rest.Position;
        int length = rest.Remaining;
        bool isZero = !record.Span.Slice(start, length).ContainsAnyExcept((byte)0);
        rest.NameRest(wasEncrypted && isLast ? "padding" : "octets after the last payload");
        if (!isLast)
        {
            return;
        }

        if (!wasEncrypted)
        {
            record.Refuse(
                start, length, DiscardReason.TrailingOctets, $"{length} octets after the last payload", "none");
        }
        else if (length >= Kek.BlockLength || !isZero)
        {
            int wrong = isZero ? length : record.Span.Slice(start, length).IndexOfAnyExcept((byte)0);
            bool isLong = length >= Kek.BlockLength;
            record.Refuse(
                isLong ? start : start + wrong, isLong ? length : 1, DiscardReason.Padding,
                isLong ? $"{length} octets of padding" : $"0x{record.Span[start + wrong]:x2} in the padding",
                "up to 15 octets of zeros (RFC 6407 section 4, RFC 2409 appendix B)");
        }
    }
}
