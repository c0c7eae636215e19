using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Payloads;
using Xunit;

namespace GdoiSim.Protocol.Tests.Messages;

/// <summary>A GROUPKEY-PUSH with every part that a rekey of IPsec keys has.</summary>
internal static class PushSamples
{
    public const uint TekSpi = 0xedd3d271;

    public static readonly Cookies Spi = new(0xccd708e14656862c, 0x8b90e720e8c298e4);
    public static readonly Cookies NewSpi = new(0x23dd59377107c80a, 0xda5ac7f36d7cd0e0);
    public static readonly byte[] NewAlgorithmKey = [.. Enumerable.Range(1, 32).Select(value => (byte)value)];

    public static byte[] Build(Kek kek, ISignatureSigner signer)
    {
        var writer = new GroupkeyPushWriter(new byte[4096], Spi, new SequenceNumber(5));
        writer.Add(new DeletePayload { Protocol = SecurityProtocol.IpsecEsp, Spis = Forge.Hex("ddd93e5b") });
        writer.Add(new DeletePayload
        {
            Protocol = SecurityProtocol.RekeySa,
            Spis = Forge.Hex("ccd708e14656862c8b90e720e8c298e4"),
        });
        writer.Add(SaKek());
        writer.Add(new GroupAssociatedPolicy { ActivationDelaySeconds = 30, DeactivationDelaySeconds = 60 });
        writer.Add(SaTek());
        writer.Add(new KeyPacket
        {
            Type = KeyPacketType.Tek,
            Spi = Forge.Hex("edd3d271"),
            AlgorithmKey = new byte[16],
            IntegrityKey = new byte[32],
        });
        writer.Add(new KeyPacket
        {
            Type = KeyPacketType.Kek,
            Spi = Forge.Hex(Forge.Spi),
            AlgorithmKey = NewAlgorithmKey,
        });
        var datagram = new byte[4096];
        Assert.True(writer.TryFinish(signer, kek, new SystemCryptographyProvider(), datagram, out int length));
        return datagram[..length];
    }

    public static SaKekPayload SaKek() => new()
    {
        Protocol = 17,
        Source = new()
        {
            Type = IdentificationType.IPv4Address,
            Port = 848,
            IdentificationData = Forge.Hex("0a000001"),
        },
        Destination = new()
        {
            Type = IdentificationType.IPv4Address,
            Port = 848,
            IdentificationData = Forge.Hex("efc00001"),
        },
        Spi = NewSpi,
        Attributes = new()
        {
            Algorithm = KekAlgorithm.Aes,
            KeyBits = 128,
            LifetimeSeconds = 3600,
            SignatureHash = SignatureHashAlgorithm.Sha256,
            SignatureAlgorithm = SignatureAlgorithm.Rsa,
            SignatureKeyBits = 2048,
            AckRequested = KekAckRequested.KekSha256,
        },
    };

    public static SaTekPayload SaTek() => new()
    {
        Protocol = SecurityProtocol.IpsecEsp,
        Ipsec = new()
        {
            Source = new() { Type = IdentificationType.IPv4Subnet, IdentificationData = Forge.Hex("0a010000ffff0000") },
            Destination = new()
            {
                Type = IdentificationType.IPv4Subnet,
                IdentificationData = Forge.Hex("0a020000ffff0000"),
            },
            TransformId = 12,
            Spi = TekSpi,
            Attributes = new()
            {
                LifetimeSeconds = 3600,
                EncapsulationMode = 1,
                AuthenticationAlgorithm = 5,
                KeyBits = 128,
                AddressPreservation = 4,
                Direction = 3,
            },
        },
    };
}
