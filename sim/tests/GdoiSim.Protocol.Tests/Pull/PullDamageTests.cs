using GdoiSim.Protocol.Pull;
using Xunit;

namespace GdoiSim.Protocol.Tests.Pull;

/// <summary>Damaged messages get a reason and change nothing: the right one is taken after all of them.</summary>
public class PullDamageTests
{
    public static TheoryData<GroupkeyPullStep> Steps() => [.. Enum.GetValues<GroupkeyPullStep>()];

    [Theory]
    [MemberData(nameof(Steps))]
    public void Every_changed_octet_is_noticed(GroupkeyPullStep step) =>
        AssertNoticed(step, [.. Enumerable.Range(0, 8).Select(bit => 1 << bit), 0xFF]);

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(Steps))]
    public void Every_change_of_every_octet_is_noticed(GroupkeyPullStep step) =>
        AssertNoticed(step, [.. Enumerable.Range(1, 255)]);

    [Theory]
    [MemberData(nameof(Steps))]
    public void Every_truncation_is_noticed(GroupkeyPullStep step)
    {
        GroupkeyPullExchange receiver = Receiver(step, out byte[] original);
        for (int length = 0; length < original.Length; length++)
        {
            Assert.NotEqual(DiscardReason.None, receiver.Receive(original.AsSpan(0, length)));
            if (length >= 28)
            {
                // A header that admits the shorter length.
                byte[] relabelled = original[..length];
                relabelled[26] = (byte)(length >> 8);
                relabelled[27] = (byte)length;
                Assert.NotEqual(DiscardReason.None, receiver.Receive(relabelled));
            }
        }

        Assert.Equal(DiscardReason.None, receiver.Receive(original));
    }

    private static void AssertNoticed(GroupkeyPullStep step, int[] changes)
    {
        GroupkeyPullExchange receiver = Receiver(step, out byte[] original);
        for (int position = 0; position < original.Length; position++)
        {
            foreach (int change in changes)
            {
                byte[] damaged = [.. original];
                damaged[position] ^= (byte)change;
                DiscardReason reason = receiver.Receive(damaged);
                Assert.True(reason != DiscardReason.None, $"octet {position} ^ {change:x2}");
                Assert.NotEmpty(reason.ToName());
            }
        }

        Assert.Equal(DiscardReason.None, receiver.Receive(original));
    }

    private static GroupkeyPullExchange Receiver(GroupkeyPullStep step, out byte[] message)
    {
        GroupkeyPullInitiator initiator = PullSamples.Initiator(senderIds: 3);
        GroupkeyPullResponder responder = PullSamples.Responder();
        message = PullSamples.PlayUpTo(step, initiator, responder);
        return step is GroupkeyPullStep.Request or GroupkeyPullStep.Proof ? responder : initiator;
    }
}
