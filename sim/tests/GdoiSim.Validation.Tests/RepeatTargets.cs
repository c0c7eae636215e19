using GdoiSim.Group;
using GdoiSim.Metrics;
using Xunit;

namespace GdoiSim.Validation.Tests;

/// <summary>Repeats of a rekey through the whole product: V01, V04, V05, V30.</summary>
public sealed class RepeatTargets
{
    private const int SilenceMembers = 4_000;

    private const int SilenceRekeys = 20;

    public static TheoryData<string> V01Small => Target.Rows("V01", row => row["N"] <= 1_000);

    public static TheoryData<string> V01Large => Target.Rows("V01", row => row["N"] is > 1_000 and <= 10_000);

    public static TheoryData<string> V04 => Target.Rows("V04");

    public static TheoryData<string> V05 => Target.Rows("V05");

    /// <summary>Rows that a smaller sample can say something about: ten silent pairs or more are expected.</summary>
    public static TheoryData<string> V05Frequent =>
        Target.Rows("V05", row => row.Value * SilenceMembers * SilenceRekeys >= 10);

    public static TheoryData<string> V30 => Target.Rows("V30");

    [Theory]
    [MemberData(nameof(V01Small))]
    public void Transmissions_until_everybody_has_the_rekey(string label) => MeasureTransmissions(label);

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(V01Large))]
    public void Transmissions_until_everybody_of_a_large_group_has_the_rekey(string label) =>
        MeasureTransmissions(label);

    [Theory]
    [MemberData(nameof(V04))]
    public void Members_without_the_key_after_blind_repeats(string label) => MeasureKeyless(label, 50);

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(V04))]
    public void Members_without_the_key_after_blind_repeats_of_many_rekeys(string label) =>
        MeasureKeyless(label, Target.Of(label)["N"] > 1_000 ? 250 : 1_000);

    [Theory]
    [MemberData(nameof(V05Frequent))]
    public void Live_members_that_look_silent(string label) => MeasureSilence(label, SilenceRekeys);

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(V05))]
    public void Live_members_that_look_silent_in_a_million_pairs(string label) => MeasureSilence(label, 250);

    /// <summary>
    /// The other reading of V05's formula: who drops copies stays silent when the first answer was lost.
    /// </summary>
    [Theory]
    [InlineData(0.02, 0.02, 1)]
    [InlineData(0.02, 0.02, 3)]
    [InlineData(0.2, 0.05, 2)]
    public void Live_members_that_drop_copies_look_silent(double p, double q, int transmissions)
    {
        const int pairs = SilenceMembers * SilenceRekeys;
        GroupOptions options = Blind(SilenceMembers, SilenceRekeys, p, q, transmissions)
            .WithDuplicates(DuplicateReaction.Drop);
        RunSummary run = Groups.Summarise(options);
        double never = Math.Pow(p, transmissions);
        double expected = never + ((1 - never) * q);
        double share = (double)run.MissingDeclared / pairs;
        double bound = 5 * Math.Sqrt(expected * (1 - expected) / pairs);
        Assert.True(Math.Abs(share - expected) <= bound, $"{share}, theory {expected} ± {bound}");

        // The key did arrive at nearly all of them: a server that believes silence would throw out healthy members.
        double falsely = (double)run.MissingFalse / pairs;
        Assert.True(Math.Abs(falsely - ((1 - never) * q)) <= bound, $"{falsely}, theory {(1 - never) * q} ± {bound}");
    }

    [Theory]
    [MemberData(nameof(V30))]
    public void Acknowledgements_with_repeats_by_unicast(string label)
    {
        Target target = Target.Of(label);
        const int rekeys = 40;
        int members = (int)target["N"];
        Assert.Equal("unicast to silent GMs", target.Word("repeat"));
        GroupOptions ideal = Groups.Ideal(members, rekeys, target["p"], target["q"])
            .WithDuplicates(DuplicateReaction.Reacknowledge);
        RunSummary run = Groups.Summarise(ideal with
        {
            Retransmit = ideal.Retransmit with
            {
                When = RetransmitWhen.Unacknowledged,
                To = RetransmitTo.Unacknowledged,
                Count = (int)target["max_transmissions"] - 1,
            },
        });
        target.AssertNear((double)run.AckArrived / rekeys, target.RecommendedEffort);

        // The target counts a packet a member of the multicast; here the multicast is one datagram.
        double packets = ((double)run.PushSent / rekeys) - 1 + members;
        Assert.Equal(target.Beside("rekey_packets"), packets, 0.01 * target.Beside("rekey_packets"));
    }

    private static void MeasureTransmissions(string label)
    {
        Target target = Target.Of(label);
        const int rekeys = 200;
        GroupOptions ideal = Groups.Ideal((int)target["N"], rekeys, target["p"]);
        RunSummary run = Groups.Summarise(ideal with
        {
            Retransmit = ideal.Retransmit with { Count = int.MaxValue },
            Duration = Groups.RekeyInterval * (rekeys + 1),
        });
        Assert.Equal(rekeys, run.Rekeys);
        Assert.Equal(run.AckExpected, run.AckAccepted);
        target.AssertNear((double)run.Transmissions / rekeys, rekeys);
    }

    private static void MeasureKeyless(string label, int rekeys)
    {
        Target target = Target.Of(label);
        int transmissions = (int)target["retransmissions"] + 1;
        GroupRecorder run = Groups.Run(Blind((int)target["N"], rekeys, target["p"], 0, transmissions));
        RekeyRow[] rows = [.. run.RekeyRows()];
        Assert.Equal(rekeys, rows.Length);
        Assert.All(rows, row => Assert.Equal(transmissions, row.Transmissions));

        // No acknowledgement is lost, so whoever is missing has no key.
        Assert.Equal(0, rows.Sum(row => row.MissingFalse));
        target.AssertNear((double)rows.Sum(row => row.MissingDeclared) / rekeys, rekeys);

        double everybody = target.Beside("p_all");
        int complete = rows.Count(row => row.MissingDeclared == 0);
        double bound = (5 * Math.Sqrt(rekeys * everybody * (1 - everybody))) + 0.5;
        Assert.True(
            Math.Abs(complete - (rekeys * everybody)) <= bound,
            $"{label}: {complete} of {rekeys} rekeys without a keyless member, theory {everybody}");
    }

    private static void MeasureSilence(string label, int rekeys)
    {
        Target target = Target.Of(label);
        Assert.True(target.IsSet("answers_duplicates"));
        GroupOptions options = Blind(SilenceMembers, rekeys, target["p"], target["q"], (int)target["transmissions"])
            .WithDuplicates(DuplicateReaction.Reacknowledge);
        RunSummary run = Groups.Summarise(options);
        Assert.Equal((long)SilenceMembers * rekeys, run.AckExpected);
        target.AssertNear((double)run.MissingDeclared / run.AckExpected, run.AckExpected);
    }

    /// <summary>A group that gets every rekey a fixed number of times, under one sequence number.</summary>
    private static GroupOptions Blind(int members, int rekeys, double pushLoss, double ackLoss, int transmissions)
    {
        GroupOptions ideal = Groups.Ideal(members, rekeys, pushLoss, ackLoss);
        return ideal with
        {
            Retransmit = ideal.Retransmit with { When = RetransmitWhen.Always, Count = transmissions - 1 },
        };
    }
}
