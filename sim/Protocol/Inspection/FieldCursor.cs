using System.Globalization;

namespace GdoiSim.Protocol.Inspection;

/// <summary>An integer of a message and where it stands.</summary>
/// <param name="Value">The value.</param>
/// <param name="Offset">Its first octet in the message.</param>
/// <param name="Size">Its octets, 1 to 4.</param>
internal readonly record struct WireNumber(uint Value, int Offset, int Size);

/// <summary>
/// Reads fields of a region of the message, front to back, and names them in a part of the tree. Reads nothing outside
/// the region.
/// </summary>
internal sealed class FieldCursor(InspectionRecord record, InspectedField part, int start, int end)
{
    public InspectionRecord Record { get; } = record;

    /// <summary>The part that the fields are added to.</summary>
    public InspectedField Part { get; } = part;

    /// <summary>The next octet to be read, counted from the start of the message.</summary>
    public int Position { get; private set; } = start;

    /// <summary>The octet after the region.</summary>
    public int End { get; } = end;

    public int Remaining => End - Position;

    public bool IsAtEnd => Position >= End;

    /// <summary>A cursor over the next octets, which adds to a part; this one goes on behind them.</summary>
    public FieldCursor Inner(InspectedField inner, int length)
    {
        var cursor = new FieldCursor(Record, inner, Position, Position + length);
        Position += length;
        return cursor;
    }

    /// <summary>Reads a big-endian integer of 1, 2 or 4 octets.</summary>
    public bool TryNumber(int size, string name, out WireNumber number, Func<uint, string>? words = null)
    {
        number = new WireNumber(0, Position, size);
        if (Remaining < size)
        {
            return false;
        }

        uint value = 0;
        for (int i = 0; i < size; i++)
        {
            value = (value << 8) | Record.Span[Position + i];
        }

        number = number with { Value = value };
        string text = words is null ? value.ToString(CultureInfo.InvariantCulture) : words(value);
        Part.Add(name, Position, size, text);
        Position += size;
        return true;
    }

    /// <summary>Reads octets as they are.</summary>
    public bool TryOctets(int count, string name, Func<ReadOnlyMemory<byte>, string>? words = null)
    {
        if (count < 0 || count > Remaining)
        {
            return false;
        }

        ReadOnlyMemory<byte> octets = Record.Octets.Slice(Position, count);
        Part.Add(name, Position, count, words is null ? Hex(octets.Span) : words(octets));
        Position += count;
        return true;
    }

    /// <summary>Names what is left of the region, if anything is.</summary>
    public void NameRest(string name)
    {
        if (!IsAtEnd)
        {
            TryOctets(Remaining, name);
        }
    }

    public static string Hex(ReadOnlySpan<byte> octets) =>
        octets.IsEmpty ? "(empty)" : Convert.ToHexStringLower(octets);
}
