namespace GdoiSim.Network;

/// <summary>
/// How a path's MTU cuts UDP datagrams into IP fragments. A datagram is lost when one of its fragments is lost, so its
/// loss is 1 − (1 − p)^fragments where fragments are lost independently.
/// </summary>
public readonly record struct Fragmentation
{
    /// <summary>Octets of a UDP header (RFC 768).</summary>
    public const int UdpHeaderOctets = 8;

    /// <summary>Octets of an IPv4 header without options (RFC 791 section 3.1).</summary>
    public const int Ipv4HeaderOctets = 20;

    /// <summary>Octets of an IPv6 header (RFC 8200 section 3).</summary>
    public const int Ipv6HeaderOctets = 40;

    /// <summary>Octets of an IPv6 fragment header (RFC 8200 section 4.5).</summary>
    public const int Ipv6FragmentHeaderOctets = 8;

    /// <summary>Smallest MTU of an IPv4 link (RFC 791 section 3.2).</summary>
    public const int MinimumIpv4Mtu = 68;

    /// <summary>Smallest MTU of an IPv6 link (RFC 8200 section 5).</summary>
    public const int MinimumIpv6Mtu = 1280;

    /// <summary>Largest MTU: the length field of an IPv4 packet.</summary>
    public const int MaximumMtu = 65_535;

    /// <summary>Largest UDP payload over IPv4: 65,535 − 20 − 8 octets.</summary>
    public const int MaximumIpv4Payload = 65_507;

    /// <summary>Largest UDP payload over IPv6 without jumbograms: 65,535 − 8 octets.</summary>
    public const int MaximumIpv6Payload = 65_527;

    /// <summary>A path's MTU for one version of IP.</summary>
    /// <param name="version">Version of IP.</param>
    /// <param name="mtu">
    /// Largest packet, IP header included, in octets: <see cref="MinimumIpv4Mtu"/> or <see cref="MinimumIpv6Mtu"/> to
    /// <see cref="MaximumMtu"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The MTU or the version is outside its range.</exception>
    public Fragmentation(IpVersion version, int mtu)
    {
        if (version is not (IpVersion.IPv4 or IpVersion.IPv6))
        {
            throw new ArgumentOutOfRangeException(nameof(version), version, "The IP version is IPv4 or IPv6.");
        }

        int smallest = version == IpVersion.IPv4 ? MinimumIpv4Mtu : MinimumIpv6Mtu;
        if (mtu < smallest || mtu > MaximumMtu)
        {
            throw new ArgumentOutOfRangeException(
                nameof(mtu), mtu, $"The MTU of {version} is {smallest} to {MaximumMtu} octets.");
        }

        Version = version;
        Mtu = mtu;
    }

    /// <summary>Version of IP.</summary>
    public IpVersion Version { get; }

    /// <summary>Largest packet in octets, IP header included.</summary>
    public int Mtu { get; }

    /// <summary>Largest UDP payload in octets that this version of IP can carry.</summary>
    public int MaximumPayload => Version == IpVersion.IPv4 ? MaximumIpv4Payload : MaximumIpv6Payload;

    private int HeaderOctets => Version == IpVersion.IPv4 ? Ipv4HeaderOctets : Ipv6HeaderOctets;

    private int FragmentHeaderOctets => Version == IpVersion.IPv4 ? 0 : Ipv6FragmentHeaderOctets;

    /// <summary>Number of packets that carry a datagram: ⌈(payload + 8) / 1480⌉ for IPv4 over an MTU of 1500.</summary>
    /// <param name="payloadOctets">UDP payload, 0 to <see cref="MaximumPayload"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No datagram of that size exists.</exception>
    public int Fragments(int payloadOctets)
    {
        if ((uint)payloadOctets > (uint)MaximumPayload)
        {
            throw new ArgumentOutOfRangeException(
                nameof(payloadOctets),
                payloadOctets,
                $"A UDP datagram over {Version} carries 0 to {MaximumPayload} octets.");
        }

        int carried = payloadOctets + UdpHeaderOctets;
        if (carried <= Mtu - HeaderOctets)
        {
            return 1;
        }

        // Every fragment but the last carries a multiple of 8 octets, the last one whatever the MTU leaves.
        int last = Mtu - HeaderOctets - FragmentHeaderOctets;
        int full = last & ~7;
        return 1 + ((carried - last + full - 1) / full);
    }

    /// <summary>
    /// Octets of all packets that carry a datagram, IP and UDP headers included, link framing excluded.
    /// </summary>
    /// <param name="payloadOctets">UDP payload, 0 to <see cref="MaximumPayload"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">No datagram of that size exists.</exception>
    public int OctetsOnWire(int payloadOctets)
    {
        int fragments = Fragments(payloadOctets);
        int perFragment = HeaderOctets + (fragments > 1 ? FragmentHeaderOctets : 0);
        return payloadOctets + UdpHeaderOctets + (fragments * perFragment);
    }
}
