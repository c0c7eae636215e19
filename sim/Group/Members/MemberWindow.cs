using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <summary>
/// The PUSH datagrams on their way to members. A burst that meets no other on its way is handled as it is drawn, a
/// chunk of members at a time; otherwise, or beyond the window, its arrivals wait in an event list so that each member
/// takes them in their order.
/// </summary>
internal sealed class MemberWindow
{
    private readonly GroupState _group;
    private readonly KeyServerNode[] _servers;
    private readonly PushDelivery[] _workers;
    private readonly List<PushTransmission> _bursts = [];
    private readonly EventList[] _arrivals;
    private readonly Event[] _batch = new Event[PushDelivery.ChunkLength];
    private readonly int[] _members = new int[PushDelivery.ChunkLength];
    private readonly long[] _times = new long[PushDelivery.ChunkLength];

    internal MemberWindow(GroupState group, KeyServerNode[] servers)
    {
        _group = group;
        _servers = servers;
        _arrivals = [.. servers.Select(_ => new EventList(group.Options.Seed))];
        _workers = new PushDelivery[Math.Max(1, group.Options.Threads)];
        for (int i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new PushDelivery(group, servers.Select(server => server.Arrivals), _arrivals);
        }
    }

    /// <summary>The workers, for what each has counted.</summary>
    internal IReadOnlyList<PushDelivery> Workers => _workers;

    /// <summary>Puts a transmission on its way.</summary>
    internal void Add(PushTransmission transmission) => _bursts.Add(transmission);

    /// <summary>Handles all arrivals up to an instant, inclusive, and sends the answers on their way.</summary>
    internal void AdvanceTo(SimTime time)
    {
        foreach (KeyServerNode server in _servers)
        {
            AdvanceMembersOf(server, time);
        }
    }

    private void AdvanceMembersOf(KeyServerNode server, SimTime time)
    {
        EventList arrivals = _arrivals[server.Index];

        // A burst of which nothing can have arrived yet stays whole, so that it need not be listed event by event.
        List<PushTransmission> due = _bursts.FindAll(
            burst => burst.Server == server.Index && burst.Sent + _group.MinimumLatency <= time);
        if (due.Count == 0 && arrivals.Count == 0)
        {
            return;
        }

        bool direct = arrivals.Count == 0 && due.Count == 1
            && _bursts.TrueForAll(burst => burst.Server != server.Index || burst == due[0]);
        foreach (PushTransmission burst in due)
        {
            Spread(burst, direct ? time : new SimTime(-1), direct);
            burst.ReleaseMembers();
            _bursts.Remove(burst);
        }

        Flush();
        TakeArrivals(arrivals, time);
        Flush();
    }

    private void Flush()
    {
        foreach (PushDelivery worker in _workers)
        {
            worker.Flush();
        }
    }

    // Draws the way of one burst to each addressee; what arrives by the horizon is handled at once.
    private void Spread(PushTransmission burst, SimTime horizon, bool direct)
    {
        KeyServerNode server = _servers[burst.Server];
        int addressees = burst.Members?.Length ?? server.Members;
        int chunks = (addressees + PushDelivery.ChunkLength - 1) / PushDelivery.ChunkLength;
        int workers = Math.Min(_workers.Length, Math.Max(1, chunks / 4));
        int taken = 0;
        if (workers == 1)
        {
            SpreadChunks(_workers[0]);
            return;
        }

        Parallel.For(
            0,
            workers,
            new ParallelOptions { MaxDegreeOfParallelism = workers },
            worker => SpreadChunks(_workers[worker]));

        // Each worker takes the next chunk that nobody has: whichever it gets, the sum of what all do is the same.
        void SpreadChunks(PushDelivery worker)
        {
            worker.ReceivesDirectly = direct;
            for (int chunk = Interlocked.Increment(ref taken) - 1;
                chunk < chunks;
                chunk = Interlocked.Increment(ref taken) - 1)
            {
                int first = chunk * PushDelivery.ChunkLength;
                int count = Math.Min(PushDelivery.ChunkLength, addressees - first);
                if (burst.IsMulticast)
                {
                    worker.Multicast(burst, server.FirstMember + first, count, horizon);
                }
                else
                {
                    worker.Unicast(burst, first, count, horizon);
                }
            }
        }
    }

    // Arrivals that waited, in their total order; neighbours of one datagram are handled together.
    private void TakeArrivals(EventList arrivals, SimTime time)
    {
        int taken;
        while ((taken = arrivals.TakeUntil(time, _batch)) > 0)
        {
            int start = 0;
            while (start < taken)
            {
                int count = 0;
                Event first = _batch[start];
                while (start + count < taken && _batch[start + count].Index == first.Index)
                {
                    _members[count] = _batch[start + count].Entity;
                    _times[count] = _batch[start + count].Time.Nanoseconds;
                    count++;
                }

                _workers[0].Receive(
                    _group.Transmissions[ArrivalEvent.Transmission(first)],
                    ArrivalEvent.PushCopy(first),
                    _members.AsSpan(0, count),
                    _times.AsSpan(0, count));
                start += count;
            }
        }
    }
}
