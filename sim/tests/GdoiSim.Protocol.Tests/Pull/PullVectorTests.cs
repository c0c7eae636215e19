using System.Security.Cryptography;
using System.Text.Json;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Ikev1;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Payloads;
using GdoiSim.Protocol.Pull;
using GdoiSim.Protocol.Tests.Vectors;
using Xunit;

namespace GdoiSim.Protocol.Tests.Pull;

/// <summary>
/// The registration of pull-vectors.json, both directions. The file has no encryption key for it: payloads and HASHes
/// are the vector's, encryption is under a key of these tests, with the platform's library as the other side.
/// </summary>
public class PullVectorTests
{
    private static readonly JsonElement Row = VectorFile.Read("pull-vectors.json", "pull")["pull-esp"];
    private static readonly JsonElement[] Messages = [.. Row.GetProperty("messages").EnumerateArray()];
    private static readonly byte[][] Plain = [.. Messages.Select(message => message.Octets("plain_message"))];

    public static TheoryData<string> ProviderNames() => [.. Providers.Names];

    [Theory]
    [MemberData(nameof(ProviderNames))]
    public void Plain_messages_are_read_and_their_HASH_verified(string name)
    {
        for (int i = 0; i < Plain.Length; i++)
        {
            Assert.Equal(
                DiscardReason.None, GroupkeyPullMessage.TryReadPlain(Plain[i], out GroupkeyPullMessage message));
            Assert.Equal((GroupkeyPullStep)(i + 1), message.Step);
            Assert.Equal(Row.ReadCookies(), message.Cookies);
            Assert.Equal(Row.GetProperty("message_id").GetUInt32(), message.MessageId);
            Assert.Equal(Messages[i].Octets("hash"), message.Hash.ToArray());
            ICryptographyProvider provider = Providers.Get(name);
            Assert.Equal(DiscardReason.None, Verify(message, provider, "ni", "nr"));
            Assert.Equal(
                i == 0 ? DiscardReason.None : DiscardReason.HashMismatch, Verify(message, provider, "nr", "ni"));
            AssertSameParts(i, message);
        }
    }

    [Theory]
    [MemberData(nameof(ProviderNames))]
    public void The_sides_say_what_the_vector_says(string name)
    {
        ICryptographyProvider provider = Providers.Get(name);
        Phase1Sa sa = Sa();
        var member = new GroupkeyPullInitiator(
            sa,
            Row.GetProperty("message_id").GetUInt32(),
            Row.Octets("ni"),
            IdentificationType.KeyId,
            Body(0, 2).AsSpan(4),
            provider)
        {
            SenderIdRequest = 1,
        };
        var server = new GroupkeyPullResponder(sa, Row.Octets("nr"), provider);
        byte[] iv = sa.InitialIv(provider, member.MessageId);

        AssertSays(0, member.NextMessage, ref iv);
        Assert.Equal(DiscardReason.None, server.Receive(member.NextMessage));
        server.SendPolicy(Body(1, 2));
        AssertSays(1, server.NextMessage, ref iv);
        Assert.Equal(DiscardReason.None, member.Receive(server.NextMessage));
        AssertSays(2, member.NextMessage, ref iv);
        Assert.Equal(DiscardReason.None, server.Receive(member.NextMessage));
        server.SendKeys(new SequenceNumber(0), Body(3, 2));
        AssertSays(3, server.NextMessage, ref iv);
        Assert.Equal(DiscardReason.None, member.Receive(server.NextMessage));
        Assert.True(member.IsComplete);
        Assert.Equal(new SequenceNumber(0), member.Sequence);
    }

    /// <summary>The header of an encrypted message and its length, which includes the padding.</summary>
    [Fact]
    public void Encrypted_messages_have_a_header_that_is_accepted()
    {
        foreach (JsonElement message in Messages)
        {
            Assert.Equal(
                DiscardReason.None,
                GroupkeyPullMessage.TryReadHeader(message.Octets("message"), out IsakmpHeader header));
            Assert.Equal((uint)message.Octets("message").Length, header.Length);
        }
    }

    private static void AssertSameParts(int index, in GroupkeyPullMessage message)
    {
        switch (index)
        {
            case 0:
                Assert.Equal(Row.Octets("ni"), message.Nonce.ToArray());
                Assert.Equal(1234u, System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(
                    message.Group.IdentificationData));
                break;
            case 1:
                Assert.Equal(Row.Octets("nr"), message.Nonce.ToArray());
                Assert.True(message.SecurityAssociation.HasKek);
                Assert.Equal(KekAckRequested.KekSha256, message.SecurityAssociation.Kek.Attributes.AckRequested);
                break;
            case 2:
                Assert.Equal((ushort)1, message.SenderIdRequest);
                break;
            default:
                Assert.Equal(4, message.KeyDownload.Count);
                Assert.True(message.KeyDownload.TryFind(KeyPacketType.SenderId, default, out KeyPacket packet));
                Assert.Equal(8, packet.SenderIds.Bits);
                foreach (uint id in packet.SenderIds)
                {
                    Assert.Equal(42u, id);
                }

                break;
        }
    }

    private static DiscardReason Verify(
        in GroupkeyPullMessage message, ICryptographyProvider provider, string initiatorNonce, string responderNonce) =>
        message.VerifyHash(
            provider,
            PrfAlgorithm.HmacSha256,
            Row.Octets("skeyid_a"),
            Row.Octets(initiatorNonce),
            Row.Octets(responderNonce));

    // Decrypts with the platform's library: the payloads are the vector's, zeros after them.
    private static void AssertSays(int index, ReadOnlySpan<byte> sent, ref byte[] iv)
    {
        using var aes = Aes.Create();
        aes.Key = PullSamples.Key;
        byte[] plain = aes.DecryptCbc(sent[28..], iv, PaddingMode.None);
        iv = sent[^16..].ToArray();
        byte[] expected = Plain[index][28..];
        Assert.Equal(expected, plain[..expected.Length]);
        Assert.All(plain[expected.Length..], octet => Assert.Equal(0, octet));
        Assert.Equal(Messages[index].Octets("message").Length, sent.Length);
        Assert.Equal(Messages[index].Octets("message")[..28], sent[..28].ToArray());
    }

    private static byte[] Body(int message, int payload) =>
        Messages[message].GetProperty("payloads").EnumerateArray().ElementAt(payload).Octets("body");

    private static Phase1Sa Sa() => new(
        Row.ReadCookies(), PrfAlgorithm.HmacSha256, Row.Octets("skeyid_a"), PullSamples.Key, PullSamples.LastBlock);
}
