using System.Buffers.Binary;
using CsCheck;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Payloads;
using Xunit;

namespace GdoiSim.Protocol.Tests.Messages;

public class GroupkeyPushTests
{
    private static readonly SystemCryptographyProvider Provider = new();
    private static readonly byte[] Iv = Forge.Hex("8329f4ba4863c168a8da6aaeb8f640c0");
    private static readonly byte[] Key = Forge.Hex("6545aaa607725f070f36583c5a58654d");
    private static readonly Kek Kek = new([.. Iv, .. Key]);

    [Fact]
    public void Every_changed_bit_of_a_datagram_gives_a_reason() =>
        AssertRefused(Build(), octets => octets, EveryBit);

    /// <summary>
    /// The sender of these holds the KEK, and so gets past decryption: form and signature have to hold.
    /// </summary>
    [Fact]
    public void Every_changed_bit_of_the_plaintext_gives_a_reason()
    {
        HashSet<DiscardReason> reasons =
            AssertRefused(Decrypt(Build()), octets => Forge.EncryptedPush(octets, Iv, Key), EveryBit);

        // The test would be hollow if all of them failed in one place.
        Assert.Contains(DiscardReason.SignatureMismatch, reasons);
        Assert.True(reasons.Count > 15, string.Join(' ', reasons));
    }

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Every_changed_octet_of_a_datagram_gives_a_reason() =>
        AssertRefused(Build(), octets => octets, EveryValue);

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Every_changed_octet_of_the_plaintext_gives_a_reason() =>
        AssertRefused(Decrypt(Build()), octets => Forge.EncryptedPush(octets, Iv, Key), EveryValue);

    [Fact(Explicit = true)]
    [Trait("Category", "Long")]
    public void Several_damaged_octets_never_throw_however_often() => DamageSeveral(iterations: 500_000);

    [Fact]
    public void Every_truncation_gives_a_reason()
    {
        byte[] datagram = Build();
        using ISignatureVerifier verifier = Verifier();
        for (int length = 0; length < datagram.Length; length++)
        {
            byte[] cut = datagram[..length];
            Assert.Equal(
                length < 28 ? DiscardReason.HeaderTooShort : DiscardReason.Truncated, Judge(cut, verifier));
            if (length >= 28)
            {
                BinaryPrimitives.WriteInt32BigEndian(cut.AsSpan(24), length);
                DiscardReason reason = Judge(cut, verifier);
                Assert.NotEqual(DiscardReason.None, reason);
                Assert.Equal((length - 28) % 16 != 0 || length == 28, reason == DiscardReason.CiphertextLength);
            }
        }

        Assert.Equal(DiscardReason.TrailingOctets, Judge([.. datagram, 0], verifier));
    }

    [Fact]
    public void Every_truncation_of_the_plaintext_gives_a_reason()
    {
        byte[] payloads = Decrypt(Build());
        int end = payloads.AsSpan().LastIndexOfAnyExcept((byte)0) + 1;
        using ISignatureVerifier verifier = Verifier();
        for (int length = 4; length < end; length++)
        {
            byte[] cut = Forge.EncryptedPush(payloads[..length], Iv, Key);
            Assert.True(Judge(cut, verifier) != DiscardReason.None, $"{length} octets");
        }
    }

    [Fact]
    public void Several_damaged_octets_never_throw() => DamageSeveral(iterations: 10_000);

    [Fact]
    public void Another_kek_shows_as_undecryptable()
    {
        byte[] datagram = Build();
        for (int i = 0; i < 100; i++)
        {
            byte[] other = [.. Key];
            other[0] ^= (byte)(i + 1);
            Assert.Equal(
                DiscardReason.Undecryptable,
                GroupkeyPush.TryOpen(datagram, new Kek([.. Iv, .. other]), Provider, new byte[4096], out _));
        }
    }

    [Fact]
    public void A_signature_of_the_other_reading_of_Length_does_not_verify()
    {
        byte[] datagram = Build();
        using ISignatureVerifier verifier = Verifier();
        Assert.Equal(
            DiscardReason.None,
            GroupkeyPush.TryOpen(
                datagram, Kek, Provider, new byte[4096], out GroupkeyPush push, SignedLength.AsSent));
        Assert.Equal(DiscardReason.SignatureMismatch, push.VerifySignature(verifier));
    }

    [Fact]
    public void Ecdsa_signs_a_message_that_both_providers_verify()
    {
        using ISignatureSigner signer = Provider.CreateSigner(TestSignatureKeys.CreateEcdsaP256());
        byte[] datagram = PushSamples.Build(Kek, signer);
        foreach (string name in Providers.Names)
        {
            ICryptographyProvider provider = Providers.Get(name);
            Assert.True(provider.TryCreateVerifier(
                SignatureAlgorithm.EcdsaP256,
                TestSignatureKeys.CreateEcdsaP256().SubjectPublicKeyInfo,
                out ISignatureVerifier? verifier));
            Assert.Equal(
                DiscardReason.None,
                GroupkeyPush.TryOpen(datagram, Kek, provider, new byte[4096], out GroupkeyPush push));
            Assert.Equal(64, push.Signature.Length);
            Assert.Equal(DiscardReason.None, push.VerifySignature(verifier));
            verifier.Dispose();
        }
    }

