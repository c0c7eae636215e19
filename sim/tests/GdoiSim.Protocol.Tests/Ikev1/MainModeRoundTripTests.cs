using CsCheck;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Isakmp;
using Xunit;

namespace GdoiSim.Protocol.Tests.Ikev1;

/// <summary>Random main modes: offers, nonces, identities, cookies.</summary>
public class MainModeRoundTripTests
{
    private static readonly ushort[] Ports = [0, 500, 848];

    private static readonly IdentificationType[] Types =
    [
        IdentificationType.IPv4Address, IdentificationType.IPv6Address, IdentificationType.FullyQualifiedDomainName,
        IdentificationType.DistinguishedName,
    ];

    private static readonly Gen<Phase1Transform> GenTransform = Gen.Select(
        Gen.Int[2, 4], Gen.Enum<PrfAlgorithm>(), Gen.Bool, Gen.UInt[1, uint.MaxValue],
        (size, prf, isSigned, lifetime) => new Phase1Transform
        {
            KeyBits = (ushort)(64 * size),
            Prf = prf,
            Authentication = isSigned ? AuthenticationMethod.EcdsaP256 : AuthenticationMethod.PresharedKey,
            Group = DiffieHellmanGroup.Ecp256,
            LifetimeSeconds = lifetime,
        });

    private static readonly Gen<MainModeSecrets> GenSecrets = Gen.Select(
        Gen.ULong[1, ulong.MaxValue], Gen.Byte.Array[8, 256], Gen.Byte.Array[48],
        (cookie, nonce, seed) => new MainModeSecrets(cookie, nonce, seed));

    private static readonly Gen<(IdentificationType Type, byte[] Data, ushort Port)> GenIdentity = Gen.Select(
        Gen.Int[0, Types.Length - 1].Select(index => Types[index]),
        Gen.Byte.Array[16, 200],
        Gen.Int[0, Ports.Length - 1].Select(index => Ports[index]),
        (type, octets, port) => (type, type.FixedLength() < 0 ? octets : octets[..type.FixedLength()], port));

    [Fact]
    public void Both_sides_agree_and_know_each_other() => Gen.Select(
        GenTransform.Array[1, 8], GenSecrets, GenSecrets, GenIdentity, GenIdentity, Gen.Int[0, 7]).Sample(
        (offers, one, other, member, server, chosen) =>
        {
            Phase1Transform accepted = offers[chosen % offers.Length];
            var initiator = new MainModeInitiator(Configuration(offers, member, server, 0), one);
            var responder = new MainModeResponder(Configuration([accepted], server, member, 1), other);
            for (int i = 0; i < 3; i++)
            {
                Assert.Equal(DiscardReason.None, responder.Receive(initiator.NextMessage));
                Assert.Equal(DiscardReason.None, initiator.Receive(responder.NextMessage));
            }

            Assert.Equal(initiator.Transform, responder.Transform);
            Assert.Equal(
                accepted with { LifetimeSeconds = 0 }, initiator.Transform!.Value with { LifetimeSeconds = 0 });
            Assert.Equal(new Cookies(one.Cookie, other.Cookie), initiator.Cookies);
            Assert.Equal(initiator.Sa!.SkeyidA.ToArray(), responder.Sa!.SkeyidA.ToArray());
            Assert.Equal(initiator.Sa.EncryptionKey.ToArray(), responder.Sa.EncryptionKey.ToArray());
            Assert.Equal(initiator.Sa.LastBlock.ToArray(), responder.Sa.LastBlock.ToArray());
            Assert.Equal((server.Type, member.Type), (initiator.Sa.PeerIdentityType, responder.Sa.PeerIdentityType));
            Assert.Equal(server.Data, initiator.Sa.PeerIdentity.ToArray());
            Assert.Equal(member.Data, responder.Sa.PeerIdentity.ToArray());
        },
        iter: 40);

    private static MainModeConfiguration Configuration(
        IReadOnlyList<Phase1Transform> transforms,
        (IdentificationType Type, byte[] Data, ushort Port) own,
        (IdentificationType Type, byte[] Data, ushort Port) peer,
        int provider) => new()
        {
            Provider = Providers.Get(Providers.Names[provider]),
            Transforms = transforms,
            IdentityType = own.Type,
            Identity = own.Data,
            IdentityPort = own.Port,
            SignatureKey = TestSignatureKeys.CreateEcdsaP256(),
            PresharedKey = "known to both"u8.ToArray(),
            PeerKeys = (IdentificationType type, ReadOnlySpan<byte> identity, out ReadOnlyMemory<byte> key) =>
            {
                key = TestSignatureKeys.CreateEcdsaP256().SubjectPublicKeyInfo.ToArray();
                return type == peer.Type && identity.SequenceEqual(peer.Data);
            },
        };
}
