using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// A key packet of a KD payload (RFC 6407 section 5.6). TEK and KEK packets are taken apart; the attributes of LKH and
/// SID packets are checked for form and kept as octets.
/// </summary>
public readonly ref struct KeyPacket
{
    // Octets before the SPI: KD type (1), reserved (1), KD length (2), SPI size (1).
    private const int FixedSize = 5;

    // Attribute types of TEK packets (section 5.6.1).
    private const ushort TekAlgorithmKeyType = 1;
    private const ushort TekIntegrityKeyType = 2;
    private const ushort TekSourceAuthKeyType = 3;

    // Attribute types of KEK packets (section 5.6.2).
    private const ushort KekAlgorithmKeyType = 1;
    private const ushort SignatureKeyType = 2;

    // Attribute types of LKH packets (section 5.6.3): download array, update array, signature key.
    private const ushort LkhDownloadArrayType = 1;
    private const ushort LkhSignatureKeyType = 3;

    // Attribute types of SID packets (section 5.6.4): number of SID bits (Basic), SID value.
    private const ushort NumberOfSidBitsType = 1;
    private const ushort SidValueType = 2;

    /// <summary>KD type (1 octet).</summary>
    public KeyPacketType Type { get; init; }

    /// <summary>
    /// The SPI of the SA TEK (4 octets) or SA KEK (16) that the keys belong to; empty for SID packets.
    /// </summary>
    public ReadOnlySpan<byte> Spi { get; init; }

    /// <summary>
    /// TEK_ALGORITHM_KEY, or KEK_ALGORITHM_KEY with the IV in front of the key (section 5.6.2.1); empty if absent.
    /// </summary>
    public ReadOnlySpan<byte> AlgorithmKey { get; init; }

    /// <summary>TEK_INTEGRITY_KEY; empty if absent.</summary>
    public ReadOnlySpan<byte> IntegrityKey { get; init; }

    /// <summary>TEK_SOURCE_AUTH_KEY; empty if absent.</summary>
    public ReadOnlySpan<byte> SourceAuthenticationKey { get; init; }

    /// <summary>SIG_ALGORITHM_KEY of a KEK packet: the public key, DER SubjectPublicKeyInfo; empty if absent.</summary>
    public ReadOnlySpan<byte> SignatureKey { get; init; }

    /// <summary>The encoded attributes of an LKH or SID packet.</summary>
    public ReadOnlySpan<byte> OpaqueAttributes { get; init; }

    /// <summary>Octets of the SPI that a packet of this type carries.</summary>
    private static int SpiSize(KeyPacketType type) => type switch
    {
        KeyPacketType.Tek => SecurityProtocolExtensions.TekSpiSize,
        KeyPacketType.SenderId => 0,
        _ => Cookies.Length,
    };

    /// <summary>Reads one packet: KD type (1), reserved (1), KD length (2), SPI size (1), SPI, attributes.</summary>
    public static DiscardReason TryRead(scoped ref WireReader reader, out KeyPacket packet)
    {
        packet = default;
        if (!reader.TryReadByte(out byte type)
            || !reader.TryReadByte(out byte reserved)
            || !reader.TryReadUInt16(out ushort length)
            || !reader.TryReadByte(out byte spiSize))
        {
            return DiscardReason.KeyPacketLength;
        }

        if (length < FixedSize || !reader.TryReadOctets(length - FixedSize, out ReadOnlySpan<byte> rest))
        {
            return DiscardReason.KeyPacketLength;
        }

        if (reserved != 0)
        {
            return DiscardReason.ReservedNotZero;
        }

        if (type is < (byte)KeyPacketType.Tek or > (byte)KeyPacketType.SenderId)
        {
            return DiscardReason.KeyPacketType;
        }

        if (spiSize != SpiSize((KeyPacketType)type) || spiSize > rest.Length)
        {
            return DiscardReason.SpiSize;
        }

        return TryReadAttributes((KeyPacketType)type, rest[..spiSize], rest[spiSize..], out packet);
    }

    /// <summary>Writes the packet.</summary>
    /// <returns>
    /// False if it does not fit, is longer than 65,535 octets, or its SPI is not as long as its type wants.
    /// </returns>
    public bool TryWrite(ref WireWriter writer)
    {
        int start = writer.Position;
        if (Spi.Length != SpiSize(Type)
            || !writer.TryWriteByte((byte)Type)
            || !writer.TryWriteByte(0)
            || !writer.TryWriteUInt16(0)
            || !writer.TryWriteByte((byte)Spi.Length)
            || !writer.TryWriteOctets(Spi)
            || !TryWriteAttributes(ref writer)
            || writer.Position - start > ushort.MaxValue)
        {
            return false;
        }

        writer.ReplaceUInt16(start + 2, (ushort)(writer.Position - start));
        return true;
    }

    private static DiscardReason TryReadAttributes(
        KeyPacketType type, ReadOnlySpan<byte> spi, ReadOnlySpan<byte> octets, out KeyPacket packet)
    {
        packet = new() { Type = type, Spi = spi };
        bool isOpaque = type is KeyPacketType.Lkh or KeyPacketType.SenderId;
        Span<ushort> counts = stackalloc ushort[4];
        counts.Clear();
        ReadOnlySpan<byte> algorithmKey = default;
        ReadOnlySpan<byte> second = default;
        ReadOnlySpan<byte> third = default;
        var reader = new WireReader(octets);
        while (!reader.IsAtEnd)
        {
            DiscardReason reason = DataAttribute.TryRead(ref reader, out DataAttribute attribute);
            if (reason == DiscardReason.None)
            {
                reason = Check(type, attribute, counts);
            }

            if (reason != DiscardReason.None)
            {
                return reason;
            }

            switch (attribute.Type)
            {
                case TekAlgorithmKeyType:
                    algorithmKey = attribute.Value;
                    break;
                case TekIntegrityKeyType:
                    second = attribute.Value;
                    break;
                default:
                    third = attribute.Value;
                    break;
            }
        }

        // A TEK packet has at least one key, a KEK packet its KEK, an LKH packet an array, an SID packet a value.
        bool isComplete = type switch
        {
            KeyPacketType.Kek => counts[KekAlgorithmKeyType] != 0,
            KeyPacketType.SenderId => counts[SidValueType] != 0,
            _ => !octets.IsEmpty,
        };
        if (!isComplete)
        {
            return DiscardReason.AttributeMissing;
        }

        packet = isOpaque
            ? new() { Type = type, Spi = spi, OpaqueAttributes = octets }
            : new()
            {
                Type = type,
                Spi = spi,
                AlgorithmKey = algorithmKey,
                IntegrityKey = type == KeyPacketType.Tek ? second : default,
                SourceAuthenticationKey = third,
                SignatureKey = type == KeyPacketType.Kek ? second : default,
            };
        return DiscardReason.None;
    }

    private static DiscardReason Check(KeyPacketType type, in DataAttribute attribute, Span<ushort> counts)
    {
        ushort highest = type switch
        {
            KeyPacketType.Tek => TekSourceAuthKeyType,
            KeyPacketType.Kek => SignatureKeyType,
            KeyPacketType.Lkh => LkhSignatureKeyType,
            _ => SidValueType,
        };
        if (attribute.Type == 0 || attribute.Type > highest)
        {
            return DiscardReason.AttributeUnknown;
        }

        bool isBasic = type == KeyPacketType.SenderId && attribute.Type == NumberOfSidBitsType;
        if (attribute.IsBasic != isBasic)
        {
            return DiscardReason.AttributeFormat;
        }

        if (attribute.Value.IsEmpty)
        {
            return DiscardReason.AttributeValue;
        }

        // LKH update arrays and SID values may come in any number, everything else once (sections 5.6.1 to 5.6.4).
        bool mayRepeat = type switch
        {
            KeyPacketType.Lkh => attribute.Type is not (LkhDownloadArrayType or LkhSignatureKeyType),
            KeyPacketType.SenderId => attribute.Type == SidValueType,
            _ => false,
        };
        bool isRepeated = counts[attribute.Type] != 0;
        counts[attribute.Type] = 1;
        return isRepeated && !mayRepeat ? DiscardReason.AttributeRepeated : DiscardReason.None;
    }

    private bool TryWriteAttributes(ref WireWriter writer) => Type switch
    {
        KeyPacketType.Tek => TryWriteKey(ref writer, TekAlgorithmKeyType, AlgorithmKey)
            && TryWriteKey(ref writer, TekIntegrityKeyType, IntegrityKey)
            && TryWriteKey(ref writer, TekSourceAuthKeyType, SourceAuthenticationKey),
        KeyPacketType.Kek => TryWriteKey(ref writer, KekAlgorithmKeyType, AlgorithmKey)
            && TryWriteKey(ref writer, SignatureKeyType, SignatureKey),
        _ => writer.TryWriteOctets(OpaqueAttributes),
    };

    private static bool TryWriteKey(ref WireWriter writer, ushort type, ReadOnlySpan<byte> key) =>
        key.IsEmpty || DataAttribute.TryWriteVariable(ref writer, type, key);
}
