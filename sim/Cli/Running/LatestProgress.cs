using GdoiSim.Group;

namespace GdoiSim.Cli.Running;

/// <summary>Holds how far a run is between the thread that runs and the one that tells.</summary>
internal sealed class LatestProgress : IProgress<GroupProgress>
{
    private readonly Lock _lock = new();
    private GroupProgress _latest;

    /// <summary>The last report.</summary>
    public GroupProgress Latest
    {
        get
        {
            lock (_lock)
            {
                return _latest;
            }
        }
    }

    public void Report(GroupProgress value)
    {
        lock (_lock)
        {
            _latest = value;
        }
    }
}
