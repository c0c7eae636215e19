using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Payloads;
using Xunit;

namespace GdoiSim.Protocol.Tests.Lkh;

public class LkhUpdateTests
{
    private static readonly SystemCryptographyProvider Provider = new();

    /// <summary>RFC 6407 section 5.6.3: octets of the arrays after one departure (target V26).</summary>
    [Theory]
    [InlineData(2, 256, LkhPacking.KeyPerArray, 15, 15, 960)]
    [InlineData(2, 32_768, LkhPacking.KeyPerArray, 29, 29, 1856)]
    [InlineData(4, 4096, LkhPacking.PathToRoot, 18, 63, 3312)]
    public void One_departure_takes_so_many_octets(
        int degree, int members, LkhPacking packing, int arrays, int keys, int octets)
    {
        LkhKeyServer server = LkhSamples.FullServer(degree, members);
        server.Remove((ushort)(server.Shape.Nodes - 1));
        LkhUpdate update = server.Rekey();
        Assert.Equal(octets, update.Length(packing));
        Assert.Equal(LkhLimit.None, update.TryWrite(Provider, packing, 65_507, out var parts));
        LkhUpdatePart part = Assert.Single(parts);
        Assert.Equal((arrays, keys, octets), (part.Arrays, part.Keys, part.Attributes.Length));
    }

    [Theory]
    [InlineData(LkhPacking.PathToRoot)]
    [InlineData(LkhPacking.Chains)]
    [InlineData(LkhPacking.KeyPerArray)]
    public void One_octet_of_room_too_few_makes_one_message_more(LkhPacking packing)
    {
        LkhUpdate update = Departures(LkhSamples.FullServer(2, 64), 5);
        int length = update.Length(packing);
        Assert.Equal(LkhLimit.None, update.TryWrite(Provider, packing, length, out var whole));
        Assert.Equal(length, Assert.Single(whole).Attributes.Length);
        Assert.Equal(LkhLimit.None, update.TryWrite(Provider, packing, length - 1, out var split));
        Assert.Equal(2, split.Count);
        Assert.Equal(length, split.Sum(part => part.Attributes.Length));
        Assert.Equal(whole[0].Arrays, split.Sum(part => part.Arrays));
        Assert.Equal(whole[0].Attributes.ToArray(), split.SelectMany(part => part.Attributes.ToArray()));
    }

    /// <summary>The longest array has 6 keys of 48 octets after its header of 12, in an attribute of 4 more.</summary>
    [Fact]
    public void Room_for_less_than_one_array_is_refused_and_names_the_limit()
    {
        LkhUpdate update = Departures(LkhSamples.FullServer(2, 64), 1);
        const int longest = 4 + 12 + (6 * 48);
        Assert.Equal(LkhLimit.None, update.TryWrite(Provider, LkhPacking.PathToRoot, longest, out var parts));
        Assert.Equal(6, parts.Sum(part => part.Arrays));
        Assert.Equal(
            LkhLimit.MessageRoom, update.TryWrite(Provider, LkhPacking.PathToRoot, longest - 1, out parts));
        Assert.Empty(parts);
        Assert.Equal(LkhLimit.MessageRoom, update.TryWrite(Provider, LkhPacking.PathToRoot, 0, out _));
    }

    /// <summary>KD, with 8 octets of its own and 21 of the packet, says its length in 16 bits.</summary>
    [Fact]
    public void No_part_is_longer_than_a_KD_payload_can_say()
    {
        LkhUpdate update = Departures(LkhSamples.FullServer(2, 4096), 600);
        Assert.True(update.Length(LkhPacking.PathToRoot) > 65_535);
        Assert.Equal(LkhLimit.None, update.TryWrite(Provider, LkhPacking.PathToRoot, int.MaxValue, out var parts));
        Assert.True(parts.Count > 1);
        Assert.All(parts, part => Assert.InRange(part.Attributes.Length, 1, 65_535 - 8 - 21));
        Assert.Equal(update.Length(LkhPacking.PathToRoot), parts.Sum(part => part.Attributes.Length));
    }

    [Fact]
    public void Both_providers_write_the_same_octets()
    {
        foreach (LkhPacking packing in Enum.GetValues<LkhPacking>())
        {
            LkhUpdate update = Departures(LkhSamples.FullServer(3, 40, 256), 4);
            byte[][] written =
            [
                .. Providers.Names.Select(name =>
                {
                    Assert.Equal(
                        LkhLimit.None, update.TryWrite(Providers.Get(name), packing, 65_000, out var parts));
                    return Assert.Single(parts).Attributes.ToArray();
                }),
            ];
            Assert.Equal(written[0], written[1]);
        }
    }

    [Fact]
    public void An_update_is_not_written_with_later_keys()
    {
        LkhKeyServer server = LkhSamples.FullServer(2, 8);
        server.Remove(7);
        LkhUpdate update = server.Rekey();
        server.Remove(8);
        Assert.Throws<InvalidOperationException>(
            () => update.TryWrite(Provider, LkhPacking.Chains, 1000, out _));
    }

