using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Tests.Lkh;
using Xunit;

namespace GdoiSim.Protocol.Tests.Messages;

/// <summary>
/// What an attacker may send, as far as octets and keys alone can tell. Sequence numbers, duplicates, membership and
/// policy are state: members and key servers keep it.
/// </summary>
public class HostileCaseTests
{
    private static readonly SystemCryptographyProvider Provider = new();
    private static readonly Kek GroupKek = new([.. Enumerable.Range(30, 32).Select(value => (byte)value)]);
    private static readonly Cookies Spi = PushSamples.Spi;
    private static readonly GroupMemberIdentity A = GroupMemberIdentity.IPv4(0x0a00000a);
    private static readonly GroupMemberIdentity B = GroupMemberIdentity.IPv4(0x0a00000b);

    [Fact]
    public void A_replayed_PUSH_is_genuine_in_all_but_its_number()
    {
        using ISignatureSigner signer = Provider.CreateSigner(TestSignatureKeys.CreateEcdsaP256());
        byte[] datagram = PushSamples.Build(GroupKek, signer);
        SequenceNumber last = Open(datagram);
        Assert.Equal(last, Open(datagram));
        Assert.False(Open(datagram) > last);
    }

    [Fact]
    public void A_PUSH_with_another_number_is_not_signed()
    {
        using ISignatureSigner signer = Provider.CreateSigner(TestSignatureKeys.CreateEcdsaP256());
        byte[] datagram = PushSamples.Build(GroupKek, signer);
        byte[] plain = new byte[datagram.Length - 28];
        Provider.Decrypt(GroupKek, datagram.AsSpan(28), plain);
        plain[7]++;
        Provider.Encrypt(GroupKek, plain, datagram.AsSpan(28));
        Assert.Equal(
            DiscardReason.None,
            GroupkeyPush.TryOpen(datagram, GroupKek, Provider, new byte[datagram.Length + 5], out GroupkeyPush push));
        using ISignatureVerifier verifier = Verifier();
        Assert.Equal(DiscardReason.SignatureMismatch, push.VerifySignature(verifier));
    }

    /// <summary>Its octets say nothing of when they were made: only (SPI, number, identity) tells it apart.</summary>
    [Fact]
    public void A_replayed_acknowledgement_verifies_again_and_is_found_by_number_and_identity()
    {
        AckKey key = KekKey(Spi);
        byte[] datagram = Write(key, Spi, 7, A);
        Assert.Equal(DiscardReason.None, Verify(datagram, key));
        Assert.Equal(DiscardReason.None, Verify(datagram, key));
        GroupkeyPushAck.TryParse(datagram, out GroupkeyPushAck ack);
        Assert.Equal((Spi, 7u, A), (ack.Cookies, ack.Sequence.Value, ack.ReadIdentity()));
    }

    [Fact]
    public void An_acknowledgement_of_another_group_or_for_another_SPI_does_not_verify()
    {
        var otherKek = new Kek(new byte[32]);
        var otherKey = AckKey.Derive(Provider, PrfAlgorithm.HmacSha256, otherKek.Key, PushSamples.NewSpi);
        byte[] ofOtherGroup = Write(otherKey, PushSamples.NewSpi, 7, A);
        Assert.Equal(DiscardReason.HashMismatch, Verify(ofOtherGroup, KekKey(PushSamples.NewSpi)));

        // The cookies are not under HASH, but in its key.
        byte[] redirected = Write(KekKey(Spi), Spi, 7, A);
        PushSamples.NewSpi.WriteTo(redirected);
        Assert.Equal(DiscardReason.HashMismatch, Verify(redirected, KekKey(PushSamples.NewSpi)));
    }

    /// <summary>RFC 8263 section 7.1: under a KEK type any holder of the KEK can speak for any other.</summary>
    [Fact]
    public void Member_A_speaks_for_member_B_under_a_KEK_type_and_not_under_an_LKH_type()
    {
        Assert.Equal(DiscardReason.None, Verify(Write(KekKey(Spi), Spi, 7, B), KekKey(Spi)));

        LkhKeyServer hierarchy = LkhSamples.FullServer(2, 4);
        LkhMember memberA = LkhSamples.Register(hierarchy, 3);
        var keyOfA = AckKey.Derive(Provider, PrfAlgorithm.HmacSha256, memberA.LeafKey, Spi);
        var serversKeyOfA = AckKey.Derive(Provider, PrfAlgorithm.HmacSha256, hierarchy.LeafKey(3), Spi);
        var serversKeyOfB = AckKey.Derive(Provider, PrfAlgorithm.HmacSha256, hierarchy.LeafKey(4), Spi);
        Assert.Equal(DiscardReason.None, Verify(Write(keyOfA, Spi, 7, A), serversKeyOfA));
        Assert.Equal(DiscardReason.HashMismatch, Verify(Write(keyOfA, Spi, 7, B), serversKeyOfB));
    }

