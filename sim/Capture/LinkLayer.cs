using System.Buffers.Binary;

namespace GdoiSim.Capture;

/// <summary>Finds the IP packet in a captured frame.</summary>
internal static class LinkLayer
{
    private const int Null = 0;
    private const int Ethernet = 1;
    private const int RawOfSomeSystems = 12;
    private const int Raw = 101;
    private const int LinuxCooked = 113;
    private const int LinuxCooked2 = 276;
    private const int Version4Only = 228;
    private const int Version6Only = 229;

    /// <summary>
    /// The packet and what follows it in the frame; empty if the frame carries no IP, or its kind is not known.
    /// </summary>
    public static ReadOnlyMemory<byte> Packet(CapturedFrame frame)
    {
        int header = frame.LinkType switch
        {
            Raw or RawOfSomeSystems or Version4Only or Version6Only => 0,
            Null => 4,
            Ethernet => EthernetHeader(frame.Octets.Span),
            LinuxCooked => 16,
            LinuxCooked2 => 20,
            _ => -1,
        };
        if (header < 0 || header >= frame.Octets.Length)
        {
            return default;
        }

        ReadOnlyMemory<byte> packet = frame.Octets[header..];
        return packet.Span[0] >> 4 is 4 or 6 ? packet : default;
    }

    private static int EthernetHeader(ReadOnlySpan<byte> frame)
    {
        const int addresses = 12;
        const int tag = 4;
        int position = addresses;
        while (frame.Length >= position + 2)
        {
            switch (BinaryPrimitives.ReadUInt16BigEndian(frame[position..]))
            {
                case 0x0800 or 0x86DD:
                    return position + 2;
                case 0x8100 or 0x88A8:
                    position += tag;
                    break;
                default:
                    return -1;
            }
        }

        return -1;
    }
}
