namespace GdoiSim.Metrics;

/// <summary>
/// The counters of one bin of the timeline, while it is being counted; see <see cref="TimelineRow"/>.
/// </summary>
public struct TimelineCounts
{
    public long PushSent;
    public long PushDelivered;
    public long AckSent;
    public long AckDuplicated;
    public long AckLost;
    public long AckLinkDropped;
    public long AckArrived;
    public long AckDropped;
    public long AckAccepted;
    public long AckDuplicate;
    public long AckRejected;
    public long QueueMaxDepth;

    // Whether the bin is among those that count towards the most that are kept.
    internal bool IsCounted;

    /// <summary>Adds what was counted in another bin to this one.</summary>
    internal void Add(in TimelineCounts other)
    {
        PushSent += other.PushSent;
        PushDelivered += other.PushDelivered;
        AckSent += other.AckSent;
        AckDuplicated += other.AckDuplicated;
        AckLost += other.AckLost;
        AckLinkDropped += other.AckLinkDropped;
        AckArrived += other.AckArrived;
        AckDropped += other.AckDropped;
        AckAccepted += other.AckAccepted;
        AckDuplicate += other.AckDuplicate;
        AckRejected += other.AckRejected;
        QueueMaxDepth = Math.Max(QueueMaxDepth, other.QueueMaxDepth);
    }
}
