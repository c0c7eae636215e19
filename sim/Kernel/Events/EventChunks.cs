using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GdoiSim.Kernel.Events;

/// <summary>
/// The memory of all buckets: chunks of 128 events, cut from slabs and used again. A bucket grows by whole chunks and
/// nothing is ever copied to make room, so n pending events take little more than 16·n octets.
/// </summary>
internal sealed class EventChunks
{
    internal const int ChunkEvents = 128;

    private const int SlabShift = 13;
    private const int SlabEvents = 1 << SlabShift;
    private const int None = -1;

    private Event[][] _slabs = [];

    // By chunk number: the chunk filled before it in its bucket, or the next one of the free list.
    private int[] _previous = [];
    private int _free = None;

    /// <summary>Adds to a bucket in which the last chunk has room.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Append(ref Bucket bucket, in Event e) => At(bucket.End++) = e;

    /// <summary>Adds an empty chunk to a bucket that is full or empty.</summary>
    internal void Extend(ref Bucket bucket)
    {
        if (_free == None)
        {
            AddSlab();
        }

        int chunk = _free;
        _free = _previous[chunk];
        _previous[chunk] = bucket.IsEmpty ? None : (bucket.End - 1) / ChunkEvents;
        bucket.End = ChunkStart(chunk);
    }

    /// <summary>The events of the bucket's last chunk. The bucket must not be empty.</summary>
    internal ReadOnlySpan<Event> LastChunk(Bucket bucket)
    {
        int first = (bucket.End - 1) & -ChunkEvents;
        return MemoryMarshal.CreateReadOnlySpan(ref At(first), bucket.End - first);
    }

    /// <summary>The bucket without its last chunk, which stays in use: for reading.</summary>
    internal Bucket WithoutLastChunk(Bucket bucket)
    {
        int previous = _previous[(bucket.End - 1) / ChunkEvents];
        return new Bucket { End = previous == None ? 0 : ChunkStart(previous) + ChunkEvents };
    }

    /// <summary>Gives the bucket's last chunk back.</summary>
    internal void DropLastChunk(ref Bucket bucket)
    {
        int chunk = (bucket.End - 1) / ChunkEvents;
        bucket = WithoutLastChunk(bucket);
        _previous[chunk] = _free;
        _free = chunk;
    }

    /// <summary>The number of events in a bucket; takes time in proportion.</summary>
    internal int Count(Bucket bucket)
    {
        int count = 0;
        for (; !bucket.IsEmpty; bucket = WithoutLastChunk(bucket))
        {
            count += LastChunk(bucket).Length;
        }

        return count;
    }

    /// <summary>Releases all memory. No bucket may hold a chunk.</summary>
    internal void Release()
    {
        _slabs = [];
        _previous = [];
        _free = None;
    }

    private static int ChunkStart(int chunk) => chunk * ChunkEvents;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Event At(int position)
    {
        // Positions come from Extend alone, which keeps them inside the table; the mask keeps them inside the slab.
        ref Event[] slab = ref Unsafe.Add(
            ref MemoryMarshal.GetArrayDataReference(_slabs), (nint)(uint)(position >> SlabShift));
        return ref Unsafe.Add(
            ref MemoryMarshal.GetArrayDataReference(slab), (nint)(uint)(position & (SlabEvents - 1)));
    }

    private void AddSlab()
    {
        const int chunks = SlabEvents / ChunkEvents;
        int first = _slabs.Length * chunks;
        Array.Resize(ref _slabs, _slabs.Length + 1);
        _slabs[^1] = GC.AllocateUninitializedArray<Event>(SlabEvents);
        if (_previous.Length < first + chunks)
        {
            Array.Resize(ref _previous, Math.Max(first + chunks, 2 * _previous.Length));
        }

        for (int chunk = first + chunks - 1; chunk >= first; chunk--)
        {
            // Chunk 0 stays unused: a bucket that ends at position 0 is empty.
            if (chunk > 0)
            {
                _previous[chunk] = _free;
                _free = chunk;
            }
        }
    }

    /// <summary>A bag of events: a chain of chunks, of which the last may be filled in part.</summary>
    internal struct Bucket
    {
        /// <summary>The position after the last event; 0 if there is none.</summary>
        internal int End;

        internal readonly bool IsEmpty => End == 0;

        /// <summary>Empty, or the last chunk is full.</summary>
        internal readonly bool NeedsChunk => (End & (ChunkEvents - 1)) == 0;
    }
}
