namespace GdoiSim.Network;

/// <summary>A second delivery of one packet, made by the network.</summary>
/// <param name="Position">Position in the batch of the member that the packet belongs to.</param>
/// <param name="ArrivalNanoseconds">
/// When the second delivery arrives, in nanoseconds since the start of the run.
/// </param>
public readonly record struct DuplicateArrival(int Position, long ArrivalNanoseconds);
