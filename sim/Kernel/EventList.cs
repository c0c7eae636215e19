using System.Runtime.CompilerServices;
using GdoiSim.Kernel.Events;

namespace GdoiSim.Kernel;

/// <summary>
/// The future-event list. Events leave it in one strict total order: time, kind, a tie draw from (seed, entity,
/// index), entity, index. The order does not depend on when or how they were scheduled. Events equal in value are
/// indistinguishable; scheduled twice, such an event is taken twice.
/// </summary>
/// <remarks>
/// <para>Events lie in three places. <see cref="RadixBuckets"/> hold most of them, roughly sorted. The first bucket,
/// once small, is sorted into a run that events are taken from in batches. The list has then looked further ahead
/// than the simulation has come, and what is scheduled before the end of the run goes into a small heap; the next event
/// is the first of run and heap.</para>
/// <para>When the heap outgrows the run, both become buckets of their own, a new layer before the older ones. A layer
/// is at least twice as large as the one before it in time (smaller ones are merged), so there are few, and a burst
/// into the near future never touches a million timers of the far future.</para>
/// <para>Cost: about 20 ns an event in bursts; see <c>bench/Kernel</c>. No allocation once the list has grown to its
/// size. Memory: 16 octets an event, and about half a megabyte.</para>
/// </remarks>
public sealed class EventList
{
    // Up to here the heap is as fast as buckets; it then fills the first cache.
    private const int HeapLimit = 2048;
    private const int SmallestBurst = 64;

    private readonly EventOrder _order;
    private readonly EventChunks _chunks = new();
    private readonly RunSorter _sorter;
    private readonly EventHeap _heap;

    // From the far future to the near one. Everything in a layer comes before the floor of the layer below it.
    private readonly List<RadixBuckets> _layers = [];
    private readonly Stack<RadixBuckets> _spareLayers = [];

    // Of use only while _tracks: the events still wanted. What was cancelled stays stored until it comes up.
    private readonly EventSet _wanted = new();
    private bool _tracks;
    private int _stored;
    private int _runHead;

    /// <param name="seed">Decides ties, together with entity and index.</param>
    public EventList(ulong seed)
    {
        _order = new EventOrder(seed);
        _sorter = new RunSorter(_order);
        _heap = new EventHeap(_order);
        _layers.Add(new RadixBuckets(_order, _chunks));
    }

    /// <summary>Events pending.</summary>
    public int Count => _tracks ? _wanted.Count : _stored;

    private ReadOnlySpan<Event> Run => _sorter.Run[_runHead..];

    /// <summary>Adds one event. Any time is allowed, also one before events already taken.</summary>
    public void Schedule(in Event e)
    {
        if (_tracks)
        {
            _wanted.Add(in e);
        }

        Store(in e);
    }

    /// <summary>Adds many events, in any order; they are copied. The same as scheduling each alone.</summary>
    public void ScheduleBurst(ReadOnlySpan<Event> events)
    {
        if (_tracks)
        {
            _wanted.AddAll(events);
        }

        if (events.Length >= Math.Max(SmallestBurst, _heap.Count + Run.Length))
        {
            PrepareFor(events);
        }

        while (!events.IsEmpty)
        {
            int accepted = _layers[0].AddWhileAccepted(events);
            _stored += accepted;
            events = events[accepted..];
            if (!events.IsEmpty)
            {
                Store(in events[0]);
                events = events[1..];
            }
        }
    }

    /// <summary>
    /// Removes one event equal to <paramref name="e"/>. False if none is pending. The first cancellation of a list
    /// looks through all of it; from then until it runs empty, the list keeps a set of what is pending, which makes
    /// cancelling an operation of constant cost and adds some 30 ns to every other one.
    /// </summary>
    public bool Cancel(in Event e)
    {
        Track();
        if (!_wanted.Remove(in e))
        {
            return false;
        }

        // Cancelled events never make up more than about half of what is stored.
        if (_stored > (2 * _wanted.Count) + 1024)
        {
            StoreAnew();
        }

        return true;
    }

