using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GdoiSim.Kernel.Events;

/// <summary>
/// Sorts a bucket of events into the run that the list is then taken from: one distribution over as many cells as
/// there are events, by time or, at a single instant, by kind and tie draw, then an insertion sort that moves each
/// event within its cell only. Cells that hold many events are distributed once more.
/// </summary>
internal sealed class RunSorter(EventOrder order)
{
    /// <summary>
    /// Buckets up to this size are sorted: those that ten million events fill, if they come evenly, need not be spread.
    /// What that touches is larger than the second cache and still cheaper than spreading.
    /// </summary>
    internal const int Limit = 32768;

    private const int InsertionLimit = 16;

    // Each round divides the range by the number of cells; times that differ after this many are hardly more than two.
    private const int DistributionRounds = 4;

    private readonly int[]?[] _cellEnds = new int[DistributionRounds][];
    private Event[] _run = [];
    private Event[] _unsorted = [];
    private int _count;

    /// <summary>The sorted events.</summary>
    internal ReadOnlySpan<Event> Run => _run.AsSpan(0, _count);

    internal void Clear() => _count = 0;

    /// <summary>Empties the bucket into <see cref="Run"/>.</summary>
    internal void Sort(EventChunks.Bucket bucket, int count, EventChunks chunks)
    {
        _count = count;
        if (_run.Length < _count)
        {
            int size = (int)BitOperations.RoundUpToPowerOf2((uint)_count);
            _run = GC.AllocateUninitializedArray<Event>(size);
            _unsorted = GC.AllocateUninitializedArray<Event>(size);
            Array.Clear(_cellEnds);
        }

        int copied = 0;
        while (!bucket.IsEmpty)
        {
            ReadOnlySpan<Event> events = chunks.LastChunk(bucket);
            events.CopyTo(_unsorted.AsSpan(copied));
            copied += events.Length;
            chunks.DropLastChunk(ref bucket);
        }

        Sort(_unsorted.AsSpan(0, _count), _run.AsSpan(0, _count), 0);
    }

    /// <summary>Sorts from one span into the other; leaves the first in disorder.</summary>
    private void Sort(Span<Event> source, Span<Event> destination, int round)
    {
        if (source.Length <= InsertionLimit)
        {
            source.CopyTo(destination);
            InsertionSort(destination, default(TimeKey));
        }
        else if (round == DistributionRounds ||
            !(TryDistribute(source, destination, default(TimeKey), round) ||
              TryDistribute(source, destination, new TieKey(order), round)))
        {
            source.CopyTo(destination);
            destination.Sort(order);
        }
    }

    /// <summary>False, and nothing done, if all keys are equal.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryDistribute<TKey>(Span<Event> source, Span<Event> destination, TKey key, int round)
        where TKey : struct, IKey
    {
        (ulong least, ulong greatest) = (ulong.MaxValue, ulong.MinValue);
        foreach (ref readonly Event e in source)
        {
            ulong value = key.Of(in e);
            least = Math.Min(least, value);
            greatest = Math.Max(greatest, value);
        }

        if (least == greatest)
        {
            return false;
        }

        int cells = (int)BitOperations.RoundUpToPowerOf2((uint)source.Length);
        int shift = Math.Max(0, 1 + BitOperations.Log2(greatest - least) - BitOperations.Log2((uint)cells));
        Span<int> ends = (_cellEnds[round] ??= new int[_run.Length]).AsSpan(0, cells);
        ends.Clear();
        foreach (ref readonly Event e in source)
        {
            ends[(int)((key.Of(in e) - least) >> shift)]++;
        }

        (int sum, int largest) = (0, 0);
        for (int i = 0; i < ends.Length; i++)
        {
            int size = ends[i];
            largest = Math.Max(largest, size);
            ends[i] = sum;
            sum += size;
        }

        foreach (ref readonly Event e in source)
        {
            destination[ends[(int)((key.Of(in e) - least) >> shift)]++] = e;
        }

        if (largest > InsertionLimit)
        {
            SortCells(source, destination, ends, round + 1);
        }
        else
        {
            InsertionSort(destination, key);
        }

        return true;
    }

    private void SortCells(Span<Event> source, Span<Event> destination, ReadOnlySpan<int> ends, int round)
    {
        int start = 0;
        foreach (int end in ends)
        {
            if (end - start > 1)
            {
                Span<Event> cell = destination[start..end];
                cell.CopyTo(source[start..end]);
                Sort(source[start..end], cell, round);
            }

            start = end;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void InsertionSort<TKey>(Span<Event> events, TKey key)
        where TKey : struct, IKey
    {
        ref Event first = ref MemoryMarshal.GetReference(events);
        ulong greatest = key.Of(in first);
        for (int i = 1; i < events.Length; i++)
        {
            ref Event hole = ref Unsafe.Add(ref first, i);
            ulong value = key.Of(in hole);
            if (value > greatest || (value == greatest && !order.Precedes(in hole, in Unsafe.Subtract(ref hole, 1))))
            {
                greatest = value;
                continue;
            }

            Event inserted = hole;
            do
            {
                hole = Unsafe.Subtract(ref hole, 1);
                hole = ref Unsafe.Subtract(ref hole, 1);
            }
            while (!Unsafe.AreSame(ref hole, ref first) &&
                Precedes(value, in inserted, key, in Unsafe.Subtract(ref hole, 1)));
            hole = inserted;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Precedes<TKey>(ulong value, in Event e, TKey key, in Event other)
        where TKey : struct, IKey
    {
        ulong otherValue = key.Of(in other);
        return value < otherValue || (value == otherValue && order.Precedes(in e, in other));
    }

    /// <summary>What a round distributes by. Events of equal keys are left to the order.</summary>
    private interface IKey
    {
        public ulong Of(in Event e);
    }

    private readonly struct TimeKey : IKey
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Of(in Event e) => (ulong)e.Nanoseconds;
    }

    /// <summary>What decides at one instant, but for the lowest octet of the tie draw.</summary>
    private readonly struct TieKey(EventOrder order) : IKey
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Of(in Event e) => ((ulong)e.Kind << 56) | (order.TieDraw(in e) >> 8);
    }
}
