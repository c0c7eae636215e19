using GdoiSim.Kernel;
using GdoiSim.Metrics;
using GdoiSim.Network.Loss;

namespace GdoiSim.Group.Tests;

/// <summary>What becomes of acknowledgements in whole runs, with losses written down packet by packet.</summary>
public class AcknowledgementSemanticsTests
{
    [Fact]
    public void Without_loss_every_member_acknowledges_every_rekey()
    {
        RunSummary run = Worlds.Summarise(Worlds.Options(members: 50, rekeys: 3));
        Assert.Equal(150, run.AckExpected);
        Assert.Equal(150, run.AckAccepted);
        Assert.Equal(150, run.PushDelivered);
        Assert.Equal(3, run.PushSent);
        Assert.Equal(0, run.MissingDeclared);
        Assert.NotNull(run.CompletionMax);
        Worlds.AssertBooksBalance(run);
    }

    [Fact]
    public void A_lost_acknowledgement_is_not_recovered_by_the_same_sequence_number()
    {
        GroupOptions options = LosingFirstAcknowledgementOfMember(4) with
        {
            Retransmit = Repeat(
            RetransmitSequence.Same)
        };
        RunSummary run = Worlds.Summarise(options);
        Assert.Equal(49, run.AckAccepted);
        Assert.Equal(3, run.PushSent);
        Assert.Equal(1, run.MissingFalse);
        Assert.Null(run.CompletionMax);
    }

    [Fact]
    public void A_lost_acknowledgement_is_recovered_by_the_next_number_at_the_price_of_all_others_again()
    {
        GroupOptions options = LosingFirstAcknowledgementOfMember(4) with
        {
            Retransmit = Repeat(
            RetransmitSequence.Next)
        };
        RunSummary run = Worlds.Summarise(options);
        Assert.Equal(50, run.AckAccepted);
        Assert.Equal(2, run.PushSent);
        Assert.Equal(49, run.AckDuplicate);
        Assert.Equal(0, run.MissingDeclared);
    }

    [Fact]
    public void A_lost_acknowledgement_is_recovered_by_a_member_that_answers_duplicates()
    {
        GroupOptions options = LosingFirstAcknowledgementOfMember(4) with
        {
            Retransmit = Repeat(RetransmitSequence.Same),
            Profiles = [Worlds.Profile("patient") with { OnDuplicate = DuplicateReaction.Reacknowledge }],
        };
        RunSummary run = Worlds.Summarise(options);
        Assert.Equal(50, run.AckAccepted);
        Assert.Equal(49, run.AckDuplicate);
    }

    [Fact]
    public void A_repeat_to_the_unacknowledged_disturbs_nobody_else_and_has_no_jitter()
    {
        GroupOptions options = LosingFirstAcknowledgementOfMember(4) with
        {
            Retransmit = Repeat(RetransmitSequence.Next) with { To = RetransmitTo.Unacknowledged },
            TracedMembers = [4],
        };
        GroupRecorder recorder = Worlds.Run(options);
        RunSummary run = recorder.Summary("test");
        Assert.Equal(50, run.AckAccepted);
        Assert.Equal(0, run.AckDuplicate);
        Assert.Equal(2, run.PushSent);
        Assert.Equal(51, run.PushDelivered);
        TraceRow second = recorder.Trace.Last(row => row.Step == "push.accepted");
        TraceRow answer = recorder.Trace.Last(row => row.Step == "ack.sent");
        Assert.Equal(1_000_000, answer.Time.Nanoseconds - second.Time.Nanoseconds);
    }

    [Fact]
    public void A_member_that_missed_the_rekey_is_missing_but_not_falsely()
    {
        var loss = new ScriptedLoss((member, _) => member == 4);
        GroupOptions options = Worlds.Options() with { Network = Worlds.Network(toMembers: loss) };
        RunSummary run = Worlds.Summarise(options);
        Assert.Equal(1, run.MissingDeclared);
        Assert.Equal(0, run.MissingFalse);
        Assert.Equal(49, run.AckSent);
    }

    [Fact]
    public void Same_number_repeats_evict_a_healthy_member_whose_acknowledgements_are_lost()
    {
        // Its acknowledgement of the first rekey arrives; then all are lost, while it takes every rekey.
        var loss = new ScriptedLoss((member, packet) => member == 4 && packet.Rekey > 1);
        GroupOptions options = Worlds.Options(rekeys: 5) with
        {
            Network = Worlds.Network(toServer: loss),
            Retransmit = Repeat(RetransmitSequence.Same),
            EvictAfter = 3,
        };
        RunSummary run = Worlds.Summarise(options);
        Assert.Equal(1, run.EvictedTotal);
        Assert.Equal(1, run.EvictedHealthy);
        Assert.Equal(250 - 1, run.AckExpected);
        Worlds.AssertBooksBalance(run);
    }

