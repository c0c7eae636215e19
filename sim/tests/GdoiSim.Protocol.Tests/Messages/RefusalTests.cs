using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;
using GdoiSim.Protocol.Tests.Ikev1;
using GdoiSim.Protocol.Tests.Pull;
using Xunit;

namespace GdoiSim.Protocol.Tests.Messages;

/// <summary>One forged message for every way in which the decoder says no, and the reason it gives.</summary>
public class RefusalTests
{
    /// <summary>
    /// Reasons about state and policy: members and key servers give them, the decoder has no such knowledge.
    /// </summary>
    private static readonly DiscardReason[] NotTheDecoders =
    [
        DiscardReason.SpiUnknown, DiscardReason.NotRequested, DiscardReason.Duplicate, DiscardReason.NotMember,
        DiscardReason.SequenceUnknown, DiscardReason.Replay, DiscardReason.OutOfTurn, DiscardReason.PeerUnknown,
    ];

    public static TheoryData<string> AckNames() => [.. AckRefusals.All.Keys];

    public static TheoryData<string> PushNames() => [.. PushRefusals.Plain.Keys];

    public static TheoryData<string> PushNamesThatCanBeEncrypted() =>
        [.. PushRefusals.Plain.Keys.Except(PushRefusals.PlainOnly)];

    public static TheoryData<string> EncryptedNames() => [.. PushRefusals.Encrypted.Keys];

    [Theory]
    [MemberData(nameof(AckNames))]
    public void An_acknowledgement_is_refused_for(string name)
    {
        (DiscardReason expected, byte[] message) = AckRefusals.All[name];
        Assert.Equal(expected, GroupkeyPushAck.TryParse(message, out _));
    }

    [Theory]
    [MemberData(nameof(PushNames))]
    public void A_plain_PUSH_is_refused_for(string name)
    {
        (DiscardReason expected, byte[] message) = PushRefusals.Plain[name];
        Assert.Equal(expected, GroupkeyPush.TryReadPlain(message, new byte[message.Length + 5], out _));
    }

    /// <summary>What is inside is judged alike whether somebody has decrypted it or this decoder does.</summary>
    [Theory]
    [MemberData(nameof(PushNamesThatCanBeEncrypted))]
    public void The_same_PUSH_encrypted_and_with_a_signature_is_refused_for(string name)
    {
        (DiscardReason expected, byte[] message) = PushRefusals.Plain[name];
        byte[] encrypted = Forge.EncryptedPush(message[28..], PushRefusals.Iv, PushRefusals.Key);
        Assert.Equal(expected, Open(encrypted));
    }

    [Theory]
    [MemberData(nameof(EncryptedNames))]
    public void An_encrypted_PUSH_is_refused_for(string name)
    {
        (DiscardReason expected, byte[] message) = PushRefusals.Encrypted[name];
        Assert.Equal(expected, Open(message));
    }

    [Fact]
    public void Every_reason_of_the_decoder_is_given_by_one_of_these_tests()
    {
        IEnumerable<DiscardReason> given = AckRefusals.All.Values.Concat(PushRefusals.Plain.Values)
            .Concat(PushRefusals.Encrypted.Values)
            .Concat(PullRefusals.Plain.Values)
            .Concat(MainModeRefusals.Proposals.Values)
            .Concat(MainModeRefusals.KeyExchanges.Values)
            .Concat(MainModeRefusals.Choices.Values)
            .Select(row => row.Reason)
            .Concat([
                DiscardReason.None,
                DiscardReason.HashMismatch, // GroupkeyPushAckTests
                DiscardReason.SignatureMismatch, // GroupkeyPushTests
                DiscardReason.AlgorithmUnsupported, // below
            ])
            .Concat(NotTheDecoders)
            .Distinct();
        Assert.Equal(Enum.GetValues<DiscardReason>().Order(), given.Order());
    }

    [Theory]
    [InlineData("80020001", 8 + 8)]
    [InlineData("80020002", 8 + 24)]
    public void A_registered_cipher_that_is_not_AES_is_well_formed_but_not_supported(string algorithm, int keyLength)
    {
        int packetLength = 5 + 16 + 4 + keyLength;
        string packet = $"0200{packetLength:x4}10{Forge.Spi}0001{keyLength:x4}" + new string('5', 2 * keyLength);
        byte[] message = Forge.PlainPush(
            (Forge.Sa, Forge.SaBody((Forge.Sak, Forge.Hex(Forge.SakHead + algorithm + "80060001")))),
            (Forge.Kd, Forge.KdBody(packet)));
        Assert.Equal(DiscardReason.None, GroupkeyPush.TryReadPlain(message, new byte[4096], out GroupkeyPush push));
        Assert.Equal(DiscardReason.AlgorithmUnsupported, push.TryReadNewKek(out Kek? kek));
        Assert.Null(kek);
    }

    private static DiscardReason Open(byte[] message) => GroupkeyPush.TryOpen(
        message,
        new Kek([.. PushRefusals.Iv, .. PushRefusals.Key]),
        new SystemCryptographyProvider(),
        new byte[message.Length + 5],
        out _);
}
