using System.Buffers.Binary;
using System.Net;
using System.Text;
using GdoiSim.Protocol.Isakmp;

namespace GdoiSim.Protocol.Inspection;

/// <summary>Walks identities: ID payloads, and the identities inside SAK and SAT.</summary>
internal static class IdentityWalk
{
    /// <summary>Walks the body of an ID payload (RFC 2408 section 3.8, RFC 6407 section 5.1).</summary>
    /// <param name="cursor">The body.</param>
    /// <param name="lengthOffset">Where the payload's length stands.</param>
    /// <param name="namesMember">
    /// Whether it names the sender of an acknowledgement, which allows three types only (RFC 8263 section 3.4).
    /// </param>
    public static void WalkPayload(FieldCursor cursor, int lengthOffset, bool namesMember)
    {
        InspectionRecord record = cursor.Record;
        if (!cursor.TryNumber(1, "ID type", out WireNumber type, RegistryNames.Identity)
            || !cursor.TryNumber(1, "protocol ID", out WireNumber protocol)
            || !cursor.TryNumber(2, "port", out WireNumber port))
        {
            PayloadWalk.RefuseShort(cursor, lengthOffset, "8 or more: type, protocol ID and port");
            return;
        }

        int offset = cursor.Position;
        int length = cursor.Remaining;
        if (protocol.Value != 0 || port.Value != 0)
        {
            WireNumber wrong = protocol.Value != 0 ? protocol : port;
            record.Refuse(
                wrong, DiscardReason.IdentityPort, "0 (RFC 8263 section 3.4, RFC 6407 section 5.1)");
        }

        var kind = (IdentificationType)type.Value;
        if (kind == IdentificationType.Oid)
        {
            WalkOid(cursor);
            return;
        }

        cursor.TryOctets(length, "identification data", octets => Words(kind, octets.Span));
        cursor.Part.Value = Words(kind, record.Span.Slice(offset, length));
        bool isAllowed = namesMember
            ? kind is IdentificationType.IPv4Address or IdentificationType.IPv6Address
            : kind.IsDefined();
        bool fits = kind.FixedLength() < 0 || kind.FixedLength() == length;
        if (kind.IsDefined() && !fits)
        {
            record.Refuse(
                offset, length, DiscardReason.IdentityLength,
                $"{length} octets", $"{kind.FixedLength()} for {RegistryNames.Identity(type.Value)}");
        }
        else if (!isAllowed)
        {
            record.Refuse(
                type, DiscardReason.IdentityType,
                namesMember ? "1, 5 or 13 (RFC 8263 section 3.4)" : "1 to 13 (RFC 8052 section 4)");
        }
    }

    /// <summary>Walks an identity of an SAK or SAT (RFC 6407 figures 5 and 8).</summary>
    /// <param name="cursor">Stands at the ID type.</param>
    /// <param name="whose">"SRC" or "DST".</param>
    /// <param name="mayBeUnspecified">Whether the data may also be empty or three zeros.</param>
    /// <param name="lengthOffset">Where the length of the payload stands.</param>
    /// <returns>False if it does not end inside the payload.</returns>
    public static bool TryWalkTraffic(FieldCursor cursor, string whose, bool mayBeUnspecified, int lengthOffset)
    {
        InspectionRecord record = cursor.Record;
        if (!cursor.TryNumber(1, $"{whose} ID type", out WireNumber type, RegistryNames.Identity)
            || !cursor.TryNumber(2, $"{whose} ID port", out _)
            || !cursor.TryNumber(1, $"{whose} ID data length", out WireNumber length))
        {
            PayloadWalk.RefuseShort(cursor, lengthOffset, $"more: the {whose} identity is cut");
            return false;
        }

        if (length.Value > cursor.Remaining)
        {
            record.Refuse(length, DiscardReason.PayloadTooShort, $"0 to {cursor.Remaining}: what the payload has left");
            return false;
        }

        var kind = (IdentificationType)type.Value;
        int offset = cursor.Position;
        int octets = (int)length.Value;
        cursor.TryOctets(octets, $"{whose} identification data", data => Words(kind, data.Span));
        bool isUnspecified = octets == 0
            || (octets == 3 && !record.Span.Slice(offset, octets).ContainsAnyExcept((byte)0));
        if (!kind.IsDefined())
        {
            record.Refuse(type, DiscardReason.IdentityType, "1 to 13 (RFC 8052 section 4)");
        }
        else if (kind.FixedLength() >= 0 && kind.FixedLength() != octets && !(mayBeUnspecified && isUnspecified))
        {
            string unspecified = mayBeUnspecified ? ", 0, or 3 of zeros" : "";
            record.Refuse(
                length, DiscardReason.IdentityLength,
                $"{kind.FixedLength()} for {RegistryNames.Identity(type.Value)}{unspecified}");
        }

        return true;
    }

    /// <summary>What the data says, in the form usual for its type.</summary>
    public static string Words(IdentificationType type, ReadOnlySpan<byte> data)
    {
        if (type.FixedLength() >= 0 && type.FixedLength() != data.Length)
        {
            return FieldCursor.Hex(data);
        }

        int half = data.Length / 2;
        return type switch
        {
            IdentificationType.IPv4Address or IdentificationType.IPv6Address => new IPAddress(data).ToString(),
            IdentificationType.IPv4Subnet or IdentificationType.IPv6Subnet =>
                $"{new IPAddress(data[..half])}/{new IPAddress(data[half..])}",
            IdentificationType.IPv4Range or IdentificationType.IPv6Range =>
                $"{new IPAddress(data[..half])} to {new IPAddress(data[half..])}",
            IdentificationType.KeyId => $"{BinaryPrimitives.ReadUInt32BigEndian(data)}",
            IdentificationType.FullyQualifiedDomainName or IdentificationType.UserName
                when !data.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E) => Encoding.ASCII.GetString(data),
            _ => FieldCursor.Hex(data),
        };
    }

    // OID length (1), OID, OID-specific payload length (2), OID-specific payload: RFC 8052 section 2.1.
    private static void WalkOid(FieldCursor cursor)
    {
        InspectionRecord record = cursor.Record;
        InspectedField part = cursor.Part.Add("identification data", cursor.Position, cursor.Remaining, "");
        FieldCursor data = cursor.Inner(part, cursor.Remaining);
        if (!OidWalk.TryWalk(data))
        {
            return;
        }

        cursor.Part.Value = part.Children[1].Value;
        if (!data.IsAtEnd)
        {
            int left = data.Remaining;
            record.Refuse(
                data.Position, left, DiscardReason.OidLength, $"{left} octets after the OID-specific payload", "none");
            data.NameRest("surplus octets");
        }
    }
}
