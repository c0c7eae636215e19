using Xunit;

namespace GdoiSim.Network.Tests;

public sealed class FragmentationTests
{
    [Theory]
    [InlineData(IpVersion.IPv4, 1500, 0, 1)]
    [InlineData(IpVersion.IPv4, 1500, 1472, 1)]
    [InlineData(IpVersion.IPv4, 1500, 1473, 2)]
    [InlineData(IpVersion.IPv4, 1500, 2952, 2)]
    [InlineData(IpVersion.IPv4, 1500, 2953, 3)]
    [InlineData(IpVersion.IPv4, 1500, 65_507, 45)]
    [InlineData(IpVersion.IPv4, 1499, 1471, 1)] // the one packet may be odd ...
    [InlineData(IpVersion.IPv4, 1499, 1472, 2)] // ... a first fragment of 1479 octets may not: it carries 1472
    [InlineData(IpVersion.IPv4, 1499, 2943, 2)] // 1472 + 1479 = 2951 octets with the UDP header
    [InlineData(IpVersion.IPv4, 1499, 2944, 3)]
    [InlineData(IpVersion.IPv4, 68, 40, 1)]
    [InlineData(IpVersion.IPv4, 68, 41, 2)]
    [InlineData(IpVersion.IPv6, 1500, 1452, 1)]
    [InlineData(IpVersion.IPv6, 1500, 1453, 2)]
    [InlineData(IpVersion.IPv6, 1500, 2892, 2)] // 1448 + 1452 = 2900 with the UDP header
    [InlineData(IpVersion.IPv6, 1500, 2893, 3)]
    [InlineData(IpVersion.IPv6, 1280, 1232, 1)]
    [InlineData(IpVersion.IPv6, 1280, 1233, 2)]
    public void Edges_of_the_number_of_fragments(IpVersion version, int mtu, int payload, int fragments)
    {
        Assert.Equal(fragments, new Fragmentation(version, mtu).Fragments(payload));
    }

    [Theory]
    [InlineData(IpVersion.IPv4, 84, 112)] // V24: an acknowledgement with HMAC-SHA-256
    [InlineData(IpVersion.IPv4, 116, 144)] // V24: with HMAC-SHA-512
    [InlineData(IpVersion.IPv4, 1473, 1473 + 8 + 20 + 20)]
    [InlineData(IpVersion.IPv6, 96, 96 + 8 + 40)]
    [InlineData(IpVersion.IPv6, 1453, 1453 + 8 + 48 + 48)]
    public void Octets_on_the_wire_count_every_header(IpVersion version, int payload, int octets)
    {
        Assert.Equal(octets, new Fragmentation(version, 1500).OctetsOnWire(payload));
    }

    [Theory]
    [InlineData(IpVersion.IPv4, 68)]
    [InlineData(IpVersion.IPv4, 576)]
    [InlineData(IpVersion.IPv4, 1499)]
    [InlineData(IpVersion.IPv4, 1500)]
    [InlineData(IpVersion.IPv4, 9000)]
    [InlineData(IpVersion.IPv6, 1280)]
    [InlineData(IpVersion.IPv6, 1283)]
    [InlineData(IpVersion.IPv6, 1500)]
    public void Every_size_is_cut_as_a_sender_cuts_it(IpVersion version, int mtu)
    {
        Fragmentation fragmentation = new(version, mtu);
        for (int payload = 0; payload <= fragmentation.MaximumPayload; payload++)
        {
            (int packets, int octets) = Cut(version == IpVersion.IPv6, mtu, payload + 8);
            Assert.Equal((packets, octets), (fragmentation.Fragments(payload), fragmentation.OctetsOnWire(payload)));
        }
    }

    [Theory]
    [InlineData(IpVersion.IPv4, 67)]
    [InlineData(IpVersion.IPv4, 65_536)]
    [InlineData(IpVersion.IPv6, 1279)]
    [InlineData((IpVersion)5, 1500)]
    public void An_mtu_that_no_link_has_is_refused(IpVersion version, int mtu)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Fragmentation(version, mtu));
    }

    [Theory]
    [InlineData(IpVersion.IPv4, 65_507)]
    [InlineData(IpVersion.IPv6, 65_527)]
    public void A_datagram_above_the_limit_does_not_exist(IpVersion version, int largest)
    {
        Fragmentation fragmentation = new(version, 1500);
        Assert.True(fragmentation.Fragments(largest) > 40);
        Assert.Throws<ArgumentOutOfRangeException>(() => fragmentation.Fragments(largest + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => fragmentation.Fragments(-1));
    }

    // Takes packet after packet off the data, as RFC 791 section 3.2 and RFC 8200 section 4.5 describe a sender.
    private static (int Packets, int Octets) Cut(bool ipv6, int mtu, int carried)
    {
        int header = ipv6 ? 40 : 20;
        if (carried + header <= mtu)
        {
            return (1, carried + header);
        }

        int overhead = header + (ipv6 ? 8 : 0);
        int packets = 0;
        int octets = 0;
        while (carried > 0)
        {
            int here = carried;
            if (here > mtu - overhead)
            {
                here = mtu - overhead;
                while (here % 8 != 0)
                {
                    here--;
                }
            }

            carried -= here;
            octets += here + overhead;
            packets++;
        }

        return (packets, octets);
    }
}
