using GdoiSim.Network;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;
using Xunit;

namespace GdoiSim.Validation.Tests;

/// <summary>V24: octets of an acknowledgement as it is really built, and as IP carries it.</summary>
public sealed class AcknowledgementSizeTargets
{
    public static TheoryData<string> V24 => Target.Rows("V24");

    [Theory]
    [MemberData(nameof(V24))]
    public void An_acknowledgement_has_the_octets_of_the_standard(string label)
    {
        Target target = Target.Of(label);
        PrfAlgorithm prf = target.Word("prf") == "HMAC-SHA-256" ? PrfAlgorithm.HmacSha256 : PrfAlgorithm.HmacSha512;
        Assert.Equal("IPv4", target.Word("id"));
        bool written = GroupkeyPushAck.TryWriteWithoutHash(
            new byte[512],
            prf,
            new Cookies(1, 2),
            new SequenceNumber(1),
            GroupMemberIdentity.IPv4(0x0A000001),
            out int length);
        Assert.True(written);
        target.AssertNear(length, effort: 1);
        Assert.Equal(
            target.Beside("ip_bytes"), new Fragmentation(IpVersion.IPv4, 1500).OctetsOnWire(length));
    }
}
