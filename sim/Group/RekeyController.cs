using GdoiSim.Kernel;
using GdoiSim.Network;
using Timer = GdoiSim.Kernel.Timer;

namespace GdoiSim.Group;

/// <summary>
/// Carries out what the key servers' policies ask for: builds and sends rekeys on their cores and links, arms their
/// timers, removes and recovers members. All of it happens in control events.
/// </summary>
internal sealed class RekeyController
{
    private readonly GroupState _group;
    private readonly GroupOptions _options;
    private readonly KeyServerNode[] _servers;
    private readonly MemberWindow _members;
    private readonly GroupRecorder _recorder;
    private readonly Simulation _simulation;
    private readonly KeyServerOutput _output = new();
    private readonly Dictionary<(int Server, ServerTimerKind Kind, int Rekey), Timer> _timers = [];
    private readonly Dictionary<int, RekeyUnderWay> _rekeys = [];
    private readonly HashSet<int> _recovering = [];

    internal RekeyController(
        GroupState group,
        KeyServerNode[] servers,
        MemberWindow members,
        GroupRecorder recorder,
        Simulation simulation)
    {
        _group = group;
        _options = group.Options;
        _servers = servers;
        _members = members;
        _recorder = recorder;
        _simulation = simulation;
    }

    /// <summary>Schedules the first rekey.</summary>
    internal void Start()
    {
        if (_options.Rekey.Count > 0)
        {
            Schedule(SimTime.Zero + _options.Rekey.First, ControlEvent.RekeyDue, 0, 1);
        }

        ExpireTek(0, SimTime.Zero);
    }

    /// <summary>Handles a control event.</summary>
    internal void Handle(in Event e)
    {
        SimTime now = e.Time;
        switch (e.Kind)
        {
            case ControlEvent.RekeyDue:
                BeginRekey(e.Index, now);
                break;
            case ControlEvent.RekeyBuilt:
                ForEachServer(e.Index, now);
                break;
            case ControlEvent.RepeatBuilt:
                SendOut(_servers[e.Entity], _group.Transmissions[e.Index], now);
                break;
            case ControlEvent.Transmit:
                Transmit(_servers[e.Entity], _group.Transmissions[e.Index], now);
                break;
            case ControlEvent.Retransmit:
                HandleTimer(_servers[e.Entity], ServerTimerKind.Retransmit, e.Index, now);
                break;
            case ControlEvent.Missing:
                HandleTimer(_servers[e.Entity], ServerTimerKind.Missing, e.Index, now);
                break;
            case ControlEvent.TekExpired:
                ScheduleRecoveryOfKeyless(e.Index, now);
                break;
            case ControlEvent.Recover:
                Recover(e.Entity, now);
                break;
            default:
                throw new InvalidOperationException($"no control event has kind {e.Kind}");
        }
    }

    /// <summary>Closes the books of members that are without a key at the end.</summary>
    internal void Finish(SimTime end)
    {
        for (int member = 0; member < _options.Members; member++)
        {
            _recorder.Keyless.Add(member, _group.Keys.TekExpiry(_group.Members.TekGeneration(member)), end);
        }
    }

    private void BeginRekey(int rekey, SimTime now)
    {
        bool replaceKek = _options.Rekey.ReplaceKekEvery > 0 && rekey % _options.Rekey.ReplaceKekEvery == 0;
        RekeyMessage message = _group.Keys.BeginRekey(rekey, replaceKek);
        _rekeys.Add(rekey, new RekeyUnderWay(message));
        _recorder.BeginRekey(rekey, message);
        Schedule(_servers[0].Build(Work(rekey, 0), now), ControlEvent.RekeyBuilt, 0, rekey);
        if (rekey < _options.Rekey.Count)
        {
            Schedule(now + _options.Rekey.Interval, ControlEvent.RekeyDue, 0, rekey + 1);
        }
    }

    private void ForEachServer(int rekey, SimTime now)
    {
        foreach (KeyServerNode server in _servers)
        {
            _output.Clear();
            int expected = server.Policy.Begin(rekey, now, _output);
            _recorder.Expect(rekey, server.Index, expected);
            CarryOut(server, now);
        }
    }

    private void HandleTimer(KeyServerNode server, ServerTimerKind kind, int rekey, SimTime now)
    {
        _timers.Remove((server.Index, kind, rekey));
        _output.Clear();
        server.Policy.Handle(kind, rekey, now, _output);
        if (kind == ServerTimerKind.Missing)
        {
            _recorder.Tally(rekey, server.Index).IsDeclared = true;
        }

        CarryOut(server, now);
    }

