using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <summary>
/// One worker's way into a list of events that several workers fill: events are handed over some thousands at a time,
/// so that no second copy of a large burst is ever kept. In which order they come does not matter to the list.
/// </summary>
internal sealed class EventOutlet(EventList list)
{
    private const int Length = 4096;

    private readonly Event[] _events = new Event[Length];
    private int _count;

    internal void Add(in Event e)
    {
        _events[_count++] = e;
        if (_count == Length)
        {
            Flush();
        }
    }

    /// <summary>Hands over what is left; a worker's last word before the list is read.</summary>
    internal void Flush()
    {
        if (_count > 0)
        {
            lock (list)
            {
                list.ScheduleBurst(_events.AsSpan(0, _count));
            }

            _count = 0;
        }
    }
}
