namespace GdoiSim.Network;

/// <summary>Version of the Internet Protocol that carries a datagram.</summary>
public enum IpVersion
{
    /// <summary>IPv4 (RFC 791): header of 20 octets without options, fragmented by routers and senders.</summary>
    IPv4 = 4,

    /// <summary>IPv6 (RFC 8200): header of 40 octets, fragmented by senders with a header of 8 octets more.</summary>
    IPv6 = 6,
}
