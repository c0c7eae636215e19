namespace GdoiSim.Kernel.Tests.Stations;

/// <summary>
/// The same queue as a plain simulation, event by event: a list of departures, queues, and a server that looks for work
/// when it becomes free. Own work waits in a queue of its own here, instead of being given to a server beforehand.
/// </summary>
internal sealed class ReferenceStation(int servers, long places, long octetsLimit)
{
    private readonly PriorityQueue<Job, (long Time, bool IsItem, long Begun)> _departures = new();
    private readonly Queue<Job> _ownWork = [];
    private readonly Queue<Job> _waiting = [];
    private int _busy;
    private long _begun;
    private long _now;

    public List<string> Log { get; } = [];

    public Dictionary<int, long> OwnWorkEnds { get; } = [];

    public long Drops { get; private set; }

    public long Served { get; private set; }

    public long MaxWait { get; private set; }

    public long TotalWait { get; private set; }

    public long BusyTime { get; private set; }

    public int MaxWaiting { get; private set; }

    public int Waiting => _waiting.Count;

    public long WaitingOctets => _waiting.Sum(job => (long)job.Octets);

    public int InService { get; private set; }

    public bool Arrive(long now, int id, long service, int octets)
    {
        AdvanceTo(now);
        Job job = new(id, true, now, service, octets);
        if (_busy < servers)
        {
            Begin(job);
            return true;
        }

        if (_waiting.Count >= places || WaitingOctets + octets > octetsLimit)
        {
            Drops++;
            return false;
        }

        _waiting.Enqueue(job);
        MaxWaiting = Math.Max(MaxWaiting, _waiting.Count);
        return true;
    }

    public void Occupy(long now, int id, long work)
    {
        AdvanceTo(now);
        Job job = new(id, false, now, work, 0);
        if (_busy < servers)
        {
            Begin(job);
        }
        else
        {
            _ownWork.Enqueue(job);
        }
    }

    public void AdvanceTo(long now)
    {
        while (_departures.TryPeek(out Job? job, out (long Time, bool, long) next) && next.Time <= now)
        {
            _departures.Dequeue();
            PassTo(next.Time);
            End(job);
        }

        PassTo(now);
    }

    public long AdvanceToIdle()
    {
        while (_departures.TryPeek(out _, out (long Time, bool, long) next))
        {
            AdvanceTo(next.Time);
        }

        return _now;
    }

    private void PassTo(long time)
    {
        BusyTime += _busy * (time - _now);
        _now = time;
    }

    private void Begin(Job job)
    {
        _busy++;
        if (job.IsItem)
        {
            InService++;
            MaxWait = Math.Max(MaxWait, _now - job.Arrival);
            TotalWait += _now - job.Arrival;
            Log.Add($"begin {job.Id} at {_now}");
        }

        _departures.Enqueue(job, (_now + job.Service, job.IsItem, _begun++));
    }

    private void End(Job job)
    {
        _busy--;
        if (job.IsItem)
        {
            InService--;
            Served++;
            Log.Add($"end {job.Id} at {_now}");
        }
        else
        {
            OwnWorkEnds[job.Id] = _now;
        }

        if (_ownWork.TryDequeue(out Job? next) || _waiting.TryDequeue(out next))
        {
            Begin(next);
        }
    }

    private sealed record Job(int Id, bool IsItem, long Arrival, long Service, int Octets);
}
