using System.Net;
using GdoiSim.Capture;
using GdoiSim.Group;

namespace GdoiSim.Scenario;

/// <summary>The datagrams that a run kept, with the addresses and the MTU that they had.</summary>
internal sealed class CapturedPackets(GroupOptions options)
{
    /// <summary>Writes a datagram that was sent, in fragments where it is long.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="packet">The datagram.</param>
    /// <param name="number">Its number in the run, from 1: names it among the fragments of others.</param>
    public void Write(PcapngWriter writer, PassedPacket packet, int number) =>
        Write(writer, packet, Datagram(packet), (uint)number, packet.Comment);

    /// <summary>Writes a datagram at the time and over the link of another one.</summary>
    public void Write(
        PcapngWriter writer, PassedPacket beside, UdpDatagram datagram, uint identification, string comment)
    {
        int unit = beside.ToServer
            ? options.Network.ToServer.Fragmentation.Mtu
            : options.Network.ToMembers.Fragmentation.Mtu;
        foreach (byte[] part in IpPackets.Carry(datagram, identification, unit))
        {
            writer.Write(beside.At.Nanoseconds, part, comment);
        }
    }

    /// <summary>The datagram of a packet.</summary>
    public UdpDatagram Datagram(PassedPacket packet)
    {
        IPEndPoint server = End(GroupAddresses.Server(packet.Server, options.AddressFamily));
        IPEndPoint other = packet.Member < 0
            ? End(GroupAddresses.Multicast(options.AddressFamily))
            : MemberEnd(packet.Member);
        return packet.ToServer
            ? new UdpDatagram(other, server, packet.Octets)
            : new UdpDatagram(server, other, packet.Octets);
    }

    /// <summary>A member's address and port.</summary>
    public IPEndPoint MemberEnd(int member)
    {
        var address = new byte[options.AddressFamily == AddressFamily.IPv4 ? 4 : 16];
        MemberAddress.Write(member, options.AddressFamily, address);
        return End(address);
    }

    private static IPEndPoint End(byte[] address) => new(new IPAddress(address), GroupAddresses.Port);
}
