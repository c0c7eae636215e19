using System.Runtime.CompilerServices;

namespace GdoiSim.Kernel;

/// <summary>
/// The one bit mixer behind tie draws, hash tables and fingerprints. For random draws of the model, see
/// <see cref="Randomness.RandomStreams"/>.
/// </summary>
internal static class Mixing
{
    /// <summary>2^64 divided by the golden ratio, odd: multiples of it spread evenly.</summary>
    internal const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>
    /// A bijection of 64-bit words in which every input bit changes about half of the output bits: the finaliser of
    /// SplitMix64 (Steele, Lea, Flood 2014; constants by Stafford, variant 13).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Mix(ulong word)
    {
        word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9;
        word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
        return word ^ (word >> 31);
    }
}
