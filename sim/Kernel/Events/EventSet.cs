using System.Numerics;

namespace GdoiSim.Kernel.Events;

/// <summary>
/// A bag of events with constant-time addition and removal: open addressing with linear probing, and for each event
/// how often it was added.
/// </summary>
internal sealed class EventSet
{
    private const int InitialSlots = 64;
    private const int LargestKept = 4096;

    private Event[] _events = new Event[InitialSlots];

    // By slot; 0 marks a free one.
    private int[] _copies = new int[InitialSlots];
    private int _used;

    /// <summary>All copies of all events.</summary>
    internal int Count { get; private set; }

    internal bool Contains(in Event e) => _copies[Find(in e)] > 0;

    internal void Add(in Event e)
    {
        EnsureRoom(1);
        Add(in e, 1);
    }

    internal void AddAll(ReadOnlySpan<Event> events)
    {
        EnsureRoom(events.Length);
        foreach (ref readonly Event e in events)
        {
            Add(in e, 1);
        }
    }

    /// <summary>Removes one copy of an event. False if there is none.</summary>
    internal bool Remove(in Event e)
    {
        int slot = Find(in e);
        if (_copies[slot] == 0)
        {
            return false;
        }

        Count--;
        if (--_copies[slot] == 0)
        {
            _used--;
            CloseGap(slot);
        }

        return true;
    }

    /// <summary>Removes everything; a large table is given back.</summary>
    internal void Clear()
    {
        if (_copies.Length > LargestKept)
        {
            _events = new Event[InitialSlots];
            _copies = new int[InitialSlots];
        }
        else if (_used > 0)
        {
            Array.Clear(_copies);
        }

        _used = 0;
        Count = 0;
    }

    /// <summary>Puts a copy of all events into a store.</summary>
    internal void AddAllTo(EventStore store)
    {
        for (int slot = 0; slot < _copies.Length; slot++)
        {
            for (int copy = 0; copy < _copies[slot]; copy++)
            {
                store.Add(in _events[slot]);
            }
        }
    }

    private int Home(in Event e) => e.GetHashCode() & (_copies.Length - 1);

    private int After(int slot) => (slot + 1) & (_copies.Length - 1);

    /// <summary>The slot of an event, or the free slot where the search for it ends.</summary>
    private int Find(in Event e)
    {
        int slot = Home(in e);
        while (_copies[slot] > 0 && _events[slot] != e)
        {
            slot = After(slot);
        }

        return slot;
    }

    private void Add(in Event e, int copies)
    {
        int slot = Find(in e);
        if (_copies[slot] == 0)
        {
            _events[slot] = e;
            _used++;
        }

        _copies[slot] += copies;
        Count += copies;
    }

    /// <summary>Moves later entries back into a slot that has become free, so that searches still find them.</summary>
    private void CloseGap(int hole)
    {
        int mask = _copies.Length - 1;
        for (int slot = After(hole); _copies[slot] > 0; slot = After(slot))
        {
            // An entry stays if its own first slot lies behind the hole.
            int fromHome = (slot - Home(in _events[slot])) & mask;
            if (fromHome >= ((slot - hole) & mask))
            {
                _events[hole] = _events[slot];
                _copies[hole] = _copies[slot];
                _copies[slot] = 0;
                hole = slot;
            }
        }
    }

    /// <summary>Keeps the table at most half full, so that searches stay short.</summary>
    private void EnsureRoom(int more)
    {
        long needed = 2L * (_used + more);
        if (needed <= _copies.Length)
        {
            return;
        }

        (Event[] events, int[] copies) = (_events, _copies);
        int slots = (int)BitOperations.RoundUpToPowerOf2((ulong)needed);
        _events = new Event[slots];
        _copies = new int[slots];
        _used = 0;
        Count = 0;
        for (int slot = 0; slot < copies.Length; slot++)
        {
            if (copies[slot] > 0)
            {
                Add(in events[slot], copies[slot]);
            }
        }
    }
}
