using GdoiSim.Protocol.Ikev1;
using Xunit;

namespace GdoiSim.Protocol.Tests.Ikev1;

/// <summary>Damaged messages: what is not noticed at once breaks the authentication, and nobody throws.</summary>
public class MainModeDamageTests
{
    public static TheoryData<int> Messages() => [0, 1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_changed_octet_never_leads_to_two_established_sides(int index)
    {
        int length = Original(index).Length;
        for (int position = 0; position < length; position++)
        {
            byte change = (byte)(1 << (position % 8));
            Assert.NotEqual(DiscardReason.None, PlayWith(index, octets => octets[position] ^= change));
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Every_truncation_is_refused_and_the_whole_message_taken_after_it(int index)
    {
        MainModeInitiator initiator = Phase1Samples.Initiator();
        MainModeResponder responder = Phase1Samples.Responder();
        byte[] original = PlayUpTo(index, initiator, responder);
        MainMode receiver = index % 2 == 0 ? responder : initiator;
        for (int length = 0; length < original.Length; length++)
        {
            Assert.NotEqual(DiscardReason.None, receiver.Receive(original.AsSpan(0, length)));
            byte[] relabelled = original[..length];
            if (length >= 28)
            {
                // A header that admits the shorter length.
                relabelled[26] = (byte)(length >> 8);
                relabelled[27] = (byte)length;
                Assert.NotEqual(DiscardReason.None, receiver.Receive(relabelled));
            }
        }

        Assert.Equal(DiscardReason.None, receiver.Receive(original));
    }

    private static byte[] Original(int index) =>
        PlayUpTo(index, Phase1Samples.Initiator(), Phase1Samples.Responder());

    // Delivers what comes before a message, and gives that message.
    private static byte[] PlayUpTo(int index, MainModeInitiator initiator, MainModeResponder responder)
    {
        for (int i = 0; i < index; i++)
        {
            Assert.Equal(
                DiscardReason.None,
                i % 2 == 0 ? responder.Receive(initiator.NextMessage) : initiator.Receive(responder.NextMessage));
        }

        return index % 2 == 0 ? initiator.NextMessage.ToArray() : responder.NextMessage.ToArray();
    }

    // The first reason that any side gives once the message was damaged; None if the exchange completes.
    private static DiscardReason PlayWith(int index, Action<byte[]> damage)
    {
        MainModeInitiator initiator = Phase1Samples.Initiator();
        MainModeResponder responder = Phase1Samples.Responder();
        byte[] message = PlayUpTo(index, initiator, responder);
        damage(message);
        for (int i = index; i < 6; i++)
        {
            MainMode receiver = i % 2 == 0 ? responder : initiator;
            DiscardReason reason = receiver.Receive(message);
            if (reason != DiscardReason.None)
            {
                Assert.NotEmpty(reason.ToName());
                Assert.NotEqual(MainModeState.Established, receiver.State);
                return reason;
            }

            message = receiver.NextMessage.ToArray();
        }

        Assert.Equal((MainModeState.Established, MainModeState.Established), (initiator.State, responder.State));
        return DiscardReason.None;
    }
}
