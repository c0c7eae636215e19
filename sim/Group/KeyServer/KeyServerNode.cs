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
internal sealed class KeyServerNode : IServiceProcess<WaitingAcknowledgement>
{
    private readonly GroupState _group;
    private readonly KeyServerOptions _options;
    private readonly ServiceStation<WaitingAcknowledgement, KeyServerNode> _station;
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
    private long _handed;
    private int _requestsOnLink;
    private SimTime _lastOffer;

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
        _station = new(_options.Cores, capacity, waitingOctets, this);
        _inbound = new AccessLink(_options.LinkBitsPerSecond, _options.LinkQueueOctets);
        _outbound = new AccessLink(_options.LinkBitsPerSecond, long.MaxValue);
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

    internal ServiceStation<WaitingAcknowledgement, KeyServerNode> Station => _station;

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
    internal void AdvanceTo(SimTime time, Action<long> progress, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested && _feed.Next(time) is AcknowledgementBatch batch)
        {
            ReadOnlySpan<Event> events = batch.Events;
            ReadOnlySpan<AckVerdict> verdicts = batch.Verdicts;
            for (int i = 0; i < events.Length; i++)
            {
                RunRegistrations(events[i].Time);
                Fingerprint.Add(
                    events[i].Time,
                    ArrivalEvent.AcknowledgementKind,
                    events[i].Entity,
                    _group.Acknowledgements.Digest(batch.Slab, i));
                Arrive(events[i], verdicts[i]);
            }

            progress(events.Length);
        }

        if (!cancellation.IsCancellationRequested)
        {
            RunRegistrations(time);
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

    /// <inheritdoc/>
    public SimDuration BeginService(in WaitingAcknowledgement item, SimTime start)
    {
        if (item.Arrival.Kind == ArrivalEvent.RegistrationRequest)
        {
            return Registrations!.ServiceTime(item.Arrival);
        }

        ServiceTimes times = _options.ServiceTimes;
        Distribution time = Decide(item) switch
        {
            DiscardReason.None => times.Accepted,
            DiscardReason.Duplicate => times.Duplicate,
            _ => times.Rejected,
        };
        return time.IsConstant
            ? time.Minimum
            : time.Sample(_serviceTime.Uniform((uint)item.Arrival.Entity, DrawIndex(item.Arrival)));
    }

    /// <inheritdoc/>
    public void EndService(in WaitingAcknowledgement item, SimTime end)
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
        PushTransmission transmission = Transmission(item.Arrival);
        RekeyTally tally = transmission.Tally;
        int member = item.Arrival.Entity;
        Fingerprint.Add(end, ArrivalEvent.VerdictStep, member, (ulong)reason);
        switch (reason)
        {
            case DiscardReason.None:
                bool late = tally.IsDeclared;
                Policy.Ledger.Record(item.Verdict.Rekey, item.Verdict.Member);
                tally.Accept(member, _group.Population.ProfileOf[member], end, late);
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

    /// <summary>
    /// Brings registrations up to an instant, inclusive. The end of a request's service may bring about what happens
    /// before the next arrival, so link, queue and cores go from step to step here.
    /// </summary>
    private void RunRegistrations(SimTime time)
    {
        while (Registrations is { IsActive: true } desk)
        {
            SimTime next = desk.Next;
            if (desk.AtServer > 0)
            {
                SimTime link = _onLink.TryPeek(out (SimTime At, WaitingAcknowledgement) head)
                    ? head.At
                    : SimTime.MaxValue;
                next = SimTime.Min(next, SimTime.Min(link, _station.NextStep));
            }

            if (next > time || next == SimTime.MaxValue)
            {
                return;
            }

            Deliver(next);
            _station.AdvanceTo(next);
            if (desk.Next <= next && desk.HandleNext(out Event request))
            {
                Arrive(request, default);
            }
        }
    }

    // At the access link; without a limit of bandwidth that is the socket.
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
        int octets = isRequest ? _fragmentation.OctetsOnWire(RegistrationDesk.OctetsOf(arrival)) : _octetsOnWire;
        if (_inbound.Offer(at, octets, out SimTime delivered))
        {
            MaximumLinkWait = SimDuration.Max(MaximumLinkWait, turn - at);
            _onLink.Enqueue((delivered, acknowledgement));
            _requestsOnLink += isRequest ? 1 : 0;
            return;
        }

        if (isRequest)
        {
            Registrations!.Drop(atLink: true);
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

    private void ArriveAtSocket(SimTime at, in Event request)
    {
        _requestsOnLink -= _inbound.BitsPerSecond == 0 ? 0 : 1;
        Registrations!.Tally.Arrived++;
        int charge = ReceiveBuffer.ChargeFor(RegistrationDesk.OctetsOf(request));
        if (_station.Arrive(at, new WaitingAcknowledgement(request, default), charge))
        {
            NoteDepth(at);
            return;
        }

        Registrations!.Drop(atLink: false);
    }

    private void NoteDepth(SimTime at)
    {
        int waiting = _station.Waiting;
        if (waiting > 0)
        {
            ref TimelineCounts bin = ref Timeline.At(at.Nanoseconds);
            bin.QueueMaxDepth = Math.Max(bin.QueueMaxDepth, waiting);
            if (LatestRekey is RekeyTally latest)
            {
                latest.QueueMaxDepth = Math.Max(latest.QueueMaxDepth, waiting);
            }
        }
    }

    private PushTransmission Transmission(in Event arrival) => _group.Transmissions[ArrivalEvent.Transmission(arrival)];

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

/// <summary>An acknowledgement in a server's queue: its arrival and what inspection made of it.</summary>
internal readonly record struct WaitingAcknowledgement(Event Arrival, AckVerdict Verdict);

/// <summary>What the service time of work on a PUSH is drawn from.</summary>
/// <param name="Entity">Index of the key server.</param>
/// <param name="DrawIndex">Index of its draws.</param>
internal readonly record struct PushWork(uint Entity, ulong DrawIndex);
