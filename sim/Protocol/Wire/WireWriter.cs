using System.Buffers.Binary;

namespace GdoiSim.Protocol.Wire;

/// <summary>
/// Writes big-endian fields into a span, front to back (RFC 6407 section 5). A write that does not fit returns false
/// and writes nothing; nothing is ever written past the span.
/// </summary>
/// <param name="destination">Where the octets go.</param>
public ref struct WireWriter(Span<byte> destination)
{
    private readonly Span<byte> _destination = destination;

    /// <summary>Octets written so far.</summary>
    public int Position { get; private set; }

    /// <summary>The octets written so far.</summary>
    public readonly ReadOnlySpan<byte> Written => _destination[..Position];

    public bool TryWriteByte(byte value)
    {
        if (Position >= _destination.Length)
        {
            return false;
        }

        _destination[Position] = value;
        Position += sizeof(byte);
        return true;
    }

    public bool TryWriteUInt16(ushort value)
    {
        if (!BinaryPrimitives.TryWriteUInt16BigEndian(_destination[Position..], value))
        {
            return false;
        }

        Position += sizeof(ushort);
        return true;
    }

    public bool TryWriteUInt32(uint value)
    {
        if (!BinaryPrimitives.TryWriteUInt32BigEndian(_destination[Position..], value))
        {
            return false;
        }

        Position += sizeof(uint);
        return true;
    }

    public bool TryWriteUInt64(ulong value)
    {
        if (!BinaryPrimitives.TryWriteUInt64BigEndian(_destination[Position..], value))
        {
            return false;
        }

        Position += sizeof(ulong);
        return true;
    }

    public bool TryWriteOctets(ReadOnlySpan<byte> value)
    {
        if (!value.TryCopyTo(_destination[Position..]))
        {
            return false;
        }

        Position += value.Length;
        return true;
    }

    /// <summary>Leaves room for <paramref name="count"/> octets, set to zero, and hands it out.</summary>
    public bool TryReserve(int count, out Span<byte> room)
    {
        if (count < 0 || count > _destination.Length - Position)
        {
            room = default;
            return false;
        }

        room = _destination.Slice(Position, count);
        room.Clear();
        Position += count;
        return true;
    }

    /// <summary>Replaces an octet written before, such as a next-payload field that was not known then.</summary>
    /// <param name="position">Less than <see cref="Position"/>.</param>
    /// <param name="value">The octet.</param>
    public readonly void Replace(int position, byte value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, Position);
        _destination[position] = value;
    }

    /// <summary>Replaces two octets written before, such as a length that was not known then.</summary>
    /// <param name="position">At most <see cref="Position"/> − 2.</param>
    /// <param name="value">The 16-bit integer.</param>
    public readonly void ReplaceUInt16(int position, ushort value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, Position - sizeof(ushort));
        BinaryPrimitives.WriteUInt16BigEndian(_destination[position..], value);
    }
}
