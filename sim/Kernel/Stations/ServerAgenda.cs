namespace GdoiSim.Kernel.Stations;

/// <summary>All servers of a station; the busy ones in a heap by their next step.</summary>
internal sealed class ServerAgenda<TItem>
{
    private readonly Server<TItem>[] _servers;

    // Numbers of servers: first the heap of busy ones, then the free ones.
    private readonly int[] _numbers;
    private int _busy;

    internal ServerAgenda(int servers)
    {
        _servers = new Server<TItem>[servers];
        _numbers = [.. Enumerable.Range(0, servers)];
    }

    internal bool AnyBusy => _busy > 0;

    internal bool AnyFree => _busy < _numbers.Length;

    internal ReadOnlySpan<Server<TItem>> All => _servers;

    /// <summary>
    /// The server whose step comes next; one must be busy. Call <see cref="NextChanged"/> after a change.
    /// </summary>
    internal ref Server<TItem> Next => ref _servers[_numbers[0]];

    /// <summary>A free server; call <see cref="AddFree"/> once it is busy.</summary>
    internal ref Server<TItem> Free => ref _servers[_numbers[_busy]];

    internal void AddFree()
    {
        int added = _numbers[_busy];
        int hole = _busy++;
        while (hole > 0 && StepsBefore(added, _numbers[(hole - 1) / 2]))
        {
            _numbers[hole] = _numbers[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }

        _numbers[hole] = added;
    }

    internal void NextChanged()
    {
        if (_busy > 1)
        {
            SiftDown(0);
        }
    }

    internal void NextIsFree()
    {
        _busy--;
        (_numbers[0], _numbers[_busy]) = (_numbers[_busy], _numbers[0]);
        NextChanged();
    }

    /// <summary>Gives more own work to the server that is free first, when all are busy. Returns its new end.</summary>
    internal SimTime Extend(SimDuration work)
    {
        int first = 0;
        for (int i = 1; i < _busy; i++)
        {
            first = Server<TItem>.IsFreeBefore(in _servers[_numbers[i]], in _servers[_numbers[first]]) ? i : first;
        }

        ref Server<TItem> server = ref _servers[_numbers[first]];
        server.FreeAt += work;
        SiftDown(first);
        return server.FreeAt;
    }

    private bool StepsBefore(int left, int right) =>
        Server<TItem>.StepsBefore(in _servers[left], in _servers[right]);

    private void SiftDown(int hole)
    {
        int moved = _numbers[hole];
        for (int child = (2 * hole) + 1; child < _busy; child = (2 * hole) + 1)
        {
            if (child + 1 < _busy && StepsBefore(_numbers[child + 1], _numbers[child]))
            {
                child++;
            }

            if (!StepsBefore(_numbers[child], moved))
            {
                break;
            }

            _numbers[hole] = _numbers[child];
            hole = child;
        }

        _numbers[hole] = moved;
    }
}
