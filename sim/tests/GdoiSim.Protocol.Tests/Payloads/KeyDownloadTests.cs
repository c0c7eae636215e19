using System.Buffers.Binary;
using GdoiSim.Protocol.Inspection;
using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Tests.Inspection;
using Xunit;

namespace GdoiSim.Protocol.Tests.Payloads;

/// <summary>KD with any number of TEK packets, up to all that a datagram can hold.</summary>
public class KeyDownloadTests
{
    private const int PacketSize = 14;

    // Odd: times a number from 0 on it gives every SPI once, in no order.
    private const uint Stride = 0x9e3779b1;

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(2_300)]
    public void Every_TEK_packet_is_found_by_its_SPI_and_nothing_else(int count)
    {
        byte[] body = Body(count, Packet);
        Assert.Equal(DiscardReason.None, KeyDownloadPayload.TryRead(body, out KeyDownloadPayload keys));
        for (int i = 0; i < count; i++)
        {
            Assert.True(keys.TryFind(KeyPacketType.Tek, SpiOf(i), out KeyPacket packet));
            Assert.Equal(SpiOf(i), packet.Spi.ToArray());
            Assert.Equal((byte)i, packet.AlgorithmKey[0]);
        }

        Assert.False(keys.TryFind(KeyPacketType.Tek, SpiOf(count), out _));
        Assert.False(keys.TryFind(KeyPacketType.Tek, [], out _));
        Assert.False(keys.TryFind(KeyPacketType.Kek, SpiOf(0), out _));

        // The last once more.
        byte[] twice = Body(count + 1, i => Packet(Math.Min(i, count - 1)));
        Assert.Equal(DiscardReason.KeyPacketRepeated, KeyDownloadPayload.TryRead(twice, out _));
    }

    /// <summary>
    /// What a search does not read may be overwritten: the search for one among thousands does not walk the others.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1_150)]
    [InlineData(2_299)]
    public void A_TEK_packet_among_many_is_found_without_reading_the_others(int wanted)
    {
        byte[] body = Body(2_300, Packet);
        Assert.Equal(DiscardReason.None, KeyDownloadPayload.TryRead(body, out KeyDownloadPayload keys));
        byte[] own = body[(4 + (wanted * PacketSize))..][..PacketSize];
        body.AsSpan(4).Clear();
        own.CopyTo(body, 4 + (wanted * PacketSize));
        Assert.True(keys.TryFind(KeyPacketType.Tek, SpiOf(wanted), out KeyPacket packet));
        Assert.Equal((byte)wanted, packet.AlgorithmKey[0]);
    }

    /// <summary>A rekey with as many SATs as a datagram has room for, beside as many keys.</summary>
    [Theory]
    [InlineData(-1, DiscardReason.None)]
    [InlineData(0, DiscardReason.KeyMissing)]
    [InlineData(599, DiscardReason.KeyMissing)]
    [InlineData(1_199, DiscardReason.KeyMissing)]
    [InlineData(0, DiscardReason.KeyLength)]
    [InlineData(1_199, DiscardReason.KeyLength)]
    public void A_rekey_of_many_TEKs_is_held_against_its_keys(int wrong, DiscardReason expected)
    {
        const int count = 1_200;
        byte[] kd = Body(count, i => i != wrong ? Packet(i, 20)
            : expected == DiscardReason.KeyMissing ? Packet(count, 20)
            : Packet(i, 16));
        (byte Type, byte[] Body)[] teks = [.. Enumerable.Range(0, count).Select(i => (Forge.Sat, Sat(i)))];
        byte[] message = Forge.PlainPush((Forge.Sa, Forge.SaBody(teks)), (Forge.Kd, kd), (Forge.Sig, new byte[64]));
        Assert.InRange(message.Length, 60_000, GroupkeyPush.MaximumLength);
        Assert.Equal(expected, GroupkeyPush.TryReadPlain(message, new byte[message.Length + 5], out _));
        MessageInspection inspection = Inspections.Check(message, kek: null);
        Assert.Equal(expected, inspection.Verdict);
    }

    private static byte[] SpiOf(int index)
    {
        var spi = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(spi, Stride * (uint)(index + 1));
        return spi;
    }

    private static byte[] Packet(int index) => Packet(index, 1);

    // A TEK packet whose key is of one octet, so many times.
    private static byte[] Packet(int index, byte keyLength) =>
    [
        1, 0, 0, (byte)(PacketSize - 1 + keyLength), 4, .. SpiOf(index), 0, 1, 0, keyLength,
        .. Enumerable.Repeat((byte)index, keyLength),
    ];

    // IEC 61850, an OID of one octet, no authentication, AES-GCM of 128 bits: a key of 20 octets.
    private static byte[] Sat(int index) =>
        [3, 1, 42, 0, 0, .. SpiOf(index), .. Forge.Hex("0001" + "0004" + "00000e10")];

    private static byte[] Body(int count, Func<int, byte[]> packet) =>
        [(byte)(count >> 8), (byte)count, 0, 0, .. Enumerable.Range(0, count).SelectMany(packet)];
}
