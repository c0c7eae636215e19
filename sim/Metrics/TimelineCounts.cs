using System.Runtime.CompilerServices;

namespace GdoiSim.Metrics;

/// <summary>
/// The counters of one bin of the timeline, to be added to at once; see <see cref="TimelineRow"/>. Good until the next
/// call of <see cref="TimelineBins"/>.
/// </summary>
public readonly ref struct TimelineCounts
{
    /// <summary>Number of counters.</summary>
    internal const int Columns = 12;

    private const int MaximumColumn = Columns - 1;

    // The first counter; the others of this bin follow at equal distances, so that each counter of neighbouring bins
    // stands together: what is counted in any order of time then touches few cache lines.
    private readonly ref long _first;

    internal TimelineCounts(ref long first) => _first = ref first;

    public ref long PushSent => ref Column(0);

    public ref long PushDelivered => ref Column(1);

    public ref long AckSent => ref Column(2);

    public ref long AckDuplicated => ref Column(3);

    public ref long AckLost => ref Column(4);

    public ref long AckLinkDropped => ref Column(5);

    public ref long AckArrived => ref Column(6);

    public ref long AckDropped => ref Column(7);

    public ref long AckAccepted => ref Column(8);

    public ref long AckDuplicate => ref Column(9);

    public ref long AckRejected => ref Column(10);

    public ref long QueueMaxDepth => ref Column(MaximumColumn);

    /// <summary>Adds what was counted in another bin to this one.</summary>
    internal void Add(TimelineCounts other)
    {
        for (int column = 0; column < MaximumColumn; column++)
        {
            Column(column) += other.Column(column);
        }

        QueueMaxDepth = Math.Max(QueueMaxDepth, other.QueueMaxDepth);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref long Column(int column) => ref Unsafe.Add(ref _first, column * TimelineBins.PageLength);
}
