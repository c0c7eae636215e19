using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// Writes payloads whose body is given as octets: KE, HASH, SIG and nonces, which are nothing else (RFC 2408 sections
/// 3.7 and 3.11 to 3.13), and bodies that somebody has written before, such as those of ID, SA and KD.
/// </summary>
public static class OctetsPayload
{
    /// <summary>Writes the whole payload.</summary>
    public static bool TryWrite(
        ref WireWriter writer, ref PayloadChainWriter chain, PayloadType type, ReadOnlySpan<byte> body) =>
        chain.TryBegin(ref writer, type) && writer.TryWriteOctets(body) && chain.TryEnd(ref writer);

    /// <summary>
    /// Writes the whole payload with a body of zeros, to be filled in through <paramref name="body"/>.
    /// </summary>
    public static bool TryReserve(
        ref WireWriter writer, ref PayloadChainWriter chain, PayloadType type, int length, out Span<byte> body)
    {
        body = default;
        return chain.TryBegin(ref writer, type) && writer.TryReserve(length, out body) && chain.TryEnd(ref writer);
    }
}
