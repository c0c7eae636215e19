using System.Security.Cryptography;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Pull;
using GdoiSim.Protocol.Tests.Ikev1;
using GdoiSim.Protocol.Tests.Lkh;
using GdoiSim.Protocol.Tests.Messages;
using Xunit;

namespace GdoiSim.Protocol.Tests.Pull;

public class GroupkeyPullTests
{
    [Theory]
    [InlineData(PrfAlgorithm.HmacSha256)]
    [InlineData(PrfAlgorithm.HmacSha512)]
    public void A_member_gets_policy_and_keys(PrfAlgorithm prf)
    {
        GroupkeyPullInitiator member = PullSamples.Initiator(
            PullSamples.Sa(prf), Providers.Get(Providers.Names[0]), senderIds: 2);
        GroupkeyPullResponder server = PullSamples.Responder(PullSamples.Sa(prf), Providers.Get(Providers.Names[1]));

        Assert.Equal(DiscardReason.None, server.Receive(member.NextMessage));
        Assert.True(server.WantsPolicy);
        Assert.Equal(IdentificationType.KeyId, server.Group.Type);
        Assert.Equal(PullSamples.Group, server.Group.IdentificationData.ToArray());
        server.SendPolicy(PullSamples.Policy());
        Assert.Equal(DiscardReason.None, member.Receive(server.NextMessage));
        Assert.True(member.HasPolicy);
        Assert.Equal(PushSamples.NewSpi, member.SecurityAssociation.Kek.Spi);
        Assert.Equal((ushort)5, member.SecurityAssociation.Policy!.Value.ActivationDelaySeconds);

        Assert.Equal(DiscardReason.None, server.Receive(member.NextMessage));
        Assert.True(server.WantsKeys);
        Assert.Equal((ushort)2, server.SenderIdRequest);
        server.SendKeys(new SequenceNumber(4), PullSamples.Keys());
        Assert.Equal(DiscardReason.None, member.Receive(server.NextMessage));
        Assert.True(member.IsComplete && server.IsComplete);
        Assert.Equal(new SequenceNumber(4), member.Sequence);
        Assert.Equal(DiscardReason.None, member.TryReadKek(out Kek? kek, out LkhMember? hierarchy));
        Assert.Equal(PushSamples.NewAlgorithmKey, kek!.AlgorithmKey.ToArray());
        Assert.Null(hierarchy);
        Assert.True(member.KeyDownload.TryFind(KeyPacketType.SenderId, default, out KeyPacket packet));
        Assert.Equal(8, packet.SenderIds.Bits);
        Assert.True(member.NextMessage.IsEmpty);
        Assert.Equal(PullSamples.MessageId, server.MessageId);
    }

    [Fact]
    public void A_registration_from_phase_1_to_the_next_rekey_under_a_key_hierarchy()
    {
        (Phase1Sa memberSa, Phase1Sa serverSa) = Phase1Samples.Establish();
        LkhKeyServer hierarchy = LkhSamples.FullServer(2, 8);
        hierarchy.Remove(9);
        hierarchy.Rekey();
        GroupkeyPullInitiator member = PullSamples.Initiator(memberSa);
        GroupkeyPullResponder server = PullSamples.Responder(serverSa);

        Assert.Equal(DiscardReason.None, server.Receive(member.NextMessage));
        Assert.Equal(Phase1Samples.MemberAddress, server.Sa.PeerIdentity.ToArray());
        server.SendPolicy(PullSamples.Policy());
        Assert.Equal(DiscardReason.None, member.Receive(server.NextMessage));
        Assert.Equal(DiscardReason.None, server.Receive(member.NextMessage));
        Assert.Null(server.SenderIdRequest);
        Assert.True(hierarchy.TryAssign(out ushort leaf));
        hierarchy.Rekey();
        server.SendKeys(new SequenceNumber(0), PullSamples.Keys(hierarchy, leaf));
        Assert.Equal(DiscardReason.None, member.Receive(server.NextMessage));

        Assert.Equal(DiscardReason.None, member.TryReadKek(out Kek? kek, out LkhMember? keys));
        Assert.Equal(hierarchy.GroupKek.AlgorithmKey.ToArray(), kek!.AlgorithmKey.ToArray());
        Assert.Equal(leaf, keys!.Leaf);
        Assert.Equal(hierarchy.LeafKey(leaf).ToArray(), keys.LeafKey.ToArray());
    }

