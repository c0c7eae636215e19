using GdoiSim.Kernel;
using GdoiSim.Protocol;

namespace GdoiSim.Group.Tests;

/// <summary>The policy alone, without simulation: instants and timers in, wishes out.</summary>
public class RekeyPolicyTests
{
    private readonly KeyServerOutput _output = new();

    [Fact]
    public void A_silent_group_is_repeated_to_the_limit_and_then_missing()
    {
        RekeyPolicy policy = Policy(repeats: 2);
        Begin(policy, 1, At(0));
        Assert.Equal(
            new TransmissionRequest(1, 0, RetransmitSequence.Same, null), Assert.Single(_output.Transmissions));
        for (int attempt = 0; attempt < 2; attempt++)
        {
            Transmit(policy, 1, attempt, At(10 * attempt));
            Assert.Equal(Timer(ServerTimerKind.Retransmit, 1, 10 * (attempt + 1)), Assert.Single(_output.Timers));
            Handle(policy, ServerTimerKind.Retransmit, 1, At(10 * (attempt + 1)));
            Assert.Equal(attempt + 1, Assert.Single(_output.Transmissions).Attempt);
        }

        Transmit(policy, 1, 2, At(20));
        Assert.Equal(Timer(ServerTimerKind.Missing, 1, 30), Assert.Single(_output.Timers));
        Handle(policy, ServerTimerKind.Missing, 1, At(30));
        Assert.Equal([0, 1, 2], _output.Missing.Select(missing => missing.Member));
        Assert.Equal(0, policy.OpenRekeys);
    }

    [Fact]
    public void Nobody_silent_ends_the_repeats_and_counts_missing_from_the_last_transmission()
    {
        RekeyPolicy policy = Policy(repeats: 5);
        Begin(policy, 1, At(0));
        Transmit(policy, 1, 0, At(1));
        Acknowledge(policy, 1, 0, 1, 2);
        Handle(policy, ServerTimerKind.Retransmit, 1, At(11));
        Assert.Empty(_output.Transmissions);
        Assert.Equal(Timer(ServerTimerKind.Missing, 1, 11), Assert.Single(_output.Timers));
        Assert.Equal(new ConcludedRekey(1, At(1)), Assert.Single(_output.Concluded));
    }

    [Fact]
    public void Always_repeats_whatever_was_acknowledged()
    {
        RekeyPolicy policy = Policy(repeats: 1, when: RetransmitWhen.Always);
        Begin(policy, 1, At(0));
        Transmit(policy, 1, 0, At(0));
        Acknowledge(policy, 1, 0, 1, 2);
        Handle(policy, ServerTimerKind.Retransmit, 1, At(10));
        Assert.Single(_output.Transmissions);
    }

    [Fact]
    public void A_repeat_to_the_unacknowledged_names_them()
    {
        RekeyPolicy policy = Policy(repeats: 1, to: RetransmitTo.Unacknowledged);
        Begin(policy, 1, At(0));
        Transmit(policy, 1, 0, At(0));
        Acknowledge(policy, 1, 1);
        Handle(policy, ServerTimerKind.Retransmit, 1, At(10));
        Assert.Equal([0, 2], Assert.Single(_output.Transmissions).Members!);
    }

    [Fact]
    public void The_next_rekey_ends_the_repeats_of_the_one_before()
    {
        RekeyPolicy policy = Policy(repeats: int.MaxValue);
        Begin(policy, 1, At(0));
        Transmit(policy, 1, 0, At(0));
        Begin(policy, 2, At(60));
        Assert.Equal(Timer(ServerTimerKind.Missing, 1, 60), Assert.Single(_output.Timers));
        Handle(policy, ServerTimerKind.Retransmit, 1, At(60));
        Assert.Empty(_output.Transmissions);
        Handle(policy, ServerTimerKind.Missing, 1, At(60));
        Assert.Equal(3, _output.Missing.Count);
    }

