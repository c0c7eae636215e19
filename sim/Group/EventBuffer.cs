using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <summary>Events collected for one burst; keeps its memory between bursts.</summary>
internal sealed class EventBuffer
{
    private Event[] _events = [];

    internal int Count { get; private set; }

    internal ReadOnlySpan<Event> Span => _events.AsSpan(0, Count);

    internal void Add(in Event e)
    {
        if (Count == _events.Length)
        {
            Array.Resize(ref _events, Math.Max(1024, Count * 2));
        }

        _events[Count++] = e;
    }

    /// <summary>Forgets the events; a large buffer is given back.</summary>
    internal void Clear()
    {
        Count = 0;
        if (_events.Length > 1 << 20)
        {
            _events = [];
        }
    }
}
