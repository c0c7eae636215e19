using System.Globalization;
using System.Numerics;

namespace GdoiSim.Protocol.Inspection;

/// <summary>Walks an object identifier with its payload: ID_OID and IEC 61850 SA TEKs (RFC 8052).</summary>
internal static class OidWalk
{
    private const byte ObjectIdentifierTag = 6;

    /// <summary>OID length (1), OID, OID-specific payload length (2), OID-specific payload.</summary>
    /// <returns>False, with the problem recorded, if they reach past the end.</returns>
    public static bool TryWalk(FieldCursor cursor)
    {
        InspectionRecord record = cursor.Record;
        if (!cursor.TryNumber(1, "OID length", out WireNumber oidLength))
        {
            record.Refuse(
                cursor.Position, 0, DiscardReason.OidLength, "no octet", "OID length, OID, OID-specific payload");
            return false;
        }

        int most = cursor.Remaining - 2;
        if (oidLength.Value == 0 || oidLength.Value > most)
        {
            record.Refuse(
                oidLength, DiscardReason.OidLength, most < 1 ? "1 or more, and octets for it" : $"1 to {most}");
            cursor.NameRest("OID, past the end");
            return false;
        }

        cursor.TryOctets((int)oidLength.Value, "OID", octets => Words(octets.Span));
        cursor.TryNumber(2, "OID-specific payload length", out WireNumber specific);
        if (!cursor.TryOctets((int)specific.Value, "OID-specific payload"))
        {
            record.Refuse(specific, DiscardReason.OidLength, $"0 to {cursor.Remaining}: what is left");
            cursor.NameRest("OID-specific payload, past the end");
            return false;
        }

        return true;
    }

    /// <summary>The dotted form of DER octets; hexadecimal digits where they are no object identifier.</summary>
    private static string Words(ReadOnlySpan<byte> der)
    {
        string hex = FieldCursor.Hex(der);
        if (der.Length < 3 || der[0] != ObjectIdentifierTag || der[1] != der.Length - 2 || (der[^1] & 0x80) != 0)
        {
            return hex;
        }

        var arcs = new List<string>();
        BigInteger arc = 0;
        foreach (byte octet in der[2..])
        {
            arc = (arc << 7) | (octet & 0x7F);
            if ((octet & 0x80) != 0)
            {
                continue;
            }

            if (arcs.Count == 0)
            {
                BigInteger first = BigInteger.Min(arc / 40, 2);
                arcs.Add(first.ToString(CultureInfo.InvariantCulture));
                arc -= first * 40;
            }

            arcs.Add(arc.ToString(CultureInfo.InvariantCulture));
            arc = 0;
        }

        return $"{string.Join('.', arcs)} ({hex})";
    }
}
