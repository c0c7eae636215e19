using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Metrics;
using GdoiSim.Network.Loss;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Lkh;
using GdoiSim.Protocol.Messages;

namespace GdoiSim.Group.Tests;

/// <summary>Groups with a key hierarchy: who is removed is left out of the next keys, by the keys alone.</summary>
public sealed class HierarchyRekeyTests
{
    private static readonly int[] Three = [4, 40, 80];

    private static readonly BouncyCastleCryptographyProvider Provider = new();

    private static GroupOptions Group(int members = 81, int degree = 3) => Worlds.Options(members, rekeys: 2) with
    {
        Acknowledgement = KekAckRequested.LkhSha256,
        Capture = new PacketSelection(null),
        Hierarchy = new HierarchyOptions
        {
            Degree = degree,
            Interval = Worlds.S(5),
            Removals = [new Removal(Worlds.S(20), Three)],
        },
    };

    [Theory]
    [InlineData(LkhPacking.PathToRoot, 65_507)]
    [InlineData(LkhPacking.PathToRoot, 1400)]
    [InlineData(LkhPacking.Chains, 65_507)]
    [InlineData(LkhPacking.Chains, 1400)]
    [InlineData(LkhPacking.KeyPerArray, 1400)]
    public void Three_are_removed_and_open_no_later_rekey_with_any_key_they_hold(LkhPacking packing, int largest)
    {
        GroupOptions options = Group();
        GroupRecorder recorder = Worlds.Run(options with
        {
            Hierarchy = options.Hierarchy! with { Packing = packing, LargestMessage = largest },
        });
        RunSummary summary = recorder.Summary("test");
        Assert.Equal((3, 0), (summary.LkhRemoved, summary.LkhJoined));
        Assert.Equal(largest == 1400, summary.LkhMessages > 1);

        // One rekey before the removal, the update, the rekey after it, the second of the schedule.
        Assert.Equal(3 + summary.LkhMessages, summary.Rekeys);
        Assert.Equal(81 + (78 * (summary.LkhMessages + 2)), summary.AckExpected);
        Assert.Equal(summary.AckExpected, summary.AckAccepted);
        Assert.Equal(0, summary.MissingDeclared);

        byte[] last = LastPush(recorder);
        byte[] first = FirstPush(recorder);
        for (int member = 0; member < 81; member++)
        {
            LkhMember keys = recorder.KeysOfMembers!.KeysOf(member)!;
            Assert.Equal(!Three.Contains(member), Opens(keys.GroupKek, last));
            Assert.False(Opens(keys.GroupKek, first) && !Three.Contains(member)); // the KEK has been replaced
        }

        Assert.All(Three, member => Assert.True(Opens(recorder.KeysOfMembers!.KeysOf(member)!.GroupKek, first)));
        Assert.Equal((78, 0), (summary.LkhReaders, summary.LkhRemovedReaders));
    }

    [Fact]
    public void Without_a_removal_every_member_reads_the_last_rekey()
    {
        GroupOptions options = Group();
        RunSummary summary = Worlds.Summarise(options with { Hierarchy = options.Hierarchy! with { Removals = [] } });
        Assert.Equal((81, 0, 0), (summary.LkhReaders, summary.LkhRemovedReaders, summary.LkhMessages));
        Assert.Equal(2, summary.Rekeys);
    }

    /// <summary>RFC 2627 section 5.4: one removal from a full binary tree costs 2·log2(n) − 1 encrypted keys.</summary>
    [Theory]
    [InlineData(8, 5)]
    [InlineData(64, 11)]
    [InlineData(1024, 19)]
    public void One_removal_from_a_full_binary_tree_costs_what_RFC_2627_says(int members, int keys)
    {
        GroupOptions options = Group(members, degree: 2);
        RunSummary summary = Worlds.Summarise(options with
        {
            Hierarchy = options.Hierarchy! with
            {
                Packing = LkhPacking.Chains,
                Removals = [new Removal(Worlds.S(20), [members / 3])],
            },
        });
        Assert.Equal(keys, summary.LkhKeys);
        Assert.Equal((members - 1, 0), (summary.LkhReaders, summary.LkhRemovedReaders));
    }

    [Theory]
    [InlineData(KekAckRequested.KekSha256)]
    [InlineData(KekAckRequested.LkhSha512)]
    [InlineData(KekAckRequested.None)]
    public void Every_kind_of_acknowledgement_goes_with_a_hierarchy(KekAckRequested acknowledgement)
    {
        GroupOptions options = Group() with
        {
            Acknowledgement = acknowledgement,
            Kek = new KekOptions { KeyBits = 256 },
            Signature = SignatureChoice.EcdsaP256,
        };
        RunSummary summary = Worlds.Summarise(options);
        Assert.Equal((78, 0), (summary.LkhReaders, summary.LkhRemovedReaders));
        Assert.Equal(acknowledgement == KekAckRequested.None ? 0 : 81 + (3 * 78), summary.AckAccepted);

        // Who was removed opens the update, which is under the old KEK, and answers it as a member would.
        Assert.Equal(acknowledgement == KekAckRequested.None ? 0 : 3, summary.AckRejectedTotal);
    }

