using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// A key packet of a KD payload (RFC 6407 section 5.6). Everything in it was checked when it was read.
/// </summary>
/// <remarks>
/// To write a TEK or KEK packet, set its keys; to write an LKH or SID packet, set <see cref="EncodedAttributes"/>.
/// </remarks>
public readonly ref struct KeyPacket
{
    /// <summary>LKH_DOWNLOAD_ARRAY (section 5.6.3).</summary>
    public const ushort LkhDownloadArrayType = 1;

    /// <summary>LKH_UPDATE_ARRAY (section 5.6.3).</summary>
    public const ushort LkhUpdateArrayType = 2;

    /// <summary>SIG_ALGORITHM_KEY of an LKH packet (section 5.6.3.3).</summary>
    public const ushort LkhSignatureKeyType = 3;

    // Octets before the SPI: KD type (1), reserved (1), KD length (2), SPI size (1).
    private const int FixedSize = 5;

    // Attribute types of TEK packets (section 5.6.1).
    private const ushort TekAlgorithmKeyType = 1;
    private const ushort TekIntegrityKeyType = 2;
    private const ushort TekSourceAuthKeyType = 3;

    // Attribute types of KEK packets (section 5.6.2).
    private const ushort KekAlgorithmKeyType = 1;
    private const ushort KekSignatureKeyType = 2;

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

    /// <summary>
    /// SIG_ALGORITHM_KEY of a KEK or LKH packet: the public key, DER SubjectPublicKeyInfo; empty if absent.
    /// </summary>
    public ReadOnlySpan<byte> SignatureKey { get; init; }

    /// <summary>
    /// The attributes of an LKH or SID packet as they are on the wire, such as <see cref="LkhUpdatePart.Attributes"/>
    /// or what <see cref="SenderIds.TryWrite"/> wrote.
    /// </summary>
    public ReadOnlySpan<byte> EncodedAttributes { get; init; }

    /// <summary>LKH_UPDATE_ARRAYs of an LKH packet, for a foreach loop.</summary>
    public LkhUpdateArrays UpdateArrays => new(Type == KeyPacketType.Lkh ? EncodedAttributes : default);

    /// <summary>The sender identifiers of an SID packet.</summary>
    public SenderIds SenderIds => new(Type == KeyPacketType.SenderId ? EncodedAttributes : default);

    /// <summary>Finds the LKH_DOWNLOAD_ARRAY of an LKH packet, of which there is one at most.</summary>
    public bool TryGetDownloadArray(out LkhDownloadArray array)
    {
        array = default;
        var reader = new WireReader(Type == KeyPacketType.Lkh ? EncodedAttributes : default);
        while (DataAttribute.TryRead(ref reader, out DataAttribute attribute) == DiscardReason.None)
        {
            if (attribute.Type == LkhDownloadArrayType)
            {
                return LkhDownloadArray.TryRead(attribute.Value, out array) == DiscardReason.None;
            }
        }

        return false;
    }

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

        if (type == (byte)KeyPacketType.Tek && !rest[..spiSize].ContainsAnyExcept((byte)0))
        {
            return DiscardReason.ZeroSpi;
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

    /// <summary>Octets of a packet of this type without its attributes.</summary>
    internal static int EmptyLength(KeyPacketType type) => FixedSize + SpiSize(type);

    /// <summary>Octets of the SPI that a packet of this type carries.</summary>
    private static int SpiSize(KeyPacketType type) => type switch
    {
        KeyPacketType.Tek => SecurityProtocolExtensions.TekSpiSize,
        KeyPacketType.SenderId => 0,
        _ => Cookies.Length,
    };

    private static DiscardReason TryReadAttributes(
        KeyPacketType type, ReadOnlySpan<byte> spi, ReadOnlySpan<byte> octets, out KeyPacket packet)
    {
        switch (type)
        {
            case KeyPacketType.Lkh:
                return TryReadLkh(spi, octets, out packet);
            case KeyPacketType.SenderId:
                packet = new() { Type = type, EncodedAttributes = octets };
                return SenderIds.Check(octets);
            default:
                return TryReadKeys(type, spi, octets, out packet);
        }
    }

    private static DiscardReason TryReadKeys(
        KeyPacketType type, ReadOnlySpan<byte> spi, ReadOnlySpan<byte> octets, out KeyPacket packet)
    {
        packet = default;
        bool isTek = type == KeyPacketType.Tek;
        ReadOnlySpan<byte> algorithmKey = default;
        ReadOnlySpan<byte> second = default;
        ReadOnlySpan<byte> third = default;
        var reader = new WireReader(octets);
        while (!reader.IsAtEnd)
        {
            DiscardReason reason = TryReadKey(
                ref reader, isTek ? TekSourceAuthKeyType : KekSignatureKeyType, out ushort attribute, out var key);
            if (reason != DiscardReason.None)
            {
                return reason;
            }

            bool isRepeated;
            switch (attribute)
            {
                case TekAlgorithmKeyType:
                    isRepeated = !algorithmKey.IsEmpty;
                    algorithmKey = key;
                    break;
                case TekIntegrityKeyType:
                    isRepeated = !second.IsEmpty;
                    second = key;
                    break;
                default:
                    isRepeated = !third.IsEmpty;
                    third = key;
                    break;
            }

            if (isRepeated)
            {
                return DiscardReason.AttributeRepeated;
            }
        }

        // A TEK packet has at least one key, a KEK packet its KEK.
        if (isTek ? octets.IsEmpty : algorithmKey.IsEmpty)
        {
            return DiscardReason.AttributeMissing;
        }

        packet = new()
        {
            Type = type,
            Spi = spi,
            AlgorithmKey = algorithmKey,
            IntegrityKey = isTek ? second : default,
            SourceAuthenticationKey = third,
            SignatureKey = isTek ? default : second,
        };
        return DiscardReason.None;
    }

    // Attribute types of TEK and KEK packets are numbered from 1, all Variable, none empty.
    private static DiscardReason TryReadKey(
        scoped ref WireReader reader, ushort highestType, out ushort type, out ReadOnlySpan<byte> key)
    {
        DiscardReason reason = DataAttribute.TryRead(ref reader, out DataAttribute attribute);
        type = attribute.Type;
        key = attribute.Value;
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        return type == 0 || type > highestType ? DiscardReason.AttributeUnknown
            : attribute.IsBasic ? DiscardReason.AttributeFormat
            : key.IsEmpty ? DiscardReason.AttributeValue
            : DiscardReason.None;
    }

    private static DiscardReason TryReadLkh(
        ReadOnlySpan<byte> spi, ReadOnlySpan<byte> octets, out KeyPacket packet)
    {
        packet = default;
        bool hasDownload = false;
        ReadOnlySpan<byte> signatureKey = default;
        var reader = new WireReader(octets);
        while (!reader.IsAtEnd)
        {
            DiscardReason reason = TryReadKey(ref reader, LkhSignatureKeyType, out ushort type, out var value);
            bool isRepeated = false;
            if (reason == DiscardReason.None && type == LkhDownloadArrayType)
            {
                isRepeated = hasDownload;
                hasDownload = true;
                reason = LkhDownloadArray.TryRead(value, out _);
            }
            else if (reason == DiscardReason.None && type == LkhUpdateArrayType)
            {
                reason = LkhUpdateArray.TryRead(value, out _);
            }
            else if (reason == DiscardReason.None)
            {
                isRepeated = !signatureKey.IsEmpty;
                signatureKey = value;
            }

            if (reason != DiscardReason.None || isRepeated)
            {
                return isRepeated ? DiscardReason.AttributeRepeated : reason;
            }
        }

        packet = new()
        {
            Type = KeyPacketType.Lkh,
            Spi = spi,
            SignatureKey = signatureKey,
            EncodedAttributes = octets,
        };
        return octets.IsEmpty ? DiscardReason.AttributeMissing : DiscardReason.None;
    }

    private bool TryWriteAttributes(ref WireWriter writer) => Type switch
    {
        KeyPacketType.Tek => TryWriteKey(ref writer, TekAlgorithmKeyType, AlgorithmKey)
            && TryWriteKey(ref writer, TekIntegrityKeyType, IntegrityKey)
            && TryWriteKey(ref writer, TekSourceAuthKeyType, SourceAuthenticationKey),
        KeyPacketType.Kek => TryWriteKey(ref writer, KekAlgorithmKeyType, AlgorithmKey)
            && TryWriteKey(ref writer, KekSignatureKeyType, SignatureKey),
        _ => writer.TryWriteOctets(EncodedAttributes),
    };

    private static bool TryWriteKey(ref WireWriter writer, ushort type, ReadOnlySpan<byte> key) =>
        key.IsEmpty || DataAttribute.TryWriteVariable(ref writer, type, key);
}
