using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// The sender identifiers of an SID packet (RFC 6407 section 5.6.4): parts of the nonce that one member alone uses in
/// counter modes (RFC 6054).
/// </summary>
public readonly ref struct SenderIds
{
    /// <summary>The most bits of a sender identifier that are read: RFC 6054 section 3 uses 8, 12 or 16.</summary>
    public const int MaximumBits = 32;

    // Attribute types (section 5.6.4).
    private const ushort NumberOfBitsType = 1;
    private const ushort ValueType = 2;

    private readonly ReadOnlySpan<byte> _attributes;

    internal SenderIds(ReadOnlySpan<byte> attributes) => _attributes = attributes;

    /// <summary>
    /// NUMBER_OF_SID_BITS: the size of each identifier in the nonce, 1 to 32; 0 if this is no SID packet.
    /// </summary>
    public int Bits
    {
        get
        {
            var reader = new WireReader(_attributes);
            while (DataAttribute.TryRead(ref reader, out DataAttribute attribute) == DiscardReason.None)
            {
                if (attribute.Type == NumberOfBitsType)
                {
                    return attribute.BasicValue;
                }
            }

            return 0;
        }
    }

    /// <summary>The values, in their order, for a foreach loop.</summary>
    public Enumerator GetEnumerator() => new(_attributes);

    /// <summary>Writes the attributes of an SID packet, for <see cref="KeyPacket.EncodedAttributes"/>.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="bits">NUMBER_OF_SID_BITS, 1 to 32.</param>
    /// <param name="values">One SID_VALUE each, of as many octets as the bits need; at least one.</param>
    /// <returns>False if it does not fit, or a value has more bits than <paramref name="bits"/>.</returns>
    public static bool TryWrite(ref WireWriter writer, int bits, scoped ReadOnlySpan<uint> values)
    {
        if (bits is < 1 or > MaximumBits
            || values.IsEmpty
            || !DataAttribute.TryWriteBasic(ref writer, NumberOfBitsType, (ushort)bits))
        {
            return false;
        }

        int length = (bits + 7) / 8;
        foreach (uint value in values)
        {
            if (!Fits(value, bits)
                || !writer.TryWriteUInt16(ValueType)
                || !writer.TryWriteUInt16((ushort)length)
                || !writer.TryReserve(length, out Span<byte> octets))
            {
                return false;
            }

            for (int i = 0; i < length; i++)
            {
                octets[i] = (byte)(value >> (8 * (length - 1 - i)));
            }
        }

        return true;
    }

    /// <summary>Checks the attributes of an SID packet.</summary>
    internal static DiscardReason Check(ReadOnlySpan<byte> attributes)
    {
        int bits = 0;
        int values = 0;
        uint union = 0;
        var reader = new WireReader(attributes);
        while (!reader.IsAtEnd)
        {
            DiscardReason reason = DataAttribute.TryRead(ref reader, out DataAttribute attribute);
            if (reason != DiscardReason.None)
            {
                return reason;
            }

            if (attribute.Type is not (NumberOfBitsType or ValueType))
            {
                return DiscardReason.AttributeUnknown;
            }

            if (attribute.IsBasic != (attribute.Type == NumberOfBitsType))
            {
                return DiscardReason.AttributeFormat;
            }

            if (attribute.IsBasic)
            {
                if (bits != 0)
                {
                    return DiscardReason.AttributeRepeated;
                }

                bits = attribute.BasicValue;
            }
            else
            {
                values++;
                union |= attribute.Value.Length is >= 1 and <= sizeof(uint) ? Number(attribute.Value) : 0;
            }

            bool isPossible = attribute.IsBasic ? bits is >= 1 and <= MaximumBits
                : attribute.Value.Length is >= 1 and <= sizeof(uint);
            if (!isPossible)
            {
                return DiscardReason.AttributeValue;
            }
        }

        if (bits == 0 || values == 0)
        {
            return DiscardReason.AttributeMissing;
        }

        return Fits(union, bits) ? DiscardReason.None : DiscardReason.AttributeValue;
    }

    private static bool Fits(uint value, int bits) => bits == MaximumBits || value >> bits == 0;

    private static uint Number(ReadOnlySpan<byte> octets)
    {
        uint value = 0;
        foreach (byte octet in octets)
        {
            value = (value << 8) | octet;
        }

        return value;
    }

    /// <summary>Walks the values.</summary>
    public ref struct Enumerator
    {
        private WireReader _reader;

        internal Enumerator(ReadOnlySpan<byte> attributes) => _reader = new(attributes);

        public uint Current { get; private set; }

        public bool MoveNext()
        {
            while (DataAttribute.TryRead(ref _reader, out DataAttribute attribute) == DiscardReason.None)
            {
                if (attribute.Type == ValueType)
                {
                    Current = Number(attribute.Value);
                    return true;
                }
            }

            return false;
        }
    }
}
