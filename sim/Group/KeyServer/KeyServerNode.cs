using System.Runtime.CompilerServices;
using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Kernel.Stations;
using GdoiSim.Metrics;
using GdoiSim.Network;
using GdoiSim.Protocol;

namespace GdoiSim.Group;

/// <summary>
/// One key server as the run sees it: the access link, the socket buffer and the cores in front of its
/// <see cref="AcknowledgementFeed"/> and <see cref="RekeyPolicy"/>. Arrivals are taken in batches up to the end of a
/// window; the queue behind them is an exact recurrence, so no event exists for a departure.
/// </summary>
internal sealed partial class KeyServerNode
{
    private readonly GroupState _group;
    private readonly KeyServerOptions _options;
    private readonly ServiceStation<WaitingAcknowledgement, ServiceOfAcknowledgements> _station;
    private readonly AccessLink _inbound;
    private readonly AccessLink _outbound;
    private readonly Queue<(SimTime At, WaitingAcknowledgement Acknowledgement)> _onLink = new();
    private readonly RandomStream _serviceTime;
    private readonly RandomStream _buildTime;
    private readonly RandomStream _sendTime;
    private readonly RandomStream _copyTime;
    private readonly AcknowledgementFeed _feed;
    private readonly Network.Fragmentation _fragmentation;
    private readonly int _octetsOnWire;
    private readonly int _charge;
    private readonly ServiceTime _timeOfAccepted;
    private readonly ServiceTime _timeOfDuplicate;
    private readonly ServiceTime _timeOfRejected;
    private PushTransmission? _latestAnswered;
    private long _handed;
    private int _requestsOnLink;
    private SimTime _lastOffer;
    private SimTime _deliversUntil;

    internal KeyServerNode(GroupState group, int index, int firstMember, int members)
    {
        _group = group;
        Index = index;
        FirstMember = firstMember;
        _options = group.Options.KeyServers[index];
        Policy = new RekeyPolicy(group.Options, new AckLedger(firstMember, members));
        long waitingOctets = _options.ReceiveBuffer.Octets;
        int datagrams = _options.ReceiveBuffer.Datagrams;
        int capacity = datagrams > int.MaxValue - _options.Cores ? int.MaxValue : datagrams + _options.Cores;
        _station = new(_options.Cores, capacity, waitingOctets, new ServiceOfAcknowledgements(this));
        _inbound = new AccessLink(_options.LinkBitsPerSecond, _options.LinkQueueOctets);
        _outbound = new AccessLink(_options.LinkBitsPerSecond, long.MaxValue);
        _timeOfAccepted = new ServiceTime(_options.ServiceTimes.Accepted);
        _timeOfDuplicate = new ServiceTime(_options.ServiceTimes.Duplicate);
        _timeOfRejected = new ServiceTime(_options.ServiceTimes.Rejected);
        _serviceTime = group.Streams.For(RandomPurpose.AckServiceTime);
        _buildTime = group.Streams.For(RandomPurpose.PushBuildTime);
        _sendTime = group.Streams.For(RandomPurpose.PushSendTime);
        _copyTime = group.Streams.For(RandomPurpose.PushCopyTime);
        int octets = group.Acknowledgements.Octets;
        _fragmentation = group.Options.Network.ToServer.Fragmentation;
        _octetsOnWire = _fragmentation.OctetsOnWire(octets);
        _charge = ReceiveBuffer.ChargeFor(octets);
        Arrivals = new EventList(group.Options.Seed);
        _feed = new AcknowledgementFeed(group, Policy.Ledger, Arrivals);
        Timeline = new TimelineBins(group.TimelineWidth);
    }

    internal int Index { get; }

    internal int FirstMember { get; }

    internal int Members => Policy.Ledger.Members;

    internal RekeyPolicy Policy { get; }

    /// <summary>
    /// Acknowledgements on their way to this server, by the instant at which they reach its access link.
    /// </summary>
    internal EventList Arrivals { get; }

    /// <summary>The tally of the rekey begun last; the queue's depth is counted there.</summary>
    internal RekeyTally? LatestRekey { get; set; }

    internal TimelineBins Timeline { get; }

    internal Fingerprint Fingerprint;

    internal ServiceStation<WaitingAcknowledgement, ServiceOfAcknowledgements> Station => _station;

    /// <summary>Longest wait for the access link.</summary>
    internal SimDuration MaximumLinkWait { get; private set; }

    /// <summary>Acknowledgements sent to this server that have not reached its socket.</summary>
    internal long InFlight => Arrivals.Count + _feed.Ahead + _onLink.Count - _requestsOnLink;

    /// <summary>Acknowledgements at the socket or in service.</summary>
    internal long InServiceOrWaiting => _handed - Verdicts;

    /// <summary>Acknowledgements that have had their verdict.</summary>
    internal long Verdicts { get; private set; }

    /// <summary>Whether every rekey begun here is decided.</summary>
    internal bool IsDecided => Policy.OpenRekeys == 0;

