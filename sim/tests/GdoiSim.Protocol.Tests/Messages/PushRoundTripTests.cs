using System.Buffers.Binary;
using CsCheck;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Payloads;
using Xunit;

namespace GdoiSim.Protocol.Tests.Messages;

public class PushRoundTripTests
{
    private static readonly SystemCryptographyProvider Provider = new();
    private static readonly Cookies NewSpi = new(1, 2);

    [Fact]
    public void What_was_written_is_read()
    {
        using ISignatureSigner signer = Provider.CreateSigner(TestSignatureKeys.CreateRsa2048());
        Assert.True(Provider.TryCreateVerifier(
            SignatureAlgorithm.Rsa,
            TestSignatureKeys.CreateRsa2048().SubjectPublicKeyInfo,
            out ISignatureVerifier? verifier));
        Gen.Select(
            PushGenerator.GenContent, Gen.Enum<SignedLength>(), Gen.Int[0, 2], Gen.Byte.Array[48]).Sample(
            (content, reading, keySize, keyOctets) =>
            {
                var kek = new Kek(keyOctets.AsSpan(0, 32 + (8 * keySize)));
                byte[] datagram = Write(content, signer, kek, reading);
                Assert.Equal(
                    DiscardReason.None,
                    GroupkeyPush.TryOpen(
                        datagram, kek, Provider, new byte[datagram.Length + 5], out GroupkeyPush push, reading));
                Assert.Equal(DiscardReason.None, push.VerifySignature(verifier));
                AssertSame(content, push);
                Assert.Equal(datagram, Rewrite(push, signer, kek, reading));
            },
            iter: 100);
        verifier.Dispose();
    }

    private static byte[] Write(
        PushGenerator.Content content, ISignatureSigner signer, Kek kek, SignedLength reading)
    {
        var writer = new GroupkeyPushWriter(new byte[20_000], content.Spi, content.Sequence);
        foreach ((SecurityProtocol protocol, byte[] spis) in content.Deletes)
        {
            writer.Add(new DeletePayload { Protocol = protocol, Spis = spis });
        }

        if (content.Kek is KekAttributes attributes)
        {
            writer.Add(new SaKekPayload
            {
                Protocol = 17,
                Source = content.Source.ToTraffic(),
                Destination = content.Destination.ToTraffic(),
                Spi = NewSpi,
                Attributes = attributes,
            });
        }

        if (content.Policy is GroupAssociatedPolicy policy)
        {
            writer.Add(policy);
        }

        foreach (PushGenerator.Tek tek in content.Teks)
        {
            writer.Add(ToPayload(tek));
        }

        WriteKeys(content, ref writer);
        var datagram = new byte[20_000];
        Assert.True(writer.TryFinish(signer, kek, Provider, datagram, out int length, reading));
        return datagram[..length];
    }

    private static void WriteKeys(PushGenerator.Content content, ref GroupkeyPushWriter writer)
    {
        foreach (PushGenerator.Tek tek in content.Teks)
        {
            var spi = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(spi, tek.Spi);
            bool isIpsec = tek.Protocol != SecurityProtocol.Iec61850;
            writer.Add(new KeyPacket
            {
                Type = KeyPacketType.Tek,
                Spi = spi,
                AlgorithmKey = isIpsec ? tek.Key : new byte[tek.Confidentiality.KeyLength()],
                IntegrityKey = isIpsec ? default : new byte[tek.Authentication.KeyLength()],
            });
        }

        if (content.Kek is not KekAttributes attributes)
        {
            return;
        }

        var newSpi = new byte[16];
        NewSpi.WriteTo(newSpi);
        if (attributes.ManagementAlgorithm is null)
        {
            writer.Add(new KeyPacket
            {
                Type = KeyPacketType.Kek,
                Spi = newSpi,
                AlgorithmKey = new byte[attributes.AlgorithmKeyLength],
            });
        }
        else
        {
            writer.Add(new KeyPacket
            {
                Type = KeyPacketType.Lkh,
                Spi = newSpi,
                EncodedAttributes = LkhArray(attributes, content.LkhNode),
            });
        }
    }

    // A download array of one key, with the key's type and length as the SA KEK announces them.
    internal static byte[] LkhArray(KekAttributes attributes, ushort node)
    {
        string key = $"{node:x4}{(byte)attributes.Algorithm:x2}00" + new string('0', 16) + "00000001"
            + new string('7', 2 * attributes.AlgorithmKeyLength);
        return Forge.Hex(Forge.Attribute(1, "01000100" + key));
    }