    /// <summary>Whether an event equal to <paramref name="e"/> is pending. Costs what <see cref="Cancel"/> does.</summary>
    public bool IsPending(in Event e)
    {
        Track();
        return _wanted.Contains(in e);
    }

    /// <summary>The first event of the order, left in the list. False if the list is empty.</summary>
    public bool TryPeek(out Event e)
    {
        if (!TryFindFirst(out bool inHeap))
        {
            e = default;
            return false;
        }

        e = inHeap ? _heap.First : Run[0];
        return true;
    }

    /// <summary>Takes the first event of the order. False if the list is empty.</summary>
    public bool TryTake(out Event e)
    {
        // The common case: nothing has got between the events of the run.
        if (_heap.Count == 0 && !_tracks && _runHead < _sorter.Run.Length)
        {
            e = _sorter.Run[_runHead++];
            _stored--;
            return true;
        }

        return TryTakeFirst(out e);
    }

    private bool TryTakeFirst(out Event e)
    {
        if (!TryFindFirst(out bool inHeap))
        {
            e = default;
            return false;
        }

        e = inHeap ? _heap.First : Run[0];
        RemoveFirst(inHeap);
        if (_tracks)
        {
            _wanted.Remove(in e);
        }

        return true;
    }

    /// <summary>
    /// Takes events up to and including the instant <paramref name="inclusive"/>, in order, as many as fit into
    /// <paramref name="destination"/>. Returns their number.
    /// </summary>
    public int TakeUntil(SimTime inclusive, Span<Event> destination)
    {
        int taken = 0;
        while (taken < destination.Length && TryFindFirst(out bool inHeap))
        {
            int count = _tracks || _heap.Count > 0
                ? TakeOneUntil(inclusive, inHeap, out destination[taken])
                : TakeFromRunUntil(inclusive, destination[taken..]);
            if (count == 0)
            {
                break;
            }

            taken += count;
        }

        return taken;
    }

    /// <summary>Gives the memory of past events back, if the list is empty; otherwise it is kept for later ones.</summary>
    public void TrimExcess()
    {
        if (_stored == 0)
        {
            _chunks.Release();
            _spareLayers.Clear();
        }
    }

    private int TakeOneUntil(SimTime inclusive, bool inHeap, out Event e)
    {
        e = inHeap ? _heap.First : Run[0];
        if (e.Time > inclusive)
        {
            return 0;
        }

        RemoveFirst(inHeap);
        if (_tracks)
        {
            _wanted.Remove(in e);
        }

        return 1;
    }

    private int TakeFromRunUntil(SimTime inclusive, Span<Event> destination)
    {
        ReadOnlySpan<Event> run = Run[..Math.Min(Run.Length, destination.Length)];
        int count = CountUntil(run, inclusive);
        run[..count].CopyTo(destination);
        _runHead += count;
        _stored -= count;
        return count;
    }

