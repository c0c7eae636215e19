using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Metrics;
using GdoiSim.Network.Loss;
using GdoiSim.Protocol;

namespace GdoiSim.Group.Tests;

/// <summary>Members that register with their key server, at the start and when they have lost the keys.</summary>
public sealed class RegistrationTests
{
    private static GroupOptions Registering(RegistrationMode mode, int members = 200) => Worlds.Options(members) with
    {
        Duration = Worlds.S(300),
        Rekey = new RekeySchedule { First = Worlds.S(60), Interval = Worlds.S(60), Count = 3 },
        RecoverAfter = SimDuration.Zero,
        Registration = new RegistrationOptions
        {
            Mode = mode,
            Wait = Distribution.Uniform(SimDuration.Zero, Worlds.S(20)),
        },
    };

    [Theory]
    [InlineData(RegistrationMode.Pull, 2)]
    [InlineData(RegistrationMode.Full, 5)]
    public void Every_member_registers_once_and_answers_every_rekey(RegistrationMode mode, int requests)
    {
        RunSummary summary = Summary(Registering(mode));
        Assert.Equal(200, summary.RegistrationStarted);
        Assert.Equal(200, summary.RegistrationCompleted);
        Assert.Equal(200 * requests, summary.RegistrationSent);
        Assert.Equal(200 * requests, summary.RegistrationArrived);
        Assert.Equal(0, summary.RegistrationRepeated + summary.RegistrationFailed + summary.RegistrationDuplicate);
        Assert.Equal(600, summary.AckExpected);
        Assert.Equal(600, summary.AckAccepted);
        Assert.Equal(0, summary.RecoveredTotal);
        Assert.True(summary.RegistrationBusySeconds > 0);
        Assert.True(summary.RegistrationBusySeconds < summary.ServiceBusySeconds);
    }

    [Fact]
    public void A_group_that_is_registered_at_the_start_sends_no_request()
    {
        RunSummary summary = Summary(Worlds.Options());
        Assert.Equal(0, summary.RegistrationStarted + summary.RegistrationSent);
        Assert.Null(summary.RegistrationP50);
    }

    [Fact]
    public void Members_that_register_after_a_rekey_are_expected_from_the_next_one()
    {
        RunSummary summary = Summary(Registering(RegistrationMode.Full) with
        {
            Registration = new RegistrationOptions
            {
                Mode = RegistrationMode.Full,
                Wait = Distribution.Constant(Worlds.S(90)),
            },
        });
        Assert.Equal(200, summary.RegistrationCompleted);
        Assert.Equal(400, summary.AckExpected); // of the rekeys at 60, 120 and 180 s the first comes too early
        Assert.Equal(summary.AckExpected, summary.AckAccepted);
    }

    [Theory]
    [InlineData(SignatureChoice.Rsa2048, Protocol.Crypto.DiffieHellmanGroup.Modp2048, KekAckRequested.KekSha256)]
    [InlineData(SignatureChoice.EcdsaP256, Protocol.Crypto.DiffieHellmanGroup.Ecp256, KekAckRequested.LkhSha256)]
    public void Members_find_the_keys_in_the_messages_of_every_kind(
        SignatureChoice signature, Protocol.Crypto.DiffieHellmanGroup diffieHellman, KekAckRequested acknowledgement)
    {
        GroupOptions options = Registering(RegistrationMode.Full, 10) with { Acknowledgement = acknowledgement };
        RunSummary summary = Summary(options with
        {
            Registration = options.Registration with { Authentication = signature, DiffieHellman = diffieHellman },
        });
        Assert.Equal(10, summary.RegistrationCompleted);
        Assert.Equal(30, summary.AckAccepted);
    }

    [Fact]
    public void Lost_requests_and_replies_are_made_good_by_repeats()
    {
        GroupOptions options = Registering(RegistrationMode.Full) with
        {
            Network = Worlds.Network(new BernoulliLoss(0.1), new BernoulliLoss(0.1)),
        };
        options = options with
        {
            // Longer than all repeats: no registration that goes on slowly is dropped.
            Registration = options.Registration with { HalfOpenTimeout = Worlds.S(600) },
        };
        RunSummary summary = Summary(options);
        Assert.Equal(200, summary.RegistrationCompleted);
        Assert.True(summary.RegistrationRepeated > 100);
        // A lost reply makes its request a duplicate, a lost request does not.
        Assert.InRange(summary.RegistrationDuplicate, 1, summary.RegistrationRepeated);
        Assert.Equal((0, 1000), (summary.RegistrationFailed, summary.RegistrationSent - summary.RegistrationRepeated));
    }

    [Fact]
    public void A_table_of_half_open_registrations_that_is_full_refuses_and_members_come_again()
    {
        GroupOptions options = Registering(RegistrationMode.Full) with
        {
            Duration = Worlds.S(2000),
            Registration = new RegistrationOptions { Mode = RegistrationMode.Full, HalfOpenLimit = 10 },
        };
        RunSummary summary = Summary(options);
        Assert.Equal(10, summary.RegistrationHalfOpenMax);
        Assert.True(summary.RegistrationRefused > 0);
        Assert.Equal(200, summary.RegistrationCompleted);
    }

    [Fact]
    public void Members_whose_key_has_expired_register_again()
    {
        GroupOptions options = Registering(RegistrationMode.Pull) with
        {
            Duration = Worlds.S(500),
            Tek = new TekOptions { Lifetime = Worlds.S(90) },
            Rekey = new RekeySchedule { First = Worlds.S(60), Interval = Worlds.S(60), Count = 5 },
            // Nobody takes a rekey: all of them live from registration to registration.
            Network = Worlds.Network(new BernoulliLoss(1.0)),
        };
        RunSummary summary = Summary(options);
        Assert.Equal(0, summary.PushDelivered);
        Assert.Equal(0, summary.RegistrationCompleted); // replies are lost as well
        Assert.True(summary.RegistrationFailed > 0);
    }

    [Fact]
    public void A_member_that_is_off_the_network_takes_no_reply_and_registers_when_it_is_back()
    {
        // The last reply would reach it at 80 to 180 ms, within the first window, which ends with the rekey at 10 s.
        OfflineWindow cut = new(new SimTime(70_000_000), new SimTime(1_000_000_000));
        GroupOptions options = Registering(RegistrationMode.Pull, 20) with
        {
            Profiles = [Worlds.Profile("cut") with { Offline = new OfflinePattern { Schedule = [cut] } }],
            Rekey = new RekeySchedule { First = Worlds.S(10), Count = 1 },
            Registration = new RegistrationOptions { Mode = RegistrationMode.Pull },
        };
        RunSummary summary = Summary(options);
        Assert.Equal((20, 0), (summary.RegistrationCompleted, summary.RegistrationFailed));
        Assert.True(summary.RegistrationRepeated > 0); // what was lost on members that were off came again
        Assert.Equal((20, 20), (summary.AckExpected, summary.AckAccepted));
    }

    [Fact]
    public void A_registration_is_the_same_whatever_the_number_of_threads()
    {
        GroupOptions options = Registering(RegistrationMode.Full, 300) with
        {
            Network = Worlds.Network(new BernoulliLoss(0.02), new BernoulliLoss(0.02)),
        };
        string one = Worlds.Run(options).Fingerprint.ToString();
        Assert.Equal(one, Worlds.Run(options with { Threads = 3 }).Fingerprint.ToString());
    }

    private static RunSummary Summary(GroupOptions options) => Worlds.Run(options).Summary("test");
}
