using GdoiSim.Analysis.Planning;
using GdoiSim.Analysis.Planning.Rare;
using GdoiSim.Analysis.Theory;
using GdoiSim.Kernel;
using GdoiSim.Network.Loss;
using Xunit;

namespace GdoiSim.Analysis.Tests.Planning;

/// <summary>Rare events whose rates have a closed form.</summary>
public sealed class RareTests
{
    /// <summary>V05: one rekey unanswered, T transmissions of it.</summary>
    [Theory]
    [InlineData(0.01, 0.01, 3)]
    [InlineData(0.02, 0.02, 3)]
    [InlineData(0.05, 0.05, 2)]
    [InlineData(0.2, 0.02, 3)]
    [InlineData(0.02, 0.2, 1)]
    public void Silence_of_a_member_that_answers_repeats(double push, double ack, int transmissions) => Holds(
        Plans.Lossy($"{push}", $"{ack}", transmissions),
        "missing.declared per member and rekey",
        Silence.WithReacknowledgement(push, ack, transmissions));

    /// <summary>V06: three misses in a row, down to one eviction in 1.3 · 10^9 rekeys and further.</summary>
    [Theory]
    [InlineData(0.02, 0.02, 1, "reack")]
    [InlineData(0.02, 0.02, 3, "drop")]
    [InlineData(0.05, 0.05, 3, "reack")]
    [InlineData(0.2, 0.2, 3, "reack")]
    [InlineData(0.02, 0.02, 3, "reack")]
    public void Eviction_after_three_misses(double push, double ack, int transmissions, string duplicates)
    {
        var miss = duplicates == "reack"
            ? Silence.WithReacknowledgement(push, ack, transmissions)
            : Silence.WithReplayDrop(push, ack, transmissions);
        Holds(
            Plans.Lossy($"{push}", $"{ack}", transmissions, duplicates),
            "evicted.total per member and rekey",
            1 / FalseEviction.MeanRekeys(miss, 3));
    }

    /// <summary>
    /// A healthy one holds the key at the last miss: of V06's evictions the part (f − p^T)/f, for the key is missed
    /// with p^T.
    /// </summary>
    [Fact]
    public void Eviction_of_a_healthy_member()
    {
        var miss = Silence.WithReacknowledgement(0.05, 0.05, 2);
        Holds(
            Plans.Lossy("5%", "5%", 2),
            "evicted.healthy per member and rekey",
            (miss - (0.05 * 0.05)) / miss / FalseEviction.MeanRekeys(miss, 3));
    }

    /// <summary>Evicted at the first miss, which is not rare at all: every miss is an eviction.</summary>
    [Fact]
    public void Eviction_at_the_first_miss() => Holds(
        Plans.Lossy("20%", "12.5%", 1).Replace("after: 3", "after: 1", StringComparison.Ordinal),
        "evicted.total per member and rekey",
        0.3);

    /// <summary>V20: bursts that outlast the gap between copies; slots of 1 s, copies 10 slots apart.</summary>
    [Theory]
    [InlineData(3, 3)]
    [InlineData(10, 3)]
    [InlineData(10, 5)]
    public void Copies_lost_in_bursts(double burst, int copies) => Holds(
        Plans.Lossy($"{{gilbert_elliott: {{loss: 2%, mean_burst: {burst}, slot: 1s}}}}", "none", copies),
        "missing.declared per member and rekey",
        BurstyLoss.AllCopiesLost(0.02, burst, copies, 10));

    /// <summary>
    /// Everyone answers at one instant and some find the buffer full: raised losses do not make such misses more
    /// frequent, so the windows of three see fewer than there are. The demand is far above what they see, and must
    /// still not count as met.
    /// </summary>
    [Fact]
    public void What_buffers_drop_is_not_passed_off_as_known()
    {
        var scenario = Plans.Lossy("1%", "1%", 1)
            .Replace("jitter: 100ms", "jitter: 0s", StringComparison.Ordinal)
            .Replace("receive_buffer: unlimited", "receive_buffer: 375 datagrams", StringComparison.Ordinal)
            .Replace("accepted: 1us", "accepted: 10ms", StringComparison.Ordinal);
        var probe = Look(scenario, "evicted.healthy per member and rekey", 1e-2, runs: 24);
        var estimate = probe.Rare.Single();
        Assert.False(estimate.IsTrusted, $"{estimate}");
        Assert.True(estimate.High < 1e-2 && probe.Verdict == Verdict.Undecided, $"{estimate}, {probe.Verdict}");
    }

