using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;

namespace GdoiSim.Protocol.Messages;

/// <summary>
/// GROUPKEY-PUSH-ACK, the acknowledgement of a rekey (RFC 8263 section 3): HDR, HASH, SEQ, ID. A parsed message is a
/// view of the datagram's octets; neither building, parsing nor verifying allocates.
/// </summary>
public readonly ref struct GroupkeyPushAck
{
    /// <summary>Octet where the hash data begins: after HDR (28) and the HASH payload's generic header (4).</summary>
    public const int HashOffset = IsakmpHeader.Size + PayloadChainReader.GenericHeaderSize;

    private readonly ReadOnlySpan<byte> _message;
    private readonly int _hashLength;

    private GroupkeyPushAck(ReadOnlySpan<byte> message, int hashLength)
    {
        _message = message;
        _hashLength = hashLength;
    }

    /// <summary>The cookies of the acknowledged PUSH: its SPI.</summary>
    public Cookies Cookies => Cookies.Read(_message);

    /// <summary>Hash data: 32 octets for SHA-256, 64 for SHA-512.</summary>
    public ReadOnlySpan<byte> Hash => _message.Slice(HashOffset, _hashLength);

    /// <summary>What the hash covers: SEQ and ID payloads whole, generic headers included (section 3.2).</summary>
    public ReadOnlySpan<byte> SequenceAndId => _message[(HashOffset + _hashLength)..];

    /// <summary>The sequence number of the acknowledged PUSH.</summary>
    public SequenceNumber Sequence => new(BinaryPrimitives.ReadUInt32BigEndian(
        _message[(HashOffset + _hashLength + PayloadChainReader.GenericHeaderSize)..]));

    /// <summary>Type of the member's identity: an IPv4 address, an IPv6 address or an object identifier.</summary>
    public IdentificationType IdentityType => (IdentificationType)_message[IdOffset];

    /// <summary>The identification data: 4 or 16 octets of address, or an object identifier with its lengths.</summary>
    public ReadOnlySpan<byte> IdentificationData => _message[(IdOffset + IdentificationPayload.FixedSize)..];

    /// <summary>The member's IPv4 address as a big-endian number; only if the identity is one.</summary>
    public uint IPv4Address => BinaryPrimitives.ReadUInt32BigEndian(IdentificationData);

    /// <summary>The member's IPv6 address as a big-endian number; only if the identity is one.</summary>
    public UInt128 IPv6Address => BinaryPrimitives.ReadUInt128BigEndian(IdentificationData);

    private int IdOffset =>
        HashOffset + _hashLength + SequenceNumberPayload.Size + PayloadChainReader.GenericHeaderSize;

    /// <summary>The member's identity as a value. Allocates for an object identifier only.</summary>
    public GroupMemberIdentity ReadIdentity()
    {
        _ = GroupMemberIdentity.TryRead(IdentityType, IdentificationData, out GroupMemberIdentity identity);
        return identity;
    }

    /// <summary>Octets of the message with this prf and identity: 84 for SHA-256 and IPv4.</summary>
    public static int LengthOf(PrfAlgorithm prf, in GroupMemberIdentity identity) =>
        HashOffset + prf.OutputLength() + SequenceNumberPayload.Size
        + PayloadChainReader.GenericHeaderSize + IdentificationPayload.FixedSize + identity.Length;

    /// <summary>Builds the message with a HASH of zeros, for lanes to fill in.</summary>
    /// <param name="destination">At least <see cref="LengthOf"/> octets.</param>
    /// <param name="prf">The prf of the type asked for: sets the length of HASH.</param>
    /// <param name="cookies">Copied from the PUSH.</param>
    /// <param name="sequence">Copied from the PUSH.</param>
    /// <param name="identity">The member's, as registered.</param>
    /// <param name="length">Octets written.</param>
    /// <returns>False if it does not fit into <paramref name="destination"/>, or no message can be that long.</returns>
    public static bool TryWriteWithoutHash(
        Span<byte> destination,
        PrfAlgorithm prf,
        Cookies cookies,
        SequenceNumber sequence,
        in GroupMemberIdentity identity,
        out int length)
    {
        length = LengthOf(prf, identity);
        if (length > destination.Length || identity.Length > MaximumIdentityLength)
        {
            length = 0;
            return false;
        }

        // HDR (28): cookies | HASH, version 1.0, exchange 35, no flags | message ID 0 | length.
        int hashLength = prf.OutputLength();
        cookies.WriteTo(destination);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], HeaderWord);
        BinaryPrimitives.WriteUInt32BigEndian(destination[24..], (uint)length);

        // HASH (4 + 32 | 64), SEQ (8): next payload | reserved | length | number.
        BinaryPrimitives.WriteUInt32BigEndian(destination[28..], HashPayloadWord(hashLength));
        destination.Slice(HashOffset, hashLength).Clear();
        Span<byte> rest = destination[(HashOffset + hashLength)..];
        BinaryPrimitives.WriteUInt32BigEndian(rest, SequencePayloadWord);
        BinaryPrimitives.WriteUInt32BigEndian(rest[4..], sequence.Value);

        // ID (4 + 4 + data): no next payload | reserved | length, type | protocol ID 0 | port 0, data.
        BinaryPrimitives.WriteUInt32BigEndian(
            rest[8..],
            (uint)(PayloadChainReader.GenericHeaderSize + IdentificationPayload.FixedSize + identity.Length));
        BinaryPrimitives.WriteUInt32BigEndian(rest[12..], (uint)identity.Type << 24);
        return identity.TryWrite(rest[16..]);
    }

    /// <summary>Builds the whole message.</summary>
    /// <param name="destination">At least <see cref="LengthOf"/> octets.</param>
    /// <param name="provider">Who computes HASH.</param>
    /// <param name="key">The ack_key; its prf sets the length of HASH.</param>
    /// <param name="cookies">Copied from the PUSH.</param>
    /// <param name="sequence">Copied from the PUSH.</param>
    /// <param name="identity">The member's, as registered.</param>
    /// <param name="length">Octets written.</param>
    /// <returns>False if it does not fit into <paramref name="destination"/>.</returns>
    public static bool TryWrite(
        Span<byte> destination,
        ICryptographyProvider provider,
        in AckKey key,
        Cookies cookies,
        SequenceNumber sequence,
        in GroupMemberIdentity identity,
        out int length)
    {
        if (!TryWriteWithoutHash(destination, key.Prf, cookies, sequence, identity, out length))
        {
            return false;
        }

        int hashEnd = HashOffset + key.Length;
        key.ComputeHash(provider, destination[hashEnd..length], destination[HashOffset..hashEnd]);
        return true;
    }

    /// <summary>
    /// Reads a datagram: header, order and form of the payloads, identity. HASH is not verified yet: see
    /// <see cref="Verify"/>.
    /// </summary>
    /// <returns><see cref="DiscardReason.None"/>, or the first thing that is wrong.</returns>
    public static DiscardReason TryParse(ReadOnlySpan<byte> datagram, out GroupkeyPushAck ack)
    {
        int hashLength = HashLengthIfUsual(datagram);
        if (hashLength == 0)
        {
            return TryParseAny(datagram, out ack);
        }

        ack = new(datagram, hashLength);
        return DiscardReason.None;
    }

    /// <summary>Verifies HASH (RFC 8263 section 5), comparing in constant time.</summary>
    public DiscardReason Verify(ICryptographyProvider provider, in AckKey key) =>
        key.VerifyHash(provider, SequenceAndId, Hash);

    // Next payload HASH (8), version 1.0, exchange 35, flags 0, message ID 0: octets 16 to 23 of the header.
    private const ulong HeaderWord = 0x08_10_23_00_00000000;

    // Next payload ID (5), reserved, length 8.
    private const uint SequencePayloadWord = 0x05_00_0008;

    // Identification data of which ID still has a 16-bit length.
    private const int MaximumIdentityLength =
        ushort.MaxValue - PayloadChainReader.GenericHeaderSize - IdentificationPayload.FixedSize;

    // Next payload SEQ (18), reserved, length.
    private static uint HashPayloadWord(int hashLength) =>
        0x12_00_0000u + (uint)(PayloadChainReader.GenericHeaderSize + hashLength);

    /// <summary>
    /// Holds the fixed words of an acknowledgement with an address identity against the datagram, eight octets at a
    /// time. This is the way of nearly every datagram; what fails here goes through <see cref="TryParseAny"/>, which
    /// accepts the rest and gives the reasons.
    /// </summary>
    /// <returns>Octets of the hash, or 0 if anything is unusual.</returns>
    private static int HashLengthIfUsual(ReadOnlySpan<byte> datagram)
    {
        // HDR 28, HASH 4 + 32, SEQ 8, ID 8 + 4.
        const int shortest = 84;
        if (datagram.Length < shortest
            || BinaryPrimitives.ReadUInt64BigEndian(datagram[16..]) != HeaderWord
            || BinaryPrimitives.ReadUInt32BigEndian(datagram[24..]) != (uint)datagram.Length)
        {
            return 0;
        }

        uint hashWord = BinaryPrimitives.ReadUInt32BigEndian(datagram[28..]);
        int hashLength = hashWord == HashPayloadWord(32) ? 32 : hashWord == HashPayloadWord(64) ? 64 : 0;
        int addressLength = datagram.Length - (shortest - 4 - 32) - hashLength;
        if (hashLength == 0 || (addressLength != 4 && addressLength != 16))
        {
            return 0;
        }

        // ID: next payload 0, reserved 0, length 8 + 4 | 16, type 1 | 5, protocol ID 0, port 0.
        ulong idWord = addressLength == 4 ? 0x0000_000C_01_000000ul : 0x0000_0018_05_000000ul;
        ReadOnlySpan<byte> rest = datagram[(HashOffset + hashLength)..];
        bool isUsual = BinaryPrimitives.ReadUInt32BigEndian(rest) == SequencePayloadWord
            && BinaryPrimitives.ReadUInt64BigEndian(rest[8..]) == idWord
            && (Unsafe.ReadUnaligned<ulong>(in datagram[0]) | Unsafe.ReadUnaligned<ulong>(in datagram[8])) != 0;
        return isUsual ? hashLength : 0;
    }

    private static DiscardReason TryParseAny(ReadOnlySpan<byte> datagram, out GroupkeyPushAck ack)
    {
        ack = default;
        DiscardReason reason = IsakmpHeader.TryRead(datagram, out IsakmpHeader header);
        if (reason == DiscardReason.None)
        {
            reason = header.Check(ExchangeType.GroupkeyPushAck, IsakmpFlags.None, PayloadType.Hash);
        }

        if (reason != DiscardReason.None)
        {
            return reason;
        }

        var chain = new PayloadChainReader(datagram[IsakmpHeader.Size..], header.NextPayload);
        reason = chain.TryRead(PayloadType.Hash, out ReadOnlySpan<byte> hash);
        if (reason == DiscardReason.None && hash.Length is not (32 or 64))
        {
            reason = DiscardReason.HashLength;
        }

        if (reason == DiscardReason.None)
        {
            reason = TryReadSequenceAndId(ref chain);
        }

        if (reason == DiscardReason.None)
        {
            ack = new(datagram, hash.Length);
        }

        return reason;
    }

    private static DiscardReason TryReadSequenceAndId(scoped ref PayloadChainReader chain)
    {
        // ID closes the message: if it stands where SEQ has to, SEQ is missing rather than misplaced.
        if (chain.Next == PayloadType.Identification)
        {
            return DiscardReason.PayloadMissing;
        }

        DiscardReason reason = chain.TryRead(PayloadType.SequenceNumber, out ReadOnlySpan<byte> sequence);
        if (reason == DiscardReason.None)
        {
            reason = SequenceNumberPayload.TryRead(sequence, out _);
        }

        if (reason != DiscardReason.None)
        {
            return reason;
        }

        reason = chain.TryRead(PayloadType.Identification, out ReadOnlySpan<byte> body);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        reason = IdentificationPayload.TryRead(body, out IdentificationPayload id);
        if (reason == DiscardReason.None)
        {
            // The acknowledgement allows fewer types than the payload (RFC 8263 section 3.4).
            reason = GroupMemberIdentity.CheckData(id.Type, id.IdentificationData);
        }

        if (reason == DiscardReason.None)
        {
            reason = chain.CheckEnd();
        }

        return reason == DiscardReason.None && !chain.Rest.IsEmpty ? DiscardReason.TrailingOctets : reason;
    }
}
