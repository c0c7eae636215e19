using System.Net;
using CsCheck;
using Xunit;

namespace GdoiSim.Capture.Tests;

/// <summary>What is written is read again; what is damaged is counted, never thrown.</summary>
public sealed class RoundTripTests
{
    [Fact]
    public void Datagrams_come_back_as_they_were_written() =>
        Gen.Select(Datagrams.Gen1.Array[1, 5], Gen.Int[1_280, 9_000]).Sample(
            (datagrams, unit) =>
            {
                var reader = new DatagramReader();
                CaptureFile file = CaptureFile.Read(Datagrams.Capture(datagrams, unit));
                Assert.Null(file.Problem);
                List<CapturedDatagram> found = Datagrams.Read(file, reader);
                Assert.Empty(reader.PassedOver);
                Assert.Equal(datagrams.Length, found.Count);
                for (int i = 0; i < found.Count; i++)
                {
                    Assert.Equal(datagrams[i].Source, found[i].Datagram.Source);
                    Assert.Equal(datagrams[i].Destination, found[i].Datagram.Destination);
                    Assert.True(datagrams[i].Payload.Span.SequenceEqual(found[i].Datagram.Payload.Span));
                    Assert.True(found[i].ChecksumIsGood);
                    Assert.Equal(i * 1_000_000L, found[i].Nanoseconds);
                    Assert.Equal($"datagram {i}", found[i].Comment);
                }
            },
            iter: 100);

    [Fact]
    public void Fragments_come_together_in_any_order() =>
        Gen.Select(Datagrams.Gen1, Gen.Int[0, 1_000_000]).Sample((datagram, shuffle) =>
        {
            IReadOnlyList<byte[]> packets = IpPackets.Carry(datagram, 7, 1_280);
            var reader = new DatagramReader();
            CapturedDatagram? found = null;
            int number = 0;
            foreach (byte[] packet in packets.OrderBy(packet => (packet.Length + packet[^1]) * 7919 % (shuffle + 1)))
            {
                Assert.Null(found);
                reader.TryRead(new CapturedFrame(++number, 0, 101, packet, IsCut: false, Comment: null), out found);
            }

            Assert.NotNull(found);
            Assert.Equal(packets.Count, found.Frames);
            Assert.True(datagram.Payload.Span.SequenceEqual(found.Datagram.Payload.Span));
        }, iter: 100);

    [Fact]
    public void A_damaged_capture_never_throws() =>
        Gen.Select(Datagrams.Gen1.Array[1, 3], Gen.Select(Gen.Int[0, 40_000], Gen.Byte).Array[1, 8], Gen.Int[0, 40_000])
            .Sample((datagrams, changes, length) =>
            {
                byte[] octets = Datagrams.Capture(datagrams, 1_280);
                foreach ((int position, byte value) in changes)
                {
                    octets[position % octets.Length] = value;
                }

                CaptureFile file = CaptureFile.Read(octets.AsMemory(0, Math.Min(length, octets.Length)));
                var reader = new DatagramReader();
                List<CapturedDatagram> found = Datagrams.Read(file, reader);
                Assert.InRange(found.Count, 0, file.Frames.Count);
            });

    [Fact]
    public void Every_truncation_of_a_capture_is_told_or_ends_between_blocks()
    {
        var datagram = new UdpDatagram(IPEndPoint.Parse("10.0.0.1:848"), IPEndPoint.Parse("10.0.0.2:848"), new byte[9]);
        byte[] octets = Datagrams.Capture([datagram, datagram], 1_500);
        int whole = 0;
        for (int length = 4; length < octets.Length; length++)
        {
            CaptureFile file = CaptureFile.Read(octets.AsMemory(0, length));
            whole += file.Problem is null ? 1 : 0;
            Assert.InRange(file.Frames.Count, 0, 1);
        }

        // After the section's head, after the interface's description, after the first packet.
        Assert.Equal(3, whole);
    }

    [Fact]
    public void A_fragment_beyond_the_end_of_its_datagram_discards_it()
    {
        var datagram = new UdpDatagram(IPEndPoint.Parse("10.0.0.1:1"), IPEndPoint.Parse("10.0.0.2:2"), new byte[2_000]);
        IReadOnlyList<byte[]> packets = IpPackets.Carry(datagram, 1, 1_500);
        byte[] beyond = [.. packets[0]];
        beyond[6] = 0x20 | 0x01; // offset 2,048, more follow
        beyond[7] = 0x00;
        var reader = new DatagramReader();
        Assert.False(reader.TryRead(new CapturedFrame(1, 0, 101, beyond, false, null), out _));
        Assert.False(reader.TryRead(new CapturedFrame(2, 0, 101, packets[1], false, null), out _));
        Assert.Equal(1, reader.PassedOver["overlapping fragments"]);
    }

    [Theory]
    [InlineData(0x0800, "")]
    [InlineData(0x8100, "00050800")]
    [InlineData(0x88A8, "0005810000070800")]
    public void Ethernet_and_its_tags_are_passed(int type, string tags)
    {
        var datagram = new UdpDatagram(IPEndPoint.Parse("10.0.0.1:1"), IPEndPoint.Parse("10.0.0.2:2"), new byte[5]);
        byte[] packet = IpPackets.Carry(datagram, 1, 1_500)[0];
        byte[] frame = [.. new byte[12], (byte)(type >> 8), (byte)type, .. Convert.FromHexString(tags), .. packet];
        var reader = new DatagramReader();
        Assert.True(reader.TryRead(new CapturedFrame(1, 0, 1, frame, false, null), out CapturedDatagram? found));
        Assert.Equal(5, found!.Datagram.Payload.Length);
    }
}