    internal static SaTekPayload ToPayload(PushGenerator.Tek tek) => new()
    {
        Protocol = tek.Protocol,
        Ipsec = new()
        {
            Source = tek.Source.ToTraffic(),
            Destination = tek.Destination.ToTraffic(),
            TransformId = 12,
            Spi = tek.Spi,
            Attributes = tek.Attributes,
        },
        Iec61850 = new()
        {
            Oid = tek.Oid,
            OidSpecificPayload = tek.OidSpecific,
            Spi = tek.Spi,
            AuthenticationAlgorithm = tek.Authentication,
            ConfidentialityAlgorithm = tek.Confidentiality,
            RemainingLifetimeSeconds = 77,
            ActivationDelaySeconds = tek.ActivationDelay,
            KeyDeliveryAssurancePercent = tek.Assurance,
        },
    };

    private static void AssertSame(PushGenerator.Content content, GroupkeyPush push)
    {
        Assert.Equal(content.Spi, push.Cookies);
        Assert.Equal(content.Sequence, push.Sequence);
        int deletes = 0;
        foreach (DeletePayload delete in push.Deletes)
        {
            Assert.Equal(content.Deletes[deletes].Protocol, delete.Protocol);
            Assert.Equal(content.Deletes[deletes].Spis, delete.Spis.ToArray());
            deletes++;
        }

        Assert.Equal(content.Deletes.Length, deletes);
        Assert.Equal(content.Kek is not null, push.SecurityAssociation.HasKek);
        if (content.Kek is KekAttributes attributes)
        {
            Assert.Equal(attributes, push.SecurityAssociation.Kek.Attributes);
            Assert.Equal(NewSpi, push.SecurityAssociation.Kek.Spi);
            AssertSame(content.Source, push.SecurityAssociation.Kek.Source);
            AssertSame(content.Destination, push.SecurityAssociation.Kek.Destination);
        }

        Assert.Equal(content.Policy, push.SecurityAssociation.Policy);
        int teks = 0;
        foreach (SaTekPayload tek in push.SecurityAssociation.Teks)
        {
            AssertSame(content.Teks[teks], tek);
            teks++;
        }

        Assert.Equal(content.Teks.Length, teks);
        Assert.Equal(teks + (content.Kek is null ? 0 : 1), push.KeyDownload.Count);
    }

    private static void AssertSame(PushGenerator.Tek expected, SaTekPayload read)
    {
        Assert.Equal(expected.Protocol, read.Protocol);
        Assert.Equal(expected.Spi, read.Spi);
        if (expected.Protocol == SecurityProtocol.Iec61850)
        {
            Assert.Equal(expected.Oid, read.Iec61850.Oid.ToArray());
            Assert.Equal(expected.OidSpecific, read.Iec61850.OidSpecificPayload.ToArray());
            Assert.Equal(expected.Authentication, read.Iec61850.AuthenticationAlgorithm);
            Assert.Equal(expected.Confidentiality, read.Iec61850.ConfidentialityAlgorithm);
            Assert.Equal(expected.ActivationDelay, read.Iec61850.ActivationDelaySeconds);
            Assert.Equal(expected.Assurance, read.Iec61850.KeyDeliveryAssurancePercent);
            return;
        }

        Assert.Equal(expected.Attributes, read.Ipsec.Attributes);
        AssertSame(expected.Source, read.Ipsec.Source);
        AssertSame(expected.Destination, read.Ipsec.Destination);
    }

    private static void AssertSame(PushGenerator.Identity expected, TrafficIdentity read)
    {
        Assert.Equal((expected.Type, expected.Port), (read.Type, read.Port));
        Assert.Equal(expected.Octets, read.IdentificationData.ToArray());
    }

    private static byte[] Rewrite(GroupkeyPush push, ISignatureSigner signer, Kek kek, SignedLength reading)
    {
        var writer = new GroupkeyPushWriter(new byte[20_000], push.Cookies, push.Sequence);
        PushCopy.AddAll(push, ref writer);
        var datagram = new byte[20_000];
        Assert.True(writer.TryFinish(signer, kek, Provider, datagram, out int length, reading));
        return datagram[..length];
    }
}
