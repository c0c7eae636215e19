namespace GdoiSim.Kernel;

/// <summary>
/// The future-event list. Events leave it in one strict total order: time, kind, a tie draw from (seed, entity,
/// index), entity, index. The order does not depend on when or how they were scheduled. Events equal in value are
/// indistinguishable; scheduled twice, such an event is taken twice.
/// </summary>
public sealed class EventList
{
    private readonly EventOrder _order;
    private Event[] _heap = new Event[64];
    private int _count;

    /// <param name="seed">Decides ties, together with entity and index.</param>
    public EventList(ulong seed) => _order = new EventOrder(seed);

    /// <summary>Events pending.</summary>
    public int Count => _count;

    /// <summary>Adds one event. Any time is allowed, also one before events already taken.</summary>
    public void Schedule(in Event e)
    {
        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, 2 * _count);
        }

        int i = _count++;
        while (i > 0 && _order.Precedes(in e, in _heap[(i - 1) >> 2]))
        {
            _heap[i] = _heap[(i - 1) >> 2];
            i = (i - 1) >> 2;
        }

        _heap[i] = e;
    }

    /// <summary>Adds many events at once, in any order; they are copied.</summary>
    public void ScheduleBurst(ReadOnlySpan<Event> events)
    {
        foreach (ref readonly Event e in events)
        {
            Schedule(in e);
        }
    }

    /// <summary>Removes one event equal to <paramref name="e"/>. False if none is pending.</summary>
    public bool Cancel(in Event e)
    {
        int i = Array.IndexOf(_heap, e, 0, _count);
        if (i < 0)
        {
            return false;
        }

        // The smallest possible key cannot be named by an event, so the hole is moved to the root by hand.
        while (i > 0)
        {
            _heap[i] = _heap[(i - 1) >> 2];
            i = (i - 1) >> 2;
        }

        RemoveRoot();
        return true;
    }

    /// <summary>Whether an event equal to <paramref name="e"/> is pending.</summary>
    public bool IsPending(in Event e) => Array.IndexOf(_heap, e, 0, _count) >= 0;

    /// <summary>The first event of the order, left in the list. False if the list is empty.</summary>
    public bool TryPeek(out Event e)
    {
        e = _count > 0 ? _heap[0] : default;
        return _count > 0;
    }

    /// <summary>Takes the first event of the order. False if the list is empty.</summary>
    public bool TryTake(out Event e)
    {
        if (!TryPeek(out e))
        {
            return false;
        }

        RemoveRoot();
        return true;
    }

    /// <summary>
    /// Takes events up to and including the instant <paramref name="inclusive"/>, in order, as many as fit into
    /// <paramref name="destination"/>. Returns their number.
    /// </summary>
    public int TakeUntil(SimTime inclusive, Span<Event> destination)
    {
        int taken = 0;
        while (taken < destination.Length && TryPeek(out Event e) && e.Time <= inclusive)
        {
            RemoveRoot();
            destination[taken++] = e;
        }

        return taken;
    }

    private void RemoveRoot()
    {
        Event last = _heap[--_count];
        int hole = 0;
        while ((hole << 2) + 1 < _count)
        {
            int first = (hole << 2) + 1;
            int least = first;
            for (int child = first + 1; child < Math.Min(first + 4, _count); child++)
            {
                least = _order.Precedes(in _heap[child], in _heap[least]) ? child : least;
            }

            if (!_order.Precedes(in _heap[least], in last))
            {
                break;
            }

            _heap[hole] = _heap[least];
            hole = least;
        }

        _heap[hole] = last;
    }
}
