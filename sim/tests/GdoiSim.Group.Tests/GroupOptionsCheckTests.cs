using GdoiSim.Kernel;

namespace GdoiSim.Group.Tests;

public class GroupOptionsCheckTests
{
    public static TheoryData<string, Func<GroupOptions, GroupOptions>> Impossible { get; } = new()
    {
        { "Members is 0", options => options with { Members = 0 } },
        { "Profiles is 0", options => options with { Profiles = [] } },
        { "Profiles.Name is given twice", options => options with { Profiles =
            [Worlds.Profile("a"), Worlds.Profile("a")] } },
        { "Rekey.Interval is 0s", options => options with { Rekey =
            new RekeySchedule { Interval = SimDuration.Zero } } },
        { "Tek.Lifetime is 500ms", options => options with { Tek = new TekOptions { Lifetime = Worlds.Ms(500) } } },
        { "Retransmit.Count is unlimited", options => options with { Retransmit =
            new RetransmissionPolicy { Count = int.MaxValue } } },
        { "Retransmit.Count is 2000000", options => options with { Retransmit =
            new RetransmissionPolicy { Count = 2_000_000 } } },
        { "EvictAfter is 64", options => options with { EvictAfter = 64 } },
        { "Kek.KeyBits is 192", options => options with { Kek = new KekOptions { KeyBits = 192 } } },
        { "TracedMembers is 50", options => options with { TracedMembers = [50] } },
        {
            "Rekey.Interval is 100ms",
            options => options with { Rekey = new RekeySchedule { Count = 100, Interval = Worlds.Ms(100) } }
        },
        {
            "Rekey.ReplaceKekEvery is a new KEK every 5 s",
            options => options with { Rekey =
                new RekeySchedule { Count = 9, Interval = Worlds.S(5), ReplaceKekEvery = 1 } }
        },
        {
            "Profiles[a].Offline is given in several forms",
            options => options with
            {
                Profiles =
                [
                    Worlds.Profile("a") with
                    {
                        Offline = new OfflinePattern { Share = 0.1, Schedule = [new(new SimTime(1), new SimTime(2))] },
                    },
                ],
            }
        },
        { "Network.Fragmentation is of another IP version", options => options with { AddressFamily =
            AddressFamily.IPv6 } },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_carried_out_is_refused_by_name(string message, Func<GroupOptions, GroupOptions> change)
    {
        GroupOptionsCheck.Check(Worlds.Options());
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new GroupWorld(change(Worlds.Options())));
        Assert.StartsWith(message, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("allowed:", refusal.Message, StringComparison.Ordinal);
    }
}
