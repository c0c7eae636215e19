using GdoiSim.Kernel;
using GdoiSim.Protocol;

namespace GdoiSim.Group;

/// <summary>
/// The policy of one key server from the first transmission of a rekey to its last word on it: when it repeats, when it
/// calls silence missing, whom it removes (RFC 8263 section 6). Without I/O and clock: instants and timers come in,
/// wishes go out through <see cref="KeyServerOutput"/>.
/// </summary>
public sealed class RekeyPolicy
{
    private readonly RetransmissionPolicy _retransmit;
    private readonly MissingPolicy _missing;
    private readonly int _evictAfter;
    private readonly bool _asksAcknowledgement;
    private readonly Dictionary<int, OpenRekey> _open = [];
    private readonly List<int> _silent = [];

    /// <summary>The policy of the server that keeps <paramref name="ledger"/>.</summary>
    public RekeyPolicy(GroupOptions options, AckLedger ledger)
    {
        _retransmit = options.Retransmit;
        _missing = options.Missing;
        _evictAfter = options.EvictAfter;
        _asksAcknowledgement = options.Acknowledgement != KekAckRequested.None;
        Ledger = ledger;
    }

    /// <summary>The record of this server's acknowledgements.</summary>
    public AckLedger Ledger { get; }

    /// <summary>Rekeys begun and not yet decided.</summary>
    public int OpenRekeys => _open.Count;

    /// <summary>
    /// Begins a rekey: opens its record, ends the repeats of the one before, asks for the transmission.
    /// </summary>
    /// <returns>Number of expected acknowledgements.</returns>
    public int Begin(int rekey, SimTime now, KeyServerOutput output)
    {
        if (_open.TryGetValue(rekey - 1, out OpenRekey? previous) && !previous.IsLast)
        {
            // Its repeats end here: to whoever has taken the next rekey they would be replays.
            Conclude(rekey - 1, previous, now, output);
        }

        _open.Add(rekey, new OpenRekey());
        output.Transmissions.Add(new TransmissionRequest(rekey, 0, RetransmitSequence.Same, null));
        int expected = Ledger.BeginRekey(rekey);
        return _asksAcknowledgement ? expected : 0;
    }

    /// <summary>Tells that a transmission has left the server.</summary>
    public void Transmitted(int rekey, int attempt, SimTime at, KeyServerOutput output)
    {
        if (!_open.TryGetValue(rekey, out OpenRekey? open))
        {
            // Under way when the rekey was decided: only the KEK that it replaced has to be kept the longer.
            output.Concluded.Add(new ConcludedRekey(rekey, at));
            return;
        }

        bool first = open.LastSent is null;
        open.LastSent = at;
        if (first && _missing.From == MissingFrom.First)
        {
            output.Timers.Add(new ServerTimer(ServerTimerKind.Missing, rekey, at + _missing.After));
        }

        if (attempt < _retransmit.Count && !open.IsLast)
        {
            open.NextAttempt = attempt + 1;
            output.Timers.Add(new ServerTimer(ServerTimerKind.Retransmit, rekey, at + _retransmit.Interval));
        }
        else
        {
            Conclude(rekey, open, at, output);
        }
    }

    /// <summary>Takes a timer that has run out.</summary>
    public void Handle(ServerTimerKind kind, int rekey, SimTime now, KeyServerOutput output)
    {
        if (!_open.TryGetValue(rekey, out OpenRekey? open))
        {
            return;
        }

        if (kind == ServerTimerKind.Retransmit)
        {
            if (!open.IsLast)
            {
                Repeat(rekey, open, now, output);
            }

            return;
        }

        open.IsDeclared = true;
        DeclareMissing(rekey, output);
        CloseIfDone(rekey, open);
    }

    private void Repeat(int rekey, OpenRekey open, SimTime now, KeyServerOutput output)
    {
        bool silence = _asksAcknowledgement && Ledger.Outstanding(rekey) > 0;
        if (_retransmit.When == RetransmitWhen.Unacknowledged && !silence)
        {
            Conclude(rekey, open, now, output);
            return;
        }

        List<int>? addressees = null;
        if (_retransmit.To == RetransmitTo.Unacknowledged)
        {
            addressees = [];
            if (silence)
            {
                Ledger.CollectUnacknowledged(rekey, addressees);
            }

            if (addressees.Count == 0)
            {
                Conclude(rekey, open, now, output);
                return;
            }
        }

        output.Transmissions.Add(new TransmissionRequest(rekey, open.NextAttempt, _retransmit.Sequence, addressees));
    }

    // No repeat will follow: from now on only the missing timer runs. A transmission that was under way when the next
    // rekey began may still leave the server, and moves that timer if it has not run out.
    private void Conclude(int rekey, OpenRekey open, SimTime now, KeyServerOutput output)
    {
        open.IsLast = true;
        if (open.LastSent is SimTime last)
        {
            output.Concluded.Add(new ConcludedRekey(rekey, last));
        }

        if (_missing.From == MissingFrom.Last && open.LastSent is SimTime lastSent)
        {
            SimTime due = lastSent + _missing.After;
            output.Timers.Add(new ServerTimer(ServerTimerKind.Missing, rekey, due < now ? now : due));
        }

        CloseIfDone(rekey, open);
    }

    private void CloseIfDone(int rekey, OpenRekey open)
    {
        if (open.IsLast && open.IsDeclared)
        {
            _open.Remove(rekey);
        }
    }

    private void DeclareMissing(int rekey, KeyServerOutput output)
    {
        if (!_asksAcknowledgement)
        {
            return;
        }

        _silent.Clear();
        Ledger.CollectUnacknowledged(rekey, _silent);
        foreach (int member in _silent)
        {
            bool evicted = _evictAfter > 0
                && Ledger.HasEverAcknowledged(member)
                && Ledger.ConsecutiveMisses(rekey, member) >= _evictAfter;
            if (evicted)
            {
                Ledger.Remove(member);
            }

            output.Missing.Add(new MissingMember(rekey, member, evicted));
        }
    }

    private sealed class OpenRekey
    {
        public int NextAttempt { get; set; }

        public SimTime? LastSent { get; set; }

        public bool IsLast { get; set; }

        public bool IsDeclared { get; set; }
    }
}