    /// <summary>Where members register; null if they hold the keys from the start.</summary>
    internal RegistrationDesk? Registrations { get; set; }

    /// <summary>The instant up to which anything happened.</summary>
    internal SimTime LastActivity { get; private set; }

    /// <summary>Instant at which a core has built a PUSH, if it is asked to now.</summary>
    internal SimTime Build(PushWork work, SimTime now) =>
        _station.Occupy(now, _options.ServiceTimes.PushBuild.Sample(_buildTime.Uniform(work.Entity, work.DrawIndex)));

    /// <summary>Instant at which a core has handed a PUSH to the network, if it is asked to now.</summary>
    internal SimTime Send(PushWork work, SimTime now) =>
        _station.Occupy(now, _options.ServiceTimes.PushSend.Sample(_sendTime.Uniform(work.Entity, work.DrawIndex)));

    /// <summary>The same for one addressee of a unicast repeat.</summary>
    internal SimTime SendTo(int member, PushWork work, SimTime now) =>
        _station.Occupy(now, _options.ServiceTimes.PushSend.Sample(_copyTime.Uniform((uint)member, work.DrawIndex)));

    /// <summary>
    /// Puts a PUSH on the access link and gives the instant at which it has left. A host waits for its own link:
    /// nothing is dropped on this side.
    /// </summary>
    internal SimTime Leave(SimTime now, int octetsOnWire)
    {
        // The datagrams of a unicast repeat are offered ahead of time; what another core sends meanwhile goes behind.
        _lastOffer = SimTime.Max(_lastOffer, now);
        _outbound.Offer(_lastOffer, octetsOnWire, out SimTime sent);
        return sent;
    }

    /// <summary>
    /// Takes all arrivals up to an instant, inclusive, and brings link, queue and cores there. Stops early, between
    /// batches, when the token fires.
    /// </summary>
    internal void AdvanceTo(SimTime time, Action<SimTime, long> progress, CancellationToken cancellation)
    {
        // Whatever the link delivers within the window can go to the socket at once, for it delivers in the order of
        // arrival; unless registrations take place, which see the queue at instants of their own.
        _deliversUntil = Registrations is { IsActive: true } ? new SimTime(-1) : time;
        Deliver(_deliversUntil);
        while (!cancellation.IsCancellationRequested && _feed.Next(time) is AcknowledgementBatch batch)
        {
            batch.AddTo(ref Fingerprint);
            if (_group.Packets.IsActive)
            {
                Keep(batch);
            }

            ReadOnlySpan<Event> events = batch.Events;
            ReadOnlySpan<AckVerdict> verdicts = batch.Verdicts;
            for (int i = 0; i < events.Length; i++)
            {
                RunRegistrations(events[i].Time, progress, cancellation);
                Arrive(events[i], verdicts[i]);
            }

            progress(events[^1].Time, events.Length);
        }

        RunRegistrations(time, progress, cancellation);
        if (!cancellation.IsCancellationRequested)
        {
            Deliver(time);
            if (time == SimTime.MaxValue)
            {
                _station.AdvanceToIdle();
            }
            else
            {
                _station.AdvanceTo(time);
            }
        }
    }

    /// <summary>An acknowledgement goes into service: how long that takes.</summary>
    internal SimDuration BeginService(in WaitingAcknowledgement item)
    {
        if (item.Arrival.Kind == ArrivalEvent.RegistrationRequest)
        {
            return Registrations!.ServiceTime(item.Arrival);
        }

        ref readonly ServiceTime time = ref _timeOfRejected;
        switch (Decide(item))
        {
            case DiscardReason.None:
                time = ref _timeOfAccepted;
                break;
            case DiscardReason.Duplicate:
                time = ref _timeOfDuplicate;
                break;
        }

        return time.IsConstant
            ? time.Constant
            : time.Distribution.Sample(_serviceTime.Uniform((uint)item.Arrival.Entity, DrawIndex(item.Arrival)));
    }

    /// <summary>The service of an acknowledgement ends: the verdict.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void EndService(in WaitingAcknowledgement item, SimTime end)
    {
        NoteDepth(end); // A queue that drains without arrivals is seen by its departures.
        LastActivity = SimTime.Max(LastActivity, end);
        if (item.Arrival.Kind == ArrivalEvent.RegistrationRequest)
        {
            Registrations!.Served(item.Arrival, end);
            return;
        }

        Verdicts++;
        // Another core may have accepted a copy meanwhile, or the member was removed: the end of service decides.
        DiscardReason reason = Decide(item);
        RekeyTally tally = Transmission(item.Arrival).Tally;
        int member = item.Arrival.Entity;
        Fingerprint.Add(end, ArrivalEvent.VerdictStep, member, (ulong)reason);
        switch (reason)
        {
            case DiscardReason.None:
                bool late = tally.IsDeclared;
                Policy.Ledger.Record(item.Verdict.Rekey, item.Verdict.Member);
                tally.Accept(member, _group.Population.ProfileIndex(member), end, late);
                Timeline.At(end.Nanoseconds).AckAccepted++;
                Note(end, item.Arrival, late ? "ack.late" : "ack.accepted");
                break;
            case DiscardReason.Duplicate:
                tally.AckDuplicate++;
                Timeline.At(end.Nanoseconds).AckDuplicate++;
                Note(end, item.Arrival, "ack.duplicate", reason);
                break;
            default:
                tally.Reject(reason);
                Timeline.At(end.Nanoseconds).AckRejected++;
                Note(end, item.Arrival, "ack.rejected", reason);
                break;
        }
    }

