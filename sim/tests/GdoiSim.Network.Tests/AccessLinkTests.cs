using System.Numerics;
using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using Xunit;

namespace GdoiSim.Network.Tests;

public sealed class AccessLinkTests
{
    [Fact]
    public void A_datagram_takes_its_bits_over_the_rate()
    {
        AccessLink link = new(80_000_000, 1_000_000);
        Assert.True(link.Offer(new SimTime(500), 112, out SimTime delivered));
        Assert.Equal(500 + 11_200, delivered.Nanoseconds); // 896 bits at 80 Mbit/s
    }

    [Fact]
    public void Back_to_back_datagrams_keep_the_rate_to_the_nanosecond()
    {
        // 8000 acknowledgements as IPv4 packets on 80 Mbit/s: 90 ms in domain figures, 89.6 ms exactly.
        AccessLink link = new(80_000_000, long.MaxValue);
        SimTime last = SimTime.Zero;
        for (int i = 0; i < 8_000; i++)
        {
            Assert.True(link.Offer(SimTime.Zero, 112, out last));
        }

        Assert.Equal(89_600_000, last.Nanoseconds);

        // One octet at 3 bit/s takes 2 2/3 s: three of them take 8 s, none of the thirds lost.
        AccessLink thirds = new(3, 100);
        long[] ends = new long[3];
        for (int i = 0; i < 3; i++)
        {
            Assert.True(thirds.Offer(SimTime.Zero, 1, out last));
            ends[i] = last.Nanoseconds;
        }

        Assert.Equal([2_666_666_667, 5_333_333_334, 8_000_000_000], ends);
    }

    [Fact]
    public void A_departure_within_a_nanosecond_is_seen_at_its_end()
    {
        AccessLink link = new(3, 1);
        Assert.True(link.Offer(SimTime.Zero, 1, out _)); // leaves at 2,666,666,666 2/3 ns
        Assert.True(link.Offer(SimTime.Zero, 1, out _));
        Assert.False(link.Offer(new SimTime(2_666_666_666), 1, out _));
        Assert.True(link.Offer(new SimTime(2_666_666_667), 1, out _));
    }

    [Fact]
    public void A_burst_loses_what_the_queue_cannot_hold()
    {
        AccessLink link = new(1_000_000_000, 262_144);
        int taken = 0;
        for (int i = 0; i < 8_000; i++)
        {
            taken += link.Offer(SimTime.Zero, 112, out _) ? 1 : 0;
        }

        Assert.Equal(1 + (262_144 / 112), taken); // one on the wire, the rest waiting
        Assert.Equal(8_000 - taken, link.Dropped);
        Assert.Equal(8_000, link.Offered);
        Assert.Equal(taken * 112L, link.OctetsTaken);
        Assert.Equal((taken - 1) * 112L, link.MaximumWaitingOctets);
    }

    [Fact]
    public void A_departure_at_the_instant_of_an_arrival_comes_first()
    {
        AccessLink link = new(8_000_000_000, 100); // an octet a nanosecond
        Assert.True(link.Offer(SimTime.Zero, 100, out _));
        Assert.True(link.Offer(SimTime.Zero, 100, out SimTime second));
        Assert.Equal(200, second.Nanoseconds);
        Assert.False(link.Offer(new SimTime(99), 1, out _));
        Assert.True(link.Offer(new SimTime(100), 100, out SimTime third));
        Assert.Equal(300, third.Nanoseconds);
        Assert.Equal(1, link.Dropped);
    }

    [Fact]
    public void Without_a_queue_only_a_free_wire_takes_a_datagram()
    {
        AccessLink link = new(8_000_000_000, 0);
        Assert.True(link.Offer(SimTime.Zero, 10, out _));
        Assert.False(link.Offer(new SimTime(9), 1, out _));
        Assert.True(link.Offer(new SimTime(10), 1, out SimTime delivered));
        Assert.Equal(11, delivered.Nanoseconds);
    }

    [Fact]
    public void Without_a_rate_nothing_waits()
    {
        AccessLink link = new(0, 0);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(link.Offer(new SimTime(7), 1500, out SimTime delivered));
            Assert.Equal(7, delivered.Nanoseconds);
        }

        Assert.Equal(4500, link.OctetsTaken);
    }

    [Fact]
    public void Misuse_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new AccessLink(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AccessLink(1, -1));
        AccessLink link = new(1_000, 0);
        link.AdvanceTo(new SimTime(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => link.Offer(new SimTime(4), 1, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => link.Offer(new SimTime(5), 0, out _));
    }

    [Theory]
    [InlineData(1_000_000, 3_000)] // always full
    [InlineData(97_000_001, 9_000)] // a rate that divides nothing, near saturation
    [InlineData(100_000_000, 100_000)]
    [InlineData(1_000_000_000, 2_000)] // mostly idle
    public void It_does_what_a_plain_queue_does(long rate, long queueOctets)
    {
        RandomStream sizes = new RandomStreams(Evidence.Seed).For(1);
        RandomStream gaps = new RandomStreams(Evidence.Seed).For(2);
        AccessLink link = new(rate, queueOctets);
        PlainQueue plain = new(rate, queueOctets);
        long now = 0;
        for (int i = 0; i < 20_000; i++)
        {
            int octets = 20 + (int)(sizes.Bits((uint)i, 0) % 1_480);
            ulong gap = gaps.Bits((uint)i, 0);
            now += gap % 4 == 0 ? 0 : (long)(gap % 140_000); // a quarter comes together
            bool taken = link.Offer(new SimTime(now), octets, out SimTime delivered);
            (bool expectedTaken, BigInteger end) = plain.Offer(now, octets);
            Assert.True(expectedTaken == taken, $"offer {i} (seed {Evidence.Seed})");
            Assert.Equal(plain.WaitingOctets, link.WaitingOctets);
            if (taken)
            {
                BigInteger rounded = (end + rate - 1) / rate;
                Assert.Equal(rounded, delivered.Nanoseconds);
            }
        }

        Assert.Equal(plain.Dropped, link.Dropped);
        Assert.True(plain.Dropped < 20_000 && (rate > 500_000_000 || plain.Dropped > 0));
    }

    /// <summary>The same rules with a list of departures in exact fractions (numerators over the rate).</summary>
    private sealed class PlainQueue(long rate, long queueOctets)
    {
        // Start and end of each datagram's time on the wire, times the rate.
        private readonly List<(BigInteger Start, BigInteger End, int Octets)> _present = [];

        internal long Dropped { get; private set; }

        internal long WaitingOctets { get; private set; }

        internal (bool Taken, BigInteger End) Offer(long now, int octets)
        {
            BigInteger at = (BigInteger)now * rate;
            _present.RemoveAll(datagram => datagram.End <= at);
            WaitingOctets = _present.Where(datagram => datagram.Start > at).Sum(datagram => (long)datagram.Octets);
            BigInteger start = _present.Count == 0 ? at : _present[^1].End;
            if (_present.Count > 0)
            {
                if (WaitingOctets + octets > queueOctets)
                {
                    Dropped++;
                    return (false, 0);
                }

                WaitingOctets += octets;
            }

            BigInteger end = start + ((BigInteger)octets * 8 * 1_000_000_000);
            _present.Add((start, end, octets));
            return (true, end);
        }
    }
}
