using System.Security.Cryptography;
using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Tests.Inspection;
using Xunit;

namespace GdoiSim.Protocol.Tests.Ikev1;

/// <summary>
/// The last two messages with their payloads in every order, repeated and left out: "there are no requirements for
/// ISAKMP payloads in any message to be in any particular order" (RFC 2409 section 5).
/// </summary>
public class MainModeOrderTests
{
    private const byte Certificate = 6;
    private const byte CertificateRequest = 7;
    private const byte Nonce = 10;
    private const byte Notification = 11;
    private const byte VendorId = 13;

    /// <summary>Types of payloads in their order, and what a side says to them.</summary>
    public static TheoryData<DiscardReason, byte[]> Orders() => new()
    {
        { DiscardReason.None, [Forge.Id, Forge.Sig] },
        { DiscardReason.None, [Forge.Sig, Forge.Id] },
        { DiscardReason.None, [Notification, Forge.Id, Certificate, Forge.Sig] },
        { DiscardReason.None, [Certificate, Forge.Sig, VendorId, Forge.Id, CertificateRequest] },
        { DiscardReason.None, [Forge.Id, Notification, Notification, Forge.Sig, CertificateRequest, VendorId] },
        { DiscardReason.PayloadMissing, [Forge.Id] },
        { DiscardReason.PayloadMissing, [Forge.Sig] },
        { DiscardReason.PayloadMissing, [Certificate] },
        { DiscardReason.PayloadOrder, [Forge.Id, Forge.Id, Forge.Sig] },
        { DiscardReason.PayloadOrder, [Forge.Sig, Forge.Id, Forge.Sig] },
        { DiscardReason.PayloadOrder, [Forge.Id, Forge.Hash] },
        { DiscardReason.PayloadOrder, [Forge.Id, Forge.Hash, Forge.Sig] },
        { DiscardReason.PayloadOrder, [Nonce, Forge.Id, Forge.Sig] },
        { DiscardReason.PayloadTypeUnknown, [99, Forge.Id, Forge.Sig] },
        { DiscardReason.PayloadTypeUnknown, [Forge.Id, Forge.Sig, 99] },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public void Order_in_the_fifth_message(DiscardReason expected, byte[] types)
    {
        (MainModeInitiator initiator, MainModeResponder responder, byte[] iv) = PlayFour();
        byte[] usual = initiator.NextMessage.ToArray();
        byte[] rearranged = Rearranged(usual, iv, types);
        Assert.Equal(expected, responder.Receive(rearranged));

        // Without keys only the first type can be judged.
        Assert.Equal(
            types[0] == 99 ? DiscardReason.PayloadTypeUnknown : DiscardReason.None,
            Inspections.Check(rearranged, kek: null).Verdict);
        bool isTaken = expected == DiscardReason.None;
        Assert.Equal(isTaken, responder.State == MainModeState.Established);
        if (!isTaken)
        {
            Assert.Equal(DiscardReason.None, responder.Receive(usual));
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void Order_in_the_sixth_message(DiscardReason expected, byte[] types)
    {
        (MainModeInitiator initiator, MainModeResponder responder, _) = PlayFour();
        byte[] iv = initiator.NextMessage[^16..].ToArray();
        Assert.Equal(DiscardReason.None, responder.Receive(initiator.NextMessage));
        byte[] usual = responder.NextMessage.ToArray();
        Assert.Equal(expected, initiator.Receive(Rearranged(usual, iv, types)));
        bool isTaken = expected == DiscardReason.None;
        Assert.Equal(isTaken, initiator.State == MainModeState.Established);
        if (!isTaken)
        {
            Assert.Equal(DiscardReason.None, initiator.Receive(usual));
        }
    }

    [Fact]
    public void A_message_without_payloads_is_refused()
    {
        (MainModeInitiator initiator, MainModeResponder responder, byte[] iv) = PlayFour();
        byte[] forged = Encrypted(initiator.NextMessage.ToArray(), iv, Forge.None, new byte[16]);
        Assert.Equal(DiscardReason.PayloadMissing, responder.Receive(forged));
        Assert.Equal(DiscardReason.PayloadMissing, Inspections.Check(forged, kek: null).Verdict);
    }

    [Fact]
    public void An_empty_signature_is_refused()
    {
        (MainModeInitiator initiator, MainModeResponder responder, byte[] iv) = PlayFour();
        byte[] usual = initiator.NextMessage.ToArray();
        byte[] id = Plain(usual, iv)[..12];
        byte[] forged = Encrypted(usual, iv, Forge.Id, [Forge.Sig, .. id.AsSpan(1), 0, 0, 0, 4]);
        Assert.Equal(DiscardReason.PayloadTooShort, responder.Receive(forged));
    }

    // Both sides after the fourth message, and the first IV: the digest of both public values.
    private static (MainModeInitiator Initiator, MainModeResponder Responder, byte[] Iv) PlayFour()
    {
        MainModeInitiator initiator = Phase1Samples.Initiator();
        MainModeResponder responder = Phase1Samples.Responder();
        Assert.Equal(DiscardReason.None, responder.Receive(initiator.NextMessage));
        Assert.Equal(DiscardReason.None, initiator.Receive(responder.NextMessage));
        byte[] one = initiator.NextMessage.Slice(32, 64).ToArray();
        Assert.Equal(DiscardReason.None, responder.Receive(initiator.NextMessage));
        byte[] other = responder.NextMessage.Slice(32, 64).ToArray();
        Assert.Equal(DiscardReason.None, initiator.Receive(responder.NextMessage));
        return (initiator, responder, SHA256.HashData([.. one, .. other])[..16]);
    }

    // ID and SIG come from the message, the others are made up.
    private static byte[] Rearranged(byte[] message, byte[] iv, byte[] types)
    {
        byte[] plain = Plain(message, iv);
        byte[] id = plain[4..plain[3]];
        int signature = plain[3] + plain[plain[3] + 3];
        var bodies = new Dictionary<byte, byte[]>
        {
            [Forge.Id] = id,
            [Forge.Sig] = plain[(plain[3] + 4)..signature],
            [Forge.Hash] = new byte[32],
        };
        return Encrypted(message, iv, types[0], Forge.Chain(
            [.. types.Select(type => (type, bodies.GetValueOrDefault(type, new byte[20])))]));
    }

    private static byte[] Plain(byte[] message, byte[] iv)
    {
        using Aes aes = Cipher();
        return aes.DecryptCbc(message.AsSpan(28), iv, PaddingMode.None);
    }

    private static byte[] Encrypted(byte[] message, byte[] iv, byte first, byte[] payloads)
    {
        using Aes aes = Cipher();
        byte[] padded = [.. payloads, .. new byte[(16 - (payloads.Length % 16)) % 16]];
        byte[] forged = [.. message.AsSpan(0, 28), .. aes.EncryptCbc(padded, iv, PaddingMode.None)];
        forged[16] = first;
        (forged[26], forged[27]) = ((byte)(forged.Length >> 8), (byte)forged.Length);
        return forged;
    }

    // Another main mode with the same secrets has the same key, and tells it when it is finished.
    private static Aes Cipher()
    {
        var aes = Aes.Create();
        aes.Key = Phase1Samples.Establish().Member.EncryptionKey.ToArray();
        return aes;
    }
}
