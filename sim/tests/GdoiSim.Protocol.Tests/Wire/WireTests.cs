using GdoiSim.Protocol.Wire;
using Xunit;

namespace GdoiSim.Protocol.Tests.Wire;

public class WireTests
{
    [Fact]
    public void Fields_are_big_endian_and_read_back()
    {
        var destination = new byte[18];
        var writer = new WireWriter(destination);
        Assert.True(writer.TryWriteByte(0x01));
        Assert.True(writer.TryWriteUInt16(0x0203));
        Assert.True(writer.TryWriteUInt32(0x04050607));
        Assert.True(writer.TryWriteUInt64(0x08090a0b0c0d0e0f));
        Assert.True(writer.TryWriteOctets([0x10, 0x11, 0x12]));
        Assert.Equal(Enumerable.Range(1, 18).Select(value => (byte)value), destination);

        var reader = new WireReader(destination);
        Assert.True(reader.TryReadByte(out byte one));
        Assert.True(reader.TryReadUInt16(out ushort two));
        Assert.True(reader.TryReadUInt32(out uint four));
        Assert.True(reader.TryReadUInt64(out ulong eight));
        Assert.Equal((0x01, 0x0203, 0x04050607u, 0x08090a0b0c0d0e0ful), (one, two, four, eight));
        Assert.Equal(3, reader.Remaining);
        Assert.True(reader.TryReadOctets(3, out ReadOnlySpan<byte> rest));
        Assert.Equal([0x10, 0x11, 0x12], rest.ToArray());
        Assert.True(reader.IsAtEnd);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Reading_past_the_end_fails_and_moves_nothing(int length)
    {
        var reader = new WireReader(new byte[length]);
        Assert.False(reader.TryReadUInt64(out _));
        Assert.Equal(length >= 4, new WireReader(new byte[length]).TryReadUInt32(out _));
        Assert.Equal(length >= 2, new WireReader(new byte[length]).TryReadUInt16(out _));
        Assert.Equal(length >= 1, new WireReader(new byte[length]).TryReadByte(out _));
        Assert.False(reader.TryReadOctets(length + 1, out _));
        Assert.False(reader.TryReadOctets(-1, out _));
        Assert.Equal(0, reader.Position);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    public void Writing_past_the_end_fails_and_writes_nothing(int length)
    {
        byte[] destination = [.. Enumerable.Repeat((byte)0xAA, length)];
        var writer = new WireWriter(destination);
        Assert.False(writer.TryWriteUInt64(1));
        Assert.False(writer.TryWriteOctets(new byte[length + 1]));
        Assert.False(writer.TryReserve(length + 1, out _));
        Assert.False(writer.TryReserve(-1, out _));
        Assert.Equal(0, writer.Position);
        Assert.All(destination, octet => Assert.Equal(0xAA, octet));
    }

    [Fact]
    public void Only_what_was_written_can_be_replaced()
    {
        var destination = new byte[8];
        var writer = new WireWriter(destination);
        Assert.True(writer.TryWriteUInt16(0));
        writer.Replace(1, 7);
        writer.ReplaceUInt16(0, 0x0102);
        Assert.Equal([1, 2], writer.Written.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            var writer2 = new WireWriter(new byte[8]);
            writer2.Replace(0, 1);
        });
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            var writer2 = new WireWriter(new byte[8]);
            writer2.TryWriteByte(0);
            writer2.ReplaceUInt16(0, 1);
        });
    }
}