    /// <summary>
    /// KEK_MANAGEMENT_ALGORITHM "MUST NOT be included in a GROUPKEY-PULL message, and MUST be ignored if present" (RFC
    /// 6407 section 5.3): the key server does not send it, the member takes any value from another one.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_key_management_algorithm_is_not_sent_and_not_minded(ushort value)
    {
        byte[] policy = PullSamples.Policy(management: (KekManagementAlgorithm)value);
        GroupkeyPullInitiator member = PullSamples.Initiator();
        GroupkeyPullResponder server = PullSamples.Responder();
        Assert.Equal(DiscardReason.None, server.Receive(member.NextMessage));
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => server.SendPolicy(policy));
        Assert.Contains($"KEK_MANAGEMENT_ALGORITHM {value}", refusal.Message, StringComparison.Ordinal);
        Assert.True(server.WantsPolicy);
        server.SendPolicy(PullSamples.Policy());

        Assert.Equal(DiscardReason.None, member.Receive(ForgedPolicy(member.NextMessage, policy)));
        Assert.Equal(value, (ushort)member.SecurityAssociation.Kek.Attributes.ManagementAlgorithm!.Value);
    }

    [Fact]
    public void A_group_without_a_KEK_has_no_sequence_number()
    {
        GroupkeyPullInitiator member = PullSamples.Initiator();
        GroupkeyPullResponder server = PullSamples.Responder();
        Assert.Equal(DiscardReason.None, server.Receive(member.NextMessage));
        server.SendPolicy(PullSamples.Policy(hasKek: false));
        Assert.Equal(DiscardReason.None, member.Receive(server.NextMessage));
        Assert.Equal(DiscardReason.None, server.Receive(member.NextMessage));
        byte[] keys = PullSamples.Keys(hasKek: false);
        Assert.Throws<ArgumentException>(() => server.SendKeys(new SequenceNumber(1), keys));
        server.SendKeys(null, keys);
        Assert.Equal(DiscardReason.None, member.Receive(server.NextMessage));
        Assert.Null(member.Sequence);
        Assert.Equal(DiscardReason.None, member.TryReadKek(out Kek? kek, out _));
        Assert.Null(kek);
    }

    /// <summary>Two exchanges under one phase 1 SA have IVs of their own and do not disturb each other.</summary>
    [Fact]
    public void Exchanges_under_one_SA_are_told_apart_by_their_message_ID()
    {
        Phase1Sa sa = PullSamples.Sa();
        GroupkeyPullInitiator one = PullSamples.Initiator(sa);
        var other = new GroupkeyPullInitiator(
            sa, 5, PullSamples.Nonce(7), IdentificationType.KeyId, PullSamples.Group, new SystemCryptographyProvider());
        GroupkeyPullResponder first = PullSamples.Responder(sa);
        GroupkeyPullResponder second = PullSamples.Responder(sa);
        Assert.Equal(DiscardReason.None, first.Receive(one.NextMessage));
        Assert.Equal(DiscardReason.None, second.Receive(other.NextMessage));
        first.SendPolicy(PullSamples.Policy());
        second.SendPolicy(PullSamples.Policy());
        Assert.Equal(DiscardReason.MessageId, one.Receive(second.NextMessage));
        Assert.Equal(DiscardReason.None, one.Receive(first.NextMessage));
        Assert.Equal(DiscardReason.None, other.Receive(second.NextMessage));
        Assert.Equal(DiscardReason.MessageId, first.Receive(other.NextMessage));
    }

    [Fact]
    public void Repeated_and_foreign_messages_change_nothing()
    {
        GroupkeyPullInitiator member = PullSamples.Initiator();
        GroupkeyPullResponder server = PullSamples.Responder();
        byte[] request = member.NextMessage.ToArray();
        Assert.Equal(DiscardReason.None, server.Receive(request));
        Assert.Equal(DiscardReason.Duplicate, server.Receive(request));
        Assert.True(server.WantsPolicy);
        server.SendPolicy(PullSamples.Policy());
        byte[] policy = server.NextMessage.ToArray();
        Assert.Equal(DiscardReason.Duplicate, server.Receive(request));
        Assert.Equal(policy, server.NextMessage.ToArray());
        Assert.Equal(DiscardReason.Undecryptable, server.Receive(policy));
        Assert.Equal(DiscardReason.None, member.Receive(policy));
        Assert.Equal(DiscardReason.Duplicate, member.Receive(policy));
        Assert.Equal(DiscardReason.None, server.Receive(member.NextMessage));
        server.SendKeys(new SequenceNumber(1), PullSamples.Keys());
        Assert.Equal(DiscardReason.None, member.Receive(server.NextMessage));
        Assert.Equal(DiscardReason.OutOfTurn, member.Receive(policy));
        Assert.Equal(DiscardReason.OutOfTurn, server.Receive(request));

        GroupkeyPullResponder stranger = PullSamples.Responder(new Phase1Sa(
            new Cookies(1, 2), PrfAlgorithm.HmacSha256, new byte[32], PullSamples.Key, PullSamples.LastBlock));
        Assert.Equal(DiscardReason.SpiUnknown, stranger.Receive(request));
        GroupkeyPullResponder otherKey = PullSamples.Responder(new Phase1Sa(
            member.Sa.Cookies, PrfAlgorithm.HmacSha256, member.Sa.SkeyidA, new byte[16], PullSamples.LastBlock));
        Assert.Equal(DiscardReason.Undecryptable, otherKey.Receive(request));
        GroupkeyPullResponder otherSkeyid = PullSamples.Responder(new Phase1Sa(
            member.Sa.Cookies, PrfAlgorithm.HmacSha256, new byte[32], PullSamples.Key, PullSamples.LastBlock));
        Assert.Equal(DiscardReason.HashMismatch, otherSkeyid.Receive(request));
        GroupkeyPullResponder otherPrf = PullSamples.Responder(new Phase1Sa(
            member.Sa.Cookies, PrfAlgorithm.HmacSha512, member.Sa.SkeyidA, PullSamples.Key, new byte[16]));
        Assert.NotEqual(DiscardReason.None, otherPrf.Receive(request));
    }

    [Fact]
    public void Calls_out_of_turn_and_octets_that_are_no_payload_throw()
    {
        GroupkeyPullInitiator member = PullSamples.Initiator();
        GroupkeyPullResponder server = PullSamples.Responder();
        Assert.Throws<InvalidOperationException>(() => server.SendPolicy(PullSamples.Policy()));
        Assert.Throws<InvalidOperationException>(() => server.SendKeys(null, PullSamples.Keys()));
        Assert.Throws<InvalidOperationException>(() => member.TryReadKek(out _, out _));
        Assert.Equal(DiscardReason.None, server.Receive(member.NextMessage));
        Assert.Throws<ArgumentException>(() => server.SendPolicy([1, 2, 3]));
        server.SendPolicy(PullSamples.Policy());
        Assert.Throws<InvalidOperationException>(() => server.SendPolicy(PullSamples.Policy()));
        var provider = new SystemCryptographyProvider();
        Assert.Throws<ArgumentException>(() => new GroupkeyPullResponder(PullSamples.Sa(), new byte[7], provider));
        Assert.Throws<ArgumentException>(() => new GroupkeyPullResponder(PullSamples.Sa(), new byte[129], provider));
        Assert.Throws<ArgumentException>(() => new GroupkeyPullInitiator(
            PullSamples.Sa(), 0, new byte[8], IdentificationType.KeyId, PullSamples.Group, provider));
        Assert.Throws<ArgumentException>(() => new Phase1Sa(default, default, [], new byte[15], new byte[16]));
    }

    [Fact]
    public void More_keys_than_a_datagram_takes_are_refused_before_they_are_sent()
    {
        GroupkeyPullInitiator member = PullSamples.Initiator();
        GroupkeyPullResponder server = PullSamples.Responder();
        PullSamples.PlayUpTo(GroupkeyPullStep.Proof, member, server);
        Assert.Equal(DiscardReason.None, server.Receive(member.NextMessage));
        var writer = new KeyDownloadWriter(new byte[66_000]);
        writer.Add(new KeyPacket
        {
            Type = KeyPacketType.Kek,
            Spi = LkhSamples.Spi,
            AlgorithmKey = PushSamples.NewAlgorithmKey,
            SignatureKey = new byte[65_430],
        });
        Assert.True(writer.TryFinish(out ReadOnlySpan<byte> body));
        byte[] tooMany = body.ToArray();
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => server.SendKeys(new SequenceNumber(1), tooMany));
        Assert.Contains("a UDP datagram has room for", refusal.Message, StringComparison.Ordinal);
        Assert.True(server.WantsKeys);
        Assert.Contains(
            "key_missing",
            Assert.Throws<ArgumentException>(
                () => server.SendKeys(new SequenceNumber(1), PullSamples.Keys(hasKek: false))).Message,
            StringComparison.Ordinal);
        server.SendKeys(new SequenceNumber(1), PullSamples.Keys());
    }

    // HASH(2), Nr, SA as another key server would send them, by the platform's library alone.
    private static byte[] ForgedPolicy(ReadOnlySpan<byte> request, byte[] policy)
    {
        (byte Type, byte[] Body)[] afterHash = [(10, PullSamples.Nonce(2)), (Forge.Sa, policy)];
        byte[] hash = HMACSHA256.HashData(
            PullSamples.Sa().SkeyidA,
            [.. request[20..24], .. PullSamples.Nonce(1), .. Forge.Chain(afterHash)]);
        byte[] payloads = Forge.Chain([(Forge.Hash, hash), .. afterHash]);
        using var aes = Aes.Create();
        aes.Key = PullSamples.Key;
        byte[] padded = [.. payloads, .. new byte[(16 - (payloads.Length % 16)) % 16]];
        byte[] message = Forge.Message(
            32, 1, Forge.Hash, aes.EncryptCbc(padded, request[^16..], PaddingMode.None));
        request[..16].CopyTo(message);
        request[20..24].CopyTo(message.AsSpan(20));
        return message;
    }
}
