using System.Text;
using CsCheck;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;
using Xunit;

namespace GdoiSim.Protocol.Tests.Oracles;

/// <summary>Acknowledgements beside those of a Python program that was written from RFC 8263 alone.</summary>
public class AckReferenceTests
{
    private const int Count = 10_000;

    private static readonly SystemCryptographyProvider Provider = new();

    private static readonly Gen<GroupMemberIdentity> GenIdentity = Gen.OneOf(
        Gen.UInt.Select(address => GroupMemberIdentity.IPv4(address)),
        Gen.Select(Gen.ULong, Gen.ULong, (upper, lower) => GroupMemberIdentity.IPv6(new UInt128(upper, lower))),
        Gen.Select(Gen.Byte.Array[1, 40], Gen.Byte.Array[0, 40], (oid, specific) =>
            GroupMemberIdentity.Oid(oid, specific)));

    [Fact]
    public void Ten_thousand_random_acknowledgements_are_octet_for_octet_those_of_the_reference()
    {
        Tool.Require("python3");
        string script = Path.Combine(AppContext.BaseDirectory, "Oracles", "ack_reference.py");
        Gen.Select(
            Gen.Int[1, 4], Gen.Enum<AckLengthField>(), Gen.OneOf(Gen.Byte.Array[16], Gen.Byte.Array[32]),
            Gen.Select(Gen.ULong, Gen.ULong), Gen.UInt, GenIdentity).Array[Count].Sample(
            rows =>
            {
                var lines = new StringBuilder();
                var ours = new List<string>();
                foreach ((int type, var reading, byte[] key, (ulong, ulong) spi, uint number, var who) in rows)
                {
                    var cookies = new Cookies(spi.Item1, spi.Item2 | 1);
                    ours.Add(Convert.ToHexStringLower(Write(type, reading, key, cookies, number, who)));
                    var data = new byte[who.Length];
                    who.TryWrite(data);
                    lines.Append(
                        $"{type} {(reading == AckLengthField.Block ? "block" : "output")} "
                        + $"{Convert.ToHexStringLower(key)} {cookies} {number} {(int)who.Type} "
                        + $"{Convert.ToHexStringLower(data)}\n");
                }

                string[] theirs = Tool.Run("python3", lines.ToString(), script)
                    .Split('\n', StringSplitOptions.RemoveEmptyEntries);
                Assert.Equal(Count, theirs.Length);
                Assert.Equal(theirs, ours);
            },
            iter: 1);
    }

    private static byte[] Write(
        int type, AckLengthField reading, byte[] baseKey, Cookies spi, uint number, in GroupMemberIdentity identity)
    {
        AckKey key = AckKey.Derive(Provider, ((KekAckRequested)type).Prf(), baseKey, spi, reading);
        var message = new byte[GroupkeyPushAck.LengthOf(key.Prf, identity)];
        Assert.True(GroupkeyPushAck.TryWrite(
            message, Provider, key, spi, new SequenceNumber(number), identity, out int length));
        Assert.Equal(message.Length, length);
        return message;
    }
}
