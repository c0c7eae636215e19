using System.Collections.Concurrent;
using GdoiSim.Analysis.Replications;
using GdoiSim.Metrics;
using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>
/// Runs what a sweep lacks, each replication on one core, and hands every result to the store as soon as it is there.
/// </summary>
/// <param name="template">The scenario.</param>
/// <param name="description">What is to be run.</param>
/// <param name="store">Has what is there already, and takes the rest.</param>
public sealed class SweepRunner(ScenarioTemplate template, SweepDescription description, SweepStore store)
{
    /// <summary>The most cells of which completion curves are kept.</summary>
    public const int MostCellsWithCompletion = 1_000;

    private const int LargestBatch = 256;

    /// <summary>Runs until all is done or it is cancelled; what was finished until then is in the store.</summary>
    /// <param name="threads">How many replications are run at a time.</param>
    /// <param name="progress">Told after each batch; may be null.</param>
    /// <param name="cancellation">Stops it soon.</param>
    /// <exception cref="ResultException">The store cannot be written.</exception>
    public void Run(int threads, IProgress<SweepProgress>? progress, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        CellSpace space = description.Space();
        var schedule = new ReplicationSchedule(description, store, space);
        using var results = new BlockingCollection<StoredReplication>(LargestBatch);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using CancellationTokenRegistration registration = stop.Token.Register(schedule.Stop);
        Task[] workers =
        [
            .. Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(
                () => Work(schedule, space, results, stop),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)),
        ];
        Task ended = Task.WhenAll(workers).ContinueWith(
            _ => results.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            Collect(results, schedule, space, progress);
        }
        finally
        {
            // After an error of the store: workers end, and what they still bring is dropped.
            stop.Cancel();
            foreach (StoredReplication _ in results.GetConsumingEnumerable(CancellationToken.None))
            {
            }

            ended.Wait(CancellationToken.None);
        }

        Task.WhenAll(workers).GetAwaiter().GetResult();
    }

    private void Collect(
        BlockingCollection<StoredReplication> results,
        ReplicationSchedule schedule,
        CellSpace space,
        IProgress<SweepProgress>? progress)
    {
        long before = store.Count();
        long there = before;
        int cells = description.Part.CountOf(space.Count);
        var batch = new List<StoredReplication>();
        while (!results.IsCompleted)
        {
            progress?.Report(new SweepProgress(
                schedule.FinishedCells,
                cells,
                schedule.FailedCells,
                there,
                before,
                ((long)cells * description.Replications) + schedule.Surplus));
            if (!results.TryTake(out StoredReplication? first, Timeout.Infinite))
            {
                continue;
            }

            batch.Add(first);
            while (batch.Count < LargestBatch && results.TryTake(out StoredReplication? next))
            {
                batch.Add(next);
            }

            store.Append(batch);
            there += batch.Count;
            batch.Clear();
        }
    }

    private void Work(
        ReplicationSchedule schedule,
        CellSpace space,
        BlockingCollection<StoredReplication> results,
        CancellationTokenSource stop)
    {
        bool completion = space.Count <= MostCellsWithCompletion;
        try
        {
            while (schedule.Take() is { } next)
            {
                StoredReplication replication = Run(space, next.Cell, next.Number, completion, stop.Token);
                results.Add(replication, CancellationToken.None);
                schedule.Finish(replication);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // What was under way is run again another time.
        }
        catch
        {
            stop.Cancel();
            throw;
        }
    }

    private StoredReplication Run(
        CellSpace space, SweepCell cell, int number, bool completion, CancellationToken cancellation)
    {
        var stored = new StoredReplication(cell.Number, number);
        try
        {
            ScenarioDocument document = template.Variant(space.Assignments(cell), number);
            if (document.Problems.HasErrors)
            {
                IEnumerable<string> errors = document.Problems.InOrder()
                    .Where(problem => problem.Severity == ProblemSeverity.Error)
                    .Select(problem => problem.Message);
                return stored with { Error = string.Join("; ", errors) };
            }

            Replication run = Replication.Run(document, cancellation, completion);
            return stored with { Fingerprint = run.Fingerprint, Figures = run.Figures, Completion = run.Completion };
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // One cell's fault must not cost the others; where it came from is told by a run of the cell alone.
            return stored with { Error = $"{fault.GetType().Name}: {fault.Message}" };
        }
    }
}
