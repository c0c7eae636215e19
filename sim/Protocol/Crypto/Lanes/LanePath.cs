using System.Numerics;
using System.Runtime.Intrinsics;

namespace GdoiSim.Protocol.Crypto;

/// <summary>How many messages one instruction works on, widest last.</summary>
public enum LanePath
{
    /// <summary>One message at a time: no vectors.</summary>
    Scalar,

    /// <summary>128-bit vectors, 4 messages of SHA-256 or 2 of SHA-512: Arm64, x86 without AVX2.</summary>
    Vector128,

    /// <summary>256-bit vectors, 8 or 4 messages: AVX2.</summary>
    Vector256,

    /// <summary>512-bit vectors, 16 or 8 messages: AVX-512.</summary>
    Vector512,
}

/// <summary>Work that is written once for every path.</summary>
/// <typeparam name="TState">The state of a key, which names the hash.</typeparam>
internal interface ILaneWork<TState>
    where TState : unmanaged, IHmacState<TState>
{
    public void On<TVector, TLanes, TWord, THash>()
        where TVector : unmanaged
        where TLanes : struct, ILaneVector<TVector, TWord>
        where TWord : unmanaged, IBinaryInteger<TWord>
        where THash : struct, ISha2<TWord>;
}

internal static class LaneWork
{
    /// <summary>Does the work on one path. A path that the hardware lacks is emulated: right, and slow.</summary>
    public static void Run<TState, TWork>(LanePath path, TWork work)
        where TState : unmanaged, IHmacState<TState>
        where TWork : ILaneWork<TState>, allows ref struct
    {
        if (typeof(TState) == typeof(HmacState256))
        {
            Run<TState, TWork, uint, Sha256>(path, work);
        }
        else if (typeof(TState) == typeof(HmacState512))
        {
            Run<TState, TWork, ulong, Sha512>(path, work);
        }
        else
        {
            throw new NotSupportedException($"no lanes for keys of type {typeof(TState).Name}");
        }
    }

    private static void Run<TState, TWork, TWord, THash>(LanePath path, TWork work)
        where TState : unmanaged, IHmacState<TState>
        where TWork : ILaneWork<TState>, allows ref struct
        where TWord : unmanaged, IBinaryInteger<TWord>
        where THash : struct, ISha2<TWord>
    {
        switch (path)
        {
            case LanePath.Vector512:
                work.On<Vector512<TWord>, Lanes512<TWord>, TWord, THash>();
                break;
            case LanePath.Vector256:
                work.On<Vector256<TWord>, Lanes256<TWord>, TWord, THash>();
                break;
            case LanePath.Vector128:
                work.On<Vector128<TWord>, Lanes128<TWord>, TWord, THash>();
                break;
            default:
                work.On<TWord, ScalarLane<TWord>, TWord, THash>();
                break;
        }
    }
}
