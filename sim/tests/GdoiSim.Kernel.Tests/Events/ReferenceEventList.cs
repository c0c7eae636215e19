using GdoiSim.Kernel.Events;

namespace GdoiSim.Kernel.Tests.Events;

/// <summary>
/// What an event list should do, by the plainest means: a priority queue over the order's definition, written out once
/// more, and a count of what was cancelled.
/// </summary>
internal sealed class ReferenceEventList(ulong seed)
{
    private readonly PriorityQueue<Event, (long, int, ulong, int, int)> _queue = new();
    private readonly Dictionary<Event, int> _pending = [];
    private readonly EventOrder _order = new(seed);

    public int Count { get; private set; }

    public void Schedule(Event e)
    {
        _queue.Enqueue(e, (e.Time.Nanoseconds, e.Kind, _order.TieDraw(in e), e.Entity, e.Index));
        _pending[e] = _pending.GetValueOrDefault(e) + 1;
        Count++;
    }

    public bool Cancel(Event e)
    {
        if (_pending.GetValueOrDefault(e) == 0)
        {
            return false;
        }

        _pending[e]--;
        Count--;
        return true;
    }

    public Event? Peek()
    {
        while (_queue.Count > 0 && _pending[_queue.Peek()] == 0)
        {
            _queue.Dequeue();
        }

        return _queue.Count > 0 ? _queue.Peek() : null;
    }

    public Event? Take()
    {
        if (Peek() is not { } e)
        {
            return null;
        }

        _queue.Dequeue();
        _pending[e]--;
        Count--;
        return e;
    }

    public List<Event> TakeUntil(SimTime inclusive, int atMost)
    {
        List<Event> taken = [];
        while (taken.Count < atMost && Peek() is { } e && e.Time <= inclusive)
        {
            taken.Add(Take()!.Value);
        }

        return taken;
    }
}
