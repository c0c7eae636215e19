using GdoiSim.Group;
using GdoiSim.Kernel;
using GdoiSim.Metrics;
using Xunit;

namespace GdoiSim.Validation.Tests;

/// <summary>Acknowledgement implosion through the whole product: V10, V11, V12.</summary>
public sealed class ImplosionTargets
{
    public static TheoryData<string> V10 => Target.Rows("V10");

    public static TheoryData<string> V11 => Target.Rows("V11");

    public static TheoryData<string> V12 => Target.Rows("V12");

    [Theory]
    [MemberData(nameof(V10))]
    public void All_at_once_lose_what_the_socket_cannot_hold(string label)
    {
        Target target = Target.Of(label);
        RunSummary run = Groups.Summarise(Group(target, SimDuration.FromMilliseconds(1L), rekeys: 1));
        Assert.Equal(target["N"], run.AckArrived);
        target.AssertNear(run.AckDropped, effort: 1);
        Assert.Equal(target["K_total"] - 1, run.QueueMaxDepth);
    }

    [Theory]
    [MemberData(nameof(V11))]
    public void Jitter_spreads_the_load(string label) =>
        MeasureDrops(label, Target.Of(label)["N"] > 10_000 ? 4 : 20);

    [Theory(Explicit = true)]
    [Trait("Category", "Long")]
    [MemberData(nameof(V11))]
    public void Jitter_spreads_the_load_of_two_hundred_rekeys(string label) => MeasureDrops(label, 200);

    [Theory]
    [MemberData(nameof(V12))]
    public void The_busiest_bin_is_that_of_balls_in_bins(string label)
    {
        Target target = Target.Of(label);
        const int runs = 31;
        SimDuration width = SimDuration.FromSeconds(target["bin_s"]);
        long[] busiest = new long[runs];
        for (int i = 0; i < runs; i++)
        {
            GroupOptions ideal = Groups.Ideal((int)target["N"], rekeys: 1).WithJitter(target["J_s"]);
            GroupRecorder run = Groups.Run(ideal with
            {
                Seed = Seeds.Root + (ulong)i,
                TimelineBin = width,
                TracedMembers = [.. Enumerable.Range(0, ideal.Members)],
            });

            // From the trace: a timeline has at most 4,000 bins and takes wider ones where it needs more.
            Dictionary<long, long> bins = run.Trace
                .Where(step => step.Step == "ack.sent")
                .GroupBy(step => step.Time.Nanoseconds / width.Nanoseconds)
                .ToDictionary(bin => bin.Key, bin => bin.LongCount());
            Assert.Equal(target["N"], bins.Values.Sum());
            busiest[i] = bins.Values.Max();
            TimelineRow[] timeline = [.. run.TimelineRows()];
            if (timeline[0].Width.Nanoseconds == width.Nanoseconds)
            {
                Assert.Equal(busiest[i], timeline.Max(row => row.AckSent));
            }
        }

        Array.Sort(busiest);
        target.AssertNear(busiest[runs / 2], target.RecommendedEffort);
    }

    /// <summary>Tolerance as for the full effort: the fluid limit is what is approximate here, not the mean.</summary>
    private static void MeasureDrops(string label, int rekeys)
    {
        Target target = Target.Of(label);
        SimDuration service = SimDuration.FromSeconds(1 / target["mu_per_s"]);
        RunSummary run = Groups.Summarise(Group(target, service, rekeys).WithJitter(target["J_s"]));
        Assert.Equal(target["N"] * rekeys, run.AckArrived);
        target.AssertNear((double)run.AckDropped / rekeys, target.RecommendedEffort);
    }

    /// <summary>One core and a socket for the rest of the places.</summary>
    private static GroupOptions Group(Target target, SimDuration service, int rekeys) =>
        Groups.Ideal((int)target["N"], rekeys) with
        {
            KeyServers = [Groups.Server(service, ReceiveBuffer.OfDatagrams((int)target["K_total"] - 1))],
        };
}
