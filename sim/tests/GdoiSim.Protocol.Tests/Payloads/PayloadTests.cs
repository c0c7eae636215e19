using CsCheck;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Wire;
using Xunit;

namespace GdoiSim.Protocol.Tests.Payloads;

/// <summary>Payloads and packets that the messages' own tests do not look into.</summary>
public class PayloadTests
{
    [Fact]
    public void Sender_identifiers_are_read_as_written() =>
        Gen.Select(Gen.Int[1, 32], Gen.UInt.Array[1, 20]).Sample((bits, numbers) =>
        {
            uint[] values = [.. numbers.Select(number => number >> (32 - bits))];
            var octets = new byte[300];
            var writer = new WireWriter(octets);
            Assert.True(SenderIds.TryWrite(ref writer, bits, values));
            byte[] packetOctets = new byte[305];
            var packetWriter = new WireWriter(packetOctets);
            var packet = new KeyPacket { Type = KeyPacketType.SenderId, EncodedAttributes = writer.Written };
            Assert.True(packet.TryWrite(ref packetWriter));
            var reader = new WireReader(packetWriter.Written);
            Assert.Equal(DiscardReason.None, KeyPacket.TryRead(ref reader, out KeyPacket read));
            Assert.Equal(bits, read.SenderIds.Bits);
            List<uint> found = [];
            foreach (uint value in read.SenderIds)
            {
                found.Add(value);
            }

            Assert.Equal(values, found);
        });

    [Fact]
    public void A_sender_identifier_with_more_bits_than_announced_is_not_written()
    {
        Assert.False(TryWrite(8, 256));
        Assert.True(TryWrite(8, 255));
        Assert.False(TryWrite(0, 0));
        Assert.False(TryWrite(33, 1));

        static bool TryWrite(int bits, uint value)
        {
            var writer = new WireWriter(new byte[20]);
            return SenderIds.TryWrite(ref writer, bits, [value]);
        }
    }

    [Fact]
    public void An_object_identifier_is_taken_apart()
    {
        byte[] body = Forge.Hex("0d000000" + "03" + "06012a" + "0002" + "0500");
        Assert.Equal(DiscardReason.None, IdentificationPayload.TryRead(body, out IdentificationPayload id));
        Assert.True(id.TryGetOid(out ReadOnlySpan<byte> oid, out ReadOnlySpan<byte> specific));
        Assert.Equal("06012A", Convert.ToHexString(oid));
        Assert.Equal("0500", Convert.ToHexString(specific));
        Assert.Equal(
            DiscardReason.None,
            IdentificationPayload.TryRead(Forge.Hex("0b00000000000001"), out IdentificationPayload group));
        Assert.False(group.TryGetOid(out _, out _));
    }

    /// <summary>4,000 TEK packets, of which the last has the SPI of the first or not.</summary>
    [Theory]
    [InlineData(4001, DiscardReason.None)]
    [InlineData(1, DiscardReason.KeyPacketRepeated)]
    public void Two_TEK_packets_of_one_SPI_are_found_among_thousands(int lastSpi, DiscardReason expected)
    {
        string packets = string.Concat(
            Enumerable.Range(1, 4000).Append(lastSpi).Select(spi => Forge.Packet(1, $"{spi:x8}", "0001000101")));
        Assert.Equal(expected, KeyDownloadPayload.TryRead(Forge.Hex("0fa10000" + packets), out _));
    }

    [Fact]
    public void A_key_packet_of_more_than_16_bits_of_length_is_not_written()
    {
        var writer = new WireWriter(new byte[70_000]);
        var packet = new KeyPacket
        {
            Type = KeyPacketType.Lkh,
            Spi = new byte[16],
            EncodedAttributes = new byte[65_535 - 21 + 1],
        };
        Assert.False(packet.TryWrite(ref writer));
    }

    [Fact]
    public void Identity_types_have_the_numbers_of_the_registry()
    {
        Assert.Equal(13, (int)IdentificationType.Oid);
        Assert.Equal(11, (int)IdentificationType.KeyId);
    }
}
