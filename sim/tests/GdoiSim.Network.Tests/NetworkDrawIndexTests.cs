using Xunit;

namespace GdoiSim.Network.Tests;

public sealed class NetworkDrawIndexTests
{
    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 2, 3)]
    [InlineData(NetworkDrawIndex.MaximumRekey, 0, 0)]
    [InlineData(0, NetworkDrawIndex.MaximumAttempt, 0)]
    [InlineData(NetworkDrawIndex.MaximumRekey, NetworkDrawIndex.MaximumAttempt, NetworkDrawIndex.MaximumSentCopy)]
    public void Numbers_come_back_as_they_went_in(int rekey, int attempt, int copy)
    {
        NetworkDrawIndex index = new(rekey, attempt, copy);
        Assert.Equal((rekey, attempt, copy, 0), (index.Rekey, index.Attempt, index.Copy, index.Fragment));
    }

    [Theory]
    [InlineData(-1, 0, 0)]
    [InlineData(NetworkDrawIndex.MaximumRekey + 1, 0, 0)]
    [InlineData(0, -1, 0)]
    [InlineData(0, NetworkDrawIndex.MaximumAttempt + 1, 0)]
    [InlineData(0, 0, -1)]
    [InlineData(0, 0, NetworkDrawIndex.MaximumSentCopy + 1)]
    public void A_number_out_of_range_is_refused(int rekey, int attempt, int copy)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new NetworkDrawIndex(rekey, attempt, copy));
    }

    [Fact]
    public void No_two_packets_share_an_index()
    {
        HashSet<ulong> seen = [];
        foreach (int rekey in new[] { 0, 1, 2, 255, NetworkDrawIndex.MaximumRekey })
        {
            foreach (int attempt in new[] { 0, 1, 2, 4095, NetworkDrawIndex.MaximumAttempt })
            {
                for (int copy = 0; copy <= NetworkDrawIndex.MaximumSentCopy; copy++)
                {
                    NetworkDrawIndex index = new(rekey, attempt, copy);
                    Assert.True(seen.Add(index.Value), index.ToString());
                    Assert.True(seen.Add(index.SecondDelivery.Value), index.SecondDelivery.ToString());
                }
            }
        }
    }

    [Fact]
    public void The_largest_datagram_over_the_smallest_mtu_has_a_number_for_each_fragment()
    {
        int fragments = new Fragmentation(IpVersion.IPv4, Fragmentation.MinimumIpv4Mtu)
            .Fragments(Fragmentation.MaximumIpv4Payload);
        Assert.Equal(1_365, fragments);
        Assert.True(fragments - 1 <= NetworkDrawIndex.MaximumFragment);
    }
}
