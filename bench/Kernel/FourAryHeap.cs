using GdoiSim.Kernel;

namespace GdoiSim.Bench.Kernel;

/// <summary>A plain heap with four children a node, ordered by time alone: the yardstick.</summary>
internal sealed class FourAryHeap(int capacity)
{
    private readonly Event[] _nodes = new Event[capacity];
    private int _count;

    public void Add(in Event e)
    {
        int hole = _count++;
        while (hole > 0 && e.Time < _nodes[(hole - 1) / 4].Time)
        {
            _nodes[hole] = _nodes[(hole - 1) / 4];
            hole = (hole - 1) / 4;
        }

        _nodes[hole] = e;
    }

    public bool TryTake(out Event first)
    {
        if (_count == 0)
        {
            first = default;
            return false;
        }

        first = _nodes[0];
        Event last = _nodes[--_count];
        int hole = 0;
        for (int child = 1; child < _count; child = (4 * hole) + 1)
        {
            int least = child;
            for (int other = child + 1; other < Math.Min(child + 4, _count); other++)
            {
                least = _nodes[other].Time < _nodes[least].Time ? other : least;
            }

            if (_nodes[least].Time >= last.Time)
            {
                break;
            }

            _nodes[hole] = _nodes[least];
            hole = least;
        }

        _nodes[hole] = last;
        return true;
    }
}
