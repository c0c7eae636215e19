using System.Runtime.CompilerServices;

namespace GdoiSim.Kernel.Events;

/// <summary>
/// Keeps events and gives them back in order. They lie in three places. <see cref="RadixBuckets"/> hold most of them,
/// roughly sorted. The first bucket, once small, is sorted into a run that events are taken from in batches. The store
/// has then looked further ahead than the simulation has come: what is added before the end of the run goes into a
/// small heap, and the next event is the first of run and heap.
/// </summary>
/// <remarks>
/// When the heap grows large, run and heap become buckets of their own: a new layer, nearer than the older ones. A
/// layer is at most half as large as the one behind it when it is made (otherwise they are merged), so there are few,
/// and a burst into the near future never touches a million timers of the far future.
/// </remarks>
internal sealed class EventStore
{
    // Up to here the heap is about as fast as buckets; it then fills the first cache.
    private const int HeapLimit = 2048;
    private const int SmallestBurst = 64;

    private readonly EventOrder _order;
    private readonly EventChunks _chunks = new();
    private readonly RunSorter _sorter;
    private readonly EventHeap _heap;

    // From the far future to the near one. Everything in a layer comes before the floor of the layer behind it.
    private readonly List<RadixBuckets> _layers = [];
    private readonly Stack<RadixBuckets> _spareLayers = [];
    private int _runHead;

    internal EventStore(ulong seed)
    {
        _order = new EventOrder(seed);
        _sorter = new RunSorter(_order);
        _heap = new EventHeap(_order);
        _layers.Add(new RadixBuckets(_order, _chunks));
    }

    internal int Count { get; private set; }

    /// <summary>See <see cref="RadixBuckets.Moves"/>.</summary>
    internal long Moves => _layers.Concat(_spareLayers).Sum(layer => layer.Moves);

    internal int Layers => _layers.Count;

    private ReadOnlySpan<Event> Run => _sorter.Run[_runHead..];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(in Event e)
    {
        Count++;
        if (_layers[0].Accepts(in e))
        {
            _layers[0].Add(in e);
        }
        else
        {
            AddBeforeFarthest(in e);
        }
    }

    internal void AddBurst(ReadOnlySpan<Event> events)
    {
        if (events.Length >= Math.Max(SmallestBurst, _heap.Count + Run.Length))
        {
            PrepareFor(events);
        }

        while (!events.IsEmpty)
        {
            int accepted = _layers[0].AddWhileAccepted(events);
            Count += accepted;
            events = events[accepted..];
            if (!events.IsEmpty)
            {
                Add(in events[0]);
                events = events[1..];
            }
        }
    }

    internal bool TryPeek(out Event e)
    {
        bool found = TryFindFirst(out bool inHeap);
        e = !found ? default : inHeap ? _heap.First : Run[0];
        return found;
    }

    internal bool TryTake(out Event e)
    {
        // The common case: nothing has got between the events of the run.
        ReadOnlySpan<Event> run = _sorter.Run;
        if (_heap.Count == 0 && _runHead < run.Length)
        {
            Count--;
            e = run[_runHead++];
            return true;
        }

        return TryTakeFirst(out e);
    }

    /// <summary>See <see cref="EventList.TakeUntil"/>.</summary>
    internal int TakeUntil(SimTime inclusive, Span<Event> destination)
    {
        int taken = 0;
        while (taken < destination.Length && TryFindFirst(out bool inHeap))
        {
            if (_heap.Count == 0)
            {
                int count = TakeFromRunUntil(inclusive, destination[taken..]);
                taken += count;
                if (count == 0)
                {
                    break;
                }
            }
            else
            {
                if ((inHeap ? _heap.First : Run[0]).Time > inclusive)
                {
                    break;
                }

                TryTakeFirst(out destination[taken++]);
            }
        }

        return taken;
    }

    /// <summary>Puts a copy of all events into a set.</summary>
    internal void AddAllTo(EventSet set)
    {
        set.AddAll(_heap.Unordered);
        set.AddAll(Run);
        foreach (RadixBuckets layer in _layers)
        {
            layer.AddAllTo(set);
        }
    }

    internal void Clear()
    {
        _heap.Clear();
        ClearRun();
        foreach (RadixBuckets layer in _layers)
        {
            layer.Clear();
        }

        Count = 0;
    }

    /// <summary>Releases the memory of past events, if there are no present ones.</summary>
    internal void TrimExcess()
    {
        if (Count == 0)
        {
            _chunks.Release();
            _spareLayers.Clear();
        }
    }

    private bool TryTakeFirst(out Event e)
    {
        if (!TryFindFirst(out bool inHeap))
        {
            e = default;
            return false;
        }

        Count--;
        if (inHeap)
        {
            e = _heap.First;
            _heap.RemoveFirst();
        }
        else
        {
            e = _sorter.Run[_runHead++];
        }

        return true;
    }

    private int TakeFromRunUntil(SimTime inclusive, Span<Event> destination)
    {
        ReadOnlySpan<Event> run = Run[..Math.Min(Run.Length, destination.Length)];
        int count = CountUntil(run, inclusive);
        run[..count].CopyTo(destination);
        _runHead += count;
        Count -= count;
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

    private void AddBeforeFarthest(in Event e)
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
        if (_heap.Count > Math.Max(HeapLimit, Run.Length / 4))
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

    /// <summary>Turns heap and run into a layer, together with the layers that are not much larger.</summary>
    /// <param name="first">An event that will be added; the floor, unless something pending comes before it.</param>
    /// <param name="coming">What will be added, as far as it comes before the floor of the layer behind.</param>
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
        while (_layers.Count > 0 && _layers[^1].Count < 2 * ((long)layer.Count + coming.Length))
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

    /// <summary>Finds the first event: the first of the heap or of the run.</summary>
    private bool TryFindFirst(out bool inHeap)
    {
        ReadOnlySpan<Event> run = _sorter.Run;
        bool runIsEmpty = _runHead == run.Length;
        inHeap = _heap.Count > 0 && (runIsEmpty || _order.Precedes(in _heap.First, in run[_runHead]));
        return inHeap || !runIsEmpty || TryLoadRun();
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
}
