using GdoiSim.Protocol.Isakmp;
using Xunit;

namespace GdoiSim.Protocol.Tests;

public class IdentityTests
{
    [Fact]
    public void Text_is_the_usual_form()
    {
        Assert.Equal("10.0.1.11", GroupMemberIdentity.IPv4(0x0a00010b).ToString());
        Assert.Equal("2001:db8::1", GroupMemberIdentity.IPv6(new UInt128(0x20010db800000000, 1)).ToString());
        Assert.Equal("oid:0306012a0000", GroupMemberIdentity.Oid([0x06, 0x01, 0x2a]).ToString());
        Assert.Equal("0.0.0.0", default(GroupMemberIdentity).ToString());
    }

    [Fact]
    public void Identities_are_equal_when_type_and_octets_are()
    {
        GroupMemberIdentity[] different =
        [
            default,
            GroupMemberIdentity.IPv4(1),
            GroupMemberIdentity.IPv6(1),
            GroupMemberIdentity.IPv6(0),
            GroupMemberIdentity.Oid([6, 1, 42]),
            GroupMemberIdentity.Oid([6, 1, 43]),
            GroupMemberIdentity.Oid([6, 1, 42], [5, 0]),
        ];
        for (int i = 0; i < different.Length; i++)
        {
            for (int j = 0; j < different.Length; j++)
            {
                Assert.Equal(i == j, different[i] == different[j]);
                Assert.Equal(i != j, different[i] != different[j]);
            }
        }

        var again = GroupMemberIdentity.Oid([6, 1, 42], [5, 0]);
        Assert.True(different[^1].Equals((object)again));
        Assert.Equal(different[^1].GetHashCode(), again.GetHashCode());
    }

    [Fact]
    public void Only_identities_that_a_payload_can_carry_are_made()
    {
        Assert.Throws<ArgumentException>(() => GroupMemberIdentity.Oid([]));
        Assert.Throws<ArgumentException>(() => GroupMemberIdentity.Oid(new byte[256]));
        Assert.Throws<ArgumentException>(() => GroupMemberIdentity.Oid([6], new byte[65_536]));
        Assert.Equal(
            DiscardReason.IdentityType,
            GroupMemberIdentity.TryRead(IdentificationType.KeyId, new byte[4], out _));
    }

    [Fact]
    public void Sequence_numbers_count_from_one_and_do_not_wrap()
    {
        Assert.Equal(1u, SequenceNumber.First.Value);
        Assert.Equal(new SequenceNumber(2), SequenceNumber.First.Next);
        Assert.True(SequenceNumber.First < SequenceNumber.First.Next);
        Assert.True(new SequenceNumber(uint.MaxValue) > new SequenceNumber(1));
        Assert.Throws<OverflowException>(() => new SequenceNumber(uint.MaxValue).Next);
    }

    [Fact]
    public void Cookies_are_sixteen_octets_initiator_first()
    {
        byte[] octets = Convert.FromHexString("ccd708e14656862c8b90e720e8c298e4");
        var cookies = Cookies.Read(octets);
        Assert.Equal(0xccd708e14656862c, cookies.Initiator);
        Assert.Equal("ccd708e14656862c8b90e720e8c298e4", cookies.ToString());
        var written = new byte[16];
        cookies.WriteTo(written);
        Assert.Equal(octets, written);
        Assert.True(default(Cookies).IsZero);
        Assert.False(new Cookies(1, 0).IsZero);
        Assert.False(new Cookies(0, 1).IsZero);
    }
}
