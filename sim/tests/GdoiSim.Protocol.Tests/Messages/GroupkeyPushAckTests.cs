using System.Buffers.Binary;
using CsCheck;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;
using Xunit;

namespace GdoiSim.Protocol.Tests.Messages;

public class GroupkeyPushAckTests
{
    private static readonly SystemCryptographyProvider Provider = new();
    private static readonly Cookies Spi = new(0xccd708e14656862c, 0x8b90e720e8c298e4);
    private static readonly byte[] BaseKey = Forge.Hex("6545aaa607725f070f36583c5a58654d");

    private static readonly GroupMemberIdentity[] Identities =
    [
        GroupMemberIdentity.IPv4(0x0a00010b),
        GroupMemberIdentity.IPv6(new UInt128(0x20010db800000000, 1)),
        GroupMemberIdentity.Oid(Forge.Hex("060b2a8648ce5683e31a080102"), Forge.Hex("0404e9fc0001")),
        GroupMemberIdentity.Oid(Forge.Hex("06012a")),
    ];

    // Any identity that the payload can carry.
    private static readonly Gen<GroupMemberIdentity> GenIdentity = Gen.OneOf(
        Gen.UInt.Select(GroupMemberIdentity.IPv4),
        Gen.Select(Gen.ULong, Gen.ULong, (upper, lower) => GroupMemberIdentity.IPv6(new UInt128(upper, lower))),
        Gen.Select(
            Gen.Byte.Array[1, 255],
            Gen.Byte.Array[0, 400],
            (oid, specific) => GroupMemberIdentity.Oid(oid, specific)));

    public static TheoryData<KekAckRequested, int> TypesAndIdentities()
    {
        var data = new TheoryData<KekAckRequested, int>();
        foreach (KekAckRequested type in Enum.GetValues<KekAckRequested>().Where(type => type.IsDefined()))
        {
            for (int identity = 0; identity < Identities.Length; identity++)
            {
                data.Add(type, identity);
            }
        }

        return data;
    }

    [Fact]
    public void What_was_written_is_read() =>
        Gen.Select(
            Gen.Select(Gen.ULong, Gen.ULong[1, ulong.MaxValue], (upper, lower) => new Cookies(upper, lower)),
            Gen.UInt.Select(value => new SequenceNumber(value)),
            GenIdentity,
            Gen.Byte.Array[1, 100],
            Gen.Enum<PrfAlgorithm>(),
            Gen.Enum<AckLengthField>()).Sample((cookies, sequence, identity, baseKey, prf, lengthField) =>
        {
            var key = AckKey.Derive(Provider, prf, baseKey, cookies, lengthField);
            var octets = new byte[GroupkeyPushAck.LengthOf(prf, identity)];
            Assert.True(GroupkeyPushAck.TryWrite(octets, Provider, key, cookies, sequence, identity, out int length));
            Assert.Equal(octets.Length, length);

            Assert.Equal(DiscardReason.None, GroupkeyPushAck.TryParse(octets, out GroupkeyPushAck ack));
            Assert.Equal(cookies, ack.Cookies);
            Assert.Equal(sequence, ack.Sequence);
            Assert.Equal(identity, ack.ReadIdentity());
            Assert.Equal(identity.GetHashCode(), ack.ReadIdentity().GetHashCode());
            Assert.Equal(prf.OutputLength(), ack.Hash.Length);
            Assert.Equal(DiscardReason.None, ack.Verify(Provider, key));
            Assert.Equal(DiscardReason.None, ack.Verify(
                new BouncyCastleCryptographyProvider(),
                AckKey.Derive(new BouncyCastleCryptographyProvider(), prf, baseKey, cookies, lengthField)));
        });

