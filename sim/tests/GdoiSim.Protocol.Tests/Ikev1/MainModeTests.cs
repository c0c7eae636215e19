using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Ikev1;
using Xunit;

namespace GdoiSim.Protocol.Tests.Ikev1;

public class MainModeTests
{
    [Theory]
    [InlineData(AuthenticationMethod.EcdsaP256, DiffieHellmanGroup.Ecp256, PrfAlgorithm.HmacSha256, 128)]
    [InlineData(AuthenticationMethod.EcdsaP256, DiffieHellmanGroup.Modp2048, PrfAlgorithm.HmacSha512, 256)]
    [InlineData(AuthenticationMethod.RsaSignature, DiffieHellmanGroup.Ecp256, PrfAlgorithm.HmacSha256, 192)]
    [InlineData(AuthenticationMethod.RsaSignature, DiffieHellmanGroup.Modp2048, PrfAlgorithm.HmacSha256, 128)]
    [InlineData(AuthenticationMethod.PresharedKey, DiffieHellmanGroup.Ecp256, PrfAlgorithm.HmacSha512, 128)]
    public void Both_sides_end_with_the_same_SA(
        AuthenticationMethod method, DiffieHellmanGroup group, PrfAlgorithm prf, ushort keyBits)
    {
        Phase1Transform transform = Phase1Samples.Transform(method, group, prf, keyBits);
        foreach ((string member, string server) in Providers.Names.Zip(Providers.Names.Reverse()))
        {
            var initiator = new MainModeInitiator(
                Phase1Samples.Configuration(true, Providers.Get(member), transform), Phase1Samples.Secrets(1));
            var responder = new MainModeResponder(
                Phase1Samples.Configuration(false, Providers.Get(server), transform), Phase1Samples.Secrets(2));
            for (int i = 0; i < 3; i++)
            {
                Assert.Null(initiator.Sa);
                Assert.Equal(DiscardReason.None, responder.Receive(initiator.NextMessage));
                Assert.Equal(DiscardReason.None, initiator.Receive(responder.NextMessage));
            }

            Assert.Equal((MainModeState.Established, MainModeState.Established), (initiator.State, responder.State));
            AssertSame(initiator.Sa!, responder.Sa!);
            Assert.Equal(keyBits / 8, initiator.Sa!.EncryptionKey.Length);
            Assert.Equal(28_800u, initiator.Sa.LifetimeSeconds);
            Assert.Equal(Phase1Samples.ServerAddress, initiator.Sa.PeerIdentity.ToArray());
            Assert.Equal(Phase1Samples.MemberAddress, responder.Sa!.PeerIdentity.ToArray());
            Assert.True(initiator.NextMessage.IsEmpty);
            Assert.Equal(DiscardReason.OutOfTurn, responder.Receive(Other(initiator, responder)));
        }
    }

    [Fact]
    public void Repeated_messages_are_answered_by_the_same_answer()
    {
        MainModeInitiator initiator = Phase1Samples.Initiator();
        MainModeResponder responder = Phase1Samples.Responder();
        for (int i = 0; i < 3; i++)
        {
            byte[] sent = initiator.NextMessage.ToArray();
            Assert.Equal(DiscardReason.None, responder.Receive(sent));
            byte[] answer = responder.NextMessage.ToArray();
            Assert.Equal(DiscardReason.Duplicate, responder.Receive(sent));
            Assert.Equal(answer, responder.NextMessage.ToArray());
            Assert.Equal(DiscardReason.None, initiator.Receive(answer));
            Assert.Equal(DiscardReason.Duplicate, initiator.Receive(answer));
        }

        AssertSame(initiator.Sa!, responder.Sa!);
    }

    [Fact]
    public void The_first_acceptable_offer_is_taken()
    {
        Phase1Transform first = Phase1Samples.Transform(keyBits: 256);
        Phase1Transform second = Phase1Samples.Transform(prf: PrfAlgorithm.HmacSha512);
        Phase1Transform third = Phase1Samples.Transform() with { LifetimeSeconds = 100_000 };
        MainModeInitiator initiator = Phase1Samples.Initiator(first, second, third);
        MainModeResponder responder = Phase1Samples.Responder(
            Phase1Samples.Transform() with { LifetimeSeconds = 1 }, Phase1Samples.Transform(keyBits: 192));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(DiscardReason.None, responder.Receive(initiator.NextMessage));
            Assert.Equal(DiscardReason.None, initiator.Receive(responder.NextMessage));
        }

