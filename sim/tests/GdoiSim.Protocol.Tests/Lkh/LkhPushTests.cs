using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Payloads;
using Xunit;

namespace GdoiSim.Protocol.Tests.Lkh;

/// <summary>
/// A rekey of a key hierarchy in whole messages: split, signed, encrypted, opened, applied, acknowledged.
/// </summary>
public class LkhPushTests
{
    private static readonly SystemCryptographyProvider Provider = new();

    [Theory]
    [InlineData(1400, LkhPacking.PathToRoot)]
    [InlineData(1400, LkhPacking.Chains)]
    [InlineData(65_507, LkhPacking.KeyPerArray)]
    public void Three_are_removed_by_messages_that_they_can_open_but_not_use(int datagramLength, LkhPacking packing)
    {
        using ISignatureSigner signer = Provider.CreateSigner(TestSignatureKeys.CreateEcdsaP256());
        LkhKeyServer server = LkhSamples.FullServer(3, 81);
        LkhMember[] members =
        [
            .. Enumerable.Range(server.Shape.InnerNodes, 81)
                .Select(leaf => LkhSamples.Register(server, (ushort)leaf)),
        ];
        LkhMember[] removed = [members[4], members[40], members[80]];
        Kek before = server.GroupKek;
        foreach (LkhMember member in removed)
        {
            server.Remove(member.Leaf);
        }

        LkhUpdate update = server.Rekey();
        List<byte[]> datagrams = Write(update, signer, before, datagramLength, packing);
        Assert.Equal(datagramLength == 1400, datagrams.Count > 1);
        foreach (LkhMember member in members)
        {
            foreach (byte[] datagram in datagrams)
            {
                Receive(member, before, datagram);
            }
        }

        byte[] groupKek = server.GroupKek.AlgorithmKey.ToArray();
        Assert.All(members.Except(removed), member =>
        {
            Assert.Equal(groupKek, member.GroupKek.AlgorithmKey.ToArray());
            AssertAcknowledges(server, member);
        });
        byte[] oldKek = before.AlgorithmKey.ToArray();
        Assert.All(removed, member => Assert.Equal(oldKek, member.GroupKek.AlgorithmKey.ToArray()));
        AssertOnlyMembersOpenTheNext(signer, server, members, removed);
    }

    /// <summary>The room that the writer reports is all there is: one octet more does not fit.</summary>
    [Theory]
    [InlineData(600, 200_000)]
    [InlineData(1400, 200_000)]
    [InlineData(65_507, 200_000)]
    [InlineData(65_507, 3000)]
    public void The_room_for_attributes_is_exact(int datagramLength, int workspaceLength)
    {
        using ISignatureSigner signer = Provider.CreateSigner(TestSignatureKeys.CreateEcdsaP256());
        int room = Begin(workspaceLength).RoomForAttributes(
            KeyPacketType.Lkh, signer.SignatureLength, datagramLength);
        Assert.InRange(room, 1, 65_535);
        Assert.True(TryFinish(room, out int length));
        Assert.InRange(length, Math.Min(datagramLength, workspaceLength) - 21, datagramLength);
        Assert.False(TryFinish(room + 1, out _));

        bool TryFinish(int attributes, out int messageLength)
        {
            GroupkeyPushWriter writer = Begin(workspaceLength);
            writer.Add(new KeyPacket
            {
                Type = KeyPacketType.Lkh,
                Spi = LkhSamples.Spi,
                EncodedAttributes = new byte[attributes],
            });
            return writer.TryFinish(
                signer, new Kek(new byte[32]), Provider, new byte[datagramLength], out messageLength);
        }
    }

    private static List<byte[]> Write(
        LkhUpdate update, ISignatureSigner signer, Kek kek, int datagramLength, LkhPacking packing)
    {
        int room = Begin(100_000).RoomForAttributes(KeyPacketType.Lkh, signer.SignatureLength, datagramLength);
        Assert.Equal(LkhLimit.None, update.TryWrite(Provider, packing, room, out var parts));
        List<byte[]> datagrams = [];
        foreach (LkhUpdatePart part in parts)
        {
            GroupkeyPushWriter writer = Begin(100_000, (uint)datagrams.Count + 1);
            writer.Add(new KeyPacket
            {
                Type = KeyPacketType.Lkh,
                Spi = LkhSamples.Spi,
                EncodedAttributes = part.Attributes.Span,
            });
            var datagram = new byte[datagramLength];
            Assert.True(writer.TryFinish(signer, kek, Provider, datagram, out int length));
            datagrams.Add(datagram[..length]);
        }

        return datagrams;
    }