    [Theory]
    [MemberData(nameof(TypesAndIdentities))]
    public void Every_change_of_one_octet_gives_a_reason(KekAckRequested type, int identity)
    {
        byte[] message = Build(type, Identities[identity], out AckKey key);
        Assert.Equal(DiscardReason.None, Judge(message, key));
        for (int i = 0; i < message.Length; i++)
        {
            byte original = message[i];
            for (int value = 0; value <= byte.MaxValue; value++)
            {
                message[i] = (byte)value;
                DiscardReason reason = Judge(message, key);
                Assert.True(value == original == (reason == DiscardReason.None), $"octet {i} = {value}: {reason}");
            }

            message[i] = original;
        }
    }

    [Theory]
    [MemberData(nameof(TypesAndIdentities))]
    public void Every_truncation_gives_a_reason(KekAckRequested type, int identity)
    {
        byte[] message = Build(type, Identities[identity], out AckKey key);
        for (int length = 0; length < message.Length; length++)
        {
            byte[] cut = message[..length];
            Assert.Equal(
                length < 28 ? DiscardReason.HeaderTooShort : DiscardReason.Truncated,
                GroupkeyPushAck.TryParse(cut, out _));

            // The same with a header that admits to it: the payloads must notice.
            if (length >= 28)
            {
                BinaryPrimitives.WriteInt32BigEndian(cut.AsSpan(24), length);
                Assert.NotEqual(DiscardReason.None, Judge(cut, key));
            }
        }

        Assert.Equal(DiscardReason.TrailingOctets, Judge([.. message, 0], key));
    }

    /// <summary>
    /// An acknowledgement has exactly one form: whatever is accepted must be what writing its fields gives. This holds
    /// the quick way through the parser and the general one against an independent second opinion.
    /// </summary>
    [Fact]
    public void Whatever_is_accepted_is_the_one_form_of_its_fields() =>
        Gen.Select(
            Gen.Enum<PrfAlgorithm>(),
            GenIdentity,
            Gen.Select(Gen.Int[0, 119], Gen.Byte).Array[0, 3],
            Gen.Int[-2, 2]).Sample((prf, identity, changes, growth) =>
        {
            var octets = new byte[GroupkeyPushAck.LengthOf(prf, identity)];
            Assert.True(GroupkeyPushAck.TryWriteWithoutHash(
                octets, prf, Spi, SequenceNumber.First, identity, out int length));
            foreach ((int at, byte value) in changes)
            {
                octets[at % length] = value;
            }

            Array.Resize(ref octets, length + growth);
            if (GroupkeyPushAck.TryParse(octets, out GroupkeyPushAck ack) == DiscardReason.None)
            {
                var again = new byte[octets.Length];
                PrfAlgorithm readPrf = ack.Hash.Length == 32 ? PrfAlgorithm.HmacSha256 : PrfAlgorithm.HmacSha512;
                Assert.True(GroupkeyPushAck.TryWriteWithoutHash(
                    again, readPrf, ack.Cookies, ack.Sequence, ack.ReadIdentity(), out int againLength));
                ack.Hash.CopyTo(again.AsSpan(GroupkeyPushAck.HashOffset));
                Assert.Equal(octets, again[..againLength]);
            }
        }, iter: 20_000);

    [Fact]
    public void Arbitrary_octets_give_a_reason() =>
        Gen.Byte.Array[0, 200].Sample(
            octets => GroupkeyPushAck.TryParse(octets, out _) != DiscardReason.None, iter: 20_000);

