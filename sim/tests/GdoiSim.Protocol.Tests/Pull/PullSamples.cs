using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Pull;
using GdoiSim.Protocol.Tests.Lkh;
using GdoiSim.Protocol.Tests.Messages;
using GdoiSim.Protocol.Wire;
using Xunit;

namespace GdoiSim.Protocol.Tests.Pull;

/// <summary>The two sides of a GROUPKEY-PULL under one phase 1 SA, and policies and keys for them.</summary>
internal static class PullSamples
{
    public const uint MessageId = 0x63690679;
    public static readonly byte[] Group = [0, 0, 4, 0xd2];
    public static readonly byte[] Key = [.. Enumerable.Range(1, 16).Select(value => (byte)value)];
    public static readonly byte[] LastBlock = [.. Enumerable.Range(101, 16).Select(value => (byte)value)];

    public static Phase1Sa Sa(PrfAlgorithm prf = PrfAlgorithm.HmacSha256) => new(
        new Cookies(0xd172cf265b158e73, 0x0d1e2d400899cf98),
        prf,
        [.. Enumerable.Repeat((byte)9, prf.OutputLength())],
        Key,
        LastBlock);

    public static GroupkeyPullInitiator Initiator(
        Phase1Sa? sa = null, ICryptographyProvider? provider = null, ushort senderIds = 0) =>
        new(
            sa ?? Sa(), MessageId, Nonce(1), IdentificationType.KeyId, Group,
            provider ?? new SystemCryptographyProvider())
        {
            SenderIdRequest = senderIds,
        };

    public static GroupkeyPullResponder Responder(Phase1Sa? sa = null, ICryptographyProvider? provider = null) =>
        new(sa ?? Sa(), Nonce(2), provider ?? new SystemCryptographyProvider());

    public static byte[] Nonce(byte seed) => [.. Enumerable.Range(seed, 20).Select(value => (byte)value)];

    /// <summary>SAK, GAP and an ESP SAT.</summary>
    public static byte[] Policy(bool hasKek = true, KekManagementAlgorithm? management = null)
    {
        var writer = new SecurityAssociationWriter(new byte[1000]);
        if (hasKek)
        {
            SaKekPayload saKek = PushSamples.SaKek();
            writer.Add(new SaKekPayload
            {
                Protocol = saKek.Protocol,
                Source = saKek.Source,
                Destination = saKek.Destination,
                Spi = saKek.Spi,
                Attributes = saKek.Attributes with { ManagementAlgorithm = management },
            });
        }

        writer.Add(new GroupAssociatedPolicy { ActivationDelaySeconds = 5 });
        writer.Add(PushSamples.SaTek());
        Assert.True(writer.TryFinish(out ReadOnlySpan<byte> body));
        return body.ToArray();
    }

    /// <summary>A TEK, the KEK or a download array in its place, two sender identifiers.</summary>
    public static byte[] Keys(LkhKeyServer? hierarchy = null, ushort leaf = 0, bool hasKek = true)
    {
        var writer = new KeyDownloadWriter(new byte[4000]);
        writer.Add(new KeyPacket
        {
            Type = KeyPacketType.Tek,
            Spi = Forge.Hex(Forge.TekSpi),
            AlgorithmKey = new byte[16],
            IntegrityKey = new byte[32],
        });
        if (hierarchy is not null)
        {
            var attributes = new byte[2000];
            var arrays = new WireWriter(attributes);
            Assert.True(hierarchy.TryWriteDownloadArray(ref arrays, leaf));
            writer.Add(new KeyPacket
            {
                Type = KeyPacketType.Lkh,
                Spi = LkhSamples.Spi,
                EncodedAttributes = attributes.AsSpan(0, arrays.Position),
            });
        }
        else if (hasKek)
        {
            writer.Add(new KeyPacket
            {
                Type = KeyPacketType.Kek,
                Spi = LkhSamples.Spi,
                AlgorithmKey = PushSamples.NewAlgorithmKey,
            });
        }

        var ids = new byte[40];
        var idWriter = new WireWriter(ids);
        Assert.True(SenderIds.TryWrite(ref idWriter, 8, [41, 42]));
        writer.Add(new KeyPacket
        {
            Type = KeyPacketType.SenderId,
            EncodedAttributes = ids.AsSpan(0, idWriter.Position),
        });
        Assert.True(writer.TryFinish(out ReadOnlySpan<byte> body));
        return body.ToArray();
    }

    /// <summary>Delivers the messages before one of the four, and gives that one.</summary>
    public static byte[] PlayUpTo(
        GroupkeyPullStep step, GroupkeyPullInitiator initiator, GroupkeyPullResponder responder)
    {
        if (step == GroupkeyPullStep.Request)
        {
            return initiator.NextMessage.ToArray();
        }

        Assert.Equal(DiscardReason.None, responder.Receive(initiator.NextMessage));
        responder.SendPolicy(Policy());
        if (step == GroupkeyPullStep.Policy)
        {
            return responder.NextMessage.ToArray();
        }

        Assert.Equal(DiscardReason.None, initiator.Receive(responder.NextMessage));
        if (step == GroupkeyPullStep.Proof)
        {
            return initiator.NextMessage.ToArray();
        }

        Assert.Equal(DiscardReason.None, responder.Receive(initiator.NextMessage));
        responder.SendKeys(new SequenceNumber(4), Keys());
        return responder.NextMessage.ToArray();
    }
}
