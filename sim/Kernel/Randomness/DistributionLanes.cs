using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GdoiSim.Kernel.Randomness;

/// <content>Sampling four at a time: the same operations in the same order as one at a time.</content>
public readonly partial struct Distribution
{
    private const double TwoTo52 = 1L << 52;

    /// <summary>
    /// Many samples at once, as whole nanoseconds: <c>nanoseconds[i]</c> is <c>Sample(u[i]).Nanoseconds</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public void Sample(ReadOnlySpan<double> u, Span<long> nanoseconds)
    {
        if (u.Length != nanoseconds.Length)
        {
            throw new ArgumentException($"{u.Length} draws, room for {nanoseconds.Length}.", nameof(nanoseconds));
        }

        int done = Kind switch
        {
            DistributionKind.Uniform => Sample(u, nanoseconds, new UniformLanes(_first, _second)),
            DistributionKind.Exponential => Sample(u, nanoseconds, new ExponentialLanes(_first, _second)),
            DistributionKind.LogNormal => Sample(u, nanoseconds, new LogNormalLanes(_first, _second)),
            _ => 0,
        };
        for (int i = done; i < u.Length; i++)
        {
            nanoseconds[i] = Sample(u[i]).Nanoseconds;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Sample<TLanes>(ReadOnlySpan<double> u, Span<long> nanoseconds, TLanes lanes)
        where TLanes : struct, ILanes
    {
        ref double source = ref MemoryMarshal.GetReference(u);
        ref long target = ref MemoryMarshal.GetReference(nanoseconds);
        int i = 0;
        for (; i + Vector256<double>.Count <= u.Length; i += Vector256<double>.Count)
        {
            Vector256<double> quantile = lanes.Quantile(Vector256.LoadUnsafe(ref source, (nuint)i));
            Round(quantile).StoreUnsafe(ref target, (nuint)i);
        }

        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<long> Round(Vector256<double> nanoseconds)
    {
        Vector256<double> whole = Vector256.Truncate(nanoseconds);
        Vector256<double> isUp = Vector256.GreaterThanOrEqual(nanoseconds - whole, Vector256.Create(0.5));
        whole += Vector256.BitwiseAnd(isUp, Vector256<double>.One);

        // Below 2^52 the sum with 2^52 holds the whole number in its low bits; not all CPUs convert to long in lanes.
        Vector256<double> shift = Vector256.Create(TwoTo52);
        return Vector256.LessThanAll(whole, shift)
            ? (whole + shift).AsInt64() - shift.AsInt64()
            : Vector256.Create((long)whole[0], (long)whole[1], (long)whole[2], (long)whole[3]);
    }

    private interface ILanes
    {
        public Vector256<double> Quantile(Vector256<double> u);
    }

    private readonly struct UniformLanes(double least, double width) : ILanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Quantile(Vector256<double> u) => Vector256.Create(least) + (u * width);
    }

    private readonly struct ExponentialLanes(double shift, double mean) : ILanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Quantile(Vector256<double> u) =>
            Vector256.Create(shift) - (mean * ElementaryFunctions.LogOfNormal(Vector256<double>.One - u));
    }

    private readonly struct LogNormalLanes(double median, double sigma) : ILanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<double> Quantile(Vector256<double> u) =>
            median * ElementaryFunctions.ExpOfModerate(sigma * ElementaryFunctions.NormalQuantileOfInner(u));
    }
}
