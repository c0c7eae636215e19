using System.Net;
using CsCheck;

namespace GdoiSim.Capture.Tests;

/// <summary>Random datagrams and the captures that hold them.</summary>
internal static class Datagrams
{
    private static readonly Gen<IPAddress> GenVersion4 = Gen.Byte.Array[4].Select(octets => new IPAddress(octets));

    private static readonly Gen<IPAddress> GenVersion6 = Gen.Byte.Array[16].Select(octets => new IPAddress(octets));

    public static Gen<UdpDatagram> Gen1 { get; } = Gen.Select(
        Gen.Bool,
        Gen.Select(GenVersion4, GenVersion4),
        Gen.Select(GenVersion6, GenVersion6),
        Gen.Select(Gen.UShort, Gen.UShort),
        Gen.Byte.Array[0, 9_000],
        (is4, four, six, ports, payload) => new UdpDatagram(
            new IPEndPoint(is4 ? four.Item1 : six.Item1, ports.Item1),
            new IPEndPoint(is4 ? four.Item2 : six.Item2, ports.Item2),
            payload));

    /// <summary>A capture of datagrams, a millisecond apart, each with a comment of its number.</summary>
    public static byte[] Capture(IReadOnlyList<UdpDatagram> datagrams, int maximumTransmissionUnit)
    {
        var stream = new MemoryStream();
        using var writer = new PcapngWriter(stream, "test", "datagrams");
        for (int i = 0; i < datagrams.Count; i++)
        {
            foreach (byte[] packet in IpPackets.Carry(datagrams[i], (uint)i, maximumTransmissionUnit))
            {
                writer.Write(i * 1_000_000L, packet, $"datagram {i}");
            }
        }

        return stream.ToArray();
    }

    public static List<CapturedDatagram> Read(CaptureFile file, DatagramReader reader)
    {
        var found = new List<CapturedDatagram>();
        foreach (CapturedFrame frame in file.Frames)
        {
            if (reader.TryRead(frame, out CapturedDatagram? datagram))
            {
                found.Add(datagram!);
            }
        }

        return found;
    }
}
