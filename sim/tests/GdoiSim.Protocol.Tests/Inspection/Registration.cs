using System.Text.Json;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Inspection;
using GdoiSim.Protocol.Pull;
using GdoiSim.Protocol.Tests.Ikev1;
using GdoiSim.Protocol.Tests.Pull;
using GdoiSim.Protocol.Tests.Vectors;
using Xunit;

namespace GdoiSim.Protocol.Tests.Inspection;

/// <summary>A whole registration as it crosses the wire: main mode, then GROUPKEY-PULL.</summary>
internal static class Registration
{
    public const int MainModeCount = 6;

    private static readonly JsonElement Phase1 = VectorFile.ReadValue("pull-vectors.json", "phase1")[0];

    /// <summary>The main mode of pull-vectors.json.</summary>
    public static byte[][] Vector { get; } =
        [.. Phase1.GetProperty("messages").EnumerateArray().Select(text => Forge.Hex(text.GetString()!))];

    /// <summary>What opens it, as the vector tells it.</summary>
    public static NamedPhase1 VectorKeys { get; } = new("the vector", Phase1.Octets("encryption_key"))
    {
        SkeyidA = Phase1.Octets("skeyid_a"),
    };

    /// <summary>Ten messages, between two sides of this project.</summary>
    public static (byte[][] Messages, Phase1Sa Sa) Play(AuthenticationMethod authentication, PrfAlgorithm prf)
    {
        Phase1Transform transform = Phase1Samples.Transform(authentication, prf: prf);
        MainModeInitiator initiator = Phase1Samples.Initiator(transform);
        MainModeResponder responder = Phase1Samples.Responder(transform);
        var messages = new List<byte[]>();
        for (int i = 0; i < MainModeCount / 2; i++)
        {
            messages.Add(initiator.NextMessage.ToArray());
            Assert.Equal(DiscardReason.None, responder.Receive(messages[^1]));
            messages.Add(responder.NextMessage.ToArray());
            Assert.Equal(DiscardReason.None, initiator.Receive(messages[^1]));
        }

        GroupkeyPullInitiator member = PullSamples.Initiator(initiator.Sa, senderIds: 2);
        GroupkeyPullResponder server = PullSamples.Responder(responder.Sa);
        messages.Add(member.NextMessage.ToArray());
        Assert.Equal(DiscardReason.None, server.Receive(messages[^1]));
        server.SendPolicy(PullSamples.Policy());
        messages.Add(server.NextMessage.ToArray());
        Assert.Equal(DiscardReason.None, member.Receive(messages[^1]));
        messages.Add(member.NextMessage.ToArray());
        Assert.Equal(DiscardReason.None, server.Receive(messages[^1]));
        server.SendKeys(new SequenceNumber(41), PullSamples.Keys());
        messages.Add(server.NextMessage.ToArray());
        Assert.Equal(DiscardReason.None, member.Receive(messages[^1]));
        Assert.True(member.IsComplete);
        return ([.. messages], initiator.Sa!);
    }

    /// <summary>The keys of an SA, without the last block of phase 1.</summary>
    public static NamedPhase1 KeysOf(Phase1Sa sa) => new("the SA", sa.EncryptionKey.ToArray(), sa.Cookies)
    {
        SkeyidA = sa.SkeyidA.ToArray(),
    };

    public static InspectionKeys With(NamedPhase1 phase1) => new() { Phase1Sas = [phase1] };
}
