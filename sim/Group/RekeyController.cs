using GdoiSim.Kernel;
using GdoiSim.Network;
using Timer = GdoiSim.Kernel.Timer;

namespace GdoiSim.Group;

/// <summary>
/// Carries out what the key servers' policies ask for: builds and sends rekeys on their cores and links, arms their
/// timers, removes and recovers members. All of it happens in control events.
/// </summary>
internal sealed partial class RekeyController
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
    private readonly MemberRecovery _recovery;
    private readonly HierarchyUpdates? _updates;
    private int _scheduled;
    private SimTime _lastBuilt = new(-1);

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
        _updates = group.Hierarchy is { } hierarchy ? new HierarchyUpdates(group, hierarchy, simulation) : null;
        _recovery = new MemberRecovery(group, servers, recorder, simulation, _updates);
    }

    /// <summary>Schedules the first rekey.</summary>
    internal void Start()
    {
        _recovery.Start();
        _updates?.Start();
        if (_options.Rekey.Count > 0)
        {
            Schedule(SimTime.Zero + _options.Rekey.First, ControlEvent.RekeyDue, 0, 1);
        }

        ExpireTek(0, SimTime.Zero);
    }

    /// <summary>The last instant at which a control event had something to do.</summary>
    internal SimTime LastActivity { get; private set; }

    /// <summary>What the control events add to the run's fingerprint.</summary>
    internal Fingerprint Fingerprint;

    /// <summary>Whether all rekeys have begun and every server has said its last word on each.</summary>
    private bool IsDecided => _scheduled == _options.Rekey.Count
        && _updates?.IsIdle != false
        && _servers.All(server => server.IsDecided);

    /// <summary>Handles a control event.</summary>
    internal void Handle(in Event e)
    {
        SimTime now = e.Time;
        bool recovers = e.Kind is ControlEvent.Recover or ControlEvent.TekExpired;
        if (recovers && _options.Duration is null && IsDecided)
        {
            return; // The run is over; nobody is expected back.
        }

        LastActivity = now;
        Fingerprint.Add(now, e.Kind, e.Entity, (ulong)e.Index);
        switch (e.Kind)
        {
            case ControlEvent.RekeyDue:
                _scheduled++;
                if (_updates?.StandsForRekey(now) != true)
                {
                    BeginRekey(now);
                }

                ScheduleNextRekey(now);
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
                _recovery.ScheduleForKeyless(now);
                break;
            case ControlEvent.Recover:
                Recover(e.Entity, now);
                break;
            case ControlEvent.RemovalDue:
                Remove(_updates!.TakeRemoval(e.Index, now), now);
                break;
            case ControlEvent.UpdateDue:
                ContinueUpdate(now);
                break;
            case ControlEvent.Registered:
                _recovery.Register(e.Entity, now);
                break;
            default:
                throw new InvalidOperationException($"no control event has kind {e.Kind}");
        }
    }

    /// <summary>Closes the books of members that are without a key at the end.</summary>
    internal void Finish(SimTime end)
    {
        CountReaders();
        for (int member = 0; member < _options.Members; member++)
        {
            if (_group.Hierarchy?.IsRemovedForGood(member) == true)
            {
                continue; // It is no member any more.
            }

            SimTime expiry = _group.Keys.TekExpiry(_group.Members.TekGeneration(member));
            if (expiry < end)
            {
                _group.Keyless.Add(member, expiry, end);
            }
        }
    }

    private void ScheduleNextRekey(SimTime now)
    {
        if (_scheduled < _options.Rekey.Count)
        {
            Schedule(now + _options.Rekey.Interval, ControlEvent.RekeyDue, 0, _scheduled + 1);
        }
    }

    private void BeginRekey(SimTime now)
    {
        int rekey = _recorder.RekeysBegun + 1;
        int every = _updates is null ? _options.Rekey.ReplaceKekEvery : 0;
        bool replaceKek = every > 0 && rekey % every == 0;
        BeginRekey(_group.Keys.BeginRekey(rekey, replaceKek), now);
    }

    private void BeginRekey(RekeyMessage message, SimTime now)
    {
        int rekey = message.Rekey;
        _rekeys.Add(rekey, new RekeyUnderWay(message));
        _recorder.BeginRekey(rekey, message);

        // Rekeys leave the builder in the order of their numbers, however long each takes on its core.
        SimTime built = _servers[0].Build(Work(0, rekey, 0), now);
        _lastBuilt = built > _lastBuilt ? built : _lastBuilt + SimDuration.FromNanoseconds(1);
        Schedule(_lastBuilt, ControlEvent.RekeyBuilt, 0, rekey);
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
            Conclude(server, concluded);
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
            IsMulticast = request.Members is null,
            Members = request.Members is null ? null : [.. request.Members],
        };
        _group.Add(transmission);
        if (again)
        {
            SimTime built = server.Build(Work(server.Index, request.Rekey, request.Attempt), now);
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
        PushWork work = Work(server.Index, transmission.Rekey, transmission.Attempt);
        if (transmission.IsMulticast)
        {
            Schedule(server.Send(work, now), ControlEvent.Transmit, server.Index, transmission.Id);
            return;
        }

        long[] sent = new long[transmission.Members!.Length];
        for (int i = 0; i < sent.Length; i++)
        {
            sent[i] = server.SendTo(transmission.Members[i], work, now).Nanoseconds;
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
            transmission.Sent = server.Leave(now, octets);
            _members.Add(transmission);
        }
        else
        {
            last = SendEach(server, transmission, octets);
            transmission.Sent = now;
            _members.Add(transmission);
        }

        if (_group.Packets.IsActive)
        {
            Keep(transmission);
        }

        _lastPush = transmission;
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
            if (_group.Keys.TekExpiry(transmission.Rekey - 1) <= now)
            {
                _recovery.ScheduleForKeyless(now); // Whoever was without a key now has one to come back for.
            }
        }

        _output.Clear();
        server.Policy.Transmitted(transmission.Rekey, transmission.Attempt, last, _output);
        CarryOut(server, now);
    }

    // The datagrams of a unicast repeat leave one by one; those that would leave after the end of the run never do.
    private SimTime SendEach(KeyServerNode server, PushTransmission transmission, int octets)
    {
        long[] times = transmission.SentNanoseconds!;
        SimTime last = SimTime.Zero;
        for (int i = 0; i < times.Length; i++)
        {
            SimTime at = new(times[i]);
            if (at > _group.End)
            {
                times[i] = -1;
                continue;
            }

            last = at;
            transmission.Tally.PushSent++;
            server.Timeline.At(times[i]).PushSent++;
            times[i] = server.Leave(at, octets).Nanoseconds;
        }

        return last;
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

    // The KEK that a rekey replaced is kept until the last server's last repeat has had its time.
    private void Conclude(KeyServerNode server, in ConcludedRekey concluded)
    {
        RekeyUnderWay rekey = _rekeys[concluded.Rekey];
        rekey.LastSent = SimTime.Max(rekey.LastSent, concluded.LastSent);
        rekey.ConcludedAt.Add(server.Index);
        if (rekey.ConcludedAt.Count == _servers.Length && rekey.Message.EndsRekeySa)
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

    private void Schedule(SimTime at, int kind, int entity, int index) =>
        _simulation.Schedule(new Event(at, kind, entity, index));

    private static PushWork Work(int server, int rekey, int attempt) =>
        new((uint)server, new NetworkDrawIndex(rekey, attempt).Value);

    private sealed class RekeyUnderWay(RekeyMessage message)
    {
        public RekeyMessage Message { get; set; } = message;

        public HashSet<int> ConcludedAt { get; } = [];

        public SimTime LastSent { get; set; }
    }
}
