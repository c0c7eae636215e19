using GdoiSim.Group;
using GdoiSim.Kernel;
using GdoiSim.Metrics;
using GdoiSim.Network;
using GdoiSim.Network.Latency;
using GdoiSim.Network.Loss;
using Xunit;

namespace GdoiSim.Validation.Tests;

/// <summary>Copies of a rekey through the whole product: V20 (lost in a burst), V23 (delivery assurance).</summary>
public sealed class DeliveryTargets
{
    private const int Members = 4_000;

    public static TheoryData<string> V20 => Target.Rows("V20");

    public static TheoryData<string> V23 => Target.Rows("V23");

    [Theory]
    [MemberData(nameof(V20))]
    public void All_copies_lost_in_bursts(string label) => MeasureBursts(label, rekeys: 25);

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(V20))]
    public void All_copies_lost_in_bursts_in_a_million_pairs(string label) => MeasureBursts(label, rekeys: 250);

    [Theory]
    [MemberData(nameof(V23))]
    public void Transmissions_that_assure_delivery(string label) => MeasureAssurance(label, rekeys: 200);

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(V23))]
    public void Transmissions_that_assure_delivery_in_a_thousand_rekeys(string label) =>
        MeasureAssurance(label, rekeys: 1_000);

    /// <summary>Copies one second apart; the slot is as many times shorter as the gap has slots.</summary>
    private static void MeasureBursts(string label, int rekeys)
    {
        Target target = Target.Of(label);
        SimDuration slot = SimDuration.FromSeconds(1 / target["gap_slots"]);
        GroupOptions ideal = Groups.Ideal(Members, rekeys);
        RunSummary run = Groups.Summarise(ideal with
        {
            Retransmit = ideal.Retransmit with { When = RetransmitWhen.Always, Count = (int)target["copies"] - 1 },
            Network = ideal.Network with
            {
                ToMembers = new PathOptions
                {
                    Loss = GilbertElliottLoss.OfMeanLoss(target["p"], target["mean_burst_slots"], slot),
                    Latency = LatencyModel.Constant(SimDuration.FromMilliseconds(1L)),
                },
            },
        });

        // No answer is lost: whoever is missing has lost every copy.
        Assert.Equal(0, run.MissingFalse);
        Assert.Equal((long)Members * rekeys, run.AckExpected);
        target.AssertNear((double)run.MissingDeclared / run.AckExpected, run.AckExpected);
    }

    /// <summary>The target's number of transmissions assures delivery in 99 % of rekeys, one less does not.</summary>
    private static void MeasureAssurance(string label, int rekeys)
    {
        Target target = Target.Of(label);
        int enough = Enumerable.Range(1, 10).First(transmissions => Assured(target, rekeys, transmissions) >= 0.99);
        target.AssertNear(enough, rekeys);
        Assert.Equal(target.Value, enough);
    }

    private static double Assured(Target target, int rekeys, int transmissions)
    {
        int members = (int)target["N"];
        GroupOptions ideal = Groups.Ideal(members, rekeys, target["p"], target["q"])
            .WithDuplicates(DuplicateReaction.Reacknowledge);
        RekeyRow[] rows =
        [
            .. Groups.Run(ideal with
            {
                Retransmit = ideal.Retransmit with { When = RetransmitWhen.Always, Count = transmissions - 1 },
            }).RekeyRows(),
        ];
        Assert.Equal(rekeys, rows.Length);
        double needed = (target["KDA"] * members) - 1e-9;
        if (transmissions <= 2)
        {
            // Five standard errors of a mean over rekeys of a share over members.
            double mean = rows.Average(row => row.AckAccepted) / members;
            double expected = target.Beside($"mean_acked_after_{transmissions}");
            double bound = 5 * Math.Sqrt(expected * (1 - expected) / members / rekeys);
            Assert.True(Math.Abs(mean - expected) <= bound + 5e-6, $"{mean}, theory {expected} ± {bound}");
        }

        return (double)rows.Count(row => row.AckAccepted >= needed) / rekeys;
    }
}
