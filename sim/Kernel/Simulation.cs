namespace GdoiSim.Kernel;

/// <summary>The virtual clock and the loop: takes events in their total order and gives them to the process.</summary>
public sealed class Simulation
{
    private readonly EventList _events;
    private readonly IProcess _process;

    /// <param name="seed">Decides ties of events, see <see cref="EventList"/>.</param>
    /// <param name="process">The model to drive.</param>
    public Simulation(ulong seed, IProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        _events = new EventList(seed);
        _process = process;
    }

    /// <summary>
    /// The time of the event being handled; between events, of the last one; after <see cref="RunUntil"/>, its end.
    /// </summary>
    public SimTime Now { get; private set; }

    /// <summary>Events handled since the start.</summary>
    public long EventsHandled { get; private set; }

    /// <summary>Events pending.</summary>
    public int EventsPending => _events.Count;

    /// <summary>The time of the next event; <see cref="SimTime.MaxValue"/> if none is pending.</summary>
    public SimTime NextEventTime => _events.TryPeek(out Event next) ? next.Time : SimTime.MaxValue;

    /// <exception cref="InvalidOperationException">The event lies in the past.</exception>
    public void Schedule(in Event e)
    {
        ThrowIfPast(in e);
        _events.Schedule(in e);
    }

    /// <summary>Schedules an event <paramref name="delay"/> from now.</summary>
    /// <exception cref="InvalidOperationException">The delay is negative.</exception>
    public void ScheduleAfter(SimDuration delay, int kind, int entity, int index) =>
        Schedule(new Event(Now + delay, kind, entity, index));

    /// <summary>Schedules many events at once; see <see cref="EventList.ScheduleBurst"/>.</summary>
    /// <exception cref="InvalidOperationException">An event lies in the past; then none is scheduled.</exception>
    public void ScheduleBurst(ReadOnlySpan<Event> events)
    {
        foreach (ref readonly Event e in events)
        {
            ThrowIfPast(in e);
        }

        _events.ScheduleBurst(events);
    }

    /// <summary>Removes one event equal to <paramref name="e"/>. False if none is pending.</summary>
    public bool Cancel(in Event e) => _events.Cancel(in e);

    /// <summary>Whether an event equal to <paramref name="e"/> is pending.</summary>
    public bool IsPending(in Event e) => _events.IsPending(in e);

    /// <summary>
    /// Handles all events up to and including <paramref name="end"/> and leaves the clock there
    /// (<see cref="StopReason.ReachedTime"/>), or stops between two events when the token fires.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The end lies in the past.</exception>
    public StopReason RunUntil(SimTime end, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(end, Now);
        while (!cancellation.IsCancellationRequested)
        {
            if (HandleNext(end))
            {
                continue;
            }

            _process.AdvanceTo(end);
            if (NextEventTime > end || _events.Count == 0)
            {
                Now = end;
                return StopReason.ReachedTime;
            }
        }

        return StopReason.Cancelled;
    }

    /// <summary>
    /// Handles events until none is left and the process has run what it holds to the end
    /// (<see cref="StopReason.Idle"/>), or stops between two events when the token fires.
    /// </summary>
    public StopReason RunUntilIdle(CancellationToken cancellation = default)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (HandleNext(SimTime.MaxValue))
            {
                continue;
            }

            _process.AdvanceTo(SimTime.MaxValue);
            if (_events.Count == 0)
            {
                return StopReason.Idle;
            }
        }

        return StopReason.Cancelled;
    }

    private void ThrowIfPast(in Event e)
    {
        if (e.Time < Now)
        {
            throw new InvalidOperationException($"Event [{e}] lies before the present, {Now}.");
        }
    }

    private bool HandleNext(SimTime end)
    {
        if (!_events.TryPeek(out Event next) || next.Time > end)
        {
            return false;
        }

        _process.AdvanceTo(next.Time);
        // Advancing may have scheduled something earlier, or cancelled the event; then it is looked up anew.
        if (_events.TryPeek(out Event first) && first == next)
        {
            _events.TryTake(out _);
            Now = next.Time;
            EventsHandled++;
            _process.Handle(in next);
        }

        return true;
    }
}
