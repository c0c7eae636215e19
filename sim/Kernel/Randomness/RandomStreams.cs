namespace GdoiSim.Kernel.Randomness;

/// <summary>All random streams of one run: one a purpose, such as "loss of a PUSH" or "ACK jitter".</summary>
public sealed class RandomStreams
{
    private readonly ulong _seed;

    /// <param name="seed">The run's seed: the same seed gives the same draws on every machine.</param>
    public RandomStreams(ulong seed) => _seed = seed;

    /// <summary>The stream of a purpose. Different purposes are independent; there is no state to share.</summary>
    public RandomStream For(uint purpose) => new(_seed, purpose);
}
