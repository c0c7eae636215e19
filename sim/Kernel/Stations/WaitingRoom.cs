namespace GdoiSim.Kernel.Stations;

/// <summary>First in, first out, bounded in items and in octets.</summary>
internal sealed class WaitingRoom<TItem>(int places, long octets)
{
    private Waiter[] _ring = new Waiter[16];
    private int _head;

    internal int Count { get; private set; }

    internal int MaxCount { get; private set; }

    internal long Octets { get; private set; }

    /// <summary>False if there is no place or the octets do not fit.</summary>
    internal bool TryEnter(in TItem item, SimTime arrival, int itemOctets)
    {
        if (Count >= places || itemOctets > octets - Octets)
        {
            return false;
        }

        if (Count == _ring.Length)
        {
            Grow();
        }

        ref Waiter waiter = ref _ring[(_head + Count) & (_ring.Length - 1)];
        waiter.Item = item;
        waiter.Arrival = arrival;
        waiter.Octets = itemOctets;
        Count++;
        MaxCount = Math.Max(MaxCount, Count);
        Octets += itemOctets;
        return true;
    }

    /// <summary>Takes out who has waited longest; the room must not be empty.</summary>
    internal TItem Leave(out SimTime arrival)
    {
        ref Waiter waiter = ref _ring[_head];
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        Octets -= waiter.Octets;
        arrival = waiter.Arrival;
        TItem item = waiter.Item;
        // Lets go of what the item may refer to.
        waiter.Item = default!;
        return item;
    }

    private void Grow()
    {
        Waiter[] larger = new Waiter[2 * _ring.Length];
        int first = _ring.Length - _head;
        Array.Copy(_ring, _head, larger, 0, first);
        Array.Copy(_ring, 0, larger, first, _head);
        (_ring, _head) = (larger, 0);
    }

    private struct Waiter
    {
        internal TItem Item;
        internal SimTime Arrival;
        internal int Octets;
    }
}