    private static int CountUntil(ReadOnlySpan<Event> sorted, SimTime inclusive)
    {
        if (sorted[^1].Time <= inclusive)
        {
            return sorted.Length;
        }

        (int low, int high) = (0, sorted.Length - 1);
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = sorted[middle].Time <= inclusive ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Store(in Event e)
    {
        _stored++;
        if (_layers[0].Accepts(in e))
        {
            _layers[0].Add(in e);
        }
        else
        {
            StoreBeforeFarthest(in e);
        }
    }

    private void StoreBeforeFarthest(in Event e)
    {
        for (int i = 1; i < _layers.Count; i++)
        {
            if (_layers[i].Accepts(in e))
            {
                _layers[i].Add(in e);
                return;
            }
        }

        _heap.Add(in e);
        if (_heap.Count > Math.Max(HeapLimit, Run.Length))
        {
            AddLayer(in _heap.First, []);
        }
    }

    /// <summary>Sees to it that a large burst goes into buckets at once, and into as many as possible.</summary>
    private void PrepareFor(ReadOnlySpan<Event> events)
    {
        RadixBuckets nearest = _layers[^1];
        if (nearest.Accepts(in events[0]))
        {
            nearest.FitDigitsTo(events);
            return;
        }

        Event first = events[0];
        foreach (ref readonly Event e in events)
        {
            first = _order.Precedes(in e, in first) ? e : first;
        }

        AddLayer(in first, events);
    }

    /// <summary>
    /// Turns heap and run into a layer, together with the layers that are not much larger.
    /// </summary>
    /// <param name="first">An event that will be added; the floor if everything pending comes after it.</param>
    /// <param name="coming">What will be added to the layer.</param>
    private void AddLayer(in Event first, ReadOnlySpan<Event> coming)
    {
        RadixBuckets layer = _spareLayers.Count > 0 ? _spareLayers.Pop() : new RadixBuckets(_order, _chunks);
        Event floor = first;
        if (_heap.Count > 0 && _order.Precedes(in _heap.First, in floor))
        {
            floor = _heap.First;
        }

        if (!Run.IsEmpty && _order.Precedes(in Run[0], in floor))
        {
            floor = Run[0];
        }

        layer.StartAt(in floor);
        layer.FitDigitsTo(coming);
        layer.AddAll(_heap.Unordered);
        layer.AddAll(Run);
        _heap.Clear();
        ClearRun();
        while (_layers.Count > 0 && _layers[^1].Count < 2 * (layer.Count + coming.Length))
        {
            layer.TakeAllFrom(_layers[^1]);
            DropNearestLayer();
        }

        _layers.Add(layer);
    }

    private void DropNearestLayer()
    {
        _spareLayers.Push(_layers[^1]);
        _layers.RemoveAt(_layers.Count - 1);
    }

    private void ClearRun()
    {
        _sorter.Clear();
        _runHead = 0;
    }

    /// <summary>Finds the first event that is still wanted: the first of the heap or of the run.</summary>
    private bool TryFindFirst(out bool inHeap)
    {
        while (true)
        {
            inHeap = _heap.Count > 0 && (Run.IsEmpty || _order.Precedes(in _heap.First, in Run[0]));
            if (!inHeap && Run.IsEmpty && !TryLoadRun())
            {
                // Nothing is stored, so nothing can be cancelled: the set is not worth its cost any more.
                _tracks = false;
                _wanted.Clear();
                return false;
            }

            if (!_tracks || _wanted.Contains(inHeap ? _heap.First : Run[0]))
            {
                return true;
            }

            RemoveFirst(inHeap);
        }
    }

    private bool TryLoadRun()
    {
        while (_layers[^1].Count == 0)
        {
            if (_layers.Count == 1)
            {
                // With nothing in buckets, what comes goes into the heap until that is worth a layer.
                _layers[0].Close();
                return false;
            }

            DropNearestLayer();
        }

        _layers[^1].TakeRun(_sorter);
        _runHead = 0;
        return true;
    }

    private void RemoveFirst(bool inHeap)
    {
        _stored--;
        if (inHeap)
        {
            _heap.RemoveFirst();
        }
        else
        {
            _runHead++;
        }
    }

    private void Track()
    {
        if (_tracks)
        {
            return;
        }

        _tracks = true;
        _wanted.Clear();
        _wanted.AddAll(_heap.Unordered);
        _wanted.AddAll(Run);
        foreach (RadixBuckets layer in _layers)
        {
            layer.AddAllTo(_wanted);
        }
    }

    /// <summary>Stores what is wanted afresh, without what was cancelled.</summary>
    private void StoreAnew()
    {
        _heap.Clear();
        ClearRun();
        foreach (RadixBuckets layer in _layers)
        {
            layer.Clear();
        }

        _stored = 0;
        foreach (ref readonly Event e in _wanted.Slots)
        {
            if (e != Event.None)
            {
                Store(in e);
            }
        }
    }
}
