namespace GdoiSim.Kernel.Stations;

/// <summary>
/// A queue with several equal servers and a finite waiting room, first come, first served. It needs no events: what
/// happens inside follows from arrivals and service times alone, and is worked off, exactly and in order, whenever the
/// station is told the time.
/// </summary>
/// <remarks>
/// <para>At one instant, whatever ends comes before whatever arrives; what ends together comes in the order in which it
/// began. A server that becomes free takes the next item at once, before anything else ends at that instant.</para>
/// <para>The calls of one station must not go back in time.</para>
/// </remarks>
/// <typeparam name="TItem">What is served.</typeparam>
/// <typeparam name="TProcess">
/// Gives service times and hears of ends; a struct is called without indirection.
/// </typeparam>
public sealed class ServiceStation<TItem, TProcess>
    where TProcess : IServiceProcess<TItem>
{
    private readonly TProcess _process;
    private readonly Server[] _servers;
    private readonly int _waitingPlaces;
    private readonly long _waitingOctetsLimit;
    private Waiter[] _ring = new Waiter[16];
    private int _head;

    // The server whose next step (end of an item, or of own work) comes first, and when; MaxValue if all are free.
    private int _next;
    private SimTime _nextStep = SimTime.MaxValue;
    private int _busy;
    private long _begun;
    private Int128 _totalWait;
    private Int128 _totalWork;

    /// <param name="servers">Equal servers, 1 to 4096.</param>
    /// <param name="capacityItems">
    /// Greatest number of items in the system, waiting and in service, at least <paramref name="servers"/>: the waiting
    /// room has <c>capacityItems − servers</c> places. <see cref="int.MaxValue"/>: no limit.
    /// </param>
    /// <param name="waitingOctets">Greatest sum of octets waiting; <see cref="long.MaxValue"/>: no limit.</param>
    /// <param name="process">Service times and what follows from service.</param>
    /// <exception cref="ArgumentOutOfRangeException">A bound is outside its range.</exception>
    public ServiceStation(int servers, int capacityItems, long waitingOctets, TProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        ArgumentOutOfRangeException.ThrowIfLessThan(servers, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(servers, 4096);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityItems, servers);
        ArgumentOutOfRangeException.ThrowIfNegative(waitingOctets);
        _process = process;
        _servers = new Server[servers];
        _waitingPlaces = capacityItems == int.MaxValue ? int.MaxValue : capacityItems - servers;
        _waitingOctetsLimit = waitingOctets;
    }

    /// <summary>The process given at construction (a copy, if it is a struct).</summary>
    public TProcess Process => _process;

    /// <summary>The time that the station was last told.</summary>
    public SimTime Now { get; private set; }

    /// <summary>Items that came, dropped ones included.</summary>
    public long Arrivals { get; private set; }

    /// <summary>Items that found no room.</summary>
    public long Drops { get; private set; }

    /// <summary>Items whose service has ended.</summary>
    public long Served { get; private set; }

    /// <summary>Items waiting and in service. The station's own work is not counted.</summary>
    public int InSystem => Waiting + InService;

    /// <summary>Items in service.</summary>
    public int InService { get; private set; }

    /// <summary>Items waiting.</summary>
    public int Waiting { get; private set; }

    /// <summary>The greatest number of items that ever waited together.</summary>
    public int MaxWaiting { get; private set; }

    /// <summary>Octets of the waiting items.</summary>
    public long WaitingOctets { get; private set; }

    /// <summary>The longest time from an item's arrival to the start of its service, of those begun.</summary>
    public SimDuration MaxWait { get; private set; }

    /// <summary>The sum of all waits of items whose service has begun, in seconds.</summary>
    public double TotalWaitSeconds => (double)_totalWait / 1e9;

    /// <summary>Server time spent on items and own work up to <see cref="Now"/>, summed over servers.</summary>
    public SimDuration BusyTime
    {
        get
        {
            Int128 spent = _totalWork;
            foreach (ref readonly Server server in _servers.AsSpan())
            {
                spent -= Math.Max(0, server.FreeAt.Nanoseconds - Now.Nanoseconds);
            }

            return new(checked((long)spent));
        }
    }

    /// <summary>
    /// An item arrives, after everything that ends up to and including <paramref name="now"/>. It goes into service at
    /// once if a server is free, waits if the waiting room has a place and its octets fit, and is dropped otherwise.
    /// </summary>
    /// <param name="now">The time of arrival.</param>
    /// <param name="item">The item.</param>
    /// <param name="octets">What it takes of the waiting room; not charged if it need not wait.</param>
    /// <returns>False if it is dropped.</returns>
    public bool Arrive(SimTime now, in TItem item, int octets)
    {
        AdvanceTo(now);
        Arrivals++;
        if (_busy < _servers.Length)
        {
            Begin(FreeServer(), in item, now, now);
            FindNextStep();
            return true;
        }

        if (Waiting >= _waitingPlaces || octets > _waitingOctetsLimit - WaitingOctets)
        {
            Drops++;
            return false;
        }

        if (Waiting == _ring.Length)
        {
            Grow();
        }

        _ring[(_head + Waiting) & (_ring.Length - 1)] = new Waiter
        {
            Item = item,
            Arrival = now,
            Octets = octets,
        };
        Waiting++;
        WaitingOctets += octets;
        MaxWaiting = Math.Max(MaxWaiting, Waiting);
        return true;
    }

    /// <summary>
    /// Work of the station's own, such as building a message: it takes the server that is free first, ahead of
    /// everything that waits, behind earlier work of this sort. It takes no place in the waiting room.
    /// </summary>
    /// <returns>When it ends.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The work is negative.</exception>
    public SimTime Occupy(SimTime now, SimDuration work)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(work, SimDuration.Zero);
        AdvanceTo(now);
        int first = 0;
        for (int i = 1; i < _servers.Length; i++)
        {
            first = FreeBefore(in _servers[i], in _servers[first]) ? i : first;
        }

        ref Server server = ref _servers[first];
        if (!server.IsBusy)
        {
            server.IsBusy = true;
            server.FreeAt = now;
            server.Order = _begun++;
            _busy++;
        }

        server.FreeAt += work;
        _totalWork += work.Nanoseconds;
        FindNextStep();
        return server.FreeAt;
    }

    /// <summary>Works off everything up to and including <paramref name="now"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time lies in the station's past.</exception>
    public void AdvanceTo(SimTime now)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(now, Now);
        WorkOff(now);
        Now = now;
    }

    /// <summary>
    /// Works off everything in the system. Returns, and leaves the station at, the end of the last step (the present
    /// if there is none).
    /// </summary>
    public SimTime AdvanceToIdle()
    {
        Now = SimTime.Max(Now, WorkOff(SimTime.MaxValue));
        return Now;
    }

    private SimTime WorkOff(SimTime now)
    {
        SimTime last = SimTime.Zero;
        while (_busy > 0 && _nextStep <= now)
        {
            last = _nextStep;
            Step(_next, last);
            FindNextStep();
        }

        return last;
    }

    /// <summary>The end of an item or of own work; then the server is free or takes the next item.</summary>
    private void Step(int index, SimTime time)
    {
        ref Server server = ref _servers[index];
        if (server.HasItem)
        {
            server.HasItem = false;
            InService--;
            Served++;
            _process.EndService(in server.Item, time);
            server.Item = default!;
        }

        if (server.FreeAt > time)
        {
            return;
        }

        server.IsBusy = false;
        _busy--;
        if (Waiting > 0)
        {
            ref Waiter waiter = ref _ring[_head];
            _head = (_head + 1) & (_ring.Length - 1);
            Waiting--;
            WaitingOctets -= waiter.Octets;
            Begin(index, in waiter.Item, waiter.Arrival, time);
            waiter = default;
        }
    }

    private void Begin(int index, in TItem item, SimTime arrival, SimTime start)
    {
        SimDuration wait = start - arrival;
        _totalWait += wait.Nanoseconds;
        MaxWait = SimDuration.Max(MaxWait, wait);
        SimDuration work = _process.BeginService(in item, start);
        ArgumentOutOfRangeException.ThrowIfLessThan(work, SimDuration.Zero);
        _totalWork += work.Nanoseconds;
        _servers[index] = new Server
        {
            Item = item,
            ItemEnd = start + work,
            FreeAt = start + work,
            Order = _begun++,
            HasItem = true,
            IsBusy = true,
        };
        _busy++;
        InService++;
    }

    private int FreeServer()
    {
        int i = 0;
        while (_servers[i].IsBusy)
        {
            i++;
        }

        return i;
    }

    private void FindNextStep()
    {
        _nextStep = SimTime.MaxValue;
        long order = long.MaxValue;
        for (int i = 0; i < _servers.Length; i++)
        {
            ref readonly Server server = ref _servers[i];
            if (server.IsBusy && (server.Step < _nextStep || (server.Step == _nextStep && server.Order < order)))
            {
                (_next, _nextStep, order) = (i, server.Step, server.Order);
            }
        }
    }

    private static bool FreeBefore(in Server left, in Server right) =>
        left.IsBusy != right.IsBusy ? !left.IsBusy
        : left.FreeAt != right.FreeAt ? left.FreeAt < right.FreeAt
        : left.Order < right.Order;

    private void Grow()
    {
        Waiter[] larger = new Waiter[2 * _ring.Length];
        int first = _ring.Length - _head;
        Array.Copy(_ring, _head, larger, 0, first);
        Array.Copy(_ring, 0, larger, first, _head);
        (_ring, _head) = (larger, 0);
    }

    private struct Waiter
    {
        internal TItem Item;
        internal SimTime Arrival;
        internal int Octets;
    }

    private struct Server
    {
        internal TItem Item;
        internal SimTime ItemEnd;
        internal SimTime FreeAt;
        internal long Order;
        internal bool HasItem;
        internal bool IsBusy;

        internal readonly SimTime Step => HasItem ? ItemEnd : FreeAt;
    }
}
