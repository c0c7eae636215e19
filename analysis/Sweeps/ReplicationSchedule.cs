using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>
/// Says what is run next: the cells in order, each replication that the store does not have. Which replications there
/// are depends on the figures alone, never on the number of workers or on where an earlier process ended.
/// </summary>
internal sealed class ReplicationSchedule
{
    private readonly object _lock = new();
    private readonly SweepDescription _description;
    private readonly SweepStore _store;
    private readonly CellSpace _space;
    private readonly SweepShard _part;
    private readonly MetricExpression? _metric;

    /// <summary>Cells that have been begun and not finished, in order.</summary>
    private readonly List<CellProgress> _open = [];
    private int _nextCell;
    private bool _isStopped;

    public ReplicationSchedule(SweepDescription description, SweepStore store, CellSpace space)
    {
        (_description, _store, _space, _part) = (description, store, space, description.Part);
        _metric = CellProgress.MetricOf(description);
    }

    /// <summary>Cells that are finished, those of earlier processes included.</summary>
    public int FinishedCells { get; private set; }

    /// <summary>Of these, those with a replication that failed.</summary>
    public int FailedCells { get; private set; }

    /// <summary>
    /// Replications of the cells begun until now that need not be run, beyond the least number of each.
    /// </summary>
    public long Surplus { get; private set; }

    /// <summary>
    /// The next replication to run; waits while that depends on others that are under way. Null when all is done, or
    /// after <see cref="Stop"/>.
    /// </summary>
    public (SweepCell Cell, int Number)? Take()
    {
        lock (_lock)
        {
            while (!_isStopped)
            {
                foreach (CellProgress open in _open)
                {
                    if (open.Next() is { } number)
                    {
                        return (open.Cell, number);
                    }
                }

                if (_nextCell < _space.Count)
                {
                    Open(_nextCell++);
                }
                else if (_open.Count == 0)
                {
                    break;
                }
                else
                {
                    Monitor.Wait(_lock);
                }
            }

            return null;
        }
    }

    /// <summary>Takes what became of a replication.</summary>
    public void Finish(StoredReplication replication)
    {
        lock (_lock)
        {
            CellProgress open = _open.Find(one => one.Cell.Number == replication.Cell)!;
            open.Add(replication);
            Settle(open);
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Nothing more is handed out.</summary>
    public void Stop()
    {
        lock (_lock)
        {
            _isStopped = true;
            Monitor.PulseAll(_lock);
        }
    }

    private void Open(int cell)
    {
        if (!_part.Has(cell))
        {
            return;
        }

        var open = new CellProgress(_space[cell], _description, _metric);
        foreach (StoredReplication replication in _store.OfCell(cell))
        {
            open.Add(replication);
        }

        _open.Add(open);
        Settle(open);
    }

    private void Settle(CellProgress open)
    {
        int before = open.Target;
        open.Settle();
        Surplus += open.Target - before;
        if (open.IsFinished)
        {
            _open.Remove(open);
            FinishedCells++;
            FailedCells += open.HasFailed ? 1 : 0;
        }
    }
}
