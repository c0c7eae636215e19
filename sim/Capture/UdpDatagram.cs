using System.Net;

namespace GdoiSim.Capture;

/// <summary>A UDP datagram with its addresses, whatever carried it.</summary>
/// <param name="Source">Who sent it.</param>
/// <param name="Destination">Whom it was sent to, of the same address family.</param>
/// <param name="Payload">What is in it: at most 65,507 octets over IPv4, 65,527 over IPv6.</param>
public sealed record UdpDatagram(IPEndPoint Source, IPEndPoint Destination, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Octets of the UDP header (RFC 768).</summary>
    public const int HeaderSize = 8;
}
