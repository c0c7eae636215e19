using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Isakmp;

/// <summary>The ISAKMP header, HDR: 28 octets before the payloads (RFC 2408 section 3.1).</summary>
public readonly record struct IsakmpHeader
{
    /// <summary>Octets of the header.</summary>
    public const int Size = 28;

    /// <summary>Major version 1, minor version 0 (RFC 2408 section 3.1).</summary>
    public const byte Version1 = 0x10;

    /// <summary>Octet of Next Payload, counted from the start of the message.</summary>
    public const int NextPayloadOffset = 16;

    /// <summary>Octet of Flags, counted from the start of the message.</summary>
    public const int FlagsOffset = 19;

    /// <summary>Octet of Length, counted from the start of the message.</summary>
    public const int LengthOffset = 24;

    /// <summary>Initiator and responder cookie; in GDOI rekeys the SPI (RFC 6407 section 4.2).</summary>
    public required Cookies Cookies { get; init; }

    /// <summary>Type of the first payload.</summary>
    public required PayloadType NextPayload { get; init; }

    /// <summary>Major version in the upper, minor version in the lower half.</summary>
    public byte Version { get; init; } = Version1;

    public required ExchangeType ExchangeType { get; init; }

    public required IsakmpFlags Flags { get; init; }

    /// <summary>Zero in every GROUPKEY-PUSH and acknowledgement, and in phase 1; never in a GROUPKEY-PULL.</summary>
    public uint MessageId { get; init; }

    /// <summary>Octets of the whole message, header included.</summary>
    public required uint Length { get; init; }

    public IsakmpHeader()
    {
    }

    /// <summary>
    /// Reads the header of a datagram and holds its Length against the datagram: exactly as long, neither cut nor
    /// followed by anything. The other fields are for the caller to judge, see <see cref="Check"/>.
    /// </summary>
    public static DiscardReason TryRead(ReadOnlySpan<byte> datagram, out IsakmpHeader header)
    {
        var reader = new WireReader(datagram);
        if (!reader.TryReadUInt64(out ulong initiator)
            || !reader.TryReadUInt64(out ulong responder)
            || !reader.TryReadByte(out byte nextPayload)
            || !reader.TryReadByte(out byte version)
            || !reader.TryReadByte(out byte exchangeType)
            || !reader.TryReadByte(out byte flags)
            || !reader.TryReadUInt32(out uint messageId)
            || !reader.TryReadUInt32(out uint length))
        {
            header = default;
            return DiscardReason.HeaderTooShort;
        }

        header = new()
        {
            Cookies = new(initiator, responder),
            NextPayload = (PayloadType)nextPayload,
            Version = version,
            ExchangeType = (ExchangeType)exchangeType,
            Flags = (IsakmpFlags)flags,
            MessageId = messageId,
            Length = length,
        };

        if (length < Size)
        {
            return DiscardReason.HeaderTooShort;
        }

        return length > (uint)datagram.Length ? DiscardReason.Truncated
            : length < (uint)datagram.Length ? DiscardReason.TrailingOctets
            : DiscardReason.None;
    }

    /// <summary>Writes the 28 octets.</summary>
    public bool TryWrite(ref WireWriter writer) =>
        writer.TryWriteUInt64(Cookies.Initiator)
        && writer.TryWriteUInt64(Cookies.Responder)
        && writer.TryWriteByte((byte)NextPayload)
        && writer.TryWriteByte(Version)
        && writer.TryWriteByte((byte)ExchangeType)
        && writer.TryWriteByte((byte)Flags)
        && writer.TryWriteUInt32(MessageId)
        && writer.TryWriteUInt32(Length);

    /// <summary>
    /// Holds the header against what RFC 6407 section 4.2 and RFC 8263 section 3.1 prescribe: version 1.0, the given
    /// exchange and flags, message ID zero, cookies that are not zero, a first payload of the given type.
    /// </summary>
    public DiscardReason Check(ExchangeType exchangeType, IsakmpFlags flags, PayloadType firstPayload) =>
        CheckFields(exchangeType, flags, firstPayload, isPhase2: false);

    /// <summary>
    /// The same for a message of a phase 2 exchange, where the message ID is not zero (RFC 2408 section 3.1).
    /// </summary>
    public DiscardReason CheckPhase2(ExchangeType exchangeType, IsakmpFlags flags, PayloadType firstPayload) =>
        CheckFields(exchangeType, flags, firstPayload, isPhase2: true);

    private DiscardReason CheckFields(
        ExchangeType exchangeType, IsakmpFlags flags, PayloadType firstPayload, bool isPhase2)
    {
        if (Version != Version1)
        {
            return DiscardReason.Version;
        }

        if (ExchangeType != exchangeType)
        {
            return DiscardReason.ExchangeType;
        }

        if (Flags != flags)
        {
            return DiscardReason.Flags;
        }

        if (MessageId != 0 != isPhase2)
        {
            return DiscardReason.MessageId;
        }

        if (Cookies.IsZero)
        {
            return DiscardReason.ZeroCookies;
        }

        return PayloadChainReader.CheckType(NextPayload, firstPayload);
    }
}