    [Fact]
    public void Members_that_register_get_their_path_and_follow_the_update()
    {
        GroupOptions options = Group() with
        {
            Duration = Worlds.S(120),
            RecoverAfter = SimDuration.Zero,
            Rekey = new RekeySchedule { First = Worlds.S(30), Interval = Worlds.S(60), Count = 2 },
            Registration = new RegistrationOptions
            {
                Mode = RegistrationMode.Full,
                Wait = Distribution.Uniform(SimDuration.Zero, Worlds.S(10)),
            },
        };
        options = options with
        {
            Hierarchy = options.Hierarchy! with { Removals = [new Removal(Worlds.S(50), Three)] },
        };
        RunSummary summary = Worlds.Summarise(options);
        Assert.Equal(81, summary.RegistrationCompleted);
        Assert.Equal((78, 0), (summary.LkhReaders, summary.LkhRemovedReaders));
        Assert.Equal(81 + (3 * 78), summary.AckAccepted);
        Assert.Equal(summary.AckExpected, summary.AckAccepted);
    }

    [Fact]
    public void A_member_that_is_removed_before_it_registers_gets_no_answer()
    {
        GroupOptions options = Group() with
        {
            Duration = Worlds.S(120),
            RecoverAfter = SimDuration.Zero,
            Rekey = new RekeySchedule { First = Worlds.S(60), Count = 1 },
            Registration = new RegistrationOptions
            {
                Mode = RegistrationMode.Full,
                Wait = Distribution.Constant(Worlds.S(30)),
            },
        };
        RunSummary summary = Worlds.Summarise(options);
        Assert.Equal(78, summary.RegistrationCompleted);
        Assert.True(summary.RegistrationRefused > 0);
        Assert.Equal((78, 0), (summary.LkhReaders, summary.LkhRemovedReaders));
    }

    [Fact]
    public void A_member_that_misses_its_update_is_locked_out_until_it_recovers()
    {
        GroupOptions options = Group() with
        {
            Network = Worlds.Network(new BernoulliLoss(0.2)),
            Rekey = new RekeySchedule { Interval = Worlds.S(60), Count = 6 },
            Tek = new TekOptions { Lifetime = Worlds.S(100) },
            Duration = Worlds.S(500),
        };
        options = options with { Hierarchy = options.Hierarchy! with { LargestMessage = 1400 } };
        RunSummary without = Worlds.Summarise(options);
        Assert.InRange(without.LkhReaders!.Value, 50, 74); // four in five of 78, and nobody else
        RunSummary with = Worlds.Summarise(options with { RecoverAfter = Worlds.S(5) });
        Assert.Equal((78, 0), (with.LkhReaders, with.LkhRemovedReaders));
        Assert.True(with.RecoveredTotal >= 78 - without.LkhReaders!.Value);
    }

    [Fact]
    public void Who_is_evicted_for_its_silence_is_left_out_and_let_in_again_with_new_keys()
    {
        // Ten in a hundred go down after the first rekey, and come back.
        OfflineWindow down = new(SimTime.Zero + Worlds.S(30), SimTime.Zero + Worlds.S(200));
        GroupOptions options = Group(100, degree: 2) with
        {
            Profiles =
            [
                Worlds.Profile("standard", 0.9),
                Worlds.Profile("down", 0.1) with { Offline = new OfflinePattern { Schedule = [down] } },
            ],
            EvictAfter = 1,
            Rekey = new RekeySchedule { Interval = Worlds.S(60), Count = 8 },
            Hierarchy = new HierarchyOptions { Interval = Worlds.S(5) },
            Duration = Worlds.S(600),
        };
        RunSummary gone = Worlds.Summarise(options);
        Assert.Equal((10, 10, 0), (gone.EvictedTotal, gone.LkhRemoved, gone.LkhJoined));
        Assert.Equal((90, 0), (gone.LkhReaders, gone.LkhRemovedReaders));

        RunSummary back = Worlds.Summarise(options with { RecoverAfter = Worlds.S(5) });
        Assert.Equal((10, 10), (back.LkhRemoved, back.LkhJoined));
        Assert.Equal((100, 0), (back.LkhReaders, back.LkhRemovedReaders));
        Assert.Equal(10, back.RecoveredTotal);
        Worlds.AssertBooksBalance(back);
    }

    [Fact]
    public void A_group_that_was_evicted_as_a_whole_is_let_in_again()
    {
        OfflineWindow down = new(SimTime.Zero + Worlds.S(30), SimTime.Zero + Worlds.S(200));
        GroupOptions options = Group(10) with
        {
            Profiles = [Worlds.Profile("down") with { Offline = new OfflinePattern { Schedule = [down] } }],
            EvictAfter = 1,
            RecoverAfter = Worlds.S(5),
            Rekey = new RekeySchedule { Interval = Worlds.S(60), Count = 8 },
            Hierarchy = new HierarchyOptions { Interval = Worlds.S(5) },
            Duration = Worlds.S(600),
        };
        RunSummary summary = Worlds.Summarise(options);
        Assert.Equal((10, 10, 10), (summary.EvictedTotal, summary.LkhRemoved, summary.LkhJoined));
        Assert.Equal(10, summary.RecoveredTotal);
        Assert.Equal((10, 0), (summary.LkhReaders, summary.LkhRemovedReaders));
    }

