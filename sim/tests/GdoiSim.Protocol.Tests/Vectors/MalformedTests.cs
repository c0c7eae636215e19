using System.Text.Json;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;
using Xunit;

namespace GdoiSim.Protocol.Tests.Vectors;

public class MalformedTests
{
    private static readonly Dictionary<string, JsonElement> Rows = VectorFile.Read("malformed.json", "malformed");

    private static readonly Dictionary<string, DiscardReason> Expected = new()
    {
        ["control: well-formed"] = DiscardReason.None,
        ["SEQ payload of 4 octets"] = DiscardReason.SequenceLength,
        ["HASH length 3"] = DiscardReason.PayloadTooShort,
        ["HASH length 65535"] = DiscardReason.PayloadPastEnd,
        ["header length 8 short of the datagram"] = DiscardReason.TrailingOctets,
        ["header length 27"] = DiscardReason.HeaderTooShort,
        ["datagram cut inside HASH"] = DiscardReason.Truncated,
        ["octets left after the last payload, inside the length"] = DiscardReason.TrailingOctets,
        ["ID body of 2 octets"] = DiscardReason.PayloadTooShort,
        ["IPv4 identity of 5 octets"] = DiscardReason.IdentityLength,
        ["ID type 200"] = DiscardReason.IdentityType,
        ["OID length past the payload"] = DiscardReason.OidLength,
        ["HASH wrong by one bit"] = DiscardReason.HashMismatch,
        ["SEQ missing"] = DiscardReason.PayloadMissing,
        ["two SEQ payloads"] = DiscardReason.PayloadOrder,
        ["E flag on an ACK"] = DiscardReason.Flags,
        ["message ID not zero"] = DiscardReason.MessageId,
        ["version 0.0"] = DiscardReason.Version,
        ["exchange type 36"] = DiscardReason.ExchangeType,
        ["reserved octet 0xff in SEQ"] = DiscardReason.ReservedNotZero,
        ["control: well-formed plain PUSH"] = DiscardReason.None,
        ["key packet length 8 past KD"] = DiscardReason.KeyPacketLength,
        ["key attribute length past KD"] = DiscardReason.AttributePastEnd,
        ["KD counts 2, holds 1"] = DiscardReason.KeyPacketCount,
        ["KD counts 0"] = DiscardReason.KeyPacketCount,
        ["Delete counts 2 SPIs, holds 1"] = DiscardReason.DeleteSpiCount,
        ["SA payload of 8 octets"] = DiscardReason.PayloadTooShort,
        ["SAK attribute length past the SA payload"] = DiscardReason.AttributePastEnd,
        ["SA DOI 1 with a GDOI body"] = DiscardReason.DomainOfInterpretation,
    };

    public static TheoryData<string> Names() => [.. Rows.Keys];

    [Fact]
    public void Every_row_has_an_expectation() => Assert.Equal(Rows.Keys.Order(), Expected.Keys.Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void Gives_the_one_reason(string name)
    {
        byte[] message = Rows[name].Octets("message");
        const int exchangeOffset = 18;
        DiscardReason reason = message[exchangeOffset] == 33
            ? GroupkeyPush.TryReadPlain(message, new byte[message.Length + 5], out _)
            : JudgeAck(message);
        Assert.Equal(Expected[name], reason);
    }

    private static DiscardReason JudgeAck(byte[] message)
    {
        DiscardReason reason = GroupkeyPushAck.TryParse(message, out GroupkeyPushAck ack);
        if (reason != DiscardReason.None)
        {
            return reason;
        }

        // All of them are made from the answer to push-full under the KEK type with SHA-256.
        JsonElement answer = VectorFile.Read("push-vectors.json", "answers_to_push_full")["answer-1-1"];
        var provider = new SystemCryptographyProvider();
        return ack.Verify(
            provider, AckKey.Derive(provider, PrfAlgorithm.HmacSha256, answer.Octets("base_key"), ack.Cookies));
    }
}
