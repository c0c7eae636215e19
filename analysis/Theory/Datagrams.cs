namespace GdoiSim.Analysis.Theory;

/// <summary>Sizes of datagrams, and what fragmentation makes of their loss.</summary>
public static class Datagrams
{
    /// <summary>The largest UDP payload in an IPv4 datagram: 65,535 less the headers of IP (20) and UDP (8).</summary>
    public const int LargestPayload = 65_507;

    private const int IpHeader = 20;
    private const int UdpHeader = 8;
    private const int FragmentUnit = 8;

    /// <summary>
    /// The octets of UDP payload of a GROUPKEY-PUSH-ACK (V24; RFC 8263 section 3): HDR 28, HASH 4 + H, SEQ 8, ID 8 + A.
    /// </summary>
    /// <param name="hashOctets">The output length H of the PRF: 32 for SHA-256, 64 for SHA-512.</param>
    /// <param name="addressOctets">The length A of the identity: 4 for IPv4, 16 for IPv6.</param>
    public static int AckPayload(int hashOctets, int addressOctets) => 28 + 4 + hashOctets + 8 + 8 + addressOctets;

    /// <summary>The octets on the wire, IPv4 and UDP headers included, of a payload that is not fragmented.</summary>
    /// <param name="payload">The UDP payload in octets.</param>
    public static int OnIpv4(int payload) => IpHeader + UdpHeader + payload;

    /// <summary>
    /// The IPv4 fragments of a UDP payload at an MTU; every fragment but the last is a multiple of 8 octets.
    /// </summary>
    /// <param name="payload">The UDP payload in octets, at most <see cref="LargestPayload"/>.</param>
    /// <param name="mtu">The MTU in octets, at least 28.</param>
    public static int Fragments(int payload, int mtu)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(payload);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload, LargestPayload);
        ArgumentOutOfRangeException.ThrowIfLessThan(mtu, IpHeader + FragmentUnit);
        var datagram = payload + UdpHeader;
        if (datagram <= mtu - IpHeader)
        {
            return 1;
        }

        var each = (mtu - IpHeader) / FragmentUnit * FragmentUnit;

        // The last one may fill the MTU to the octet.
        var beforeLast = (datagram - (mtu - IpHeader) + each - 1) / each;
        return beforeLast + 1;
    }

    /// <summary>
    /// The loss of a datagram whose fragments are lost independently: one lost fragment loses it all,
    /// 1 − (1−p)^fragments (V31).
    /// </summary>
    /// <param name="payload">The UDP payload in octets.</param>
    /// <param name="fragmentLoss">The loss p of a fragment.</param>
    /// <param name="mtu">The MTU in octets.</param>
    public static double Loss(int payload, double fragmentLoss, int mtu)
    {
        Probability.Check(fragmentLoss, nameof(fragmentLoss));
        return Probability.AnyOf(fragmentLoss, Fragments(payload, mtu));
    }
}
