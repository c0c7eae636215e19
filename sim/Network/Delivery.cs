using GdoiSim.Kernel;

namespace GdoiSim.Network;

/// <summary>What became of one datagram.</summary>
/// <param name="ArrivalNanoseconds">When it arrives, since the start of the run; −1: lost.</param>
/// <param name="SecondNanoseconds">When the network delivers it again; −1: it does not.</param>
public readonly record struct Delivery(long ArrivalNanoseconds, long SecondNanoseconds)
{
    /// <summary>Whether it is lost; what is lost has no second delivery either.</summary>
    public bool IsLost => ArrivalNanoseconds < 0;

    /// <summary>Whether it arrives twice.</summary>
    public bool IsDuplicated => SecondNanoseconds >= 0;

    /// <summary>When it arrives.</summary>
    /// <exception cref="InvalidOperationException">It is lost.</exception>
    public SimTime Arrival => !IsLost
        ? new SimTime(ArrivalNanoseconds)
        : throw new InvalidOperationException("A lost datagram has no arrival.");
}
