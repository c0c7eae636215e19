using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Payloads;
using Xunit;

namespace GdoiSim.Protocol.Tests.Messages;

public class GroupkeyPushWriterTests
{
    private static readonly SystemCryptographyProvider Provider = new();
    private static readonly Kek Kek = new(new byte[32]);

    [Fact]
    public void A_message_that_does_not_fit_is_not_written()
    {
        using ISignatureSigner signer = Provider.CreateSigner(TestSignatureKeys.CreateEcdsaP256());
        Assert.True(TryWrite(signer, new byte[600], new byte[600], out int needed));
        Assert.InRange(needed, 100, 500);
        for (int size = 0; size < needed + GroupkeyPush.WorkspaceOverhead; size++)
        {
            Assert.False(TryWrite(signer, new byte[size], new byte[600], out int length));
            Assert.Equal(0, length);
        }

        Assert.True(TryWrite(signer, new byte[needed + GroupkeyPush.WorkspaceOverhead], new byte[needed], out _));
        Assert.False(TryWrite(signer, new byte[600], new byte[needed - 1], out _));
    }

    [Theory]
    [InlineData(65_000, true)]
    [InlineData(65_400, false)]
    public void A_message_longer_than_a_datagram_is_not_written(int keyLength, bool fits)
    {
        using ISignatureSigner signer = Provider.CreateSigner(TestSignatureKeys.CreateRsa2048());
        var writer = new GroupkeyPushWriter(new byte[100_000], new Cookies(1, 2), SequenceNumber.First);
        writer.Add(PushSamples.SaTek());
        writer.Add(TekPacket(new byte[keyLength]));
        Assert.Equal(fits, writer.TryFinish(signer, Kek, Provider, new byte[100_000], out _));
    }

    [Fact]
    public void Key_packets_beyond_the_16_bit_length_of_KD_are_not_written()
    {
        using ISignatureSigner signer = Provider.CreateSigner(TestSignatureKeys.CreateRsa2048());
        var writer = new GroupkeyPushWriter(new byte[200_000], new Cookies(1, 2), SequenceNumber.First);
        writer.Add(PushSamples.SaTek());
        writer.Add(TekPacket(new byte[40_000]));
        writer.Add(TekPacket(new byte[40_000]));
        Assert.False(writer.TryFinish(signer, Kek, Provider, new byte[200_000], out int length));
        Assert.Equal(0, length);
    }

    [Fact]
    public void A_key_attribute_beyond_its_16_bit_length_is_not_written()
    {
        using ISignatureSigner signer = Provider.CreateSigner(TestSignatureKeys.CreateRsa2048());
        var writer = new GroupkeyPushWriter(new byte[200_000], new Cookies(1, 2), SequenceNumber.First);
        writer.Add(PushSamples.SaTek());
        writer.Add(TekPacket(new byte[70_000]));
        Assert.False(writer.TryFinish(signer, Kek, Provider, new byte[200_000], out _));
    }

    [Fact]
    public void Parts_out_of_order_are_a_mistake_of_the_caller()
    {
        Assert.Throws<InvalidOperationException>(() =>
        {
            GroupkeyPushWriter writer = Begin();
            writer.Add(PushSamples.SaTek());
            writer.Add(PushSamples.SaKek());
        });
        Assert.Throws<InvalidOperationException>(() =>
        {
            GroupkeyPushWriter writer = Begin();
            writer.Add(PushSamples.SaKek());
            writer.Add(PushSamples.SaKek());
        });
        Assert.Throws<InvalidOperationException>(() =>
        {
            GroupkeyPushWriter writer = Begin();
            writer.Add(TekPacket(new byte[16]));
        });
        Assert.Throws<InvalidOperationException>(() =>
        {
            GroupkeyPushWriter writer = Begin();
            writer.Add(PushSamples.SaTek());
            writer.Add(TekPacket(new byte[16]));
            writer.Add(new DeletePayload { Protocol = SecurityProtocol.IpsecEsp, Spis = new byte[4] });
        });
        Assert.Throws<InvalidOperationException>(() =>
        {
            using ISignatureSigner signer = Provider.CreateSigner(TestSignatureKeys.CreateEcdsaP256());
            GroupkeyPushWriter writer = Begin();
            writer.Add(PushSamples.SaTek());
            writer.TryFinish(signer, Kek, Provider, new byte[4096], out _);
        });
    }

    private static GroupkeyPushWriter Begin() => new(new byte[4096], new Cookies(1, 2), SequenceNumber.First);

    private static bool TryWrite(ISignatureSigner signer, byte[] workspace, byte[] datagram, out int length)
    {
        var writer = new GroupkeyPushWriter(workspace, new Cookies(1, 2), SequenceNumber.First);
        writer.Add(new DeletePayload { Protocol = SecurityProtocol.IpsecEsp, Spis = new byte[4] });
        writer.Add(PushSamples.SaKek());
        writer.Add(new GroupAssociatedPolicy { ActivationDelaySeconds = 1 });
        writer.Add(PushSamples.SaTek());
        writer.Add(TekPacket(new byte[16]));
        writer.Add(new KeyPacket
        {
            Type = KeyPacketType.Kek,
            Spi = Forge.Hex(Forge.Spi),
            AlgorithmKey = PushSamples.NewAlgorithmKey,
        });
        return writer.TryFinish(signer, Kek, Provider, datagram, out length);
    }

    private static KeyPacket TekPacket(byte[] key) => new()
    {
        Type = KeyPacketType.Tek,
        Spi = Forge.Hex(Forge.TekSpi),
        AlgorithmKey = key,
    };
}