    [Fact]
    public void The_parts_of_a_message_are_what_was_put_in()
    {
        Assert.Equal(
            DiscardReason.None, GroupkeyPush.TryOpen(Build(), Kek, Provider, new byte[4096], out GroupkeyPush push));
        Assert.Equal(PushSamples.Spi, push.Cookies);
        Assert.Equal(new SequenceNumber(5), push.Sequence);
        Assert.True(push.DeletesItsRekeySa());
        Assert.Equal(KekAckRequested.KekSha256, push.SecurityAssociation.Kek.Attributes.AckRequested);
        Assert.Equal(PushSamples.NewSpi, push.SecurityAssociation.Kek.Spi);
        Assert.Equal((ushort)30, push.SecurityAssociation.Policy!.Value.ActivationDelaySeconds);
        Assert.Equal(DiscardReason.None, push.TryReadNewKek(out Kek? kek));
        Assert.Equal(PushSamples.NewAlgorithmKey, kek!.AlgorithmKey.ToArray());
        int teks = 0;
        foreach (SaTekPayload tek in push.SecurityAssociation.Teks)
        {
            Assert.Equal(PushSamples.TekSpi, tek.Spi);
            Assert.Equal(3600u, tek.Ipsec.Attributes.LifetimeSeconds);
            teks++;
        }

        Assert.Equal(1, teks);
        Assert.True(push.KeyDownload.TryFind(KeyPacketType.Tek, Forge.Hex("edd3d271"), out KeyPacket packet));
        Assert.Equal(16, packet.AlgorithmKey.Length);
        Assert.Equal(32, packet.IntegrityKey.Length);
        Assert.False(push.KeyDownload.TryFind(KeyPacketType.Tek, Forge.Hex("edd3d272"), out _));
    }

    [Theory]
    [InlineData((ushort)5)]
    [InlineData((ushort)200)]
    [InlineData((ushort)0)]
    [InlineData((ushort)4096)]
    public void An_unknown_kind_of_acknowledgement_is_no_reason_to_refuse(ushort value)
    {
        // RFC 8263 section 4: the member takes part, it only does not acknowledge.
        byte[] message = Forge.PlainPush(
            (Forge.Sa, Forge.SaBody((Forge.Sak, Forge.Hex(Forge.SakHead + Forge.SakAttributes + $"8009{value:x4}")))),
            (Forge.Kd, Forge.KdBody(Forge.KekPacket)));
        Assert.Equal(DiscardReason.None, GroupkeyPush.TryReadPlain(message, new byte[4096], out GroupkeyPush push));
        Assert.Equal(value, push.SecurityAssociation.Kek.Attributes.AckRequestedValue);
        Assert.Equal(KekAckRequested.None, push.SecurityAssociation.Kek.Attributes.AckRequested);
    }

    [Fact]
    public void A_workspace_that_is_too_short_is_a_mistake_of_the_caller()
    {
        byte[] datagram = Build();
        Assert.Throws<ArgumentException>(
            () => GroupkeyPush.TryOpen(datagram, Kek, Provider, new byte[datagram.Length + 4], out _));
    }

    private static readonly byte[] EveryBit = [1, 2, 4, 8, 16, 32, 64, 128];
    private static readonly byte[] EveryValue = [.. Enumerable.Range(1, 255).Select(value => (byte)value)];

    // Changes one octet after another by each of the masks; gives the reasons that came up.
    private static HashSet<DiscardReason> AssertRefused(byte[] octets, Func<byte[], byte[]> toDatagram, byte[] masks)
    {
        using ISignatureVerifier verifier = Verifier();
        Assert.Equal(DiscardReason.None, Judge(toDatagram(octets), verifier));
        var reasons = new HashSet<DiscardReason>();
        for (int i = 0; i < octets.Length; i++)
        {
            foreach (byte mask in masks)
            {
                octets[i] ^= mask;
                DiscardReason reason = Judge(toDatagram(octets), verifier);
                Assert.True(reason != DiscardReason.None, $"octet {i} changed by {mask}");
                reasons.Add(reason);
                octets[i] ^= mask;
            }
        }

        return reasons;
    }

    private static void DamageSeveral(int iterations)
    {
        byte[] payloads = Decrypt(Build());
        Gen.Select(Gen.Int[4, payloads.Length - 1], Gen.Byte).Array[1, 6].Sample(changes =>
        {
            byte[] damaged = [.. payloads];
            foreach ((int at, byte value) in changes)
            {
                damaged[at] = value;
            }

            _ = GroupkeyPush.TryOpen(
                Forge.EncryptedPush(damaged, Iv, Key), Kek, Provider, new byte[4096], out GroupkeyPush push);
            _ = PushWalk.CountParts(push);
        }, iter: iterations);
    }

    private static byte[] Build()
    {
        using ISignatureSigner signer = Provider.CreateSigner(TestSignatureKeys.CreateRsa2048());
        return PushSamples.Build(Kek, signer);
    }

    private static byte[] Decrypt(byte[] datagram)
    {
        var payloads = new byte[datagram.Length - 28];
        Provider.Decrypt(Kek, datagram.AsSpan(28), payloads);
        return payloads;
    }

    private static ISignatureVerifier Verifier()
    {
        Assert.True(Provider.TryCreateVerifier(
            SignatureAlgorithm.Rsa,
            TestSignatureKeys.CreateRsa2048().SubjectPublicKeyInfo,
            out ISignatureVerifier? verifier));
        return verifier;
    }

    private static DiscardReason Judge(byte[] datagram, ISignatureVerifier verifier)
    {
        DiscardReason reason = GroupkeyPush.TryOpen(
            datagram, Kek, Provider, new byte[datagram.Length + 5], out GroupkeyPush push);
        return reason == DiscardReason.None ? push.VerifySignature(verifier) : reason;
    }
}
