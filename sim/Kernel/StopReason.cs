namespace GdoiSim.Kernel;

/// <summary>Why a run returned.</summary>
public enum StopReason
{
    /// <summary>Everything up to the time asked for has happened.</summary>
    ReachedTime,

    /// <summary>Nothing is left to happen.</summary>
    Idle,

    /// <summary>The cancellation token fired; the simulation can go on from here.</summary>
    Cancelled,
}