    [Fact]
    public void Missing_from_the_first_transmission_is_declared_once_while_repeats_go_on()
    {
        RekeyPolicy policy = Policy(repeats: 3, from: MissingFrom.First);
        Begin(policy, 1, At(0));
        Transmit(policy, 1, 0, At(0));
        Assert.Contains(Timer(ServerTimerKind.Missing, 1, 10), _output.Timers);
        Handle(policy, ServerTimerKind.Missing, 1, At(10));
        Assert.Equal(3, _output.Missing.Count);
        Handle(policy, ServerTimerKind.Retransmit, 1, At(10));
        Assert.Single(_output.Transmissions);
        Transmit(policy, 1, 1, At(10));
        Assert.DoesNotContain(_output.Timers, timer => timer.Kind == ServerTimerKind.Missing);
    }

    [Fact]
    public void Only_a_member_that_has_acknowledged_once_is_evicted()
    {
        RekeyPolicy policy = Policy(evictAfter: 2);
        Begin(policy, 1, At(0));
        Transmit(policy, 1, 0, At(0));
        Acknowledge(policy, 1, 0);
        Handle(policy, ServerTimerKind.Missing, 1, At(10));
        Assert.All(_output.Missing, missing => Assert.False(missing.Evicted));
        Decide(policy, 2);
        Assert.All(_output.Missing, missing => Assert.False(missing.Evicted));
        Decide(policy, 3);
        Assert.Equal([new MissingMember(3, 0, true)], _output.Missing.Where(missing => missing.Evicted));
        Decide(policy, 4);
        Assert.Equal([1, 2], _output.Missing.Select(missing => missing.Member));
    }

    [Fact]
    public void A_group_that_asks_for_none_expects_none_and_misses_none()
    {
        RekeyPolicy policy = Policy(repeats: 1, acknowledgement: KekAckRequested.None);
        _output.Clear();
        Assert.Equal(0, policy.Begin(1, At(0), _output));
        Transmit(policy, 1, 0, At(0));
        Handle(policy, ServerTimerKind.Retransmit, 1, At(10));
        Assert.Empty(_output.Transmissions);
        Handle(policy, ServerTimerKind.Missing, 1, At(10));
        Assert.Empty(_output.Missing);
    }

    private static RekeyPolicy Policy(
        int repeats = 0,
        RetransmitWhen when = RetransmitWhen.Unacknowledged,
        RetransmitTo to = RetransmitTo.Group,
        MissingFrom from = MissingFrom.Last,
        int evictAfter = 0,
        KekAckRequested acknowledgement = KekAckRequested.KekSha256)
    {
        var options = new GroupOptions
        {
            Members = 3,
            Acknowledgement = acknowledgement,
            Retransmit = new RetransmissionPolicy { When = when, Count = repeats, To = to },
            Missing = new MissingPolicy { From = from },
            EvictAfter = evictAfter,
        };
        return new RekeyPolicy(options, new AckLedger(0, 3));
    }

    private static SimTime At(long seconds) => new(seconds * 1_000_000_000);

    private static ServerTimer Timer(ServerTimerKind kind, int rekey, long seconds) => new(kind, rekey, At(seconds));

    private static void Acknowledge(RekeyPolicy policy, int rekey, params int[] members)
    {
        foreach (int member in members)
        {
            policy.Ledger.Record(rekey, member);
        }
    }

    private void Decide(RekeyPolicy policy, int rekey)
    {
        Begin(policy, rekey, At(100 * rekey));
        Transmit(policy, rekey, 0, At(100 * rekey));
        Handle(policy, ServerTimerKind.Missing, rekey, At((100 * rekey) + 10));
    }

    private void Begin(RekeyPolicy policy, int rekey, SimTime now)
    {
        _output.Clear();
        policy.Begin(rekey, now, _output);
    }

    private void Transmit(RekeyPolicy policy, int rekey, int attempt, SimTime at)
    {
        _output.Clear();
        policy.Transmitted(rekey, attempt, at, _output);
    }

    private void Handle(RekeyPolicy policy, ServerTimerKind kind, int rekey, SimTime now)
    {
        _output.Clear();
        policy.Handle(kind, rekey, now, _output);
    }
}
