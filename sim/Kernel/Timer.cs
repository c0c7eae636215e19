namespace GdoiSim.Kernel;

/// <summary>
/// An alarm that can be set again and again: at most one event of its kind, entity and index is pending, and arming it
/// anew replaces the earlier setting.
/// </summary>
public sealed class Timer
{
    private readonly Simulation _simulation;
    private readonly int _kind;
    private readonly int _entity;
    private readonly int _index;
    private Event _event;
    private bool _wasArmed;

    /// <param name="simulation">Whose clock the timer follows.</param>
    /// <param name="kind">Kind of the event that it schedules.</param>
    /// <param name="entity">Entity of that event.</param>
    /// <param name="index">Index of that event; (kind, entity, index) must belong to this timer alone.</param>
    public Timer(Simulation simulation, int kind, int entity, int index = 0)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        _simulation = simulation;
        _event = new Event(SimTime.Zero, kind, entity, index);
        (_kind, _entity, _index) = (kind, entity, index);
    }

    /// <summary>Whether its event is pending: armed, and neither handled nor cancelled since.</summary>
    public bool IsArmed => _wasArmed && _event.Time >= _simulation.Now && _simulation.IsPending(in _event);

    /// <summary>When it was last set to go off.</summary>
    public SimTime DueTime => _event.Time;

    /// <summary>Sets the timer; an earlier setting that has not gone off is forgotten.</summary>
    /// <exception cref="InvalidOperationException">The time lies in the past.</exception>
    public void Arm(SimTime at)
    {
        // The new event first: if it is refused, the old setting stands. In the timer's own handler the old event has
        // gone off already, and may equal the new one: then there is nothing to cancel.
        bool wasPending = IsArmed;
        Event next = new(at, _kind, _entity, _index);
        _simulation.Schedule(in next);
        if (wasPending)
        {
            _simulation.Cancel(in _event);
        }

        _event = next;
        _wasArmed = true;
    }

    /// <summary>Forgets the setting. False if the timer was not armed.</summary>
    public bool Cancel()
    {
        // An event before the present has been handled: no need to look for it.
        bool cancelled = _wasArmed && _event.Time >= _simulation.Now && _simulation.Cancel(in _event);
        _wasArmed = false;
        return cancelled;
    }
}
