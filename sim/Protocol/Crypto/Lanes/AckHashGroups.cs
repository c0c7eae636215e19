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

    private static int Lanes => sizeof(TVector) / sizeof(TWord);

    private static int WordsInRow => RowOctets / sizeof(TWord);

    public static void Run(AckHashBatch<TState> batch)
    {
        if (batch.MessageLength == 20)
        {
            Run<Octets20>(batch);
        }
        else
        {
            Run<Octets32>(batch);
        }
    }

    [SkipLocalsInit]
    [MethodImpl(AggressiveOptimization)]
    private static void Run<TMessage>(AckHashBatch<TState> batch)
        where TMessage : struct, IBlockShape
    {
        const int StateVectors = 16, DigestVectors = 8;
        int vectors = StateVectors + DigestVectors + Sha2Lanes<TVector, TLanes, TWord, THash>.ScheduleVectors;
        byte* memory = stackalloc byte[(vectors * sizeof(TVector)) + CacheLine];
        TVector* inner = (TVector*)(((nint)memory + CacheLine - 1) & -CacheLine);
        TVector* outer = inner + 8;
        TVector* digest = inner + StateVectors;
        TVector* w = digest + DigestVectors;
        nint* slots = stackalloc nint[MostLanes];
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
            SetMessage<TMessage>(digest, w);
            Sha2Lanes<TVector, TLanes, TWord, THash>.Compress<TMessage>(inner, w, w);
            Sha2Lanes<TVector, TLanes, TWord, THash>.Compress<Digest>(outer, w, digest);
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

    /// <summary>Transposes the states of a group's keys, and asks memory for those of the next group.</summary>
    [SkipLocalsInit]
    [MethodImpl(AggressiveOptimization)]
    private static void ReadKeys(in AckHashBatch<TState> batch, int first, TVector* states)
    {
        nint* keys = stackalloc nint[MostLanes];
        for (int lane = 0; lane < Lanes; lane++)
        {
            keys[lane] = batch.KeyAt(Math.Min(first + lane, batch.Count - 1));
            if (Sse.IsSupported && first + Lanes + lane < batch.Count)
            {
                ref byte next = ref Unsafe.AddByteOffset(ref batch.Keys, batch.KeyAt(first + Lanes + lane));
                for (int octet = 0; octet < sizeof(TState); octet += CacheLine)
                {
                    Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref next, octet)));
                }

                // A state need not begin with a cache line.
                Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref next, sizeof(TState) - 1)));
            }
        }

        for (int row = 0; row < sizeof(TState) / RowOctets; row++)
        {
            TLanes.ReadRows(ref Unsafe.Add(ref batch.Keys, row * RowOctets), keys, states + (row * WordsInRow));
        }
    }

    /// <summary>The words of the message from the 32 octets that end with it, which are always inside the slot.</summary>
    [MethodImpl(AggressiveInlining)]
    private static void SetMessage<TMessage>(TVector* row, TVector* w)
        where TMessage : struct, IBlockShape
    {
        int skipped = RowOctets - TMessage.MessageOctets<TWord>();
        int words = skipped / sizeof(TWord);
        int bits = skipped % sizeof(TWord) * 8;
        for (int i = words; i < WordsInRow; i++)
        {
            row[i] = TLanes.ReverseBytes(row[i]);
        }

        // 20 octets are two and a half words of 8: half a word is left over on both sides, and the padding begins there.
        for (int i = words; i < WordsInRow; i++)
        {
            TVector next = i + 1 < WordsInRow ? row[i + 1] : TLanes.Broadcast(TWord.RotateRight(TWord.One, 1));
            w[i - words] = bits == 0
                ? row[i]
                : TLanes.Or(TLanes.ShiftLeft(row[i], bits), TLanes.ShiftRight(next, bits));
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

    /// <summary>SEQ payload and ID payload with an IPv4 address.</summary>
    private readonly struct Octets20 : IBlockShape
    {
        public static int MessageOctets<T>()
            where T : unmanaged => 20;
    }

    /// <summary>SEQ payload and ID payload with an IPv6 address.</summary>
    private readonly struct Octets32 : IBlockShape
    {
        public static int MessageOctets<T>()
            where T : unmanaged => 32;
    }

    /// <summary>The inner digest, which is the message of the outer hash.</summary>
    private readonly struct Digest : IBlockShape
    {
        public static int MessageOctets<T>()
            where T : unmanaged => 8 * sizeof(T);
    }
}
