using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Metrics;
using GdoiSim.Network.Loss;
using GdoiSim.Protocol;

namespace GdoiSim.Group.Tests;

public class GroupWorldTests
{
    public static TheoryData<KekAckRequested, AddressFamily> AcknowledgementTypes { get; } =
        new MatrixTheoryData<KekAckRequested, AddressFamily>(
        [KekAckRequested.KekSha256, KekAckRequested.LkhSha256, KekAckRequested.KekSha512, KekAckRequested.LkhSha512],
        [AddressFamily.IPv4, AddressFamily.IPv6]);

    [Theory]
    [MemberData(nameof(AcknowledgementTypes))]
    public void Every_kind_of_acknowledgement_is_built_and_accepted(KekAckRequested type, AddressFamily family)
    {
        NetworkOptionsFor(family, out GroupOptions options);
        RunSummary run = Worlds.Summarise(options with { Acknowledgement = type });
        Assert.Equal(50, run.AckAccepted);
        Assert.Equal(0, run.AckRejectedTotal);
    }

    [Fact]
    public void One_seed_gives_one_result_and_another_seed_another()
    {
        GroupOptions options = Lossy();
        string first = Worlds.Text(Worlds.Run(options));
        Assert.Equal(first, Worlds.Text(Worlds.Run(options)));
        Assert.NotEqual(first, Worlds.Text(Worlds.Run(options with { Seed = 8 })));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Threads_change_nothing(int threads)
    {
        GroupOptions options = Lossy(members: 20_000);
        Assert.Equal(
            Worlds.Text(Worlds.Run(options)), Worlds.Text(Worlds.Run(options with { Threads = threads })));
    }

    [Fact]
    public void Members_that_check_a_push_each_for_themselves_get_the_shared_result()
    {
        GroupOptions options = Lossy(members: 200);
        Assert.Equal(
            Worlds.Text(Worlds.Run(options)),
            Worlds.Text(Worlds.Run(options with { Cryptography = CryptographyMode.Each })));
    }

    [Fact]
    public void Books_balance_when_a_run_is_cut_off_by_its_duration()
    {
        for (int milliseconds = 1_005; milliseconds < 1_600; milliseconds += 60)
        {
            RunSummary run = Worlds.Summarise(Lossy() with { Duration = Worlds.Ms(milliseconds) });
            Assert.Equal(milliseconds * 1_000_000L, run.Duration.Nanoseconds);
            Worlds.AssertBooksBalance(run);
        }
    }

    [Fact]
    public void A_token_that_fired_leaves_a_partial_result()
    {
        var world = new GroupWorld(Lossy());
        Assert.Equal(StopReason.Cancelled, world.Run(new CancellationToken(canceled: true)));
        Assert.True(world.Recorder.IsPartial);
        Worlds.AssertBooksBalance(world.Recorder.Summary("test"));
    }

    [Fact]
    public void Several_key_servers_share_keys_and_divide_members()
    {
        GroupOptions options = Worlds.Options(members: 100, rekeys: 2) with
        {
            KeyServers = [new KeyServerOptions { Share = 3 }, new KeyServerOptions { Share = 1 }],
        };
        GroupRecorder recorder = Worlds.Run(options);
        RekeyRow[] rows = [.. recorder.RekeyRows()];
        Assert.Equal([75, 25, 75, 25], rows.Select(row => row.AckAccepted));
        Assert.Equal([1, 1, 2, 2], rows.Select(row => row.FirstSequence));
        Assert.Equal([1, 2, 1, 2], rows.Select(row => row.Server));
        Assert.Equal(4, recorder.Summary("test").PushSent);
    }

    [Fact]
    public void A_replaced_KEK_starts_a_new_sequence_and_its_rekey_is_acknowledged_under_the_old_one()
    {
        GroupOptions options = Worlds.Options(rekeys: 5) with
        {
            Rekey = new RekeySchedule { Count = 5, ReplaceKekEvery = 2 },
        };
        GroupRecorder recorder = Worlds.Run(options);
        Assert.Equal([1, 2, 1, 2, 1], recorder.RekeyRows().Select(row => row.FirstSequence));
        Assert.Equal([false, true, false, true, false], recorder.RekeyRows().Select(row => row.KekReplaced));
        Assert.All(recorder.RekeyRows(), row => Assert.Equal(50, row.AckAccepted));
    }

    [Fact]
    public void Who_missed_a_new_KEK_cannot_read_what_follows_and_recovers_by_registering()
    {
        var loss = new ScriptedLoss((member, packet) => member == 4 && packet.Rekey == 1);
        GroupOptions lost = Worlds.Options(rekeys: 4) with
        {
            Network = Worlds.Network(toMembers: loss),
            Rekey = new RekeySchedule { Count = 4, ReplaceKekEvery = 1 },
            Tek = new TekOptions { Lifetime = Worlds.S(90) },
        };
        RunSummary without = Worlds.Summarise(lost);
        Assert.Equal(4, without.MissingDeclared);
        Assert.Equal(1, without.KeylessMembers);
        RunSummary with = Worlds.Summarise(lost with { RecoverAfter = Worlds.S(5) });
        Assert.Equal(1, with.RecoveredTotal);
        Assert.Equal(2, with.MissingDeclared);

        // The registration's TEK runs out 90 s after the start, the registration ends 5 s later.
        Assert.Equal(5.0, with.KeylessMemberSeconds, 1e-9);
    }

    [Fact]
    public void A_member_that_is_gone_is_detected_and_evicted_without_being_healthy()
    {
        OfflineWindow[] gone = [new(new SimTime(70_000_000_000), new SimTime(10_000_000_000_000))];
        GroupOptions options = Worlds.Options(rekeys: 5) with
        {
            Profiles =
            [
                Worlds.Profile("stays", 0.9),
                Worlds.Profile("leaves", 0.1) with { Offline = new OfflinePattern { Schedule = gone } },
            ],
            EvictAfter = 2,
        };
        RunSummary run = Worlds.Summarise(options);
        Assert.Equal(5, run.DetectionCount);
        Assert.Equal(5, run.EvictedTotal);
        Assert.Equal(0, run.EvictedHealthy);

        // Down at 70 s; the rekey at 121 s is the first to find out, 10 s after its transmission.
        Assert.InRange(run.DetectionMax!.Value.Value, 61.0, 61.1);
    }

    [Fact]
    public void An_evicted_member_is_admitted_again_after_its_recovery()
    {
        var loss = new ScriptedLoss((member, packet) => member == 4 && packet.Rekey is 2 or 3 && member == 4);
        GroupOptions options = Worlds.Options(rekeys: 5) with
        {
            Network = Worlds.Network(toServer: loss),
            EvictAfter = 2,
            RecoverAfter = Worlds.S(20),
        };
        GroupRecorder recorder = Worlds.Run(options);
        Assert.Equal(1, recorder.Summary("test").EvictedTotal);
        Assert.Equal(1, recorder.Summary("test").RecoveredTotal);
        Assert.Equal([50, 50, 50, 50, 50], recorder.RekeyRows().Select(row => row.AckExpected));
        Assert.Equal([50, 49, 49, 50, 50], recorder.RekeyRows().Select(row => row.AckAccepted));
    }

    [Fact]
    public void A_duration_ends_everything_and_nothing_is_sent_after_it()
    {
        RunSummary whole = Worlds.Summarise(Worlds.Options(members: 400));
        RunSummary cut = Worlds.Summarise(Worlds.Options(members: 400) with { Duration = Worlds.Ms(1_250) });

        // The rekey leaves at 1.001 s, answers follow over half a second: about half are sent by 1.25 s.
        Assert.Equal(400, whole.AckSent);
        Assert.InRange(cut.AckSent, 120, 280);
        Worlds.AssertBooksBalance(cut);
    }

    [Fact]
    public void A_token_that_fires_in_the_middle_declares_nobody_missing()
    {
        using var source = new CancellationTokenSource();
        var world = new GroupWorld(
            Worlds.Options(members: 20_000) with { KeyServers = [new KeyServerOptions { Cores = 64 }] },
            new CancelAfter(source, acknowledgements: 5_000));
        Assert.Equal(StopReason.Cancelled, world.Run(source.Token));
        RunSummary run = world.Recorder.Summary("test");
        Assert.InRange(run.AckArrived, 5_000, 10_000);
        Assert.Equal(0, run.MissingDeclared);
        Assert.Equal(20_000 - run.AckArrived, run.AckInFlight);
        Worlds.AssertBooksBalance(run);
    }

    [Fact]
    public void Keyless_time_of_long_runs_and_large_groups_does_not_overflow()
    {
        var loss = new ScriptedLoss((_, _) => true);
        GroupOptions options = Worlds.Options(members: 20_000) with
        {
            Network = Worlds.Network(toMembers: loss),
            Duration = Worlds.S(3_600 + 1_000_000),
        };
        Assert.Equal(2e10, Worlds.Summarise(options).KeylessMemberSeconds, 1.0);
    }

    [Fact]
    public void Rekeys_whose_building_takes_longer_than_the_next_keep_their_order()
    {
        var spread = Distribution.Uniform(SimDuration.Zero, Worlds.S(1));
        GroupOptions options = Worlds.Options(rekeys: 40) with
        {
            Rekey = new RekeySchedule { Count = 40, Interval = Worlds.Ms(300) },
            Missing = new MissingPolicy { After = Worlds.S(2) },
            KeyServers = [new KeyServerOptions { Cores = 4, ServiceTimes = new ServiceTimes { PushBuild = spread } }],
        };
        Assert.Equal(40, Worlds.Summarise(options).Rekeys);
    }

    [Fact]
    public void A_rekey_alone_decides_the_end_of_a_run_without_duration()
    {
        var loss = new ScriptedLoss((member, _) => member == 4);
        GroupOptions options = Worlds.Options() with
        {
            Network = Worlds.Network(toMembers: loss),
            RecoverAfter = Worlds.S(5),
        };
        RunSummary run = Worlds.Summarise(options);

        // Transmitted a millisecond after 1 s and decided 10 s later, long before any TEK expires.
        Assert.InRange(run.Duration.Value, 11.0, 11.1);
        Assert.Equal(0, run.RecoveredTotal);
    }

    [Fact]
    public void Nothing_to_do_ends_at_once()
    {
        RunSummary run = Worlds.Summarise(Worlds.Options() with { Rekey = new RekeySchedule { Count = 0 } });
        Assert.Equal(0, run.Rekeys);
        Assert.Equal(0, run.PushSent);
    }

    [Fact]
    public void A_full_socket_buffer_drops_what_it_cannot_hold()
    {
        MemberProfile atOnce = Worlds.Profile("at once") with { Jitter = SimDuration.Zero };
        GroupOptions options = Worlds.Options(members: 1000) with
        {
            Profiles = [atOnce],
            Network = new NetworkOptions(),
            KeyServers =
            [
                new KeyServerOptions
                {
                    ReceiveBuffer = ReceiveBuffer.OfDatagrams(255),
                    ServiceTimes = new ServiceTimes { Accepted = Distribution.Constant(Worlds.Ms(1)) },
                },
            ],
        };
        RunSummary run = Worlds.Summarise(options);
        Assert.Equal(744, run.AckDropped);
        Assert.Equal(256, run.AckAccepted);
        Assert.Equal(255, run.QueueMaxDepth);
        Assert.Equal(0.255, run.QueueMaxWait.Value, 1e-9);
    }

    [Fact]
    public void The_octets_of_the_socket_buffer_are_charged_as_Linux_charges_them()
    {
        Assert.Equal(256, ReceiveBuffer.OfOctets(212_992).Octets / ReceiveBuffer.ChargeFor(84));
        Assert.Equal(166, ReceiveBuffer.OfOctets(212_992).Octets / ReceiveBuffer.ChargeFor(600));
        Assert.Equal(92, ReceiveBuffer.OfOctets(212_992).Octets / ReceiveBuffer.ChargeFor(1200));
    }

    [Fact]
    public void A_narrow_access_link_delays_and_drops_before_the_socket()
    {
        MemberProfile atOnce = Worlds.Profile("at once") with { Jitter = SimDuration.Zero };
        GroupOptions options = Worlds.Options(members: 1000) with
        {
            Profiles = [atOnce],
            Network = new NetworkOptions(),
            KeyServers = [new KeyServerOptions { LinkBitsPerSecond = 1_000_000, LinkQueueOctets = 112 * 300 }],
        };
        RunSummary run = Worlds.Summarise(options);

        // 112 octets each (84, UDP 8, IP 20): one on the wire, 300 waiting, the rest dropped.
        Assert.Equal(301, run.AckArrived);
        Assert.Equal(699, run.AckLinkDropped);
        Assert.Equal(300 * 112 * 8 / 1e6, run.LinkMaxWait.Value, 1e-9);
        Worlds.AssertBooksBalance(run);
    }

    [Fact]
    public void Lasting_state_of_a_member_is_at_most_64_octets()
    {
        const int channelStates = 2 * sizeof(long);
        const int offlineCursor = sizeof(long) + sizeof(int);
        const int isGone = sizeof(bool);
        int octets = MemberTable.OctetsPerMember + AckLedger.OctetsPerMember + channelStates + offlineCursor + isGone;
        Assert.InRange(octets, 1, 64);
    }

    private static GroupOptions Lossy(int members = 3000) => Worlds.Options(members, rekeys: 3) with
    {
        Network = Worlds.Network(
            toMembers: new GilbertElliottLoss(
                0.05, 5, Worlds.Ms(10)), toServer: new BernoulliLoss(0.05), duplication: 0.02),
        Profiles =
        [
            Worlds.Profile("plain", 0.5),
            Worlds.Profile("patient", 0.2) with { OnDuplicate = DuplicateReaction.Reacknowledge },
            Worlds.Profile("flapping", 0.3) with
            {
                Offline = new OfflinePattern
                {
                    Up = Distribution.Exponential(SimDuration.Zero, Worlds.S(100)),
                    Down = Distribution.Exponential(SimDuration.Zero, Worlds.S(20)),
                },
            },
        ],
        Rekey = new RekeySchedule { Count = 3, ReplaceKekEvery = 2, Interval = Worlds.S(30) },
        Retransmit = new RetransmissionPolicy { Count = 2, Interval = Worlds.S(3), Sequence = RetransmitSequence.Next },
        Tek = new TekOptions { Lifetime = Worlds.S(40) },
        EvictAfter = 2,
        RecoverAfter = Worlds.S(7),
    };

    private static void NetworkOptionsFor(AddressFamily family, out GroupOptions options)
    {
        var version = family == AddressFamily.IPv4 ? Network.IpVersion.IPv4 : Network.IpVersion.IPv6;
        var path = new Network.PathOptions { Fragmentation = new Network.Fragmentation(version, 1500) };
        options = Worlds.Options() with
        {
            AddressFamily = family,
            Network = new NetworkOptions { ToMembers = path, ToServer = path },
        };
    }

    private sealed class CancelAfter(CancellationTokenSource source, long acknowledgements) : IProgress<GroupProgress>
    {
        public void Report(GroupProgress value)
        {
            if (value.Acknowledgements >= acknowledgements)
            {
                source.Cancel();
            }
        }
    }
}
