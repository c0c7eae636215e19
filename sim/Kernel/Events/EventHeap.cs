using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GdoiSim.Kernel.Events;

/// <summary>A heap with four children a node: the few events that arrive out of the way of the buckets.</summary>
internal sealed class EventHeap
{
    private const int Arity = 4;

    private readonly EventOrder _order;
    private Event[] _nodes = new Event[16];
    private int _count;

    internal EventHeap(EventOrder order) => _order = order;

    internal int Count => _count;

    /// <summary>The first event of the order; the heap must not be empty.</summary>
    internal ref readonly Event First => ref _nodes[0];

    internal ReadOnlySpan<Event> Unordered => _nodes.AsSpan(0, _count);

    internal void Clear() => _count = 0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(in Event e)
    {
        if (_count == _nodes.Length)
        {
            Array.Resize(ref _nodes, 2 * _count);
        }

        Event added = e;
        Event[] nodes = _nodes;
        int hole = _count++;
        while (hole > 0)
        {
            int parent = (hole - 1) / Arity;
            if (!_order.Precedes(in added, in nodes[parent]))
            {
                break;
            }

            nodes[hole] = nodes[parent];
            hole = parent;
        }

        nodes[hole] = added;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void RemoveFirst()
    {
        Span<Event> nodes = _nodes.AsSpan(0, --_count);
        Event last = _nodes[_count];
        int hole = 0;
        for (int child = 1; child < nodes.Length; child = (hole * Arity) + 1)
        {
            // At most one node has some, but fewer than four children.
            child += child + Arity <= nodes.Length
                ? FirstOfFour(ref nodes[child])
                : FirstOf(nodes[child..]);
            if (!_order.Precedes(in nodes[child], in last))
            {
                break;
            }

            nodes[hole] = nodes[child];
            hole = child;
        }

        _nodes[hole] = last;
    }

    /// <summary>
    /// Which of four siblings comes first: by time alone, unless two share the first time. Sign bits instead of
    /// branches, of which every second one would be mispredicted; no time is negative, so no difference overflows.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FirstOfFour(ref Event siblings)
    {
        long gap01 = Unsafe.Add(ref siblings, 1).Nanoseconds - siblings.Nanoseconds;
        long gap23 = Unsafe.Add(ref siblings, 3).Nanoseconds - Unsafe.Add(ref siblings, 2).Nanoseconds;
        int low = (int)((ulong)gap01 >> 63);
        int high = 2 + (int)((ulong)gap23 >> 63);
        long gap = Unsafe.Add(ref siblings, high).Nanoseconds - Unsafe.Add(ref siblings, low).Nanoseconds;
        return gap01 == 0 || gap23 == 0 || gap == 0
            ? FirstOf(MemoryMarshal.CreateReadOnlySpan(ref siblings, Arity))
            : low + ((high - low) & (int)(gap >> 63));
    }

    private int FirstOf(ReadOnlySpan<Event> siblings)
    {
        int first = 0;
        for (int i = 1; i < siblings.Length; i++)
        {
            first = _order.Precedes(in siblings[i], in siblings[first]) ? i : first;
        }

        return first;
    }
}
