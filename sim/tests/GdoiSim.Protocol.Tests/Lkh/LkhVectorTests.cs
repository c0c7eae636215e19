using System.Text.Json;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Tests.Vectors;
using GdoiSim.Protocol.Wire;
using Xunit;

namespace GdoiSim.Protocol.Tests.Lkh;

/// <summary>The two arrays of push-vectors.json, both directions.</summary>
public class LkhVectorTests
{
    private const uint Created = 0x6553f100;
    private const uint Expires = 0x6553ff10;

    private static readonly JsonElement RekeySa = VectorFile.ReadValue("push-vectors.json", "rekey_sa");
    private static readonly Node[] Nodes =
    [
        .. RekeySa.GetProperty("lkh_nodes").EnumerateArray().Select(node => new Node(
            node.GetProperty("id").GetUInt16(),
            node.GetProperty("handle").GetUInt32(),
            [.. node.Octets("iv"), .. node.Octets("key")])),
    ];

    [Fact]
    public void The_download_array_is_read()
    {
        byte[] octets = RekeySa.Octets("lkh_download_array");
        Assert.Equal(DiscardReason.None, LkhDownloadArray.TryRead(octets, out LkhDownloadArray array));
        Assert.Equal(Nodes.Length, array.Keys.Count);
        int i = 0;
        foreach (LkhKey key in array.Keys)
        {
            Assert.Equal((Nodes[i].Id, Nodes[i].Handle), (key.Id, key.Handle));
            Assert.Equal(Nodes[i].AlgorithmKey, key.KeyData.ToArray());
            Assert.Equal((KekAlgorithm.Aes, Created, Expires), (key.KeyType, key.CreationDate, key.ExpirationDate));
            i++;
        }

        Assert.Equal(DiscardReason.None, LkhMember.TryCreate(array, out LkhMember? member));
        Assert.Equal(Nodes[^1].AlgorithmKey, member!.GroupKek.AlgorithmKey.ToArray());
        Assert.Equal(Nodes[0].AlgorithmKey[16..], member.LeafKey.ToArray());
    }

    [Fact]
    public void The_download_array_is_written()
    {
        byte[] octets = RekeySa.Octets("lkh_download_array");
        var written = new byte[octets.Length];
        var writer = new WireWriter(written);
        Assert.True(LkhDownloadArray.TryWriteHeader(ref writer, (ushort)Nodes.Length));
        foreach (Node node in Nodes)
        {
            Assert.True(Key(node, node.AlgorithmKey).TryWrite(ref writer));
        }

        Assert.Equal(octets, written);
    }

    /// <summary>
    /// A member with the vector's leaf and older keys above it gets the vector's keys from the update.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_update_array_is_applied(int provider)
    {
        byte[] download = RekeySa.Octets("lkh_download_array");
        byte[] older = [.. download];
        int keyLength = (download.Length - 4) / Nodes.Length;
        for (int i = 1; i < Nodes.Length; i++)
        {
            older.AsSpan(4 + (i * keyLength) + 12, keyLength - 12).Fill(0x55);
        }

        Assert.Equal(DiscardReason.None, LkhDownloadArray.TryRead(older, out LkhDownloadArray array));
        Assert.Equal(DiscardReason.None, LkhMember.TryCreate(array, out LkhMember? member));
        Assert.NotEqual(Nodes[^1].AlgorithmKey, member!.GroupKek.AlgorithmKey.ToArray());
        Assert.Equal(
            DiscardReason.None,
            LkhUpdateArray.TryRead(RekeySa.Octets("lkh_update_array"), out LkhUpdateArray update));
        Assert.Equal(2, member.Apply(update, Providers.Get(Providers.Names[provider])));
        Assert.Equal(Nodes[^1].AlgorithmKey, member.GroupKek.AlgorithmKey.ToArray());
        Assert.True(member.Holds(Nodes[1].Id, Nodes[1].Handle));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void The_update_array_is_written(int providerIndex)
    {
        ICryptographyProvider provider = Providers.Get(Providers.Names[providerIndex]);
        byte[] octets = RekeySa.Octets("lkh_update_array");
        var written = new byte[octets.Length];
        var writer = new WireWriter(written);
        Assert.True(LkhUpdateArray.TryWriteHeader(ref writer, 2, Nodes[0].Id, Nodes[0].Handle));
        for (int i = 1; i < Nodes.Length; i++)
        {
            byte[] ciphertext = new byte[32];
            provider.Encrypt(new Kek(Nodes[i - 1].AlgorithmKey), Nodes[i].AlgorithmKey, ciphertext);
            Assert.True(Key(Nodes[i], ciphertext).TryWrite(ref writer));
        }

        Assert.Equal(octets, written);
    }

    private static LkhKey Key(Node node, byte[] keyData) => new()
    {
        Id = node.Id,
        KeyType = KekAlgorithm.Aes,
        CreationDate = Created,
        ExpirationDate = Expires,
        Handle = node.Handle,
        KeyData = keyData,
    };

    private sealed record Node(ushort Id, uint Handle, byte[] AlgorithmKey);
}
