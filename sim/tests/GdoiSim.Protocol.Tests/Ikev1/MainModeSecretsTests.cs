using System.Runtime.CompilerServices;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Ikev1;
using Xunit;

namespace GdoiSim.Protocol.Tests.Ikev1;

/// <summary>When the dear part of a main mode is computed, and how long its secrets are kept.</summary>
public class MainModeSecretsTests
{
    [Fact]
    public void A_responder_computes_its_public_value_once_and_not_for_a_KE_of_a_wrong_length()
    {
        var provider = new Watching();
        var responder = new MainModeResponder(
            Phase1Samples.Configuration(isMember: false, provider), Phase1Samples.Secrets(2));
        MainModeInitiator initiator = Phase1Samples.Initiator();
        Assert.Equal(DiscardReason.None, responder.Receive(initiator.NextMessage));
        Assert.Equal(DiscardReason.None, initiator.Receive(responder.NextMessage));

        byte[] third = initiator.NextMessage.ToArray();
        Assert.Equal(DiscardReason.KeyExchangeLength, responder.Receive(WithKeyExchange(third, 63)));
        Assert.Equal(DiscardReason.KeyExchangeLength, responder.Receive(WithKeyExchange(third, 65)));
        Assert.Empty(provider.Agreements);
        for (byte fill = 1; fill <= 3; fill++)
        {
            Assert.Equal(DiscardReason.KeyExchangeValue, responder.Receive(WithKeyExchange(third, 64, fill)));
            Assert.Single(provider.Agreements);
        }

        Assert.Equal(DiscardReason.None, responder.Receive(third));
        Assert.Single(provider.Agreements);
        Assert.Equal(DiscardReason.None, initiator.Receive(responder.NextMessage));
        Assert.Equal(DiscardReason.None, responder.Receive(initiator.NextMessage));
        Assert.Equal(DiscardReason.None, initiator.Receive(responder.NextMessage));
        Assert.Equal(responder.Sa!.SkeyidA.ToArray(), initiator.Sa!.SkeyidA.ToArray());
    }

    [Fact]
    public void Nobody_holds_the_secrets_of_an_exchange_that_is_finished()
    {
        (MainMode[] sides, WeakReference[] secrets) = Finish();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.All(secrets, secret => Assert.False(secret.IsAlive));
        Assert.All(sides, side => Assert.Equal(MainModeState.Established, side.State));
    }

    // On a stack frame of its own, so that nothing but the sides can hold what they were given.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (MainMode[] Sides, WeakReference[] Secrets) Finish()
    {
        var provider = new Watching();
        MainModeSecrets one = Phase1Samples.Secrets(1);
        MainModeSecrets other = Phase1Samples.Secrets(2);
        var initiator = new MainModeInitiator(Phase1Samples.Configuration(isMember: true, provider), one);
        var responder = new MainModeResponder(Phase1Samples.Configuration(isMember: false, provider), other);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(DiscardReason.None, responder.Receive(initiator.NextMessage));
            Assert.Equal(DiscardReason.None, initiator.Receive(responder.NextMessage));
        }

        Assert.Equal(2, provider.Agreements.Count);
        return ([initiator, responder], [new(one), new(other), .. provider.Agreements]);
    }

    // KE of another length or value before the nonce of a third message.
    private static byte[] WithKeyExchange(byte[] third, int length, byte fill = 0)
    {
        byte[] nonce = third[(28 + 4 + 64 + 4)..];
        byte[] body = new byte[length];
        body.AsSpan().Fill(fill);
        byte[] forged = Forge.Message(2, 0, 4, Forge.Chain((4, body), (10, nonce)));
        third.AsSpan(0, 16).CopyTo(forged);
        return forged;
    }

    // Remembers the key agreements that it made without holding them.
    private sealed class Watching() : PassingProvider(new SystemCryptographyProvider())
    {
        public List<WeakReference> Agreements { get; } = [];

        public override IKeyAgreement CreateKeyAgreement(DiffieHellmanGroup group, ReadOnlySpan<byte> seed)
        {
            IKeyAgreement made = base.CreateKeyAgreement(group, seed);
            Agreements.Add(new(made));
            return made;
        }
    }
}