    private void CarryOut(KeyServerNode server, SimTime now)
    {
        foreach (TransmissionRequest request in _output.Transmissions)
        {
            Prepare(server, request, now);
        }

        foreach (ServerTimer timer in _output.Timers)
        {
            Arm(server, timer);
        }

        foreach (MissingMember missing in _output.Missing)
        {
            Declare(server, missing, now);
        }

        foreach (ConcludedRekey concluded in _output.Concluded)
        {
            Conclude(concluded);
        }
    }

    // Makes a transmission of a request: the octets at hand, or built anew under the next number on a core.
    private void Prepare(KeyServerNode server, TransmissionRequest request, SimTime now)
    {
        RekeyUnderWay rekey = _rekeys[request.Rekey];
        bool again = request.Attempt > 0 && request.Sequence == RetransmitSequence.Next;
        if (again)
        {
            rekey.Message = _group.Keys.BuildAgain(rekey.Message);
        }

        RekeyMessage message = rekey.Message;
        RekeyTally tally = _recorder.Tally(request.Rekey, server.Index);
        var transmission = new PushTransmission
        {
            Id = _group.Transmissions.Count,
            Server = server.Index,
            Tally = tally,
            Attempt = request.Attempt,
            RekeySa = message.RekeySa,
            Sequence = message.Sequence,
            Octets = message.Octets,
            Reading = message.Reading,
            Members = request.Members is null ? null : [.. request.Members],
        };
        _group.Add(transmission);
        if (again)
        {
            SimTime built = server.Build(Work(request.Rekey, request.Attempt), now);
            Schedule(built, ControlEvent.RepeatBuilt, server.Index, transmission.Id);
        }
        else
        {
            SendOut(server, transmission, now);
        }
    }

    // A core hands the datagram, or each of a unicast repeat, to the network; the first one's instant is the event.
    private void SendOut(KeyServerNode server, PushTransmission transmission, SimTime now)
    {
        PushWork work = Work(transmission.Rekey, transmission.Attempt);
        if (transmission.IsMulticast)
        {
            Schedule(server.Send(work, now), ControlEvent.Transmit, server.Index, transmission.Id);
            return;
        }

        long[] sent = new long[transmission.Members!.Length];
        for (int i = 0; i < sent.Length; i++)
        {
            sent[i] = server.Send(work with { Entity = (uint)transmission.Members[i] }, now).Nanoseconds;
        }

        // Several cores may finish out of order; the addressees are served in the order of the instants.
        Array.Sort(sent);
        transmission.SentNanoseconds = sent;
        Schedule(new SimTime(sent[0]), ControlEvent.Transmit, server.Index, transmission.Id);
    }

    private void Transmit(KeyServerNode server, PushTransmission transmission, SimTime now)
    {
        RekeyTally tally = transmission.Tally;
        int octets = _options.Network.ToMembers.Fragmentation.OctetsOnWire(transmission.Octets.Length);
        SimTime last = now;
        if (transmission.IsMulticast)
        {
            server.Timeline.At(now.Nanoseconds).PushSent++;
            tally.PushSent++;
            if (server.Leave(now, octets, out SimTime sent))
            {
                transmission.Sent = sent;
                _members.Add(transmission);
            }
        }
        else
        {
            long[] times = transmission.SentNanoseconds!;
            last = new SimTime(times[^1]);
            tally.PushSent += times.Length;
            for (int i = 0; i < times.Length; i++)
            {
                server.Timeline.At(times[i]).PushSent++;
                times[i] = server.Leave(new SimTime(times[i]), octets, out SimTime sent) ? sent.Nanoseconds : -1;
            }

            transmission.Sent = now;
            _members.Add(transmission);
        }

        _group.Keys.Transmitted(transmission);
        tally.Transmissions++;
        tally.LastTransmission = last;
        tally.LastSequence = transmission.Sequence;
        if (transmission.Attempt == 0)
        {
            tally.FirstSequence = transmission.Sequence;
            tally.Begin = now;
            server.LatestRekey = tally;
            ExpireTek(transmission.Rekey, now);
        }

        _output.Clear();
        server.Policy.Transmitted(transmission.Rekey, transmission.Attempt, last, _output);
        CarryOut(server, now);
    }

    private void Arm(KeyServerNode server, in ServerTimer wish)
    {
        var key = (server.Index, wish.Kind, wish.Rekey);
        if (!_timers.TryGetValue(key, out Timer? timer))
        {
            int kind = wish.Kind == ServerTimerKind.Missing ? ControlEvent.Missing : ControlEvent.Retransmit;
            timer = new Timer(_simulation, kind, server.Index, wish.Rekey);
            _timers.Add(key, timer);
        }

        timer.Arm(wish.At);
    }

