using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;
using GdoiSim.Kernel.Stations;

namespace GdoiSim.Group;

/// <summary>
/// The service of acknowledgements at the cores of a key server. A struct, so that the station is compiled for it and
/// calls it directly.
/// </summary>
internal readonly struct ServiceOfAcknowledgements(KeyServerNode server) : IServiceProcess<WaitingAcknowledgement>
{
    /// <inheritdoc/>
    public SimDuration BeginService(in WaitingAcknowledgement item, SimTime start) => server.BeginService(item);

    /// <inheritdoc/>
    public void EndService(in WaitingAcknowledgement item, SimTime end) => server.EndService(item, end);
}

/// <summary>An acknowledgement in a server's queue: its arrival and what inspection made of it.</summary>
internal readonly record struct WaitingAcknowledgement(Event Arrival, AckVerdict Verdict);

/// <summary>What the service time of work on a PUSH is drawn from.</summary>
/// <param name="Entity">Index of the key server.</param>
/// <param name="DrawIndex">Index of its draws.</param>
internal readonly record struct PushWork(uint Entity, ulong DrawIndex);

/// <summary>A distribution whose samples, where they are all the same, are known without drawing.</summary>
internal readonly struct ServiceTime(Distribution distribution)
{
    /// <summary>Where a time is drawn from.</summary>
    internal readonly Distribution Distribution = distribution;

    /// <summary>Every sample of a constant distribution.</summary>
    internal readonly SimDuration Constant = distribution.Minimum;

    /// <summary>Whether <see cref="Constant"/> is all there is.</summary>
    internal readonly bool IsConstant = distribution.IsConstant;
}
