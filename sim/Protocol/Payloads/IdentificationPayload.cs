using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Wire;

namespace GdoiSim.Protocol.Payloads;

/// <summary>
/// ID, the identification payload (RFC 2408 section 3.8, RFC 6407 section 5.1). In an acknowledgement it names the
/// member (RFC 8263 section 3.4), in a registration the group: a <see cref="IdentificationType.KeyId"/> of 4 octets.
/// </summary>
public readonly ref struct IdentificationPayload
{
    /// <summary>Octets before the identification data, generic header not counted.</summary>
    public const int FixedSize = 4;

    /// <summary>ID type (1 octet).</summary>
    public IdentificationType Type { get; init; }

    /// <summary>Identification data: an address, a group identifier, or what the type says.</summary>
    public ReadOnlySpan<byte> IdentificationData { get; init; }

    /// <summary>
    /// Reads the body: type (1), DOI-specific data = protocol ID (1) and port (2), identification data.
    /// </summary>
    public static DiscardReason TryRead(ReadOnlySpan<byte> body, out IdentificationPayload payload)
    {
        payload = default;
        var reader = new WireReader(body);
        if (!reader.TryReadByte(out byte type)
            || !reader.TryReadByte(out byte protocol)
            || !reader.TryReadUInt16(out ushort port))
        {
            return DiscardReason.PayloadTooShort;
        }

        payload = new() { Type = (IdentificationType)type, IdentificationData = reader.Rest };
        if (protocol != 0 || port != 0)
        {
            return DiscardReason.IdentityPort;
        }

        return CheckData(payload.Type, payload.IdentificationData);
    }

    /// <summary>Takes an ID_OID identity apart (RFC 8052 section 2.1, figure 2).</summary>
    /// <param name="oid">DER octets of the object identifier: 1 to 255.</param>
    /// <param name="specificPayload">DER octets that go with it; may be empty.</param>
    /// <returns>False if the identity is of another type.</returns>
    public bool TryGetOid(out ReadOnlySpan<byte> oid, out ReadOnlySpan<byte> specificPayload)
    {
        bool isOid = Type == IdentificationType.Oid && CheckData(Type, IdentificationData) == DiscardReason.None;
        oid = isOid ? IdentificationData.Slice(1, IdentificationData[0]) : default;
        specificPayload = isOid ? IdentificationData[(1 + IdentificationData[0] + sizeof(ushort))..] : default;
        return isOid;
    }

    /// <summary>Writes the whole payload.</summary>
    public bool TryWrite(ref WireWriter writer, ref PayloadChainWriter chain) =>
        chain.TryBegin(ref writer, PayloadType.Identification)
        && writer.TryWriteByte((byte)Type)
        && writer.TryWriteByte(0)
        && writer.TryWriteUInt16(0)
        && writer.TryWriteOctets(IdentificationData)
        && chain.TryEnd(ref writer);

    /// <summary>Whether data can be of a type (RFC 2407 section 4.6.2, RFC 8052 section 2.1).</summary>
    internal static DiscardReason CheckData(IdentificationType type, ReadOnlySpan<byte> data)
    {
        if (type == IdentificationType.Oid)
        {
            return GroupMemberIdentity.CheckData(type, data);
        }

        if (!type.IsDefined())
        {
            return DiscardReason.IdentityType;
        }

        int fixedLength = type.FixedLength();
        return fixedLength < 0 || fixedLength == data.Length ? DiscardReason.None : DiscardReason.IdentityLength;
    }
}
