using System.Buffers.Binary;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>SEQ, the sequence number payload (RFC 6407 section 5.7).</summary>
public static class SequenceNumberPayload
{
    /// <summary>Octets of the payload, generic header included: "MUST be a value of 8".</summary>
    public const int Size = 8;

    /// <summary>Reads the body: the sequence number (4 octets).</summary>
    public static DiscardReason TryRead(ReadOnlySpan<byte> body, out SequenceNumber sequence)
    {
        if (body.Length != Size - PayloadChainReader.GenericHeaderSize)
        {
            sequence = default;
            return DiscardReason.SequenceLength;
        }

        sequence = new(BinaryPrimitives.ReadUInt32BigEndian(body));
        return DiscardReason.None;
    }

    /// <summary>Writes the whole payload.</summary>
    public static bool TryWrite(ref WireWriter writer, ref PayloadChainWriter chain, SequenceNumber sequence) =>
        chain.TryBegin(ref writer, PayloadType.SequenceNumber)
        && writer.TryWriteUInt32(sequence.Value)
        && chain.TryEnd(ref writer);
}
