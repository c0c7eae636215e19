using System.Buffers.Binary;
using System.Security.Cryptography;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Wire;
using Xunit;

namespace GdoiSim.Protocol.Tests.Lkh;

/// <summary>Key servers and members of key hierarchies, with keys that follow from node and handle.</summary>
internal static class LkhSamples
{
    public static readonly byte[] Spi = Forge.Hex(Forge.Spi);

    /// <summary>SHA-512 of node and handle.</summary>
    public static void MakeKey(ushort id, uint handle, Span<byte> algorithmKey)
    {
        Span<byte> seed = stackalloc byte[6];
        BinaryPrimitives.WriteUInt16BigEndian(seed, id);
        BinaryPrimitives.WriteUInt32BigEndian(seed[2..], handle);
        Span<byte> hash = stackalloc byte[64];
        SHA512.HashData(seed, hash);
        hash[..algorithmKey.Length].CopyTo(algorithmKey);
    }

    public static LkhKeyServer FullServer(int degree, int members, int keyBits = 128)
    {
        var server = new LkhKeyServer(degree, members, keyBits, MakeKey);
        for (int i = 0; i < members; i++)
        {
            Assert.True(server.TryAssign(out _));
        }

        Assert.True(server.Rekey().IsEmpty);
        return server;
    }

    /// <summary>A member, from the octets of an LKH packet with its download array.</summary>
    public static LkhMember Register(LkhKeyServer server, ushort leaf, bool leafOnly = false)
    {
        byte[] octets = new byte[2000];
        var writer = new WireWriter(octets);
        Assert.True(server.TryWriteDownloadArray(ref writer, leaf, leafOnly));
        KeyPacket packet = Carry(writer.Written.ToArray());
        Assert.True(packet.TryGetDownloadArray(out LkhDownloadArray array));
        Assert.Equal(DiscardReason.None, LkhMember.TryCreate(array, out LkhMember? member));
        Assert.Equal(leaf, member!.Leaf);
        return member;
    }

    /// <summary>Writes an LKH packet with the attributes and reads it again.</summary>
    public static KeyPacket Carry(ReadOnlyMemory<byte> attributes)
    {
        byte[] octets = new byte[attributes.Length + 21];
        var writer = new WireWriter(octets);
        var packet = new KeyPacket { Type = KeyPacketType.Lkh, Spi = Spi, EncodedAttributes = attributes.Span };
        Assert.True(packet.TryWrite(ref writer));
        var reader = new WireReader(octets);
        Assert.Equal(DiscardReason.None, KeyPacket.TryRead(ref reader, out KeyPacket read));
        Assert.True(reader.IsAtEnd);
        return read;
    }
}
