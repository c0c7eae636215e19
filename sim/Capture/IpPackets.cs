using System.Buffers.Binary;
using System.Net.Sockets;

namespace GdoiSim.Capture;

/// <summary>
/// Puts a UDP datagram into IP packets as they cross a link: IPv4 (RFC 791) or IPv6 (RFC 8200), with checksums, in
/// fragments where it is longer than the link's MTU.
/// </summary>
public static class IpPackets
{
    /// <summary>Octets of an IPv4 header without options.</summary>
    public const int Version4HeaderSize = 20;

    /// <summary>Octets of an IPv6 header.</summary>
    public const int Version6HeaderSize = 40;

    /// <summary>Octets of the Fragment header of IPv6 (RFC 8200 section 4.5).</summary>
    internal const int FragmentHeaderSize = 8;

    /// <summary>Next Header of the Fragment header.</summary>
    internal const byte FragmentHeader = 44;

    private const byte HopLimit = 64;

    /// <summary>The packets that carry a datagram, in the order of their octets.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <param name="identification">Names the datagram among those of its sender; IPv4 takes the lower 16 bits.</param>
    /// <param name="maximumTransmissionUnit">Octets of the longest packet, 68 or more (IPv6: 1,280).</param>
    /// <exception cref="ArgumentException">
    /// The addresses are of two families, or the payload does not fit into a datagram.
    /// </exception>
    public static IReadOnlyList<byte[]> Carry(UdpDatagram datagram, uint identification, int maximumTransmissionUnit)
    {
        ArgumentNullException.ThrowIfNull(datagram);
        bool isVersion4 = datagram.Source.AddressFamily == AddressFamily.InterNetwork;
        if (datagram.Destination.AddressFamily != datagram.Source.AddressFamily)
        {
            throw new ArgumentException("source and destination are of two address families", nameof(datagram));
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(maximumTransmissionUnit, isVersion4 ? 68 : 1_280);
        byte[] segment = Segment(datagram);
        int header = isVersion4 ? Version4HeaderSize : Version6HeaderSize;
        if (segment.Length + (isVersion4 ? header : 0) > ushort.MaxValue)
        {
            throw new ArgumentException(
                $"{datagram.Payload.Length} octets do not fit into a datagram", nameof(datagram));
        }

        if (header + segment.Length <= maximumTransmissionUnit)
        {
            return [Packet(datagram, segment, identification, offset: 0, segment.Length, isWhole: true)];
        }

        int room = maximumTransmissionUnit - header - (isVersion4 ? 0 : FragmentHeaderSize);
        // Fragments but the last carry a multiple of 8 octets.
        room -= room % 8;
        var packets = new List<byte[]>();
        for (int offset = 0; offset < segment.Length; offset += room)
        {
            int length = Math.Min(room, segment.Length - offset);
            packets.Add(Packet(datagram, segment, identification, offset, length, isWhole: false));
        }

        return packets;
    }

    private static byte[] Segment(UdpDatagram datagram)
    {
        int length = UdpDatagram.HeaderSize + datagram.Payload.Length;
        if (length > ushort.MaxValue)
        {
            throw new ArgumentException($"{datagram.Payload.Length} octets do not fit into UDP", nameof(datagram));
        }

        var segment = new byte[length];
        BinaryPrimitives.WriteUInt16BigEndian(segment, (ushort)datagram.Source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)datagram.Destination.Port);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(4), (ushort)length);
        datagram.Payload.Span.CopyTo(segment.AsSpan(UdpDatagram.HeaderSize));
        ushort checksum = InternetChecksum.Finish(InternetChecksum.OfUdp(
            datagram.Source.Address.GetAddressBytes(), datagram.Destination.Address.GetAddressBytes(), segment));
        // A checksum of 0 would say that there is none (RFC 768).
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(6), checksum == 0 ? ushort.MaxValue : checksum);
        return segment;
    }

    private static byte[] Packet(
        UdpDatagram datagram, byte[] segment, uint identification, int offset, int length, bool isWhole)
    {
        bool moreFollow = offset + length < segment.Length;
        ReadOnlySpan<byte> part = segment.AsSpan(offset, length);
        return datagram.Source.AddressFamily == AddressFamily.InterNetwork
            ? Version4(datagram, part, (ushort)identification, offset, moreFollow)
            : Version6(datagram, part, identification, offset, moreFollow, isWhole);
    }

    private static byte[] Version4(
        UdpDatagram datagram, ReadOnlySpan<byte> part, ushort identification, int offset, bool moreFollow)
    {
        var packet = new byte[Version4HeaderSize + part.Length];
        packet[0] = 0x45; // version 4, header of 5 words
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), identification);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), (ushort)((moreFollow ? 0x2000 : 0) | (offset / 8)));
        packet[8] = HopLimit;
        packet[9] = InternetChecksum.Udp;
        datagram.Source.Address.GetAddressBytes().CopyTo(packet, 12);
        datagram.Destination.Address.GetAddressBytes().CopyTo(packet, 16);
        ushort checksum = InternetChecksum.Finish(InternetChecksum.Add(0, packet.AsSpan(0, Version4HeaderSize)));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), checksum);
        part.CopyTo(packet.AsSpan(Version4HeaderSize));
        return packet;
    }

    private static byte[] Version6(
        UdpDatagram datagram, ReadOnlySpan<byte> part, uint identification, int offset, bool moreFollow, bool isWhole)
    {
        int extension = isWhole ? 0 : FragmentHeaderSize;
        var packet = new byte[Version6HeaderSize + extension + part.Length];
        packet[0] = 0x60; // version 6, no traffic class or flow label
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)(extension + part.Length));
        packet[6] = isWhole ? InternetChecksum.Udp : FragmentHeader;
        packet[7] = HopLimit;
        datagram.Source.Address.GetAddressBytes().CopyTo(packet, 8);
        datagram.Destination.Address.GetAddressBytes().CopyTo(packet, 24);
        if (!isWhole)
        {
            Span<byte> fragment = packet.AsSpan(Version6HeaderSize);
            fragment[0] = InternetChecksum.Udp;
            BinaryPrimitives.WriteUInt16BigEndian(fragment[2..], (ushort)(offset | (moreFollow ? 1 : 0)));
            BinaryPrimitives.WriteUInt32BigEndian(fragment[4..], identification);
        }

        part.CopyTo(packet.AsSpan(Version6HeaderSize + extension));
        return packet;
    }
}
