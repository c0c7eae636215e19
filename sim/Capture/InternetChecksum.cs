using System.Buffers.Binary;

namespace GdoiSim.Capture;

/// <summary>The checksum of IPv4 headers and UDP: ones' complement of a ones' complement sum (RFC 1071).</summary>
internal static class InternetChecksum
{
    /// <summary>The protocol number of UDP.</summary>
    public const byte Udp = 17;

    /// <summary>Adds octets to a sum; an odd last one is followed by a zero.</summary>
    public static ulong Add(ulong sum, ReadOnlySpan<byte> octets)
    {
        while (octets.Length >= sizeof(ushort))
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(octets);
            octets = octets[sizeof(ushort)..];
        }

        return octets.IsEmpty ? sum : sum + ((ulong)octets[0] << 8);
    }

    /// <summary>The checksum of a sum; 0 of what already holds its right checksum.</summary>
    public static ushort Finish(ulong sum)
    {
        while (sum > ushort.MaxValue)
        {
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        }

        return (ushort)~sum;
    }

    /// <summary>The sum over the pseudo header of UDP (RFC 768; RFC 8200 section 8.1) and the UDP segment.</summary>
    public static ulong OfUdp(ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, ReadOnlySpan<byte> segment) =>
        Add(Add(Add((ulong)segment.Length + Udp, source), destination), segment);
}