    [Fact]
    public void A_member_that_joined_after_the_last_rekey_has_no_path_yet()
    {
        var server = new LkhKeyServer(2, 4, 128, LkhSamples.MakeKey);
        Assert.Throws<InvalidOperationException>(() => server.GroupKek);
        Assert.True(server.TryAssign(out ushort leaf));
        Assert.Throws<ArgumentException>(() => LkhSamples.Register(server, leaf));
        Assert.Equal(1, LkhSamples.Register(server, leaf, leafOnly: true).KeyCount);
        server.Rekey();
        LkhMember member = LkhSamples.Register(server, leaf);
        Assert.Equal(server.GroupKek.AlgorithmKey.ToArray(), member.GroupKek.AlgorithmKey.ToArray());
        server.Remove(leaf);
        Assert.Throws<ArgumentException>(() => server.LeafKey(leaf));
        Assert.Throws<ArgumentException>(() => server.Remove(leaf));
        Assert.True(server.Rekey().IsEmpty);
        Assert.Equal(0, server.MemberCount);
    }

    /// <summary>Two arrays of which each replaces the other's key: a member comes to an end with them.</summary>
    [Fact]
    public void Arrays_that_contradict_each_other_end()
    {
        LkhKeyServer server = LkhSamples.FullServer(2, 2);
        LkhMember member = LkhSamples.Register(server, 1);
        string first = "01000100" + "0001" + "0000" + "00000001" + "000003000000000000000000" + "00000008"
            + new string('a', 64);
        string second = first.Replace("00000008", "00000009", StringComparison.Ordinal);
        KeyPacket packet = LkhSamples.Carry(Forge.Hex(Forge.Attribute(2, first) + Forge.Attribute(2, second)));
        Assert.InRange(member.Apply(packet, Provider), 2, 100);
        Assert.Equal(9u, member.GroupKekHandle);
    }

    [Fact]
    public void Keys_of_another_length_or_cipher_are_not_taken()
    {
        LkhKeyServer server = LkhSamples.FullServer(2, 2);
        LkhMember member = LkhSamples.Register(server, 1);
        string array = "01000100" + "0001" + "0000" + "00000001" + "0000" + "03" + "00" + new string('0', 16)
            + "00000008" + new string('a', 64);
        KeyPacket longer = LkhSamples.Carry(Forge.Hex(Forge.Attribute(2, array + new string('b', 32))));
        Assert.Equal(0, member.Apply(longer, Provider));
        string tripleDes = array.Replace("00000300", "00000200", StringComparison.Ordinal);
        Assert.Equal(0, member.Apply(LkhSamples.Carry(Forge.Hex(Forge.Attribute(2, tripleDes))), Provider));
        Assert.Equal(1, member.Apply(LkhSamples.Carry(Forge.Hex(Forge.Attribute(2, array))), Provider));
    }

    [Fact]
    public void A_download_array_for_another_cipher_or_that_was_not_read_makes_no_member()
    {
        byte[] tripleDes = Forge.Hex("01000100" + "00050200" + Forge.LkhKey[8..]);
        Assert.Equal(DiscardReason.None, LkhDownloadArray.TryRead(tripleDes, out LkhDownloadArray read));
        Assert.Equal(DiscardReason.AlgorithmUnsupported, LkhMember.TryCreate(read, out _));
        Assert.Equal(DiscardReason.LkhKeyCount, LkhMember.TryCreate(default, out _));
    }

    /// <summary>Few keys and many: an array may hold more than a thousand.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(1_300)]
    public void An_array_that_names_a_node_twice_is_none(int count)
    {
        for (int first = 0; first < count - 1; first += Math.Max(1, count / 7))
        {
            Assert.Equal(DiscardReason.None, ReadKeys(count, -1, isUpdate: false));
            Assert.Equal(DiscardReason.None, ReadKeys(count, -1, isUpdate: true));
            Assert.Equal(DiscardReason.AttributeRepeated, ReadKeys(count, first, isUpdate: false));
            Assert.Equal(DiscardReason.AttributeRepeated, ReadKeys(count, first, isUpdate: true));
        }
    }

    /// <summary>A new key of a node may come under that node's old one: the head names a key, not a place.</summary>
    [Fact]
    public void The_head_of_an_update_array_may_name_the_node_of_its_first_key()
    {
        byte[] array = Forge.Hex("01" + "0001" + "00" + "0005" + "0000" + "00000021" + Forge.LkhKey);
        Assert.Equal(DiscardReason.None, LkhUpdateArray.TryRead(array, out LkhUpdateArray read));
        Assert.Equal(read.Id, read.Keys[0].Id);
    }

    // Nodes in falling order, like on a path; the last one once more at a place, unless that is negative.
    private static DiscardReason ReadKeys(int count, int repeatedAt, bool isUpdate)
    {
        string keys = string.Concat(Enumerable.Range(0, count).Select(i =>
            $"{(i == repeatedAt ? 1 : count - i):x4}{Forge.LkhKey[4..]}"));
        string head = $"01{count:x4}00";
        return isUpdate
            ? LkhUpdateArray.TryRead(Forge.Hex(head + "ffff" + "0000" + "00000021" + keys), out _)
            : LkhDownloadArray.TryRead(Forge.Hex(head + keys), out _);
    }

    private static LkhUpdate Departures(LkhKeyServer server, int count)
    {
        for (int i = 0; i < count; i++)
        {
            server.Remove((ushort)(server.Shape.InnerNodes + (i * 5 % server.Shape.Leaves)));
        }

        return server.Rekey();
    }
}
