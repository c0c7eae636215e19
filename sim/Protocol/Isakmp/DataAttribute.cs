using System.Buffers.Binary;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Isakmp;

/// <summary>
/// A data attribute (RFC 2408 section 3.3): type and a value of two octets (TV, "Basic"), or type, length and a value
/// of that length (TLV, "Variable").
/// </summary>
public readonly ref struct DataAttribute
{
    // AF, the most significant bit of the type field: set for TV.
    private const ushort BasicFormat = 0x8000;

    private DataAttribute(ushort type, bool isBasic, ReadOnlySpan<byte> value)
    {
        Type = type;
        IsBasic = isBasic;
        Value = value;
    }

    /// <summary>Attribute type, 0 to 32,767: what it means is the payload's affair.</summary>
    public ushort Type { get; }

    /// <summary>Whether it came as TV.</summary>
    public bool IsBasic { get; }

    /// <summary>The value's octets: two for TV.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>The value of a TV attribute.</summary>
    public ushort BasicValue => BinaryPrimitives.ReadUInt16BigEndian(Value);

    /// <summary>Reads one attribute.</summary>
    public static DiscardReason TryRead(scoped ref WireReader reader, out DataAttribute attribute)
    {
        attribute = default;
        if (!reader.TryReadUInt16(out ushort typeField) || !reader.TryReadUInt16(out ushort lengthOrValue))
        {
            return DiscardReason.AttributePastEnd;
        }

        bool isBasic = (typeField & BasicFormat) != 0;
        if (isBasic)
        {
            ReadOnlySpan<byte> value = reader.Consumed(sizeof(ushort));
            attribute = new((ushort)(typeField & ~BasicFormat), isBasic: true, value);
            return DiscardReason.None;
        }

        if (!reader.TryReadOctets(lengthOrValue, out ReadOnlySpan<byte> variable))
        {
            return DiscardReason.AttributePastEnd;
        }

        attribute = new(typeField, isBasic: false, variable);
        return DiscardReason.None;
    }

    /// <summary>Writes a TV attribute.</summary>
    public static bool TryWriteBasic(ref WireWriter writer, ushort type, ushort value) =>
        writer.TryWriteUInt16((ushort)(type | BasicFormat)) && writer.TryWriteUInt16(value);

    /// <summary>Writes a TLV attribute.</summary>
    /// <returns>False if it does not fit, or if the value is longer than 65,535 octets.</returns>
    public static bool TryWriteVariable(ref WireWriter writer, ushort type, ReadOnlySpan<byte> value) =>
        value.Length <= ushort.MaxValue
        && writer.TryWriteUInt16(type)
        && writer.TryWriteUInt16((ushort)value.Length)
        && writer.TryWriteOctets(value);

    /// <summary>Writes a TLV attribute whose value is a 32-bit integer.</summary>
    public static bool TryWriteVariable(ref WireWriter writer, ushort type, uint value) =>
        writer.TryWriteUInt16(type) && writer.TryWriteUInt16(sizeof(uint)) && writer.TryWriteUInt32(value);
}
