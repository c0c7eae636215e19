using System.Buffers.Binary;
using CsCheck;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Pull;
using GdoiSim.Protocol.Tests.Messages;
using Xunit;

namespace GdoiSim.Protocol.Tests.Pull;

/// <summary>Random registrations: the member holds what the key server gave, whatever is in it.</summary>
public class PullRoundTripTests
{
    private static readonly Gen<Registration> GenRegistration = Gen.Select(
        PushGenerator.GenContent,
        Gen.Select(Gen.Byte.Array[8, 128], Gen.Byte.Array[8, 128]),
        Gen.Select(Gen.UInt[1, uint.MaxValue], Gen.UInt, Gen.UShort),
        Gen.Select(Gen.Bool, Gen.Int[0, 2], Gen.Byte.Array[32], Gen.Byte.Array[16], Gen.Byte.Array[64]),
        (content, nonces, numbers, keys) => new Registration(
            content,
            nonces.Item1,
            nonces.Item2,
            numbers.Item1,
            numbers.Item2,
            numbers.Item3,
            new Phase1Sa(
                content.Spi,
                keys.Item1 ? PrfAlgorithm.HmacSha256 : PrfAlgorithm.HmacSha512,
                keys.Item5,
                keys.Item3.AsSpan(0, 16 + (8 * keys.Item2)),
                keys.Item4)));

    [Fact]
    public void What_was_sent_is_received() => GenRegistration.Sample(Play, iter: 200);

    private static void Play(Registration registration)
    {
        byte[] group = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(group, registration.Group);
        var member = new GroupkeyPullInitiator(
            registration.Sa, registration.MessageId, registration.InitiatorNonce, IdentificationType.KeyId, group,
            Providers.Get(Providers.Names[0]))
        {
            SenderIdRequest = registration.SenderIds,
        };
        var server = new GroupkeyPullResponder(
            registration.Sa, registration.ResponderNonce, Providers.Get(Providers.Names[1]));
        Assert.Equal(DiscardReason.None, server.Receive(member.NextMessage));
        Assert.Equal(group, server.Group.IdentificationData.ToArray());
        byte[] policy = Policy(registration.Content);
        server.SendPolicy(policy);
        Assert.Equal(DiscardReason.None, member.Receive(server.NextMessage));
        Assert.Equal(registration.Content.Kek is not null, member.SecurityAssociation.HasKek);
        Assert.Equal(registration.Content.Policy, member.SecurityAssociation.Policy);
        Assert.Equal(policy, Policy(member.SecurityAssociation));
        Assert.Equal(DiscardReason.None, server.Receive(member.NextMessage));
        Assert.Equal(registration.SenderIds == 0 ? null : registration.SenderIds, server.SenderIdRequest);
        byte[] keys = Keys(registration.Content);
        SequenceNumber? sequence = registration.Content.Kek is null ? null : registration.Content.Sequence;
        server.SendKeys(sequence, keys);
        Assert.Equal(DiscardReason.None, member.Receive(server.NextMessage));
        Assert.Equal(sequence, member.Sequence);
        Assert.Equal(keys, Keys(member.KeyDownload));
    }

    private static byte[] Policy(PushGenerator.Content content)
    {
        var writer = new SecurityAssociationWriter(new byte[20_000]);
        if (content.Kek is KekAttributes attributes)
        {
            writer.Add(new SaKekPayload
            {
                Protocol = 17,
                Source = content.Source.ToTraffic(),
                Destination = content.Destination.ToTraffic(),
                Spi = PushSamples.NewSpi,

                // "MUST NOT be included in a GROUPKEY-PULL message" (RFC 6407 section 5.3).
                Attributes = attributes with { ManagementAlgorithm = null },
            });
        }

        if (content.Policy is GroupAssociatedPolicy policy)
        {
            writer.Add(policy);
        }

        foreach (PushGenerator.Tek tek in content.Teks)
        {
            writer.Add(PushRoundTripTests.ToPayload(tek));
        }

        Assert.True(writer.TryFinish(out ReadOnlySpan<byte> body));
        return body.ToArray();
    }

    private static byte[] Policy(SecurityAssociationPayload read)
    {
        var writer = new SecurityAssociationWriter(new byte[20_000]);
        if (read.HasKek)
        {
            writer.Add(read.Kek);
        }

        if (read.Policy is GroupAssociatedPolicy policy)
        {
            writer.Add(policy);
        }

        foreach (SaTekPayload tek in read.Teks)
        {
            writer.Add(tek);
        }

        Assert.True(writer.TryFinish(out ReadOnlySpan<byte> body));
        return body.ToArray();
    }

    // Some TEKs come later, with the first rekey, if there is a KEK to rekey with.
    private static byte[] Keys(PushGenerator.Content content)
    {
        var writer = new KeyDownloadWriter(new byte[20_000]);
        foreach (PushGenerator.Tek tek in content.Teks.Skip(content.Kek is null ? 0 : 1))
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

        if (content.Kek is KekAttributes attributes)
        {
            // No attribute announces a hierarchy here: the download array does.
            bool isHierarchy = content.LkhNode % 2 == 0;
            writer.Add(new KeyPacket
            {
                Type = isHierarchy ? KeyPacketType.Lkh : KeyPacketType.Kek,
                Spi = Forge.Hex(Forge.Spi),
                AlgorithmKey = isHierarchy ? default : new byte[attributes.AlgorithmKeyLength],
                EncodedAttributes = isHierarchy ? PushRoundTripTests.LkhArray(attributes, content.LkhNode) : default,
            });
        }

        Assert.True(writer.TryFinish(out ReadOnlySpan<byte> body));
        return body.ToArray();
    }

    private static byte[] Keys(KeyDownloadPayload read)
    {
        var writer = new KeyDownloadWriter(new byte[20_000]);
        foreach (KeyPacket packet in read.Packets)
        {
            writer.Add(packet);
        }

        Assert.True(writer.TryFinish(out ReadOnlySpan<byte> body));
        return body.ToArray();
    }

    private sealed record Registration(
        PushGenerator.Content Content,
        byte[] InitiatorNonce,
        byte[] ResponderNonce,
        uint MessageId,
        uint Group,
        ushort SenderIds,
        Phase1Sa Sa);
}
