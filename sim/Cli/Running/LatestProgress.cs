namespace GdoiSim.Cli.Running;

/// <summary>Holds how far something is between the thread that does it and the one that tells.</summary>
/// <typeparam name="TProgress">What is reported.</typeparam>
internal sealed class LatestProgress<TProgress> : IProgress<TProgress>
    where TProgress : struct
{
    private readonly Lock _lock = new();
    private TProgress _latest;

    /// <summary>The last report.</summary>
    public TProgress Latest
    {
        get
        {
            lock (_lock)
            {
                return _latest;
            }
        }
    }

    public void Report(TProgress value)
    {
        lock (_lock)
        {
            _latest = value;
        }
    }
}
