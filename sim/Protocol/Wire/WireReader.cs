using System.Buffers.Binary;

namespace GdoiSim.Protocol.Wire;

/// <summary>
/// Reads big-endian fields from a span, front to back (RFC 6407 section 5: "most significant byte first"). Every read
/// either succeeds and advances, or returns false and leaves the position where it was; none reads past the span.
/// </summary>
/// <param name="octets">What is read; the reader knows nothing outside it.</param>
public ref struct WireReader(ReadOnlySpan<byte> octets)
{
    private readonly ReadOnlySpan<byte> _octets = octets;

    /// <summary>Octets read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Octets not read yet.</summary>
    public readonly int Remaining => _octets.Length - Position;

    /// <summary>Whether everything has been read.</summary>
    public readonly bool IsAtEnd => Position == _octets.Length;

    /// <summary>All octets that have not been read yet; the position stays.</summary>
    public readonly ReadOnlySpan<byte> Rest => _octets[Position..];

    public bool TryReadByte(out byte value)
    {
        if (Remaining < sizeof(byte))
        {
            value = 0;
            return false;
        }

        value = _octets[Position];
        Position += sizeof(byte);
        return true;
    }

    public bool TryReadUInt16(out ushort value)
    {
        if (!BinaryPrimitives.TryReadUInt16BigEndian(_octets[Position..], out value))
        {
            return false;
        }

        Position += sizeof(ushort);
        return true;
    }

    public bool TryReadUInt32(out uint value)
    {
        if (!BinaryPrimitives.TryReadUInt32BigEndian(_octets[Position..], out value))
        {
            return false;
        }

        Position += sizeof(uint);
        return true;
    }

    public bool TryReadUInt64(out ulong value)
    {
        if (!BinaryPrimitives.TryReadUInt64BigEndian(_octets[Position..], out value))
        {
            return false;
        }

        Position += sizeof(ulong);
        return true;
    }

    /// <summary>Takes the next <paramref name="count"/> octets as they are, without copying them.</summary>
    public bool TryReadOctets(int count, out ReadOnlySpan<byte> value)
    {
        if (count < 0 || count > Remaining)
        {
            value = default;
            return false;
        }

        value = _octets.Slice(Position, count);
        Position += count;
        return true;
    }

    /// <summary>The last <paramref name="count"/> octets that were read.</summary>
    internal readonly ReadOnlySpan<byte> Consumed(int count) => _octets.Slice(Position - count, count);
}