    [Fact]
    public void Nothing_is_allocated_on_the_way_of_an_acknowledgement()
    {
        var message = new byte[128];
        var key = AckKey.Derive(Provider, PrfAlgorithm.HmacSha256, BaseKey, Spi);
        GroupMemberIdentity[] identities = [Identities[0], Identities[1]];
        int wrong = BuildParseVerify(message, key, identities[0]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            wrong += BuildParseVerify(message, key, identities[i % 2]);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(0, wrong);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_destination_that_is_too_short_is_left_alone()
    {
        foreach (GroupMemberIdentity identity in Identities)
        {
            int needed = GroupkeyPushAck.LengthOf(PrfAlgorithm.HmacSha256, identity);
            for (int length = 0; length < needed; length++)
            {
                var destination = new byte[length];
                Assert.False(GroupkeyPushAck.TryWriteWithoutHash(
                    destination, PrfAlgorithm.HmacSha256, Spi, SequenceNumber.First, identity, out int written));
                Assert.Equal(0, written);
                Assert.All(destination, octet => Assert.Equal(0, octet));
            }
        }
    }

    [Fact]
    public void An_acknowledgement_with_an_IPv4_identity_has_the_84_octets_of_the_standard()
    {
        Assert.Equal(84, GroupkeyPushAck.LengthOf(PrfAlgorithm.HmacSha256, Identities[0]));
        Assert.Equal(96, GroupkeyPushAck.LengthOf(PrfAlgorithm.HmacSha256, Identities[1]));
        Assert.Equal(116, GroupkeyPushAck.LengthOf(PrfAlgorithm.HmacSha512, Identities[0]));
        Assert.Equal(128, GroupkeyPushAck.LengthOf(PrfAlgorithm.HmacSha512, Identities[1]));
    }

    [Fact]
    public void An_identity_longer_than_a_payload_is_not_written()
    {
        var identity = GroupMemberIdentity.Oid([0x06, 0x01, 0x2a], new byte[ushort.MaxValue]);
        Assert.False(GroupkeyPushAck.TryWriteWithoutHash(
            new byte[70_000], PrfAlgorithm.HmacSha256, Spi, SequenceNumber.First, identity, out _));
    }

    [Fact]
    public void Neither_another_members_key_nor_another_groups_verifies()
    {
        byte[] message = Build(KekAckRequested.LkhSha256, Identities[0], out _);
        Assert.Equal(DiscardReason.None, GroupkeyPushAck.TryParse(message, out GroupkeyPushAck ack));
        byte[] otherLeaf = [.. BaseKey];
        otherLeaf[0] ^= 1;
        Assert.Equal(
            DiscardReason.HashMismatch,
            ack.Verify(Provider, AckKey.Derive(Provider, PrfAlgorithm.HmacSha256, otherLeaf, Spi)));
        Assert.Equal(
            DiscardReason.HashMismatch,
            ack.Verify(Provider, AckKey.Derive(Provider, PrfAlgorithm.HmacSha256, BaseKey, new Cookies(1, 2))));
        Assert.Equal(
            DiscardReason.HashLength,
            ack.Verify(Provider, AckKey.Derive(Provider, PrfAlgorithm.HmacSha512, BaseKey, Spi)));
    }

    private static byte[] Build(KekAckRequested type, GroupMemberIdentity identity, out AckKey key)
    {
        key = AckKey.Derive(Provider, type.Prf(), BaseKey, Spi);
        var message = new byte[GroupkeyPushAck.LengthOf(type.Prf(), identity)];
        Assert.True(GroupkeyPushAck.TryWrite(message, Provider, key, Spi, new(7), identity, out int length));
        Assert.Equal(message.Length, length);
        return message;
    }

    // As a key server does: the key is that of the SPI in the message.
    private static DiscardReason Judge(ReadOnlySpan<byte> message, in AckKey key)
    {
        DiscardReason reason = GroupkeyPushAck.TryParse(message, out GroupkeyPushAck ack);
        return reason == DiscardReason.None && ack.Cookies != Spi ? DiscardReason.SpiUnknown
            : reason == DiscardReason.None ? ack.Verify(Provider, key)
            : reason;
    }

    private static int BuildParseVerify(byte[] message, in AckKey key, in GroupMemberIdentity identity)
    {
        bool isRight = GroupkeyPushAck.TryWrite(message, Provider, key, Spi, new(7), identity, out int length)
            && GroupkeyPushAck.TryParse(message.AsSpan(0, length), out GroupkeyPushAck ack) == DiscardReason.None
            && ack.Cookies == Spi
            && ack.Sequence == new SequenceNumber(7)
            && ack.ReadIdentity() == identity
            && ack.Verify(Provider, key) == DiscardReason.None;
        return isRight ? 0 : 1;
    }
}
