using System.Net;
using GdoiSim.Capture;
using GdoiSim.Group;
using GdoiSim.Protocol;

namespace GdoiSim.Scenario;

/// <summary>Makes a capture file, and the file of its keys, of the datagrams that a run kept.</summary>
internal sealed class RunCapture(GroupOptions options, GroupRecorder recorder)
{
    /// <summary>Writes both files.</summary>
    public void Write(Stream capture, Stream secrets, string product, string comment)
    {
        IReadOnlyList<PassedPacket> packets = recorder.Packets;
        using (var writer = new PcapngWriter(capture, product, comment))
        {
            for (int i = 0; i < packets.Count; i++)
            {
                PassedPacket packet = packets[i];
                int unit = Mtu(packet);
                foreach (byte[] part in IpPackets.Carry(Datagram(packet), (uint)(i + 1), unit))
                {
                    writer.Write(packet.At.Nanoseconds, part, packet.Comment);
                }
            }
        }

        using var keys = new CaptureSecretsWriter(secrets);
        WriteSecrets(keys, packets);
    }

    private void WriteSecrets(CaptureSecretsWriter keys, IReadOnlyList<PassedPacket> packets)
    {
        keys.WritePublicKey(recorder.PublicKey.Span);
        int[] members = [.. packets.Select(packet => packet.Member).Where(member => member >= 0).Distinct().Order()];
        var cookies = new byte[Cookies.Length];
        foreach ((Cookies spi, ReadOnlyMemory<byte> algorithmKey) in recorder.Keks)
        {
            spi.WriteTo(cookies);
            keys.WriteKek(cookies, algorithmKey.Span);
            foreach (int member in members)
            {
                if (recorder.LeafKey(member) is { } leafKey)
                {
                    keys.WriteBaseKey(cookies, member + 1, MemberEnd(member).Address.ToString(), leafKey);
                }
            }
        }
    }

    private UdpDatagram Datagram(PassedPacket packet)
    {
        IPEndPoint server = End(GroupAddresses.Server(packet.Server, options.AddressFamily));
        IPEndPoint other = packet.Member < 0
            ? End(GroupAddresses.Multicast(options.AddressFamily))
            : MemberEnd(packet.Member);
        return packet.ToServer
            ? new UdpDatagram(other, server, packet.Octets)
            : new UdpDatagram(server, other, packet.Octets);
    }

    private IPEndPoint MemberEnd(int member)
    {
        var address = new byte[options.AddressFamily == AddressFamily.IPv4 ? 4 : 16];
        MemberAddress.Write(member, options.AddressFamily, address);
        return End(address);
    }

    private static IPEndPoint End(byte[] address) => new(new IPAddress(address), GroupAddresses.Port);

    private int Mtu(PassedPacket packet) => packet.ToServer
        ? options.Network.ToServer.Fragmentation.Mtu
        : options.Network.ToMembers.Fragmentation.Mtu;
}
