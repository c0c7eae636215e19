using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GdoiSim.Network.Loss;

/// <summary>A loss model at work on one path. Calls about different members may run at the same time.</summary>
internal abstract class LossProcess
{
    /// <summary>
    /// Mark of a packet that does not arrive (or was never sent): all bits set, so that marking is an OR.
    /// </summary>
    internal const long Lost = -1;

    /// <summary>Marks the datagrams that are lost.</summary>
    /// <param name="members">Whose datagrams; at most <see cref="MemberPath.BlockLength"/>.</param>
    /// <param name="packet">The datagram, fragment 0.</param>
    /// <param name="fragments">Number of fragments; losing one loses the datagram.</param>
    /// <param name="times">
    /// When each is sent, in nanoseconds, negative for not sent; becomes <see cref="Lost"/> for each that is lost.
    /// </param>
    internal abstract void Apply(MemberBatch members, NetworkDrawIndex packet, int fragments, Span<long> times);

    /// <summary>Marks each time whose draw is below one threshold.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected static void MarkBelow(ReadOnlySpan<double> uniforms, double threshold, Span<long> times)
    {
        times = times[..uniforms.Length];
        ReadOnlySpan<Vector<double>> drawn = MemoryMarshal.Cast<double, Vector<double>>(uniforms);
        Span<Vector<long>> marked = MemoryMarshal.Cast<long, Vector<long>>(times);
        Vector<double> limit = new(threshold);
        for (int i = 0; i < drawn.Length; i++)
        {
            marked[i] |= Vector.LessThan(drawn[i], limit);
        }

        for (int i = drawn.Length * Vector<double>.Count; i < uniforms.Length; i++)
        {
            times[i] |= uniforms[i] < threshold ? Lost : 0;
        }
    }

    /// <summary>Marks each time whose draw is below a threshold of its own.</summary>
    private protected static void MarkBelow(
        ReadOnlySpan<double> uniforms, ReadOnlySpan<double> thresholds, Span<long> times)
    {
        for (int i = 0; i < uniforms.Length; i++)
        {
            times[i] |= uniforms[i] < thresholds[i] ? Lost : 0;
        }
    }
}
