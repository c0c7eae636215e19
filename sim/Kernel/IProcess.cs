namespace GdoiSim.Kernel;

/// <summary>What happens at events: the model that a <see cref="Simulation"/> drives.</summary>
public interface IProcess
{
    /// <summary>
    /// Brings everything that the process keeps outside the event list (bursts in flight, service stations) up to
    /// <paramref name="time"/>, inclusive. Called before each event with its time, at the end of
    /// <see cref="Simulation.RunUntil"/> with the end, and with <see cref="SimTime.MaxValue"/> when the list has run
    /// empty in <see cref="Simulation.RunUntilIdle"/>: then everything in hand is run to its own end.
    /// </summary>
    /// <remarks>
    /// New events may be scheduled meanwhile. One that lies before <paramref name="time"/> is handled first; a process
    /// that does this must not have passed it already: it looks at <see cref="Simulation.NextEventTime"/> and returns
    /// early, and is called again with the earlier time.
    /// </remarks>
    public void AdvanceTo(SimTime time);

    /// <summary>Handles one event; <see cref="Simulation.Now"/> is its time.</summary>
    public void Handle(in Event e);
}
