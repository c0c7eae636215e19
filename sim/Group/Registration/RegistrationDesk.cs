using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Network;
using GdoiSim.Protocol;

namespace GdoiSim.Group;

/// <summary>
/// Registrations with one key server: members that send requests, repeat them and give up, and the server's table of
/// who is how far. Requests pass the same access link, socket and cores as acknowledgements; the key server's node asks
/// this desk what they cost and tells it when they are served. A registration is a conversation, so it runs event by
/// event. Its member is taken to hold no keys until the end of the window in which it ends.
/// </summary>
internal sealed partial class RegistrationDesk
{
    private const int ReplyArrives = 0;
    private const int Send = 1;
    private const int RequestArrives = ArrivalEvent.RegistrationRequest;
    private const int HalfOpenExpires = 3;

    private readonly GroupState _group;
    private readonly RegistrationOptions _options;
    private readonly RegistrationStep _first;
    private readonly Action<int, DownloadedKeys, SimTime> _completed;
    private readonly RegistrationParties? _parties;
    private readonly int _server;
    private readonly int[] _requestOctets = new int[(int)RegistrationStep.Completed];
    private readonly EventList _events;
    private readonly Dictionary<int, MemberRegistration> _open = [];
    private readonly Dictionary<int, int> _numbers = [];
    private readonly SimDuration[] _timeouts;
    private readonly RandomStream _wait;
    private readonly RandomStream _memberTime;
    private readonly RandomStream _serviceTime;

    /// <summary>A desk.</summary>
    /// <param name="group">The group.</param>
    /// <param name="server">Index of the key server.</param>
    /// <param name="parties">
    /// What both sides bring to the messages; null: a storm of requests without messages, as formulas have it.
    /// </param>
    /// <param name="first">The first request of a registration.</param>
    /// <param name="completed">Told of each member that has keys, which, and when.</param>
    internal RegistrationDesk(
        GroupState group,
        int server,
        RegistrationParties? parties,
        RegistrationStep first,
        Action<int, DownloadedKeys, SimTime> completed)
    {
        _server = server;
        _parties = parties;
        _group = group;
        _options = group.Options.Registration;
        _first = first;
        _completed = completed;
        _events = new EventList(group.Options.Seed);
        Tally = new RegistrationTally(group.TimelineWidth);
        _wait = group.Streams.For(RandomPurpose.RegistrationWait);
        _memberTime = group.Streams.For(RandomPurpose.RegistrationMemberTime);
        _serviceTime = group.Streams.For(RandomPurpose.RegistrationServiceTime);
        _timeouts = new SimDuration[_options.Repeats + 1];
        double seconds = _options.RepeatAfter.ToSeconds();
        for (int attempt = 0; attempt < _timeouts.Length; attempt++)
        {
            _timeouts[attempt] = SimDuration.FromSeconds(seconds);
            seconds *= _options.RepeatFactor;
        }
    }

    internal RegistrationTally Tally { get; }

    internal Fingerprint Fingerprint;

    /// <summary>Requests at the link, at the socket or in service: their departures may bring new events.</summary>
    internal int AtServer { get; private set; }

    /// <summary>Requests that have not reached the access link.</summary>
    internal int OnTheWay { get; private set; }

    /// <summary>Registrations that have neither completed nor failed.</summary>
    internal int UnderWay => _open.Count;

    /// <summary>Whether anything is under way.</summary>
    internal bool IsActive => _events.Count > 0 || AtServer > 0;

    /// <summary>When the next event is due.</summary>
    internal SimTime Next => _events.TryPeek(out Event next) ? next.Time : SimTime.MaxValue;

    /// <summary>Begins a registration of a member that is on the network, unless one is under way.</summary>
    internal void Begin(int member, SimTime now)
    {
        if (_open.ContainsKey(member))
        {
            return;
        }

        int number = _numbers.GetValueOrDefault(member) + 1;
        _numbers[member] = number;
        SimTime at = now + _options.Wait.Sample(_wait.Uniform((uint)member, (ulong)number));
        _open[member] = new MemberRegistration(number, at, _first);
        Tally.Start(now);
        Schedule(at, Send, member, new RegistrationPacket(number, _first, 0));
    }

    /// <summary>
    /// Handles the next event. A request that reaches the access link is handed out instead, for the node to take on
    /// its way.
    /// </summary>
    /// <param name="arrival">The request.</param>
    /// <returns>Whether it is a request at the link.</returns>
    internal bool HandleNext(out Event arrival)
    {
        _events.TryTake(out arrival);
        int step = ArrivalEvent.RegistrationSteps + arrival.Kind;
        Fingerprint.Add(arrival.Time, step, arrival.Entity, (ulong)arrival.Index);
        switch (arrival.Kind)
        {
            case Send:
                SendRequest(arrival.Entity, RegistrationPacket.Of(arrival), arrival.Time);
                return false;
            case ReplyArrives:
                TakeReply(arrival.Entity, RegistrationPacket.Of(arrival), arrival.Time);
                return false;
            case HalfOpenExpires:
                Forget(arrival.Entity, RegistrationPacket.Of(arrival), arrival.Time);
                return false;
            default:
                OnTheWay--;
                AtServer++;
                Keep(arrival);
                return true;
        }
    }