    [Fact]
    public void Another_number_another_identity_and_damaged_lengths_are_refused()
    {
        AckKey key = KekKey(Spi);
        byte[] datagram = Write(key, Spi, 7, A);
        Assert.Equal(DiscardReason.HashMismatch, Verify(Changed(datagram, 71), key));
        Assert.Equal(DiscardReason.HashMismatch, Verify(Changed(datagram, 83), key));
        Assert.Equal(DiscardReason.Truncated, Verify(datagram[..83], key));
        Assert.Equal(DiscardReason.TrailingOctets, Verify([.. datagram, 0], key));
        byte[] oversized = [.. datagram];
        oversized.AsSpan(24, 4).Fill(255);
        Assert.Equal(DiscardReason.Truncated, Verify(oversized, key));
        oversized = [.. datagram];
        oversized[30] = 255;
        Assert.Equal(DiscardReason.PayloadPastEnd, Verify(oversized, key));
        Assert.Equal(DiscardReason.ZeroCookies, Verify([.. new byte[16], .. datagram[16..]], key));
    }

    /// <summary>RFC 8263 section 4: the deletion of the KEK is itself acknowledged, under that KEK.</summary>
    [Fact]
    public void The_KEK_that_a_PUSH_deletes_still_makes_its_acknowledgement()
    {
        using ISignatureSigner signer = Provider.CreateSigner(TestSignatureKeys.CreateEcdsaP256());
        var writer = new GroupkeyPushWriter(new byte[1000], Spi, new SequenceNumber(8));
        writer.Add(new DeletePayload { Protocol = SecurityProtocol.RekeySa, Spis = new byte[16] });
        var datagram = new byte[1000];
        Assert.True(writer.TryFinish(signer, GroupKek, Provider, datagram, out int length));
        Assert.Equal(
            DiscardReason.None,
            GroupkeyPush.TryOpen(
                datagram.AsSpan(0, length), GroupKek, Provider, new byte[length + 5], out GroupkeyPush push));
        Assert.True(push.DeletesItsRekeySa());
        Assert.Equal(
            DiscardReason.None, Verify(Write(KekKey(push.Cookies), push.Cookies, 8, A), KekKey(push.Cookies)));
    }

    private static SequenceNumber Open(byte[] datagram)
    {
        using ISignatureVerifier verifier = Verifier();
        Assert.Equal(
            DiscardReason.None,
            GroupkeyPush.TryOpen(datagram, GroupKek, Provider, new byte[datagram.Length + 5], out GroupkeyPush push));
        Assert.Equal(DiscardReason.None, push.VerifySignature(verifier));
        return push.Sequence;
    }

    private static ISignatureVerifier Verifier()
    {
        Assert.True(Provider.TryCreateVerifier(
            SignatureAlgorithm.EcdsaP256,
            TestSignatureKeys.CreateEcdsaP256().SubjectPublicKeyInfo,
            out ISignatureVerifier? verifier));
        return verifier;
    }

    private static AckKey KekKey(Cookies spi) =>
        AckKey.Derive(Provider, PrfAlgorithm.HmacSha256, GroupKek.Key, spi);

    private static byte[] Write(in AckKey key, Cookies spi, uint sequence, in GroupMemberIdentity identity)
    {
        var datagram = new byte[128];
        Assert.True(GroupkeyPushAck.TryWrite(
            datagram, Provider, key, spi, new SequenceNumber(sequence), identity, out int length));
        return datagram[..length];
    }

    private static DiscardReason Verify(byte[] datagram, in AckKey key)
    {
        DiscardReason reason = GroupkeyPushAck.TryParse(datagram, out GroupkeyPushAck ack);
        return reason == DiscardReason.None ? ack.Verify(Provider, key) : reason;
    }

    private static byte[] Changed(byte[] datagram, int at)
    {
        byte[] changed = [.. datagram];
        changed[at] ^= 1;
        return changed;
    }
}
