using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// The payloads whose body is nothing but octets: HASH (RFC 2408 section 3.11) and SIG (section 3.12).
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