    private void Declare(KeyServerNode server, in MissingMember missing, SimTime now)
    {
        int member = missing.Member;
        RekeyTally tally = _recorder.Tally(missing.Rekey, server.Index);
        bool holdsKey = _group.Members.TekGeneration(member) >= missing.Rekey;
        OnlineInterval online = _group.Population.Find(member, now);
        tally.Miss(member, _group.Population.ProfileOf[member], holdsKey);
        _group.Trace.Note(now, missing.Rekey, member, holdsKey ? "missing.false" : "missing");
        if (!online.IsOnline)
        {
            _recorder.Detect(member, online.From, now);
        }

        if (!missing.Evicted)
        {
            return;
        }

        bool healthy = online.IsOnline && holdsKey;
        tally.Evict(healthy);
        _recorder.Leave(server.Index, _group.Population.ProfileOf[member]);
        _group.Trace.Note(now, missing.Rekey, member, healthy ? "evicted.healthy" : "evicted");
        ScheduleRecovery(member, online, now);
    }

    // The KEK that a rekey replaced is kept until the last server's last repeat has had its time.
    private void Conclude(in ConcludedRekey concluded)
    {
        RekeyUnderWay rekey = _rekeys[concluded.Rekey];
        rekey.LastSent = SimTime.Max(rekey.LastSent, concluded.LastSent);
        rekey.Concluded++;
        if (rekey.Concluded == _servers.Length && rekey.Message.NewRekeySa is not null)
        {
            rekey.Message.RekeySa.KeptUntil = rekey.LastSent + _options.Missing.After;
        }
    }

    private void ExpireTek(int generation, SimTime from)
    {
        if (_group.Keys.TekExpiry(generation) != SimTime.MaxValue)
        {
            return;
        }

        SimTime expiry = from + _options.Tek.Lifetime;
        _group.Keys.SetTekExpiry(generation, expiry);
        if (_options.RecoverAfter is not null)
        {
            Schedule(expiry, ControlEvent.TekExpired, 0, generation);
        }
    }

    private void ScheduleRecoveryOfKeyless(int generation, SimTime now)
    {
        if (_recorder.RekeysBegun <= generation)
        {
            return; // Nothing newer exists that a registration could bring.
        }

        for (int member = 0; member < _options.Members; member++)
        {
            if (_group.Members.TekGeneration(member) == generation)
            {
                ScheduleRecovery(member, _group.Population.Find(member, now), now);
            }
        }
    }

    private void ScheduleRecovery(int member, in OnlineInterval online, SimTime now)
    {
        if (_options.RecoverAfter is SimDuration after)
        {
            SimTime from = online.IsOnline ? now : online.Until;
            if (from < SimTime.MaxValue && _recovering.Add(member))
            {
                Schedule(from + after, ControlEvent.Recover, member, 0);
            }
        }
    }

    private void Recover(int member, SimTime now)
    {
        _recovering.Remove(member);
        OnlineInterval online = _group.Population.Find(member, now);
        if (!online.IsOnline)
        {
            ScheduleRecovery(member, online, now);
            return;
        }

        KeyServerNode server = Array.Find(
            _servers, node => member >= node.FirstMember && member < node.FirstMember + node.Members)!;
        bool removed = server.Policy.Ledger.IsRemoved(member);
        int held = _group.Members.TekGeneration(member);
        RekeySa current = _group.Keys.Current;
        int newest = _group.Keys.NewestTransmittedTek;
        if (!removed && held >= newest)
        {
            return; // A rekey reached it in the meantime.
        }

        _recorder.Keyless.Add(member, _group.Keys.TekExpiry(held), now + _options.Tek.ActivationDelay);
        _group.Members.Register(member, current.Generation, current.LastTransmittedSequence, newest, _options.Acknowledgement);
        server.Policy.Ledger.Admit(member);
        _recorder.Recover(removed, server.Index, _group.Population.ProfileOf[member]);
        _group.Trace.Note(now, 0, member, "recovered");
    }

    private void Schedule(SimTime at, int kind, int entity, int index) =>
        _simulation.Schedule(new Event(at, kind, entity, index));

    private static PushWork Work(int rekey, int attempt) => new(0, new NetworkDrawIndex(rekey, attempt).Value);

    private sealed class RekeyUnderWay(RekeyMessage message)
    {
        public RekeyMessage Message { get; set; } = message;

        public int Concluded { get; set; }

        public SimTime LastSent { get; set; }
    }
}

/// <summary>
/// Kinds of the control events; at one instant the lower number comes first, so that what is due is done before the next
/// rekey begins.
/// </summary>
internal static class ControlEvent
{
    internal const int Transmit = 16;
    internal const int RepeatBuilt = 17;
    internal const int Missing = 18;
    internal const int Retransmit = 19;
    internal const int Recover = 20;
    internal const int TekExpired = 21;
    internal const int RekeyDue = 22;
    internal const int RekeyBuilt = 23;
}
