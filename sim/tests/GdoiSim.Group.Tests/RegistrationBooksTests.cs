using GdoiSim.Kernel.Randomness;
using GdoiSim.Metrics;
using GdoiSim.Network.Loss;

namespace GdoiSim.Group.Tests;

/// <summary>Every request of a registration is somewhere, whenever the run ends.</summary>
public sealed class RegistrationBooksTests
{
    /// <summary>
    /// 120 members at once against a link, a buffer, a core and a table that are all too small, over a path that loses
    /// a tenth of all datagrams and takes a second.
    /// </summary>
    private static GroupOptions Storm(int servers) => Worlds.Options(120) with
    {
        KeyServers =
        [
            .. Enumerable.Range(0, servers).Select(_ => new KeyServerOptions
            {
                ReceiveBuffer = ReceiveBuffer.OfDatagrams(3),
                LinkBitsPerSecond = 60_000,
                LinkQueueOctets = 1_000,
            }),
        ],
        Network = Worlds.Network(new BernoulliLoss(0.1), new BernoulliLoss(0.1), duplication: 0.05, latencyMs: 1000),
        Rekey = new RekeySchedule { First = Worlds.S(20), Interval = Worlds.S(20), Count = 2 },
        Duration = Worlds.S(300),
        Registration = new RegistrationOptions
        {
            Mode = RegistrationMode.Full,
            HalfOpenLimit = 15,
            HalfOpenTimeout = Worlds.S(10),
            ServiceTimes = new RegistrationTimes
            {
                Proposal = Distribution.Constant(Worlds.Ms(20)),
                KeyExchange = Distribution.Constant(Worlds.Ms(50)),
                Duplicate = Distribution.Constant(Worlds.Ms(20)),
            },
        },
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Nothing_is_counted_twice_or_forgotten(int servers)
    {
        bool wasInFlight = false;
        bool wasWaiting = false;
        foreach (long milliseconds in new[] { 1_700, 2_500, 21_013, 60_000 })
        {
            GroupRecorder run = Worlds.Run(Storm(servers) with { Duration = Worlds.Ms(milliseconds) });
            RunSummary summary = run.Summary("test");
            Worlds.AssertBooksBalance(summary);
            AssertRowsAddUp(run, summary);
            wasInFlight |= summary.RegistrationInFlight > 0;
            wasWaiting |= summary.RegistrationInServiceOrWaiting > 0;
        }

        // The books would balance over nothing, too.
        Assert.True(wasInFlight);
        Assert.True(wasWaiting);
    }

    [Fact]
    public void A_storm_loses_and_drops_requests_in_every_way_there_is()
    {
        RunSummary summary = Worlds.Summarise(Storm(1));
        // A tenth of all that is sent, to within five standard deviations.
        Assert.InRange(summary.RegistrationLost, Low(summary.RegistrationSent), High(summary.RegistrationSent));
        Assert.True(summary.RegistrationLinkDropped > 0);
        Assert.True(summary.RegistrationDropped > 0);
        Assert.True(summary.RegistrationRefused > 0);
        Assert.True(summary.RegistrationDuplicate > 0);
        Assert.True(summary.RegistrationRepliesLost > 0);
        Assert.True(summary.RegistrationFailed > 0);
        // Five requests a registration that came to its end.
        Assert.True(summary.RegistrationAnswered >= 5 * summary.RegistrationCompleted);

        static long Low(long sent) => (long)((0.1 * sent) - (5 * Math.Sqrt(0.09 * sent)));
        static long High(long sent) => (long)((0.1 * sent) + (5 * Math.Sqrt(0.09 * sent)));
    }

    [Fact]
    public void Half_open_registrations_over_time_reach_what_the_table_held()
    {
        GroupRecorder run = Worlds.Run(Storm(1) with { TimelineBin = Worlds.Ms(10), Duration = Worlds.S(30) });
        TimelineRow[] rows = [.. run.TimelineRows()];
        Assert.Equal(15, rows.Max(row => row.RegistrationHalfOpen));
        Assert.Equal(15, run.Summary("test").RegistrationHalfOpenMax);
        Assert.Equal(0, rows.Min(row => row.RegistrationHalfOpen));
    }

    private static void AssertRowsAddUp(GroupRecorder run, RunSummary summary)
    {
        TimelineRow[] rows = [.. run.TimelineRows()];
        Assert.Equal(summary.RegistrationStarted, rows.Sum(row => row.RegistrationStarted));
        Assert.Equal(summary.RegistrationSent, rows.Sum(row => row.RegistrationSent));
        Assert.Equal(summary.RegistrationRepeated, rows.Sum(row => row.RegistrationRepeated));
        Assert.Equal(summary.RegistrationLost, rows.Sum(row => row.RegistrationLost));
        Assert.Equal(summary.RegistrationLinkDropped, rows.Sum(row => row.RegistrationLinkDropped));
        Assert.Equal(summary.RegistrationArrived, rows.Sum(row => row.RegistrationArrived));
        Assert.Equal(summary.RegistrationDropped, rows.Sum(row => row.RegistrationDropped));
        Assert.Equal(summary.RegistrationAnswered, rows.Sum(row => row.RegistrationAnswered));
        Assert.Equal(summary.RegistrationDuplicate, rows.Sum(row => row.RegistrationDuplicate));
        Assert.Equal(summary.RegistrationRefused, rows.Sum(row => row.RegistrationRefused));
        Assert.Equal(summary.RegistrationCompleted, rows.Sum(row => row.RegistrationCompleted));
        Assert.Equal(summary.RegistrationFailed, rows.Sum(row => row.RegistrationFailed));
    }
}
