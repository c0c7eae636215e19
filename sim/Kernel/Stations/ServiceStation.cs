using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace GdoiSim.Kernel.Stations;

/// <summary>
/// A queue with several equal servers and a finite waiting room, first come, first served. It needs no events: what
/// happens inside follows from arrivals and service times alone, and is worked off, exactly and in order, whenever the
/// station is told the time.
/// </summary>
/// <remarks>
/// <para>At one instant, whatever ends comes before whatever arrives: first ends of own work, then ends of items in the
/// order in which their service began. A server that becomes free takes the next item at once, before anything else
/// ends at that instant.</para>
/// <para>The calls of one station must not go back in time, and its process must not call it.</para>
/// </remarks>
/// <typeparam name="TItem">What is served.</typeparam>
/// <typeparam name="TProcess">
/// Gives service times and hears of ends; a struct is called without indirection.
/// </typeparam>
public sealed class ServiceStation<TItem, TProcess>
    where TProcess : IServiceProcess<TItem>
{
    /// <summary>The greatest number of servers.</summary>
    public const int MaxServers = 4096;

    private readonly ServerAgenda<TItem> _servers;
    private readonly WaitingRoom<TItem> _room;
    private TProcess _process;
    private bool _isInProcess;
    private long _begun;
    private Int128 _totalWait;
    private Int128 _totalWork;

    /// <param name="servers">Equal servers, 1 to <see cref="MaxServers"/>.</param>
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
        ArgumentOutOfRangeException.ThrowIfGreaterThan(servers, MaxServers);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityItems, servers);
        ArgumentOutOfRangeException.ThrowIfNegative(waitingOctets);
        int places = capacityItems == int.MaxValue ? int.MaxValue : capacityItems - servers;
        _servers = new ServerAgenda<TItem>(servers);
        _room = new WaitingRoom<TItem>(places, waitingOctets);
        _process = process;
    }

    /// <summary>The process; if it is a struct, the station's own copy, to read results from.</summary>
    public ref readonly TProcess Process => ref _process;

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
    public int Waiting => _room.Count;

    /// <summary>The greatest number of items that ever waited together.</summary>
    public int MaxWaiting => _room.MaxCount;

    /// <summary>Octets of the waiting items.</summary>
    public long WaitingOctets => _room.Octets;

    /// <summary>The longest time from an item's arrival to the start of its service, of those begun.</summary>
    public SimDuration MaxWait { get; private set; }

    /// <summary>The sum of all waits of items whose service has begun, in seconds.</summary>
    public double TotalWaitSeconds => (double)_totalWait / 1e9;

    /// <summary>Server time spent on items and own work up to <see cref="Now"/>, summed over servers.</summary>
    /// <exception cref="OverflowException">The sum passes 292 years.</exception>
    public SimDuration BusyTime
    {
        get
        {
            Int128 spent = _totalWork;
            foreach (ref readonly Server<TItem> server in _servers.All)
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
    /// <param name="octets">What it takes of the waiting room, 0 or more; not charged if it need not wait.</param>
    /// <returns>False if it is dropped.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Arrive(SimTime now, in TItem item, int octets)
    {
        AdvanceTo(now);
        Arrivals++;
        if (_servers.AnyFree)
        {
            Begin(ref _servers.Free, in item, now, now);
            _servers.AddFree();
            return true;
        }

        if (_room.TryEnter(in item, now, octets))
        {
            return true;
        }

        Drops++;
        return false;
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
        _totalWork += work.Nanoseconds;
        if (!_servers.AnyFree)
        {
            return _servers.Extend(work);
        }

        ref Server<TItem> server = ref _servers.Free;
        server.FreeAt = now + work;
        server.Order = _begun++;
        _servers.AddFree();
        return server.FreeAt;
    }

    /// <summary>When the next service or own work ends; the end of time if no server is busy.</summary>
    public SimTime NextStep => _servers.AnyBusy ? _servers.Next.NextStep : SimTime.MaxValue;

    /// <summary>Works off everything up to and including <paramref name="now"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time lies in the station's past.</exception>
    public void AdvanceTo(SimTime now)
    {
        if (now < Now || _isInProcess)
        {
            ThrowMisuse(now);
        }

        if (_servers.AnyBusy && _servers.Next.NextStep <= now)
        {
            WorkOff(now);
        }

        Now = now;
    }

    /// <summary>
    /// Works off everything in the system. Returns, and leaves the station at, the end of the last step (the present
    /// if there is none).
    /// </summary>
    public SimTime AdvanceToIdle()
    {
        if (_isInProcess)
        {
            ThrowMisuse(Now);
        }

        Now = SimTime.Max(Now, WorkOff(SimTime.MaxValue));
        return Now;
    }

    /// <summary>Steps up to and including an instant. Returns the time of the last one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private SimTime WorkOff(SimTime now)
    {
        SimTime last = SimTime.Zero;
        while (_servers.AnyBusy && _servers.Next.NextStep <= now)
        {
            ref Server<TItem> server = ref _servers.Next;
            last = server.NextStep;
            if (server.HasItem)
            {
                End(ref server);
            }

            if (server.FreeAt > last)
            {
                // Own work goes on here.
                _servers.NextChanged();
            }
            else if (_room.Count > 0)
            {
                TItem item = _room.Leave(out SimTime arrival);
                Begin(ref server, in item, arrival, last);
                _servers.NextChanged();
            }
            else
            {
                _servers.NextIsFree();
            }
        }

        return last;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Begin(ref Server<TItem> server, in TItem item, SimTime arrival, SimTime start)
    {
        SimDuration wait = start - arrival;
        _totalWait += wait.Nanoseconds;
        MaxWait = SimDuration.Max(MaxWait, wait);
        _isInProcess = true;
        SimDuration work = _process.BeginService(in item, start);
        _isInProcess = false;
        if (work < SimDuration.Zero)
        {
            throw new InvalidOperationException($"The process gave the negative service time {work}.");
        }

        _totalWork += work.Nanoseconds;
        server.Item = item;
        server.HasItem = true;
        server.ItemEnd = start + work;
        server.FreeAt = server.ItemEnd;
        server.Order = _begun++;
        InService++;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void End(ref Server<TItem> server)
    {
        InService--;
        Served++;
        server.HasItem = false;
        _isInProcess = true;
        _process.EndService(in server.Item, server.ItemEnd);
        _isInProcess = false;
        // Lets go of what the item may refer to.
        server.Item = default!;
    }

    [DoesNotReturn]
    private void ThrowMisuse(SimTime now) => throw (_isInProcess
        ? new InvalidOperationException("The station's process calls the station.")
        : new ArgumentOutOfRangeException(nameof(now), now, $"Lies before the station's present, {Now}."));
}