    /// <summary>Octets of a request's UDP payload.</summary>
    internal int OctetsOf(in Event request) => _requestOctets[(int)RegistrationPacket.Of(request).Step];

    /// <summary>A request found the queue of the access link, or the socket's buffer, full.</summary>
    internal void Drop(SimTime at, bool atLink)
    {
        AtServer--;
        Tally.Drop(at, atLink);
    }

    /// <summary>What a core needs for a request whose service begins now.</summary>
    internal SimDuration ServiceTime(in Event request)
    {
        RegistrationPacket packet = RegistrationPacket.Of(request);
        Distribution time = Judge(request.Entity, packet, out _) == RequestVerdict.Answer
            ? TimeOf(packet.Step)
            : _options.ServiceTimes.Duplicate;
        SimDuration needed = time.Sample(_serviceTime.Uniform((uint)request.Entity, packet.DrawIndex.Value));
        Tally.BusyTime += needed;
        return needed;
    }

    /// <summary>A request has been served.</summary>
    internal void Served(in Event request, SimTime end)
    {
        AtServer--;
        RegistrationPacket packet = RegistrationPacket.Of(request);
        int member = request.Entity;
        RequestVerdict verdict = Judge(member, packet, out MemberRegistration? registration);
        Fingerprint.Add(end, ArrivalEvent.RegistrationVerdict, member, (ulong)verdict);
        switch (verdict)
        {
            case RequestVerdict.Answer:
                Tally.Answer(end);
                Answer(member, registration!, packet, end);
                Reply(member, registration!, packet, end);
                break;
            case RequestVerdict.Repeat:
                Tally.Duplicate(end);
                Reply(member, registration!, packet, end);
                break;
            case RequestVerdict.Stale:
                // The key server does not know that nobody waits any more.
                Tally.Duplicate(end);
                Tally.Replies++;
                break;
            default:
                Tally.Refuse(end);
                break;
        }
    }

    /// <summary>What a key server does with a request.</summary>
    private enum RequestVerdict
    {
        /// <summary>It is the next one: does the work and replies.</summary>
        Answer,

        /// <summary>It was answered before: sends the reply again.</summary>
        Repeat,

        /// <summary>A copy that nobody waits for any more.</summary>
        Stale,

        /// <summary>
        /// The half-open table is full, or has no such entry any more, or the member was removed: no answer.
        /// </summary>
        Refuse,
    }

    private RequestVerdict Judge(int member, in RegistrationPacket packet, out MemberRegistration? registration)
    {
        if (!_open.TryGetValue(member, out registration) || !packet.IsOf(registration))
        {
            return RequestVerdict.Stale;
        }

        if (registration.IsForgotten || _group.Hierarchy?.Admits(member) == false)
        {
            return RequestVerdict.Refuse;
        }

        if (packet.Step != registration.Expects)
        {
            return packet.Step == registration.Awaits ? RequestVerdict.Repeat : RequestVerdict.Stale;
        }

        bool refuses = packet.Step == RegistrationStep.Proposal && Tally.HalfOpen >= _options.HalfOpenLimit;
        return refuses ? RequestVerdict.Refuse : RequestVerdict.Answer;
    }

    private void Answer(int member, MemberRegistration registration, in RegistrationPacket packet, SimTime end)
    {
        Check(registration.Exchange?.Serve(packet.Step), member, packet, end);
        registration.Expects = packet.Step + 1;
        if (packet.Step == RegistrationStep.Proposal)
        {
            registration.IsHalfOpen = true;
            Tally.OpenHalf(end);
            Schedule(end + _options.HalfOpenTimeout, HalfOpenExpires, member, packet with { Attempt = 0 });
        }
        else if (packet.Step == RegistrationStep.Authentication)
        {
            Close(registration, end);
        }
    }

    // Both sides are of this project and nothing on the way changes an octet.
    private static void Check(DiscardReason? reason, int member, in RegistrationPacket packet, SimTime at)
    {
        if (reason is DiscardReason refused && refused != DiscardReason.None)
        {
            throw new InvalidOperationException(
                $"member {member + 1}, registration {packet.Number}, {packet.Step} at {at}: {refused.ToName()}");
        }
    }