    /// <summary>Without losses there is nothing to raise, and an event that no run shows has no known rate.</summary>
    [Fact]
    public void An_event_that_was_never_seen_has_no_trusted_rate()
    {
        var probe = Look(Plans.Lossy("none", "none", 1), "missing.declared per member and rekey", 1e-2, runs: 4);
        var estimate = probe.Rare.Single();
        Assert.Equal((0.0, 0.0, false), (estimate.Rate, estimate.EffectiveSampleSize, estimate.IsTrusted));
        Assert.Equal(Verdict.Undecided, probe.Verdict);
    }

    [Fact]
    public void Probabilities_of_all_outcomes_add_up_to_one()
    {
        LossModel[] models =
        [
            new BernoulliLoss(0.3),
            new GilbertElliottLoss(0.2, 4, SimDuration.FromMilliseconds(10L), 0.1, 0.7),
            new GilbertElliottLoss(0.4, 1, SimDuration.FromMilliseconds(10L)),
        ];
        foreach (var likelihood in models.Select(model => LossLikelihood.Of(model, 0.05)))
        {
            var total = Enumerable.Range(0, 32).Sum(outcome => Math.Exp(likelihood.Log(
                [.. Enumerable.Range(0, 5).Select(i =>
                    new Passage(i * 17_000_000L, (outcome & (1 << i)) != 0, IsBehindFirstHop: i == 0))])));
            Assert.Equal(1, total, 1e-12);
        }
    }

    [Theory]
    [InlineData(0.02, 10, 3, 1)]
    [InlineData(0.02, 10, 3, 10)]
    [InlineData(0.2, 5, 4, 3)]
    public void All_copies_lost_has_the_closed_probability(double loss, double burst, int copies, int gap)
    {
        var slot = SimDuration.FromMilliseconds(10L);
        var likelihood = LossLikelihood.Of(GilbertElliottLoss.OfMeanLoss(loss, burst, slot));
        Passage[] passages =
            [.. Enumerable.Range(0, copies).Select(i => new Passage(i * gap * slot.Nanoseconds, IsLost: true))];
        var expected = BurstyLoss.AllCopiesLost(loss, burst, copies, gap);
        Assert.Equal(expected, Math.Exp(likelihood.Log(passages)), 1e-12 * expected);
    }

    /// <summary>
    /// The estimate of 48 runs is within two half widths of its 95 % interval of the closed form, and the half width is
    /// at most a third of the value.
    /// </summary>
    private static void Holds(string scenario, string demand, double expected)
    {
        var estimate = Look(scenario, demand, expected * 10, runs: 48).Rare.Single();
        Assert.True(estimate.IsTrusted, estimate.Reason);
        var half = estimate.High - estimate.Rate;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"found|{demand}|{expected:G6}|{estimate.Rate:G6}|{half:G3}|{estimate.EffectiveSampleSize:0}");
        Assert.True(half < expected / 3, $"{estimate.Rate} ± {half}, theory {expected}");
        Assert.True(
            Math.Abs(estimate.Rate - expected) <= 2 * half,
            $"{demand}: {estimate.Rate} ± {half}, theory {expected}; effective {estimate.EffectiveSampleSize}");
        Assert.InRange(estimate.Chain / expected, 0.6, 1.6);
    }

    private static Probe Look(string scenario, string demand, double bound, int runs)
    {
        using var folder = new TemporaryFolder();
        var plan = Plans.Read(folder, scenario, $$"""
            set: [seed=6407]
            objective: {largest: group.size, from: 400, to: 401}
            constraints: ["{{demand}} <= {{bound:R}}"]
            """);
        Assert.False(plan.HasErrors, Plans.Problems(plan));
        var evidence = new PlanRuns(plan, 2, TestContext.Current.CancellationToken).Of(["group.size=400"], 0, runs);
        return Probe.Of(plan, 0, evidence);
    }
}