    private static GroupkeyPushWriter Begin(int workspaceLength, uint sequence = 1)
    {
        var writer = new GroupkeyPushWriter(
            new byte[workspaceLength], PushSamplesSpi, new SequenceNumber(sequence));
        SaKekPayload saKek = Messages.PushSamples.SaKek();
        writer.Add(new SaKekPayload
        {
            Protocol = saKek.Protocol,
            Source = saKek.Source,
            Destination = saKek.Destination,
            Spi = saKek.Spi,
            Attributes = saKek.Attributes with
            {
                ManagementAlgorithm = KekManagementAlgorithm.Lkh,
                AckRequested = KekAckRequested.LkhSha256,
            },
        });
        return writer;
    }

    private static Cookies PushSamplesSpi => Messages.PushSamples.Spi;

    private static void Receive(LkhMember member, Kek kek, byte[] datagram)
    {
        Assert.Equal(
            DiscardReason.None,
            GroupkeyPush.TryOpen(datagram, kek, Provider, new byte[datagram.Length + 5], out GroupkeyPush push));
        Assert.Equal(DiscardReason.None, push.TryReadNewKek(out Kek? newKek));
        Assert.Null(newKek);
        Assert.True(push.KeyDownload.TryFind(KeyPacketType.Lkh, LkhSamples.Spi, out KeyPacket packet));
        member.Apply(packet, Provider);
    }

    private static void AssertAcknowledges(LkhKeyServer server, LkhMember member)
    {
        PrfAlgorithm prf = KekAckRequested.LkhSha256.Prf();
        var memberKey = AckKey.Derive(Provider, prf, member.LeafKey, PushSamplesSpi);
        var datagram = new byte[128];
        Assert.True(GroupkeyPushAck.TryWrite(
            datagram, Provider, memberKey, PushSamplesSpi, new SequenceNumber(1), GroupMemberIdentity.IPv4(7),
            out int length));
        Assert.Equal(DiscardReason.None, GroupkeyPushAck.TryParse(datagram.AsSpan(0, length), out GroupkeyPushAck ack));
        var serverKey = AckKey.Derive(Provider, prf, server.LeafKey(member.Leaf), PushSamplesSpi);
        Assert.Equal(DiscardReason.None, ack.Verify(Provider, serverKey));

        // Another member's key does not vouch for it (RFC 8263 section 7.1).
        ushort other = server.IsMember((ushort)(member.Leaf - 1)) ? (ushort)(member.Leaf - 1) : (ushort)70;
        var otherKey = AckKey.Derive(Provider, prf, server.LeafKey(other), PushSamplesSpi);
        Assert.Equal(
            other == member.Leaf ? DiscardReason.None : DiscardReason.HashMismatch, ack.Verify(Provider, otherKey));
    }

    private static void AssertOnlyMembersOpenTheNext(
        ISignatureSigner signer, LkhKeyServer server, LkhMember[] members, LkhMember[] removed)
    {
        var writer = new GroupkeyPushWriter(new byte[4096], Messages.PushSamples.NewSpi, SequenceNumber.First);
        writer.Add(Messages.PushSamples.SaTek());
        writer.Add(new KeyPacket
        {
            Type = KeyPacketType.Tek,
            Spi = Forge.Hex(Forge.TekSpi),
            AlgorithmKey = new byte[16],
        });
        var datagram = new byte[4096];
        Assert.True(writer.TryFinish(signer, server.GroupKek, Provider, datagram, out int length));
        foreach (LkhMember member in members)
        {
            Assert.Equal(
                removed.Contains(member) ? DiscardReason.Undecryptable : DiscardReason.None,
                GroupkeyPush.TryOpen(
                    datagram.AsSpan(0, length), member.GroupKek, Provider, new byte[length + 5], out _));
        }
    }
}
