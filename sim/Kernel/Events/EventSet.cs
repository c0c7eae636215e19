using System.Numerics;

namespace GdoiSim.Kernel.Events;

/// <summary>
/// A bag of events with constant-time addition and removal (open addressing, linear probing). Equal events are kept
/// as often as they were added.
/// </summary>
internal sealed class EventSet
{
    private const int InitialSlots = 64;
    private const int LargestKept = 4096;

    private Event[] _slots = NewSlots(InitialSlots);

    internal int Count { get; private set; }

    /// <summary>All events, with <see cref="Event.None"/> in between.</summary>
    internal ReadOnlySpan<Event> Slots => _slots;

    internal bool Contains(in Event e) => _slots[Find(in e)] != Event.None;

    internal void Add(in Event e)
    {
        EnsureRoom(1);
        Insert(in e);
    }

    internal void AddAll(ReadOnlySpan<Event> events)
    {
        EnsureRoom(events.Length);
        foreach (ref readonly Event e in events)
        {
            Insert(in e);
        }
    }

    /// <summary>Removes one event equal to <paramref name="e"/>. False if there is none.</summary>
    internal bool Remove(in Event e)
    {
        int hole = Find(in e);
        if (_slots[hole] == Event.None)
        {
            return false;
        }

        // Close the gap: an entry moves back into the hole unless its own first slot lies behind the hole.
        int mask = _slots.Length - 1;
        for (int i = (hole + 1) & mask; _slots[i] != Event.None; i = (i + 1) & mask)
        {
            int fromHome = (i - Home(in _slots[i])) & mask;
            if (fromHome >= ((i - hole) & mask))
            {
                _slots[hole] = _slots[i];
                hole = i;
            }
        }

        _slots[hole] = Event.None;
        Count--;
        return true;
    }

    /// <summary>Removes everything; a large table is given back.</summary>
    internal void Clear()
    {
        if (_slots.Length > LargestKept)
        {
            _slots = NewSlots(InitialSlots);
        }
        else if (Count > 0)
        {
            Array.Fill(_slots, Event.None);
        }

        Count = 0;
    }

    private static Event[] NewSlots(int length)
    {
        Event[] slots = GC.AllocateUninitializedArray<Event>(length);
        Array.Fill(slots, Event.None);
        return slots;
    }

    private int Home(in Event e) => e.GetHashCode() & (_slots.Length - 1);

    /// <summary>The slot of an equal event, or the free slot where the search for it ends.</summary>
    private int Find(in Event e)
    {
        int i = Home(in e);
        while (_slots[i] != e && _slots[i] != Event.None)
        {
            i = (i + 1) & (_slots.Length - 1);
        }

        return i;
    }

    // Equal events stand next to each other like any others of one home slot.
    private void Insert(in Event e)
    {
        int i = Home(in e);
        while (_slots[i] != Event.None)
        {
            i = (i + 1) & (_slots.Length - 1);
        }

        _slots[i] = e;
        Count++;
    }

    /// <summary>Keeps the table at most half full, so that probes stay short.</summary>
    private void EnsureRoom(int more)
    {
        long needed = 2L * (Count + more);
        if (needed <= _slots.Length)
        {
            return;
        }

        Event[] old = _slots;
        _slots = NewSlots((int)BitOperations.RoundUpToPowerOf2((ulong)needed));
        Count = 0;
        foreach (ref readonly Event e in old.AsSpan())
        {
            if (e != Event.None)
            {
                Insert(in e);
            }
        }
    }
}