    [Fact]
    public void Who_never_acknowledged_is_never_evicted()
    {
        GroupOptions options = Worlds.Options(rekeys: 6) with
        {
            Profiles = [Worlds.Profile("old", 0.2) with { Acknowledges = false }, Worlds.Profile("new", 0.8)],
            EvictAfter = 1,
        };
        GroupRecorder recorder = Worlds.Run(options);
        RunSummary run = recorder.Summary("test");
        Assert.Equal(0, run.EvictedTotal);
        Assert.Equal(60, run.MissingDeclared);
        Assert.Equal(60, run.MissingFalse);
        Assert.All(recorder.OutcomeRows().Where(row => row.Profile == "old"), row => Assert.Equal(10, row.Silent));
        Assert.All(
            recorder.OutcomeRows().Where(row => row.Profile == "new"), row => Assert.Equal(40, row.Acknowledged));
    }

    [Fact]
    public void An_acknowledgement_after_the_missing_timer_is_late_and_takes_the_miss_back()
    {
        // All answers arrive after 12 s; the timer says 10 s. Two misses in a row never stand.
        MemberProfile slow = Worlds.Profile("slow") with
        {
            Jitter = SimDuration.Zero,
            ProcessingTime = Kernel.Randomness.Distribution.Constant(Worlds.S(12)),
        };
        GroupRecorder recorder = Worlds.Run(Worlds.Options(rekeys: 4) with { Profiles = [slow], EvictAfter = 2 });
        RunSummary run = recorder.Summary("test");
        Assert.Equal(200, run.AckLate);
        Assert.Equal(200, run.AckAccepted);
        Assert.Equal(200, run.MissingDeclared);
        Assert.Equal(0, run.EvictedTotal);
        Assert.All(
            recorder.OutcomeRows(), row => Assert.Equal((50, 0, 0), (row.Late, row.Missing, row.FalselyMissing)));
    }

    [Fact]
    public void The_other_reading_of_L_fails_every_acknowledgement()
    {
        GroupOptions options = Worlds.Options(members: 100) with
        {
            Profiles =
            [
                Worlds.Profile("iec", 0.7),
                Worlds.Profile("output", 0.3) with { AckLengthField = Protocol.Crypto.AckLengthField.Output },
            ],
        };
        RunSummary run = Worlds.Summarise(options);
        Assert.Equal(70, run.AckAccepted);
        Assert.Equal(30, run.AckRejected["hash_mismatch"]);
        Worlds.AssertBooksBalance(run);
    }

    [Fact]
    public void A_network_that_duplicates_makes_duplicates_and_no_second_acceptance()
    {
        GroupOptions options = Worlds.Options(rekeys: 2) with { Network = Worlds.Network(duplication: 1) };
        RunSummary run = Worlds.Summarise(options);
        Assert.Equal(100, run.AckAccepted);
        Assert.Equal(100, run.AckDuplicate);
        Assert.Equal(200, run.PushDelivered);
        Assert.Equal(100, run.AckDuplicated);
        Worlds.AssertBooksBalance(run);
    }

    [Fact]
    public void A_group_that_asks_for_none_sends_none()
    {
        GroupOptions options = Worlds.Options() with { Acknowledgement = Protocol.KekAckRequested.None };
        RunSummary run = Worlds.Summarise(options);
        Assert.Equal(0, run.AckExpected);
        Assert.Equal(0, run.AckSent);
        Assert.Equal(50, run.PushDelivered);
        Assert.Equal(0, run.MissingDeclared);
        Assert.Null(run.CompletionP50);
    }

    [Fact]
    public void Every_step_of_a_traced_member_is_told_in_order()
    {
        GroupRecorder recorder = Worlds.Run(Worlds.Options() with { TracedMembers = [4] });
        Assert.Equal(
            ["push.accepted", "ack.sent", "ack.arrived", "ack.accepted"], recorder.Trace.Select(row => row.Step));
        Assert.All(recorder.Trace, row => Assert.Equal((1, 5, 1L), (row.Rekey, row.Member, row.Sequence)));
    }

    [Fact]
    public void A_member_that_goes_down_before_its_answer_leaves_never_sends_it()
    {
        // The rekey arrives before 1.03 s, answers would leave a second later.
        OfflineWindow[] gone = [new(new SimTime(1_500_000_000), new SimTime(60_000_000_000))];
        MemberProfile profile = Worlds.Profile("leaves") with
        {
            Jitter = SimDuration.Zero,
            ProcessingTime = Kernel.Randomness.Distribution.Constant(Worlds.S(1)),
            Offline = new OfflinePattern { Schedule = gone },
        };
        GroupRecorder recorder = Worlds.Run(Worlds.Options() with { Profiles = [profile], TracedMembers = [4] });
        Assert.Equal(0, recorder.Summary("test").AckSent);
        Assert.Equal(
            ["push.accepted", "ack.unsent", "missing.false"], recorder.Trace.Select(row => row.Step));
    }

    private static GroupOptions LosingFirstAcknowledgementOfMember(uint lost) => Worlds.Options() with
    {
        Network = Worlds.Network(toServer: new ScriptedLoss((member, packet) => member == lost && packet.Attempt == 0)),
    };

    private static RetransmissionPolicy Repeat(RetransmitSequence sequence) => new() { Count = 2, Sequence = sequence };
}
