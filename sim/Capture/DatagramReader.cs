using System.Buffers.Binary;
using System.Net;

namespace GdoiSim.Capture;

/// <summary>
/// Takes frames and gives the UDP datagrams in them, over IPv4 and IPv6, fragments put together. What is no UDP, cut or
/// damaged is counted by reason. Never throws for what a frame contains.
/// </summary>
public sealed class DatagramReader
{
    private const byte HopByHop = 0;
    private const byte Routing = 43;
    private const byte DestinationOptions = 60;

    private readonly Reassembly _reassembly = new();
    private readonly SortedDictionary<string, int> _passedOver = new(StringComparer.Ordinal);

    /// <summary>Frames without a datagram, by reason; among them fragments of what was never whole.</summary>
    public IReadOnlyDictionary<string, int> PassedOver
    {
        get
        {
            var all = new SortedDictionary<string, int>(_passedOver, StringComparer.Ordinal);
            if (_reassembly.Waiting > 0)
            {
                all["fragments of incomplete datagrams"] = _reassembly.Waiting;
            }

            return all;
        }
    }

    /// <summary>Takes a frame; true if it carries a datagram, or completes one.</summary>
    public bool TryRead(CapturedFrame frame, out CapturedDatagram? datagram)
    {
        ArgumentNullException.ThrowIfNull(frame);
        datagram = null;
        ReadOnlyMemory<byte> packet = LinkLayer.Packet(frame);
        string? problem = packet.IsEmpty ? "no IP"
            : frame.IsCut ? "cut when captured"
            : packet.Span[0] >> 4 == 4 ? Version4(frame, packet, ref datagram)
            : Version6(frame, packet, ref datagram);
        if (problem is not null)
        {
            _passedOver[problem] = _passedOver.GetValueOrDefault(problem) + 1;
        }

        return datagram is not null;
    }

    private string? Version4(CapturedFrame frame, ReadOnlyMemory<byte> packet, ref CapturedDatagram? datagram)
    {
        ReadOnlySpan<byte> octets = packet.Span;
        int header = (octets[0] & 0x0F) * 4;
        if (octets.Length < IpPackets.Version4HeaderSize || header < IpPackets.Version4HeaderSize)
        {
            return "damaged IP header";
        }

        int total = BinaryPrimitives.ReadUInt16BigEndian(octets[2..]);
        if (total < header || total > octets.Length)
        {
            return "damaged IP header";
        }

        if (octets[9] != InternetChecksum.Udp)
        {
            return "no UDP";
        }

        ushort fragment = BinaryPrimitives.ReadUInt16BigEndian(octets[6..]);
        var part = new Fragment(
            new IPAddress(octets[12..16]),
            new IPAddress(octets[16..20]),
            BinaryPrimitives.ReadUInt16BigEndian(octets[4..]),
            (fragment & 0x1FFF) * 8,
            (fragment & 0x2000) != 0,
            packet[header..total]);
        return Take(frame, part, ref datagram);
    }

    private string? Version6(CapturedFrame frame, ReadOnlyMemory<byte> packet, ref CapturedDatagram? datagram)
    {
        ReadOnlySpan<byte> octets = packet.Span;
        if (octets.Length < IpPackets.Version6HeaderSize)
        {
            return "damaged IP header";
        }

        int end = IpPackets.Version6HeaderSize + BinaryPrimitives.ReadUInt16BigEndian(octets[4..]);
        if (end > octets.Length)
        {
            return "damaged IP header";
        }

        byte next = octets[6];
        int position = IpPackets.Version6HeaderSize;
        uint identification = 0;
        ushort fragment = 0;
        while (next is HopByHop or Routing or DestinationOptions or IpPackets.FragmentHeader)
        {
            if (position + IpPackets.FragmentHeaderSize > end)
            {
                return "damaged IP header";
            }

            ReadOnlySpan<byte> extension = octets[position..];
            bool isFragment = next == IpPackets.FragmentHeader;
            if (isFragment)
            {
                fragment = BinaryPrimitives.ReadUInt16BigEndian(extension[2..]);
                identification = BinaryPrimitives.ReadUInt32BigEndian(extension[4..]);
            }

            next = extension[0];
            position += isFragment ? IpPackets.FragmentHeaderSize : (extension[1] + 1) * 8;
        }

        if (next != InternetChecksum.Udp)
        {
            return "no UDP";
        }

        if (position > end)
        {
            return "damaged IP header";
        }

        var part = new Fragment(
            new IPAddress(octets[8..24]),
            new IPAddress(octets[24..40]),
            identification,
            fragment & 0xFFF8,
            (fragment & 1) != 0,
            packet[position..end]);
        return Take(frame, part, ref datagram);
    }

    private string? Take(CapturedFrame frame, Fragment part, ref CapturedDatagram? datagram)
    {
        int frames = 1;
        ReadOnlyMemory<byte> segment = part.Octets;
        if (part.Offset > 0 || part.MoreFollow)
        {
            string? problem = _reassembly.Add(part, out ReadOnlyMemory<byte>? whole, out frames);
            if (problem is not null || whole is null)
            {
                return problem;
            }

            segment = whole.Value;
        }

        ReadOnlySpan<byte> octets = segment.Span;
        if (octets.Length < UdpDatagram.HeaderSize)
        {
            return "damaged UDP header";
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(octets[4..]);
        if (length < UdpDatagram.HeaderSize || length > octets.Length)
        {
            return "damaged UDP header";
        }

        bool isGood = BinaryPrimitives.ReadUInt16BigEndian(octets[6..]) == 0
            || InternetChecksum.Finish(InternetChecksum.OfUdp(
                part.Source.GetAddressBytes(), part.Destination.GetAddressBytes(), octets[..length])) == 0;
        var udp = new UdpDatagram(
            new IPEndPoint(part.Source, BinaryPrimitives.ReadUInt16BigEndian(octets)),
            new IPEndPoint(part.Destination, BinaryPrimitives.ReadUInt16BigEndian(octets[2..])),
            segment[UdpDatagram.HeaderSize..length]);
        datagram = new CapturedDatagram(frame.Number, frames, frame.Nanoseconds, udp, isGood, frame.Comment);
        return null;
    }
}