    private void Reply(int member, MemberRegistration registration, in RegistrationPacket packet, SimTime end)
    {
        Tally.Replies++;
        ReadOnlyMemory<byte> reply = registration.Exchange?.Reply(packet.Step) ?? default;
        Keep(member, packet, registration.Exchange, end);

        Delivery delivery = Paths(member).RegistrationToMember.Transmit(
            (uint)member, packet.DrawIndex, end, reply.Length);
        if (delivery.IsLost)
        {
            Tally.RepliesLost++;
            return;
        }

        Schedule(delivery.Arrival, ReplyArrives, member, packet);
    }

    private void SendRequest(int member, in RegistrationPacket packet, SimTime now)
    {
        if (!_open.TryGetValue(member, out MemberRegistration? registration)
            || !packet.IsOf(registration)
            || packet.Step != registration.Awaits)
        {
            return; // Answered meanwhile: the timer that this was is stopped.
        }

        OnlineInterval online = _group.Population.FindAnew(member, now);
        if (!online.IsOnline || packet.Attempt > _options.Repeats)
        {
            GiveUp(member, registration, online, now);
            return;
        }

        Note(now, member, packet.Attempt > 0 ? "registration.repeated" : "registration.sent", packet);
        if (_parties is not null)
        {
            registration.Exchange ??= new RegistrationExchange(_parties, member, registration.Number, _first);
        }

        int octets = registration.Exchange?.Request(packet.Step).Length ?? 0;
        _requestOctets[(int)packet.Step] = octets;
        Delivery delivery = Paths(member).RegistrationToServer.Transmit((uint)member, packet.DrawIndex, now, octets);
        Tally.Send(now, packet.Attempt > 0, delivery.IsLost);
        if (!delivery.IsLost)
        {
            OnTheWay++;
            Schedule(delivery.Arrival, RequestArrives, member, packet);
        }

        Schedule(now + _timeouts[packet.Attempt], Send, member, packet with { Attempt = packet.Attempt + 1 });
    }

    private void GiveUp(int member, MemberRegistration registration, in OnlineInterval online, SimTime now)
    {
        Tally.Fail(now);
        Close(registration, now);
        _open.Remove(member);
        SimTime again = online.IsOnline ? now : online.Until;
        if (again < _group.End)
        {
            Begin(member, again);
        }
    }

    private void TakeReply(int member, in RegistrationPacket packet, SimTime now)
    {
        if (!_open.TryGetValue(member, out MemberRegistration? registration)
            || !packet.IsOf(registration)
            || packet.Step != registration.Awaits)
        {
            return;
        }

        if (!_group.Population.FindAnew(member, now).IsOnline)
        {
            return; // It reaches nobody; the timer of the request gives the registration up.
        }

        Check(registration.Exchange?.Take(packet.Step), member, packet, now);
        registration.Awaits = packet.Step + 1;
        if (registration.Awaits == RegistrationStep.Completed)
        {
            DownloadedKeys keys = registration.Exchange is null
                ? _group.Keys.ToHandOut()
                : registration.Exchange.TakeKeys()
                    ?? throw new InvalidOperationException($"member {member + 1} got keys that are not the group's");
            Tally.Complete(registration.Began, now);
            _open.Remove(member);
            Note(now, member, "registration.completed", packet);
            _completed(member, keys, now);
            return;
        }

        RegistrationPacket next = new(registration.Number, registration.Awaits, 0);
        SimDuration work = _options.MemberTime.Sample(_memberTime.Uniform((uint)member, next.DrawIndex.Value));
        Schedule(now + work, Send, member, next);
    }

    private void Forget(int member, in RegistrationPacket packet, SimTime now)
    {
        if (_open.TryGetValue(member, out MemberRegistration? registration)
            && packet.IsOf(registration)
            && registration.IsHalfOpen)
        {
            registration.IsForgotten = true;
            Close(registration, now);
        }
    }

    private void Close(MemberRegistration registration, SimTime now)
    {
        if (registration.IsHalfOpen)
        {
            registration.IsHalfOpen = false;
            Tally.CloseHalf(now);
        }
    }

    private Distribution TimeOf(RegistrationStep step) => step switch
    {
        RegistrationStep.Proposal => _options.ServiceTimes.Proposal,
        RegistrationStep.KeyExchange => _options.ServiceTimes.KeyExchange,
        RegistrationStep.Authentication => _options.ServiceTimes.Authentication,
        RegistrationStep.PullRequest => _options.ServiceTimes.PullRequest,
        _ => _options.ServiceTimes.KeyDownload,
    };

    private PathSet Paths(int member) => _group.Paths[_group.PathOf(member)];

    private void Schedule(SimTime at, int kind, int member, in RegistrationPacket packet) =>
        _events.Schedule(new Event(at, kind, member, packet.Index));

    private void Note(SimTime at, int member, string step, in RegistrationPacket packet)
    {
        if (_group.Trace.IsActive)
        {
            _group.Trace.Note(at, 0, member, step, 0, packet.Step.ToString());
        }
    }
}
