using GdoiSim.Network.Loss;

namespace GdoiSim.Group.Tests;

/// <summary>
/// What a member costs, counted and never timed: guards against a copy of a whole burst, an allocation for each
/// acknowledgement, or work that grows faster than the group.
/// </summary>
public sealed class MemberCostTests
{
    private const int Small = 10_000;
    private const int Large = 60_000;

    [Fact]
    public void A_member_takes_its_state_an_event_and_a_value_and_little_else()
    {
        double perMember = (double)(Allocated(Large, 1) - Allocated(Small, 1)) / (Large - Small);

        // State that lasts: the table and a profile's number; the ledger's bits: expected now, and ever acknowledged.
        double lasting = MemberTable.OctetsPerMember + (2.0 / 8);
        const int acceptance = 8;
        const int pendingEvent = 16;
        double least = lasting + acceptance + pendingEvent;
        Assert.InRange(perMember, 0.9 * least, 1.2 * least);
    }

    [Fact]
    public void A_further_rekey_takes_the_acceptances_and_nothing_else_that_grows_with_the_group()
    {
        double perMember = (double)(OfFurtherRekey(Large) - OfFurtherRekey(Small)) / (Large - Small);

        // Its acceptances, and the ledger's bit a member.
        const double acceptance = 8 + (1.0 / 8);
        Assert.InRange(perMember, 0.9 * acceptance, 1.1 * acceptance);

        static long OfFurtherRekey(int members) => (Allocated(members, 4) - Allocated(members, 2)) / 2;
    }

    [Fact]
    public void Steps_a_member_are_the_same_in_a_group_six_times_as_large()
    {
        NetworkOptions lossy = Worlds.Network(new BernoulliLoss(0.01), new BernoulliLoss(0.01));
        double small = (double)Worlds.Run(Group(Small, 1) with { Network = lossy }).Events / Small;
        double large = (double)Worlds.Run(Group(Large, 1) with { Network = lossy }).Events / Large;

        // Delivered, sent, arrived, served: four, but for one in a hundred lost each way.
        Assert.InRange(small, 3.9, 4);
        Assert.Equal(1, large / small, 0.01);
    }

    // Cores enough for everybody: a queue, drops and silence would take room of their own.
    private static GroupOptions Group(int members, int rekeys) => Worlds.Options(members, rekeys) with
    {
        KeyServers = [new KeyServerOptions { Cores = 64 }],
    };

    // Of the calling thread, which does everything in a run with one.
    private static long Allocated(int members, int rekeys)
    {
        GroupOptions options = Group(members, rekeys);
        Worlds.Run(options);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Worlds.Run(options);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
