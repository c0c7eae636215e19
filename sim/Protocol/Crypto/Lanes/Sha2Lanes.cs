using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace GdoiSim.Protocol.Crypto;

/// <summary>
/// SHA-2 compression of one block in every lane. State and schedule lie in memory that the caller provides, the eight
/// working variables in registers. Each method is small enough for the compiler to inline all of it, and marked
/// AggressiveOptimization: without that, lanes run three times slower until the runtime compiles them again.
/// </summary>
internal static unsafe class Sha2Lanes<TVector, TLanes, TWord, THash>
    where TVector : unmanaged
    where TLanes : struct, ILaneVector<TVector, TWord>
    where TWord : unmanaged, IBinaryInteger<TWord>
    where THash : struct, ISha2<TWord>
{
    /// <summary>Vectors in a schedule: a word for each round, and eight for the working variables half way.</summary>
    public const int ScheduleVectors = 88;

    private const int HalfWay = 80;

    /// <summary>Compresses one block: result = state + rounds(state, block).</summary>
    /// <param name="state">Eight chaining values.</param>
    /// <param name="w">A schedule whose first words are the message; the rest is filled in here.</param>
    /// <param name="block">How much of the block is message, and what follows it.</param>
    /// <param name="result">Eight chaining values; may be state, or the start of w.</param>
    [MethodImpl(AggressiveOptimization)]
    public static void Compress(TVector* state, TVector* w, BlockPadding<TWord>* block, TVector* result)
    {
        for (int t = block->MessageWords; t < 16; t++)
        {
            w[t] = TLanes.Broadcast(block->Words[t]);
        }

        if (block->MessageWords <= BlockPadding<TWord>.ShortWords)
        {
            ExtendShort(w, block);
        }
        else
        {
            TVector twoBefore = w[14], before = w[15];
            for (int t = 16; t < 32; t++)
            {
                (twoBefore, before) = (before, Extend(w + t, twoBefore));
            }
        }

        RoundsThatExtend(state, w);
        LastRounds(state, w, result);
    }

    /// <summary>
    /// Words 16 to 31 of the schedule behind a message of at most eight words: of the four terms of each word, those
    /// that are padding for certain have been summed up once for all messages.
    /// </summary>
    [MethodImpl(AggressiveOptimization)]
    private static void ExtendShort(TVector* w, BlockPadding<TWord>* block)
    {
        TVector twoBefore = default, before = default;
        for (int t = 16; t < 18; t++)
        {
            TVector next = TLanes.Add(w[t - 16], THash.ScheduleSigma0<TVector, TLanes>(w[t - 15]));
            (twoBefore, before) = (before, w[t] = TLanes.Add(next, TLanes.Broadcast(block->Words[t])));
        }

        for (int t = 18; t < 23; t++)
        {
            TVector next = TLanes.Add(w[t - 16], THash.ScheduleSigma0<TVector, TLanes>(w[t - 15]));
            next = TLanes.Add(next, TLanes.Broadcast(block->Words[t]));
            next = TLanes.Add(next, THash.ScheduleSigma1<TVector, TLanes>(twoBefore));
            (twoBefore, before) = (before, w[t] = next);
        }

        w[23] = w[7];
        w[31] = THash.ScheduleSigma0<TVector, TLanes>(w[16]);
        for (int t = 23; t < 32; t++)
        {
            TVector next = TLanes.Add(w[t - 7], TLanes.Broadcast(block->Words[t]));
            next = t is 23 or 31 ? TLanes.Add(next, w[t]) : next;
            next = TLanes.Add(next, THash.ScheduleSigma1<TVector, TLanes>(twoBefore));
            (twoBefore, before) = (before, w[t] = next);
        }
    }

    /// <summary>All rounds but the last 32. Before each, the word of 32 rounds later joins the schedule.</summary>
    [MethodImpl(AggressiveOptimization)]
    private static void RoundsThatExtend(TVector* state, TVector* w)
    {
        TVector* halfWay = w + HalfWay;
        TVector a = state[0], b = state[1], c = state[2], d = state[3];
        TVector e = state[4], f = state[5], g = state[6], h = state[7];
        TVector bc = TLanes.Xor(b, c);
        TVector even = w[30], odd = w[31];
        TWord* k = RoundConstants;
        for (int t = 32; t < THash.Rounds; t += 8)
        {
            even = Extend(w + 32, even);
            Round(a, b, c, ref d, e, f, g, ref h, ref bc, k[0], w[0]);
            odd = Extend(w + 33, odd);
            Round(h, a, b, ref c, d, e, f, ref g, ref bc, k[1], w[1]);
            even = Extend(w + 34, even);
            Round(g, h, a, ref b, c, d, e, ref f, ref bc, k[2], w[2]);
            odd = Extend(w + 35, odd);
            Round(f, g, h, ref a, b, c, d, ref e, ref bc, k[3], w[3]);
            even = Extend(w + 36, even);
            Round(e, f, g, ref h, a, b, c, ref d, ref bc, k[4], w[4]);
            odd = Extend(w + 37, odd);
            Round(d, e, f, ref g, h, a, b, ref c, ref bc, k[5], w[5]);
            even = Extend(w + 38, even);
            Round(c, d, e, ref f, g, h, a, ref b, ref bc, k[6], w[6]);
            odd = Extend(w + 39, odd);
            Round(b, c, d, ref e, f, g, h, ref a, ref bc, k[7], w[7]);
            k += 8;
            w += 8;
        }

        halfWay[0] = a;
        halfWay[1] = b;
        halfWay[2] = c;
        halfWay[3] = d;
        halfWay[4] = e;
        halfWay[5] = f;
        halfWay[6] = g;
        halfWay[7] = h;
    }

    [MethodImpl(AggressiveOptimization)]
    private static void LastRounds(TVector* state, TVector* w, TVector* result)
    {
        TVector* halfWay = w + HalfWay;
        TVector a = halfWay[0], b = halfWay[1], c = halfWay[2], d = halfWay[3];
        TVector e = halfWay[4], f = halfWay[5], g = halfWay[6], h = halfWay[7];
        TVector bc = TLanes.Xor(b, c);
        TWord* k = RoundConstants + THash.Rounds - 32;
        w += THash.Rounds - 32;
        for (int t = 0; t < 32; t += 8)
        {
            Round(a, b, c, ref d, e, f, g, ref h, ref bc, k[0], w[0]);
            Round(h, a, b, ref c, d, e, f, ref g, ref bc, k[1], w[1]);
            Round(g, h, a, ref b, c, d, e, ref f, ref bc, k[2], w[2]);
            Round(f, g, h, ref a, b, c, d, ref e, ref bc, k[3], w[3]);
            Round(e, f, g, ref h, a, b, c, ref d, ref bc, k[4], w[4]);
            Round(d, e, f, ref g, h, a, b, ref c, ref bc, k[5], w[5]);
            Round(c, d, e, ref f, g, h, a, ref b, ref bc, k[6], w[6]);
            Round(b, c, d, ref e, f, g, h, ref a, ref bc, k[7], w[7]);
            k += 8;
            w += 8;
        }

        result[0] = TLanes.Add(state[0], a);
        result[1] = TLanes.Add(state[1], b);
        result[2] = TLanes.Add(state[2], c);
        result[3] = TLanes.Add(state[3], d);
        result[4] = TLanes.Add(state[4], e);
        result[5] = TLanes.Add(state[5], f);
        result[6] = TLanes.Add(state[6], g);
        result[7] = TLanes.Add(state[7], h);
    }

    /// <summary>The compiler lays them in the program's image, where nothing moves.</summary>
    private static TWord* RoundConstants
    {
        [MethodImpl(AggressiveInlining)]
        get => (TWord*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(THash.RoundConstants));
    }

    /// <summary>One round. The caller turns the names instead of moving the values.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void Round(
        TVector a, TVector b, TVector c, ref TVector d, TVector e, TVector f, TVector g, ref TVector h,
        ref TVector bc, TWord k, TVector w)
    {
        TVector sum = TLanes.Add(
            TLanes.Add(TLanes.Add(h, TLanes.Add(w, TLanes.Broadcast(k))), TLanes.Choose(e, f, g)),
            THash.RoundSigma1<TVector, TLanes>(e));
        d = TLanes.Add(d, sum);
        h = TLanes.Add(TLanes.Add(sum, TLanes.Majority(a, b, c, ref bc)), THash.RoundSigma0<TVector, TLanes>(a));
    }

    /// <summary>
    /// The next word of the schedule. The word two before comes in a register: memory would be slower.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    private static TVector Extend(TVector* w, TVector twoBefore)
    {
        TVector next = TLanes.Add(
            TLanes.Add(TLanes.Add(w[-16], w[-7]), THash.ScheduleSigma0<TVector, TLanes>(w[-15])),
            THash.ScheduleSigma1<TVector, TLanes>(twoBefore));
        *w = next;
        return next;
    }
}
