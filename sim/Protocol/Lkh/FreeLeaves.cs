namespace GdoiSim.Protocol.Lkh;

/// <summary>The leaves that nobody sits on: a bit each, searched from the smallest number.</summary>
internal sealed class FreeLeaves
{
    private readonly int _first;
    private readonly ulong[] _isFree;
    private readonly Queue<int> _left = new();
    private int _smallestWord;

    /// <summary>All leaves are free.</summary>
    /// <param name="first">The number of the first leaf.</param>
    /// <param name="count">How many there are.</param>
    public FreeLeaves(int first, int count)
    {
        _first = first;
        _isFree = new ulong[(count + 63) / 64];
        _isFree.AsSpan().Fill(ulong.MaxValue);
        if (count % 64 != 0)
        {
            _isFree[^1] = (1ul << (count % 64)) - 1;
        }
    }

    /// <summary>Takes the leaf that was left first in this batch, else the smallest free one.</summary>
    public bool TryTake(out int leaf)
    {
        if (_left.Count > 0)
        {
            leaf = _left.Dequeue();
            return true;
        }

        for (int word = _smallestWord; word < _isFree.Length; word++)
        {
            if (_isFree[word] != 0)
            {
                int bit = System.Numerics.BitOperations.TrailingZeroCount(_isFree[word]);
                _isFree[word] &= _isFree[word] - 1;
                _smallestWord = word;
                leaf = _first + (64 * word) + bit;
                return true;
            }
        }

        _smallestWord = _isFree.Length;
        leaf = 0;
        return false;
    }

    /// <summary>Gives back a leaf; until the batch ends, it is the next to be taken.</summary>
    public void Release(int leaf) => _left.Enqueue(leaf);

    /// <summary>From now on the leaves that were left are free like the others.</summary>
    public void EndBatch()
    {
        foreach (int leaf in _left)
        {
            int index = leaf - _first;
            _isFree[index / 64] |= 1ul << (index % 64);
            _smallestWord = Math.Min(_smallestWord, index / 64);
        }

        _left.Clear();
    }
}