        Assert.Equal(third, initiator.Transform);
        Assert.Equal(third, responder.Transform);
        AssertSame(initiator.Sa!, responder.Sa!);
    }

    [Fact]
    public void Nothing_acceptable_another_domain_and_unknown_peers_are_refused()
    {
        MainModeInitiator initiator = Phase1Samples.Initiator(Phase1Samples.Transform(keyBits: 256));
        Assert.Equal(
            DiscardReason.NoProposalChosen, Phase1Samples.Responder().Receive(initiator.NextMessage));

        MainModeConfiguration usual = Phase1Samples.Configuration(isMember: true);
        var ipsec = new MainModeInitiator(
            new()
            {
                Provider = usual.Provider,
                Transforms = usual.Transforms,
                IdentityType = usual.IdentityType,
                Identity = usual.Identity,
                SignatureKey = usual.SignatureKey,
                PeerKeys = usual.PeerKeys,
                DomainOfInterpretation = Phase1Proposal.IpsecDomain,
            },
            Phase1Samples.Secrets(1));
        Assert.Equal(
            DiscardReason.DomainOfInterpretation, Phase1Samples.Responder().Receive(ipsec.NextMessage));

        var stranger = new MainModeInitiator(
            new()
            {
                Provider = usual.Provider,
                Transforms = usual.Transforms,
                IdentityType = usual.IdentityType,
                Identity = (byte[])[10, 0, 1, 12],
                SignatureKey = usual.SignatureKey,
                PeerKeys = usual.PeerKeys,
            },
            Phase1Samples.Secrets(1));
        MainModeResponder responder = Phase1Samples.Responder();
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(DiscardReason.None, responder.Receive(stranger.NextMessage));
            Assert.Equal(DiscardReason.None, stranger.Receive(responder.NextMessage));
        }

        Assert.Equal(DiscardReason.PeerUnknown, responder.Receive(stranger.NextMessage));
        Assert.Null(responder.Sa);
    }

    [Fact]
    public void Secrets_of_a_wrong_size_are_refused()
    {
        MainModeConfiguration configuration = Phase1Samples.Configuration(isMember: true);
        MainModeSecrets usual = Phase1Samples.Secrets(1);
        Assert.Throws<ArgumentException>(() => new MainModeInitiator(configuration, usual with { Cookie = 0 }));
        Assert.Throws<ArgumentException>(
            () => new MainModeInitiator(configuration, usual with { Nonce = new byte[7] }));
        Assert.Throws<ArgumentException>(
            () => new MainModeResponder(configuration, usual with { Nonce = new byte[257] }));
        Assert.Throws<ArgumentException>(
            () => new MainModeResponder(configuration, usual with { PrivateSeed = new byte[32] }));
        Assert.DoesNotContain("System.Byte", usual.ToString(), StringComparison.Ordinal);
    }

    // The initiator's last message but with another cookie of its own: not a repetition.
    private static byte[] Other(MainModeInitiator initiator, MainModeResponder responder)
    {
        byte[] message = responder.NextMessage.ToArray();
        Assert.Equal(initiator.Cookies, Cookies.Read(message));
        return message;
    }

    private static void AssertSame(Phase1Sa one, Phase1Sa other)
    {
        Assert.Equal(one.Cookies, other.Cookies);
        Assert.Equal(one.SkeyidA.ToArray(), other.SkeyidA.ToArray());
        Assert.Equal(one.EncryptionKey.ToArray(), other.EncryptionKey.ToArray());
        Assert.Equal(one.LastBlock.ToArray(), other.LastBlock.ToArray());
        Assert.Equal(
            one.InitialIv(Providers.Get(Providers.Names[0]), 77),
            other.InitialIv(Providers.Get(Providers.Names[1]), 77));
    }
}
