using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace GdoiSim.Protocol.Crypto;

/// <summary>Carries out a batch, one group of lanes after the other.</summary>
internal static unsafe class AckHashGroups<TState, TVector, TLanes, TWord, THash>
    where TState : unmanaged, IHmacState<TState>
    where TVector : unmanaged
    where TLanes : struct, ILaneVector<TVector, TWord>
    where TWord : unmanaged, IBinaryInteger<TWord>
    where THash : struct, ISha2<TWord>
{
    // Octets that a row of LaneRows has, and the words of a lane in them.
    private const int RowOctets = 32;

    private const int MostLanes = 16;
    private const int CacheLine = 64;
    private const int LeastKeysInFlight = 8;

    private static int Lanes => sizeof(TVector) / sizeof(TWord);

    private static int HalfWordBits => sizeof(TWord) * 4;

    private static int WordsInRow => RowOctets / sizeof(TWord);

    [SkipLocalsInit]
    [MethodImpl(AggressiveOptimization)]
    public static void Run(AckHashBatch<TState> batch)
    {
        const int StateVectors = 16, DigestVectors = 8;
        int vectors = StateVectors + DigestVectors + Sha2Lanes<TVector, TLanes, TWord, THash>.ScheduleVectors;
        byte* memory = stackalloc byte[(vectors * sizeof(TVector)) + CacheLine];
        TVector* inner = (TVector*)(((nint)memory + CacheLine - 1) & -CacheLine);
        TVector* outer = inner + 8;
        TVector* digest = inner + StateVectors;
        TVector* w = digest + DigestVectors;
        nint* slots = stackalloc nint[MostLanes];
        BlockPadding<TWord> message = BlockPaddings<TWord, THash>.After(batch.MessageLength);
        BlockPadding<TWord> innerDigest = BlockPaddings<TWord, THash>.After(TState.HashOctets);
        if (batch.HasOneKey)
        {
            ref TWord words = ref Unsafe.As<byte, TWord>(ref batch.Keys);
            for (int i = 0; i < StateVectors; i++)
            {
                inner[i] = TLanes.Broadcast(Unsafe.Add(ref words, i));
            }
        }

        int messageEnd = AckHashLanes.SlotOctets<TState>(batch.MessageLength);
        for (int first = 0; first < batch.Count; first += Lanes)
        {
            if (!batch.HasOneKey)
            {
                ReadKeys(in batch, first, inner);
            }

            for (int lane = 0; lane < Lanes; lane++)
            {
                // Lanes beyond the end do the last entry again.
                slots[lane] = batch.SlotAt(Math.Min(first + lane, batch.Count - 1));
            }

            TLanes.ReadRows(ref Unsafe.Add(ref batch.Slab, messageEnd - RowOctets), slots, digest);
            SetMessage(digest, batch.MessageLength, w);
            Sha2Lanes<TVector, TLanes, TWord, THash>.Compress(inner, w, &message, w);
            Sha2Lanes<TVector, TLanes, TWord, THash>.Compress(outer, w, &innerDigest, digest);
            if (batch.Writes)
            {
                WriteHash(digest, ref Unsafe.Add(ref batch.Slab, AckHashLanes.HashOffset), slots);
            }
            else
            {
                uint equal = EqualHash(digest, w, ref Unsafe.Add(ref batch.Slab, AckHashLanes.HashOffset), slots);
                Span<byte> valid = batch.Valid[first..Math.Min(first + Lanes, batch.Count)];
                for (int lane = 0; lane < valid.Length; lane++)
                {
                    valid[lane] = (byte)((equal >> lane) & 1);
                }
            }
        }
    }

    /// <summary>Transposes the states of a group's keys, and asks memory for those that come later.</summary>
    [SkipLocalsInit]
    [MethodImpl(AggressiveOptimization)]
    private static void ReadKeys(in AckHashBatch<TState> batch, int first, TVector* states)
    {
        nint* keys = stackalloc nint[MostLanes];
        for (int lane = 0; lane < Lanes; lane++)
        {
            keys[lane] = batch.KeyAt(Math.Min(first + lane, batch.Count - 1));
            int later = first + lane + Math.Max(Lanes, LeastKeysInFlight);
            if (Sse.IsSupported && later < batch.Count)
            {
                // A state need not begin with a cache line: its last octet may lie in one more.
                byte* key = (byte*)Unsafe.AsPointer(ref batch.Keys) + batch.KeyAt(later);
                for (int octet = 0; octet < sizeof(TState); octet += CacheLine)
                {
                    Sse.Prefetch0(key + octet);
                }

                Sse.Prefetch0(key + sizeof(TState) - 1);
            }
        }

        for (int row = 0; row < sizeof(TState) / RowOctets; row++)
        {
            TLanes.ReadRows(ref Unsafe.Add(ref batch.Keys, row * RowOctets), keys, states + (row * WordsInRow));
        }
    }

    /// <summary>
    /// The words of the message from the 32 octets that end with it, which are always inside the slot.
    /// </summary>
    [MethodImpl(AggressiveInlining)]
    private static void SetMessage(TVector* row, int messageOctets, TVector* w)
    {
        int skipped = RowOctets - messageOctets;
        int words = skipped / sizeof(TWord);
        bool halved = skipped % sizeof(TWord) != 0;
        for (int i = words; i < WordsInRow; i++)
        {
            row[i] = TLanes.ReverseBytes(row[i]);
        }

        // 20 octets are two and a half words of 8: half a word is left over on both sides, and the padding begins
        // there.
        for (int i = words; i < WordsInRow; i++)
        {
            TVector next = i + 1 < WordsInRow ? row[i + 1] : TLanes.Broadcast(TWord.RotateRight(TWord.One, 1));
            w[i - words] = halved
                ? TLanes.Or(TLanes.ShiftLeft(row[i], HalfWordBits), TLanes.ShiftRight(next, HalfWordBits))
                : row[i];
        }
    }

    [MethodImpl(AggressiveInlining)]
    private static void WriteHash(TVector* digest, ref byte hash, nint* slots)
    {
        for (int i = 0; i < 8; i++)
        {
            digest[i] = TLanes.ReverseBytes(digest[i]);
        }

        for (int row = 0; row < TState.HashOctets / RowOctets; row++)
        {
            TLanes.WriteRows(digest + (row * WordsInRow), ref Unsafe.Add(ref hash, row * RowOctets), slots);
        }
    }

    /// <summary>A one for each lane whose HASH is the digest; looks at every word of every lane.</summary>
    [MethodImpl(AggressiveInlining)]
    private static uint EqualHash(TVector* digest, TVector* received, ref byte hash, nint* slots)
    {
        for (int row = 0; row < TState.HashOctets / RowOctets; row++)
        {
            TLanes.ReadRows(ref Unsafe.Add(ref hash, row * RowOctets), slots, received + (row * WordsInRow));
        }

        TVector difference = TLanes.Xor(digest[0], TLanes.ReverseBytes(received[0]));
        for (int i = 1; i < 8; i++)
        {
            difference = TLanes.Or(difference, TLanes.Xor(digest[i], TLanes.ReverseBytes(received[i])));
        }

        return TLanes.ZeroLanes(difference);
    }
}
