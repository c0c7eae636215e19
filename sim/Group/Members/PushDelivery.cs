using System.Runtime.CompilerServices;
using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Metrics;
using GdoiSim.Network;
using GdoiSim.Protocol;

namespace GdoiSim.Group;

/// <summary>
/// The members' half of a window: PUSH datagrams arrive, members take or discard them, answers set out. Members do not
/// meet each other, so they are handled in chunks, a whole step at a time, and in any order. One worker of one core.
/// </summary>
internal sealed class PushDelivery
{
    /// <summary>Members of a chunk: its columns stay in the second-level cache.</summary>
    internal const int ChunkLength = 1024;

    private readonly GroupState _group;
    private readonly RandomStream _processing;
    private readonly RandomStream _jitter;
    private readonly int[] _members = new int[ChunkLength];
    private readonly int[] _answering = new int[ChunkLength];
    private readonly int[] _onPath = new int[ChunkLength];
    private readonly long[] _arrival = new long[ChunkLength];
    private readonly long[] _times = new long[ChunkLength];
    private readonly double[] _uniforms = new double[ChunkLength];
    private readonly long[] _answerAt = new long[ChunkLength];
    private readonly long[] _pathTimes = new long[ChunkLength];
    private readonly DuplicateArrival[] _duplicates = new DuplicateArrival[ChunkLength];
    private readonly LostAcknowledgements _lost;
    private readonly HierarchyDelivery? _hierarchy;
    private readonly EventOutlet[] _acknowledgements;
    private readonly EventOutlet[] _beyond;

    /// <param name="group">The group.</param>
    /// <param name="acknowledgements">
    /// For each server, what is on its way there; shared with the other workers.
    /// </param>
    /// <param name="beyond">For each server, arrivals at its members that lie beyond a window; shared.</param>
    internal PushDelivery(GroupState group, IEnumerable<EventList> acknowledgements, IEnumerable<EventList> beyond)
    {
        _group = group;
        _processing = group.Streams.For(RandomPurpose.ProcessingTime);
        _jitter = group.Streams.For(RandomPurpose.Jitter);
        _lost = new LostAcknowledgements(group);
        _hierarchy = group.Hierarchy is { } hierarchy ? new HierarchyDelivery(group, hierarchy) : null;
        _acknowledgements = [.. acknowledgements.Select(list => new EventOutlet(list))];
        _beyond = [.. beyond.Select(list => new EventOutlet(list))];
        Timeline = new TimelineBins(group.TimelineWidth);
    }

    /// <summary>Whether a burst may be taken as it is drawn: no other PUSH can reach a member in this window.</summary>
    internal bool ReceivesDirectly { get; set; }

    /// <summary>What this worker counted over time.</summary>
    internal TimelineBins Timeline { get; }

    /// <summary>What this worker's steps add to the run's fingerprint.</summary>
    internal Fingerprint Fingerprint;

    /// <summary>
    /// Sends one datagram to a range of members and handles the arrivals up to the end of the window.
    /// </summary>
    /// <param name="transmission">A multicast.</param>
    /// <param name="first">First member of the chunk.</param>
    /// <param name="count">At most <see cref="ChunkLength"/>.</param>
    /// <param name="horizon">End of the window, inclusive.</param>
    internal void Multicast(PushTransmission transmission, int first, int count, SimTime horizon)
    {
        if (_group.Paths.Count == 1)
        {
            MulticastPath path = _group.Paths[0].Multicast(transmission.Server);
            int second = path.Transmit(
                MemberBatch.Range((uint)first, count),
                transmission.DrawIndex,
                transmission.Sent,
                transmission.Octets.Length,
                _arrival,
                _duplicates);
            TakeArrivals(transmission, MemberBatch.Range((uint)first, count), second, horizon);
            return;
        }

        for (int path = 0; path < _group.Paths.Count; path++)
        {
            int members = 0;
            for (int member = first; member < first + count; member++)
            {
                if (_group.PathOf(member) == path)
                {
                    _onPath[members++] = member;
                }
            }

            MemberBatch batch = MemberBatch.Of(_onPath.AsSpan(0, members));
            int second = _group.Paths[path].Multicast(transmission.Server).Transmit(
                batch, transmission.DrawIndex, transmission.Sent, transmission.Octets.Length, _arrival, _duplicates);
            TakeArrivals(transmission, batch, second, horizon);
        }
    }

