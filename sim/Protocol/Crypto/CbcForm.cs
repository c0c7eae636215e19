using System.Buffers.Binary;
using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Crypto;

/// <summary>
/// What every message encrypted with CBC must look like, before and after decryption: whole blocks, payloads, less than
/// a block of zeros (RFC 6407 sections 4 and 5.3.2.3; RFC 2409 appendix B).
/// </summary>
internal static class CbcForm
{
    /// <summary>Whether there is anything encrypted, in whole blocks.</summary>
    /// <param name="ciphertext">What follows the header.</param>
    public static DiscardReason CheckLength(ReadOnlySpan<byte> ciphertext) =>
        ciphertext.IsEmpty || ciphertext.Length % Kek.BlockLength != 0
            ? DiscardReason.CiphertextLength
            : DiscardReason.None;

    /// <summary>
    /// Whether decrypted octets begin like a payload of a length within limits. CBC has no check of its own: another
    /// key gives noise, and this is where it shows.
    /// </summary>
    public static bool BeginsWithPayload(ReadOnlySpan<byte> plain, int shortest, int longest) =>
        ((PayloadType)plain[0]).IsDefined()
        && plain[1] == 0
        && BinaryPrimitives.ReadUInt16BigEndian(plain[2..]) is ushort length
        && length >= shortest
        && length <= longest;

    /// <summary>Whether what follows the last payload is padding: less than a block of zeros.</summary>
    public static DiscardReason CheckPadding(ReadOnlySpan<byte> rest) =>
        rest.Length < Kek.BlockLength && !rest.ContainsAnyExcept((byte)0)
            ? DiscardReason.None
            : DiscardReason.Padding;
}
