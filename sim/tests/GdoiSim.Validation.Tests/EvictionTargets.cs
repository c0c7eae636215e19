using GdoiSim.Group;
using GdoiSim.Metrics;
using Xunit;

namespace GdoiSim.Validation.Tests;

/// <summary>False eviction of live members under the rule of m misses in a row: V06.</summary>
public sealed class EvictionTargets
{
    public static TheoryData<string> V06 => Target.Rows("V06");

    public static TheoryData<string> V06OneTransmission =>
        Target.Rows("V06", row => row["transmissions"] == 1);

    public static TheoryData<string> V06ByReplication => Target.Rows("V06", row => row.Value <= 20_000);

    public static TheoryData<string> V06ByChain => Target.Rows("V06", row => row.Value > 20_000);

    /// <summary>The first day of hourly rekeys: few members are evicted, but a known share.</summary>
    [Theory]
    [MemberData(nameof(V06OneTransmission))]
    public void Live_members_evicted_within_24_rekeys(string label) => MeasureFirstDay(label, 50_000);

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(V06ByReplication))]
    public void Live_members_evicted_within_24_rekeys_of_a_large_group(string label) =>
        MeasureFirstDay(label, 200_000);

    /// <summary>
    /// (Rekey, member) pairs at risk for one eviction: the mean time to eviction, for the time is nearly exponential.
    /// </summary>
    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(V06ByReplication))]
    public void Rekeys_until_a_live_member_is_evicted(string label)
    {
        Target target = Target.Of(label);
        RunSummary run = Groups.Summarise(Group(target, members: 20_000, rekeys: 1_500));
        Assert.True(run.EvictedTotal >= 1_500, $"{run.EvictedTotal} evictions are too few to judge by");
        target.AssertNear((double)run.AckExpected / run.EvictedTotal, target.RecommendedEffort);
    }

    /// <summary>
    /// Evictions too rare to wait for: the chance of one miss is simulated, the chain of misses is exact.
    /// </summary>
    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(V06ByChain))]
    public void Rekeys_until_eviction_by_the_chance_of_a_miss(string label)
    {
        Target target = Target.Of(label);
        RunSummary run = Groups.Summarise(Group(target, members: 20_000, rekeys: 500) with { EvictAfter = 0 });
        double miss = (double)run.MissingDeclared / run.AckExpected;
        target.AssertNear(ExpectedRekeys(miss, (int)target["m"]), target.RecommendedEffort);
    }

    /// <summary>
    /// The oracle of the test above held against the target's closed form: it checks this file, not the product.
    /// </summary>
    [Theory]
    [MemberData(nameof(V06))]
    public void Oracle_the_chain_of_misses_gives_the_closed_form(string label)
    {
        Target target = Target.Of(label);
        double expected = ExpectedRekeys(target.Beside("f"), (int)target["m"]);
        Assert.Equal(target.Value, expected, 1e-4 * target.Value);
    }

    /// <summary>
    /// Mean number of rekeys until m misses in a row: from the state "i misses", E_i = 1 + f E_{i+1} + (1 − f) E_0,
    /// E_m = 0, solved by writing E_i = a_i + b_i E_0 from the end.
    /// </summary>
    private static double ExpectedRekeys(double miss, int inARow)
    {
        double constant = 0;
        double ofStart = 0;
        for (int i = 0; i < inARow; i++)
        {
            constant = 1 + (miss * constant);
            ofStart = 1 - miss + (miss * ofStart);
        }

        return constant / (1 - ofStart);
    }

    private static void MeasureFirstDay(string label, int members)
    {
        Target target = Target.Of(label);
        RunSummary run = Groups.Summarise(Group(target, members, rekeys: 24));
        double expected = members * target.Beside("p_evicted_within_24_rekeys");
        double bound = 5 * Math.Sqrt(expected);
        Assert.True(
            Math.Abs(run.EvictedTotal - expected) <= bound,
            $"{label}: {run.EvictedTotal} evicted, theory {expected} ± {bound} (seed {Seeds.Root})");
    }

    private static GroupOptions Group(Target target, int members, int rekeys)
    {
        GroupOptions ideal = Groups.Ideal(members, rekeys, target["p"], target["q"]);
        DuplicateReaction reaction =
            target.IsSet("answers_duplicates") ? DuplicateReaction.Reacknowledge : DuplicateReaction.Drop;
        return ideal.WithDuplicates(reaction) with
        {
            Retransmit = ideal.Retransmit with
            {
                When = RetransmitWhen.Always,
                Count = (int)target["transmissions"] - 1,
            },
            EvictAfter = (int)target["m"],
        };
    }
}