    /// <summary>The same for the datagrams of a unicast repeat.</summary>
    /// <param name="transmission">A unicast repeat.</param>
    /// <param name="first">Position of the first addressee of the chunk.</param>
    /// <param name="count">At most <see cref="ChunkLength"/>.</param>
    /// <param name="horizon">End of the window, inclusive.</param>
    internal void Unicast(PushTransmission transmission, int first, int count, SimTime horizon)
    {
        for (int path = 0; path < _group.Paths.Count; path++)
        {
            int members = 0;
            for (int i = first; i < first + count; i++)
            {
                int member = transmission.Members![i];
                if (_group.PathOf(member) == path)
                {
                    _onPath[members] = member;
                    _pathTimes[members++] = transmission.SentNanoseconds![i];
                }
            }

            MemberBatch batch = MemberBatch.Of(_onPath.AsSpan(0, members));
            int second = _group.Paths[path].ToMember.Transmit(
                batch, transmission.DrawIndex, _pathTimes, transmission.Octets.Length, _arrival, _duplicates);
            TakeArrivals(transmission, batch, second, horizon);
        }
    }

    /// <summary>Handles arrivals of one datagram at members of their own, all within the window.</summary>
    /// <param name="transmission">The datagram.</param>
    /// <param name="copy">0, or 1 for the network's second delivery.</param>
    /// <param name="members">The members, each at most once.</param>
    /// <param name="arrivals">When it arrives at each, nanoseconds.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Receive(
        PushTransmission transmission, int copy, ReadOnlySpan<int> members, ReadOnlySpan<long> arrivals)
    {
        bool everybody = _group.Population.IsAlwaysOnline;
        bool shared = _group.Options.Cryptography == CryptographyMode.Shared;
        PushReading reading = transmission.Reading;
        int answers = 0;
        int delivered = 0;
        for (int i = 0; i < members.Length; i++)
        {
            int member = members[i];
            SimTime at = new(arrivals[i]);
            if (!everybody && !_group.Population.Find(member, at).IsOnline)
            {
                _group.Trace.Note(at, transmission.Rekey, member, "push.offline", transmission.Sequence);
                continue;
            }

            delivered++;
            Timeline.At(at.Nanoseconds).PushDelivered++;
            if (!shared)
            {
                reading = _group.Keys.Read(transmission.Octets.Span, transmission.RekeySa);
            }

            if (Take(transmission, reading, member, at))
            {
                _answering[answers] = member;
                _times[answers++] = arrivals[i];
            }
        }

        transmission.Tally.AddDelivered(delivered);
        if (answers > 0)
        {
            Answer(transmission, copy, answers);
        }
    }

    /// <summary>Hands over what was collected for the lists of events.</summary>
    internal void Flush()
    {
        foreach (EventOutlet outlet in _acknowledgements)
        {
            outlet.Flush();
        }

        foreach (EventOutlet outlet in _beyond)
        {
            outlet.Flush();
        }
    }

    // Splits arrivals into those of this window and those beyond it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeArrivals(PushTransmission transmission, MemberBatch batch, int second, SimTime horizon)
    {
        // With second deliveries the order of a member's own arrivals matters: they go through the list of arrivals.
        long directUntil = second == 0 && ReceivesDirectly ? horizon.Nanoseconds : -1;
        EventOutlet beyond = _beyond[transmission.Server];
        int arrived = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            long at = _arrival[i];
            int member = (int)batch[i];
            if (at < 0)
            {
                _group.Trace.Note(transmission.Sent, transmission.Rekey, member, "push.lost", transmission.Sequence);
            }
            else if (at <= directUntil)
            {
                _members[arrived] = member;
                _arrival[arrived++] = at;
            }
            else
            {
                beyond.Add(ArrivalEvent.Push(new SimTime(at), member, transmission.Id, 0));
            }
        }

        for (int i = 0; i < second; i++)
        {
            DuplicateArrival copy = _duplicates[i];
            beyond.Add(ArrivalEvent.Push(
                new SimTime(copy.ArrivalNanoseconds), (int)batch[copy.Position], transmission.Id, 1));
        }

        Receive(transmission, 0, _members.AsSpan(0, arrived), _arrival.AsSpan(0, arrived));
    }

    // One member takes one PUSH; true if it answers.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Take(PushTransmission transmission, in PushReading reading, int member, SimTime at)
    {
        MemberProfile profile = _group.Population.Profile(member);
        int held = _group.Members.TekGeneration(member);
        PushVerdict verdict = _group.Members.Receive(member, transmission.RekeySa, reading, at, profile.OnDuplicate);
        if (_hierarchy is not null)
        {
            verdict = _hierarchy.Take(transmission, reading, member, held, verdict);
        }

        Fingerprint.Add(at, ArrivalEvent.PushKind, member, ((ulong)transmission.Id << 8) | (ulong)verdict.Reason);
        if (verdict.Reason == DiscardReason.None)
        {
            _group.NoteTek(member, held, reading.TekGeneration, at);
        }

        if (_group.Trace.IsActive)
        {
            string step = verdict.Reason == DiscardReason.None ? "push.accepted" : "push.discarded";
            string reason = verdict.Reason == DiscardReason.None ? string.Empty : verdict.Reason.ToName();
            _group.Trace.Note(at, transmission.Rekey, member, step, transmission.Sequence, reason);
        }

        return verdict.Acknowledges && profile.Acknowledges;
    }

    // Members that answer wait for their processing time and, after a multicast, their jitter; then the answers leave.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Answer(PushTransmission transmission, int copy, int answers)
    {
        ReadOnlySpan<int> members = _answering.AsSpan(0, answers);
        NetworkDrawIndex packet = new(transmission.Rekey, transmission.Attempt, copy);
        if (_group.DrawsProcessingTime)
        {
            _processing.FillUniform(members, packet.Value, _uniforms.AsSpan(0, answers));
        }

        for (int i = 0; i < answers; i++)
        {
            Distribution processing = _group.Population.Profile(members[i]).ProcessingTime;
            SimDuration time = processing.IsConstant ? processing.Minimum : processing.Sample(_uniforms[i]);
            _answerAt[i] = _times[i] + time.Nanoseconds;
        }

        if (transmission.IsMulticast && _group.DrawsJitter)
        {
            _jitter.FillUniform(members, packet.Value, _uniforms.AsSpan(0, answers));
            for (int i = 0; i < answers; i++)
            {
                _answerAt[i] += (long)(_uniforms[i] * _group.Population.Profile(members[i]).Jitter.Nanoseconds);
            }
        }

        for (int i = 0; i < answers && _group.End < SimTime.MaxValue; i++)
        {
            _answerAt[i] = _answerAt[i] > _group.End.Nanoseconds ? -1 : _answerAt[i];
        }

        if (!_group.Population.IsAlwaysOnline)
        {
            for (int i = 0; i < answers; i++)
            {
                // A member that goes down before its answer leaves never sends it.
                OnlineInterval online = _group.Population.Find(members[i], new SimTime(_times[i]));
                if (online.Until.Nanoseconds <= _answerAt[i])
                {
                    _answerAt[i] = -1;
                    _group.Trace.Note(
                        online.Until, transmission.Rekey, members[i], "ack.unsent", transmission.Sequence, "offline");
                }
            }
        }

        Send(transmission, copy, packet, answers);
    }

    private void Send(PushTransmission transmission, int copy, NetworkDrawIndex packet, int answers)
    {
        bool onePath = _group.Paths.Count == 1;
        for (int path = 0; path < _group.Paths.Count; path++)
        {
            int count = 0;
            for (int i = 0; i < answers; i++)
            {
                if (_answerAt[i] >= 0 && (onePath || _group.PathOf(_answering[i]) == path))
                {
                    _onPath[count] = _answering[i];
                    _times[count++] = _answerAt[i];
                }
            }

            int second = _group.Paths[path].ToServer.Transmit(
                MemberBatch.Of(_onPath.AsSpan(0, count)),
                packet,
                _times,
                _group.Acknowledgements.Octets,
                _pathTimes,
                _duplicates);
            Dispatch(transmission, copy, count, second);
        }
    }

    // Every answer that was sent is lost or becomes the event of its arrival at the server.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Dispatch(PushTransmission transmission, int copy, int count, int second)
    {
        EventOutlet arrivals = _acknowledgements[transmission.Server];
        bool traced = _group.Trace.IsActive;
        int lost = 0;
        for (int i = 0; i < count; i++)
        {
            int member = _onPath[i];
            SimTime sent = new(_times[i]);
            Timeline.At(sent.Nanoseconds).AckSent++;
            if (traced)
            {
                _group.Trace.Note(sent, transmission.Rekey, member, "ack.sent", transmission.Sequence);
            }

            if (_pathTimes[i] >= 0)
            {
                arrivals.Add(
                    ArrivalEvent.Acknowledgement(new SimTime(_pathTimes[i]), member, transmission.Id, copy, 0));
                continue;
            }

            lost++;
            Timeline.At(sent.Nanoseconds).AckLost++;
            _group.Trace.Note(sent, transmission.Rekey, member, "ack.lost", transmission.Sequence);
            _lost.Add(sent, member, transmission, copy, ref Fingerprint);
        }

        for (int i = 0; i < second; i++)
        {
            DuplicateArrival again = _duplicates[i];
            Timeline.At(_times[again.Position]).AckDuplicated++;
            _group.Trace.Note(
                new SimTime(_times[again.Position]),
                transmission.Rekey,
                _onPath[again.Position],
                "ack.duplicated",
                transmission.Sequence);
            arrivals.Add(ArrivalEvent.Acknowledgement(
                new SimTime(again.ArrivalNanoseconds), _onPath[again.Position], transmission.Id, copy, 1));
        }

        _lost.Build(ref Fingerprint);
        transmission.Tally.AddAnswers(count, second, lost);
    }
}
