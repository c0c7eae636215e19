using GdoiSim.Analysis.Calibration;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;
using Xunit;

namespace GdoiSim.Analysis.Tests.Calibration;

/// <summary>
/// The measurement measures what it says: real datagrams, all steps, the same verdicts in every way. It asserts no
/// time.
/// </summary>
public class AckBenchmarkTests
{
    private static AckBenchmarkOptions Small => new() { Members = 3_000, Duration = TimeSpan.Zero };

    public static TheoryData<KekAckRequested, int, double> Cases => new()
    {
        { KekAckRequested.KekSha256, 1, 0 },
        { KekAckRequested.KekSha512, 2, 0 },
        { KekAckRequested.LkhSha256, 2, 0.5 },
        { KekAckRequested.LkhSha512, 1, 0.9 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_way_accepts_the_good_ones_and_no_others(KekAckRequested type, int cores, double bad)
    {
        // Run throws where a way accepts anything else.
        AckBenchmarkResult result = AckBenchmark.Run(
            Small with { Acknowledgement = type, Cores = cores, BadShare = bad },
            TestContext.Current.CancellationToken);

        Assert.True(result.Rounds >= 3);
        Assert.All(
            [result.Pipeline, result.HashData, result.BouncyCastle],
            rate => Assert.True(rate.NanosecondsPerAck > 0 && double.IsFinite(rate.AcksPerSecond)));
        Assert.Equal(bad > 0 ? 4 : 0, result.BadCosts.Count);
        Assert.All(result.BadCosts, cost => Assert.True(cost.NanosecondsPerAck > 0));
    }

    [Fact]
    public void Rates_and_ratios_follow_from_the_time_of_one()
    {
        var fast = new AckRate(50);
        var slow = new AckRate(1500);

        Assert.Equal(20_000_000, fast.AcksPerSecond);
        Assert.Equal(30, fast.RatioTo(slow));
    }

    [Fact]
    public void What_cannot_be_measured_is_refused_in_words()
    {
        AssertRefused(Small with { Acknowledgement = KekAckRequested.None }, "allowed: a KEK or LKH type");
        AssertRefused(Small with { Members = 99 }, "allowed: 100 members a core");
        AssertRefused(Small with { Members = 399, Cores = 4 }, "allowed: 100 members a core");
        AssertRefused(Small with { BadShare = 0.91 }, "allowed: 0 to 0.9");
        AssertRefused(Small with { BadShare = double.NaN }, "allowed: 0 to 0.9");
        AssertRefused(Small with { Members = 10_000_000, BadShare = 0.9 }, "datagrams a round");
    }

    [Fact]
    public void A_cancelled_measurement_stops() => Assert.Throws<OperationCanceledException>(
        () => AckBenchmark.Run(Small with { Duration = TimeSpan.FromHours(1) }, new CancellationToken(canceled: true)));

    [Theory]
    [InlineData(KekAckRequested.KekSha256)]
    [InlineData(KekAckRequested.LkhSha512)]
    public void Datagrams_are_real_and_each_kind_is_what_its_name_says(KekAckRequested type)
    {
        const int each = 50;
        var group = new MeasuredGroup(1_000, type, seed: 7);
        group.BeginRekey();
        AckKind[] kinds = Enum.GetValues<AckKind>();
        foreach (AckKind kind in kinds)
        {
            var stream = new ReceivedAcknowledgements(
                group, 200, 300, new Dictionary<AckKind, int> { [kind] = each });
            stream.Write();
            for (int slot = 0; slot < each; slot++)
            {
                DiscardReason form = GroupkeyPushAck.TryParse(stream.Datagram(slot), out GroupkeyPushAck read);
                if (kind == AckKind.Malformed)
                {
                    Assert.NotEqual(DiscardReason.None, form);
                    continue;
                }

                Assert.Equal(DiscardReason.None, form);
                int member = Group.MemberAddress.Find(read, Group.AddressFamily.IPv4);
                Assert.InRange(member, 200, 499);
                // The library's own HMAC, not the lanes that wrote it.
                DiscardReason hash = read.Verify(
                    new BouncyCastleCryptographyProvider(), group.AckKeys.Derive(group.Present.RekeySa, member));
                Assert.Equal(kind == AckKind.Forged ? DiscardReason.HashMismatch : DiscardReason.None, hash);
                Assert.Equal(kind != AckKind.UnknownGroup, read.Cookies == group.Present.RekeySa.Cookies);
                Assert.Equal(kind == AckKind.Replayed ? 1u : 2u, read.Sequence.Value);
            }
        }
    }

    [Fact]
    public void Every_member_answers_once_in_an_order_that_is_not_that_of_the_members()
    {
        var group = new MeasuredGroup(1_000, KekAckRequested.KekSha256, seed: 7);
        var stream = new ReceivedAcknowledgements(
            group, 0, 1_000, new Dictionary<AckKind, int> { [AckKind.Good] = 1_000 });
        stream.Write();
        var order = new List<int>();
        for (int slot = 0; slot < stream.Count; slot++)
        {
            Assert.Equal(DiscardReason.None, GroupkeyPushAck.TryParse(stream.Datagram(slot), out GroupkeyPushAck read));
            order.Add(Group.MemberAddress.Find(read, Group.AddressFamily.IPv4));
        }

        Assert.Equal(Enumerable.Range(0, 1_000), order.Order());
        // Of a random order about one place keeps its member, and about half of the neighbours ascend.
        Assert.True(order.Where((member, slot) => member == slot).Count() < 10);
        Assert.InRange(order.Zip(order.Skip(1)).Count(pair => pair.First < pair.Second), 400, 600);
    }

    private static void AssertRefused(AckBenchmarkOptions options, string words)
    {
        ArgumentException refusal = Assert.Throws<ArgumentException>(
            () => AckBenchmark.Run(options, TestContext.Current.CancellationToken));
        Assert.Contains(words, refusal.Message, StringComparison.Ordinal);
    }
}