    /// <summary>Otherwise those who are removed would get its TEK, milliseconds before the update.</summary>
    [Fact]
    public void A_rekey_that_is_due_when_members_are_removed_is_the_one_that_ends_the_update()
    {
        GroupOptions options = Group() with { Rekey = new RekeySchedule { Interval = Worlds.S(19), Count = 2 } };
        GroupRecorder recorder = Worlds.Run(options);
        Assert.Equal([1, 20, 25], recorder.RekeyRows().Select(row => Math.Floor(row.Begin.Value)));
        Assert.Equal([false, true, false], recorder.RekeyRows().Select(row => row.KekReplaced));
        Assert.Equal(0, recorder.Summary("test").LkhRemovedReaders);
    }

    [Fact]
    public void A_run_that_ends_before_anything_went_out_under_the_new_KEK_does_not_say_who_reads_it()
    {
        RunSummary summary = Worlds.Summarise(Group() with { Duration = Worlds.S(23) });
        Assert.Equal((3L, null, null), (summary.LkhRemoved, summary.LkhReaders, summary.LkhRemovedReaders));
    }

    [Fact]
    public void Who_recovers_while_an_update_is_built_is_expected_from_the_rekey_that_ends_it()
    {
        // Everyone's TEK runs out at 20 s; the keys come back within a second, in which the update is still built.
        GroupOptions options = Group() with
        {
            Network = Worlds.Network(new BernoulliLoss(1)),
            Tek = new TekOptions { Lifetime = Worlds.S(19) },
            RecoverAfter = Worlds.Ms(1500),
            Rekey = new RekeySchedule { Count = 1 },
            KeyServers =
            [
                new KeyServerOptions
                {
                    ServiceTimes = new ServiceTimes { PushBuild = Distribution.Constant(Worlds.S(2)) },
                },
            ],
            Duration = Worlds.S(28),
        };
        GroupRecorder recorder = Worlds.Run(options);
        Assert.Equal([81, 0, 78], recorder.RekeyRows().Select(row => row.AckExpected));
        Assert.Equal(78, recorder.Summary("test").RecoveredTotal);
    }

    [Fact]
    public void What_a_member_was_without_keys_before_its_removal_counts()
    {
        GroupOptions options = Group() with
        {
            Network = Worlds.Network(new BernoulliLoss(1)),
            Tek = new TekOptions { Lifetime = Worlds.S(10) },
            Duration = Worlds.S(30),
        };
        RunSummary summary = Worlds.Summarise(options);
        Assert.Equal((78 * 20) + (3 * 10), summary.KeylessMemberSeconds, 6);
    }

    [Fact]
    public void The_rekey_that_ends_an_update_stands_for_those_of_the_schedule_meanwhile()
    {
        GroupOptions options = Group();
        GroupRecorder recorder = Worlds.Run(options with
        {
            Rekey = new RekeySchedule { First = Worlds.S(22), Interval = Worlds.S(2), Count = 3 },
        });
        RunSummary summary = recorder.Summary("test");

        // The update at 20 s, its rekey at 25 s for those of 22 s and 24 s, and that of 26 s.
        Assert.Equal([true, false, false], recorder.RekeyRows().Select(row => row.KekReplaced));
        Assert.Equal([20, 25, 26], recorder.RekeyRows().Select(row => Math.Floor(row.Begin.Value)));
        Assert.Equal(3 * 78, summary.AckAccepted);
        Assert.Equal((78, 0), (summary.LkhReaders, summary.LkhRemovedReaders));
    }

    [Fact]
    public void The_result_is_the_same_whatever_the_number_of_threads()
    {
        GroupOptions options = Group(2000, degree: 4) with
        {
            Network = Worlds.Network(new BernoulliLoss(0.02), new BernoulliLoss(0.02), duplication: 0.01),
            Retransmit = new RetransmissionPolicy
            {
                Count = 2,
                Interval = Worlds.S(2),
                Sequence = RetransmitSequence.Next,
            },
        };
        string one = Worlds.Text(Worlds.Run(options));
        Assert.Equal(one, Worlds.Text(Worlds.Run(options with { Threads = 3 })));
        Assert.Equal(one, Worlds.Text(Worlds.Run(options with { Cryptography = CryptographyMode.Each })));
    }

    private static byte[] LastPush(GroupRecorder recorder) => Pushes(recorder).Last().Octets.ToArray();

    private static byte[] FirstPush(GroupRecorder recorder) => Pushes(recorder).First().Octets.ToArray();

    private static IEnumerable<PassedPacket> Pushes(GroupRecorder recorder) =>
        recorder.Packets.Where(packet => packet.Member < 0);

    private static bool Opens(Kek kek, byte[] datagram) => GroupkeyPush.TryOpen(
        datagram, kek, Provider, new byte[datagram.Length + GroupkeyPush.WorkspaceOverhead], out _)
        == DiscardReason.None;
}
