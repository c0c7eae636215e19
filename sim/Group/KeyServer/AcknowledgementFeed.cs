using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <summary>
/// Hands a key server its arrivals in batches that are built and inspected. With several threads, the next batch is
/// prepared while the server passes the present one through its queue.
/// </summary>
/// <remarks>
/// Inspection reads the ledger, which the server writes meanwhile. That cannot show: a duplicate found early is one for
/// good, and one found too late is found by <see cref="AckPipeline.Decide"/>; nothing else in the ledger changes within
/// a window. So the result is the same for any number of threads and any timing.
/// </remarks>
internal sealed class AcknowledgementFeed
{
    private const int PartsOfParallelBatch = 16;

    private readonly EventList _arrivals;
    private readonly (AcknowledgementBuilder Builder, AckPipeline Pipeline)[] _workers;
    private readonly Task[] _tasks;
    private AcknowledgementBatch _present;
    private AcknowledgementBatch _next;
    private int _nextPart;

    internal AcknowledgementFeed(GroupState group, AckLedger ledger, EventList arrivals)
    {
        _arrivals = arrivals;
        _workers = new (AcknowledgementBuilder, AckPipeline)[group.Options.Threads];
        for (int i = 0; i < _workers.Length; i++)
        {
            var pipeline = new AckPipeline(
                group.Keys, ledger, group.AckKeys, group.Options.Acknowledgement, group.Options.AddressFamily);
            _workers[i] = (new AcknowledgementBuilder(group), pipeline);
        }

        int parts = _workers.Length == 1 ? 1 : PartsOfParallelBatch;
        _tasks = new Task[_workers.Length - 1];
        _present = new AcknowledgementBatch(parts, _workers[0].Builder.Octets);
        _next = _workers.Length == 1 ? _present : new AcknowledgementBatch(parts, _workers[0].Builder.Octets);
    }

    /// <summary>The pipeline that has the last word at the end of service.</summary>
    internal AckPipeline Pipeline => _workers[0].Pipeline;

    /// <summary>Arrivals taken out of the list that no call of <see cref="Next"/> has given yet.</summary>
    internal int Ahead => _workers.Length == 1 ? 0 : _next.Count;

    /// <summary>The next batch up to an instant, or null if there is none left.</summary>
    internal AcknowledgementBatch? Next(SimTime until)
    {
        if (_workers.Length == 1)
        {
            _present.Take(_arrivals, until);
            for (int part = 0; part < _present.Parts; part++)
            {
                _present.Prepare(part, _workers[0].Builder, _workers[0].Pipeline);
            }

            return _present.Count > 0 ? _present : null;
        }

        if (_next.Count == 0)
        {
            _next.Take(_arrivals, until);
            Begin();
        }

        // The server is done with the present one: it has room for the next but one.
        AcknowledgementBatch done = _present;
        done.Take(_arrivals, until);
        Finish();
        if (_next.Count == 0)
        {
            return null;
        }

        (_present, _next) = (_next, done);
        Begin();
        return _present;
    }

    // Lets the other workers begin on the next batch.
    private void Begin()
    {
        _nextPart = -1;
        AcknowledgementBatch batch = _next;
        for (int i = 0; i < _tasks.Length; i++)
        {
            int worker = i + 1;
            _tasks[i] = batch.Parts > 1 ? Task.Run(() => PrepareParts(batch, worker)) : Task.CompletedTask;
        }
    }

    // Takes part in what is left of the preparation and waits for the others.
    private void Finish()
    {
        PrepareParts(_next, 0);
        Task.WaitAll(_tasks);
    }

    private void PrepareParts(AcknowledgementBatch batch, int worker)
    {
        (AcknowledgementBuilder builder, AckPipeline pipeline) = _workers[worker];
        for (int part = Interlocked.Increment(ref _nextPart);
            part < batch.Parts;
            part = Interlocked.Increment(ref _nextPart))
        {
            batch.Prepare(part, builder, pipeline);
        }
    }
}
