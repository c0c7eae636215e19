using System.Runtime.CompilerServices;

namespace GdoiSim.Metrics;

/// <summary>
/// The counters of registrations of one bin of the timeline, to be added to at once; see <see cref="TimelineRow"/>.
/// Good until the next call of <see cref="TimelineBins"/>.
/// </summary>
public readonly ref struct RegistrationCounts
{
    /// <summary>Number of counters.</summary>
    internal const int Columns = 13;

    // As in TimelineCounts.
    private readonly ref long _first;

    internal RegistrationCounts(ref long first) => _first = ref first;

    public ref long Started => ref Column(0);

    public ref long Sent => ref Column(1);

    public ref long Repeated => ref Column(2);

    public ref long Lost => ref Column(3);

    public ref long LinkDropped => ref Column(4);

    public ref long Arrived => ref Column(5);

    public ref long Dropped => ref Column(6);

    public ref long Answered => ref Column(7);

    public ref long Duplicate => ref Column(8);

    public ref long Refused => ref Column(9);

    public ref long Completed => ref Column(10);

    public ref long Failed => ref Column(11);

    /// <summary>
    /// Registrations that became half open less those that ceased to be. Changes add up in any order; the table has
    /// their running sum.
    /// </summary>
    public ref long HalfOpenChange => ref Column(12);

    /// <summary>Adds what was counted in another bin to this one.</summary>
    internal void Add(RegistrationCounts other)
    {
        for (int column = 0; column < Columns; column++)
        {
            Column(column) += other.Column(column);
        }
    }

    private ref long Column(int column) => ref Unsafe.Add(ref _first, column * TimelineBins.PageLength);
}