    private DiscardReason Decide(in WaitingAcknowledgement item) => _feed.Pipeline.Decide(item.Verdict);

    // At the access link; without a limit of bandwidth that is the socket.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Arrive(in Event arrival, in AckVerdict verdict)
    {
        SimTime at = arrival.Time;
        LastActivity = SimTime.Max(LastActivity, at);
        WaitingAcknowledgement acknowledgement = new(arrival, verdict);
        if (_inbound.BitsPerSecond == 0)
        {
            ArriveAtSocket(at, acknowledgement);
            return;
        }

        Deliver(at);
        SimTime turn = SimTime.Max(at, _inbound.FreeAt);
        bool isRequest = arrival.Kind == ArrivalEvent.RegistrationRequest;
        int octets = isRequest ? _fragmentation.OctetsOnWire(Registrations!.OctetsOf(arrival)) : _octetsOnWire;
        if (_inbound.Offer(at, octets, out SimTime delivered))
        {
            MaximumLinkWait = SimDuration.Max(MaximumLinkWait, turn - at);
            if (delivered <= _deliversUntil)
            {
                ArriveAtSocket(delivered, acknowledgement);
                return;
            }

            _onLink.Enqueue((delivered, acknowledgement));
            _requestsOnLink += isRequest ? 1 : 0;
            return;
        }

        if (isRequest)
        {
            Registrations!.Drop(at, atLink: true);
            return;
        }

        Transmission(arrival).Tally.AckLinkDropped++;
        Timeline.At(at.Nanoseconds).AckLinkDropped++;
        Note(at, arrival, "ack.link_dropped");
    }

    // What the access link has delivered up to an instant reaches the socket.
    private void Deliver(SimTime time)
    {
        while (_onLink.TryPeek(out (SimTime At, WaitingAcknowledgement Acknowledgement) next) && next.At <= time)
        {
            _onLink.Dequeue();
            ArriveAtSocket(next.At, next.Acknowledgement);
        }
    }

    private void ArriveAtSocket(SimTime at, in WaitingAcknowledgement acknowledgement)
    {
        if (acknowledgement.Arrival.Kind == ArrivalEvent.RegistrationRequest)
        {
            ArriveAtSocket(at, acknowledgement.Arrival);
            return;
        }

        RekeyTally tally = Transmission(acknowledgement.Arrival).Tally;
        tally.AckArrived++;
        Timeline.At(at.Nanoseconds).AckArrived++;
        Note(at, acknowledgement.Arrival, "ack.arrived");
        if (!_station.Arrive(at, acknowledgement, _charge))
        {
            tally.AckDropped++;
            Timeline.At(at.Nanoseconds).AckDropped++;
            Note(at, acknowledgement.Arrival, "ack.dropped");
            return;
        }

        _handed++;
        NoteDepth(at);
    }

    private void NoteDepth(SimTime at)
    {
        int waiting = _station.Waiting;
        if (waiting > 0)
        {
            TimelineCounts bin = Timeline.At(at.Nanoseconds);
            bin.QueueMaxDepth = Math.Max(bin.QueueMaxDepth, waiting);
            if (LatestRekey is RekeyTally latest)
            {
                latest.QueueMaxDepth = Math.Max(latest.QueueMaxDepth, waiting);
            }
        }
    }

    // Nearly always the one that the acknowledgement before answered.
    private PushTransmission Transmission(in Event arrival)
    {
        int id = ArrivalEvent.Transmission(arrival);
        if (_latestAnswered is not PushTransmission latest || latest.Id != id)
        {
            _latestAnswered = latest = _group.Transmissions[id];
        }

        return latest;
    }

    private ulong DrawIndex(in Event arrival)
    {
        PushTransmission transmission = Transmission(arrival);
        NetworkDrawIndex packet = new(transmission.Rekey, transmission.Attempt, ArrivalEvent.PushCopy(arrival));
        return (ArrivalEvent.Copy(arrival) == 0 ? packet : packet.SecondDelivery).Value;
    }

    private void Note(SimTime at, in Event arrival, string step, DiscardReason reason = DiscardReason.None)
    {
        if (_group.Trace.IsActive)
        {
            PushTransmission transmission = Transmission(arrival);
            string text = reason == DiscardReason.None ? string.Empty : reason.ToName();
            _group.Trace.Note(at, transmission.Rekey, arrival.Entity, step, transmission.Sequence, text);
        }
    }
}
