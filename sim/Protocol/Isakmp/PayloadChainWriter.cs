using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Isakmp;

/// <summary>
/// Writes a chain of payloads (RFC 2408 section 3.2): each payload's type is filled in, afterwards, where the chain
/// names it: in the header before it or in the generic header of its predecessor.
/// </summary>
/// <param name="linkPosition">The octet, written already, that names the type of the first payload.</param>
public struct PayloadChainWriter(int linkPosition)
{
    private int _linkPosition = linkPosition;
    private int _start = -1;

    /// <summary>
    /// Begins a payload: links it to what precedes it and writes a generic header with length yet unknown.
    /// </summary>
    public bool TryBegin(ref WireWriter writer, PayloadType type)
    {
        int start = writer.Position;
        if (!writer.TryWriteUInt32(0))
        {
            return false;
        }

        writer.Replace(_linkPosition, (byte)type);
        _linkPosition = start;
        _start = start;
        return true;
    }

    /// <summary>Ends the payload that was begun last: fills in its length.</summary>
    /// <returns>False if the payload is longer than the 65,535 octets that its length field can say.</returns>
    public readonly bool TryEnd(ref WireWriter writer)
    {
        int length = writer.Position - _start;
        if (length > ushort.MaxValue)
        {
            return false;
        }

        writer.ReplaceUInt16(_start + 2, (ushort)length);
        return true;
    }
}
