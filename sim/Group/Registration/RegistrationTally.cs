using GdoiSim.Kernel;
using GdoiSim.Metrics;

namespace GdoiSim.Group;

/// <summary>
/// What one key server's registrations amount to, as a whole and over time. What each figure means stands with
/// <see cref="RunSummary"/> and <see cref="TimelineRow"/>.
/// </summary>
internal sealed class RegistrationTally(Seconds timelineWidth)
{
    private int _halfOpen;

    /// <summary>Registrations that members began; each ends as completed, failed, or not at all.</summary>
    internal long Started { get; private set; }

    internal long Completed { get; private set; }

    /// <summary>Registrations that members gave up: no reply after all repeats, or the member went down.</summary>
    internal long Failed { get; private set; }

    /// <summary>Requests sent, repeats included.</summary>
    internal long Sent { get; private set; }

    /// <summary>Of those, repeats.</summary>
    internal long Repeated { get; private set; }

    internal long Lost { get; private set; }

    internal long LinkDropped { get; private set; }

    /// <summary>Requests that reached the server's socket.</summary>
    internal long Arrived { get; private set; }

    /// <summary>Of those, requests that found the receive buffer full.</summary>
    internal long Dropped { get; private set; }

    /// <summary>Requests that were served and were the next one of their registration.</summary>
    internal long Answered { get; private set; }

    /// <summary>Requests that were served and had been answered before.</summary>
    internal long Duplicates { get; private set; }

    /// <summary>
    /// Requests that got no answer because the table of half-open registrations was full, or had dropped theirs.
    /// </summary>
    internal long Refused { get; private set; }

    /// <summary>Replies sent, repeated ones included.</summary>
    internal long Replies { get; set; }

    internal long RepliesLost { get; set; }

    /// <summary>Registrations that are half open.</summary>
    internal int HalfOpen => _halfOpen;

    /// <summary>The most registrations that were half open at once.</summary>
    internal int HalfOpenMaximum { get; private set; }

    /// <summary>Time of cores that registration took.</summary>
    internal SimDuration BusyTime { get; set; }

    /// <summary>
    /// Time from a registration's first request to its last reply's arrival, of those that completed.
    /// </summary>
    internal DurationSample Durations { get; } = new();

    /// <summary>The same counts over time.</summary>
    internal TimelineBins Timeline { get; } = new(timelineWidth);

    internal void Start(SimTime at)
    {
        Started++;
        At(at).Started++;
    }

    internal void Complete(SimTime began, SimTime at)
    {
        Completed++;
        Durations.Add((at - began).Nanoseconds);
        At(at).Completed++;
    }

    internal void Fail(SimTime at)
    {
        Failed++;
        At(at).Failed++;
    }

    internal void Send(SimTime at, bool isRepeat, bool isLost)
    {
        RegistrationCounts bin = At(at);
        Sent++;
        bin.Sent++;
        if (isRepeat)
        {
            Repeated++;
            bin.Repeated++;
        }

        if (isLost)
        {
            Lost++;
            bin.Lost++;
        }
    }

    internal void Arrive(SimTime at)
    {
        Arrived++;
        At(at).Arrived++;
    }

    internal void Drop(SimTime at, bool atLink)
    {
        if (atLink)
        {
            LinkDropped++;
            At(at).LinkDropped++;
        }
        else
        {
            Dropped++;
            At(at).Dropped++;
        }
    }

    internal void Answer(SimTime at)
    {
        Answered++;
        At(at).Answered++;
    }

    internal void Duplicate(SimTime at)
    {
        Duplicates++;
        At(at).Duplicate++;
    }

    internal void Refuse(SimTime at)
    {
        Refused++;
        At(at).Refused++;
    }

    internal void OpenHalf(SimTime at)
    {
        _halfOpen++;
        HalfOpenMaximum = Math.Max(HalfOpenMaximum, _halfOpen);
        At(at).HalfOpenChange++;
    }

    internal void CloseHalf(SimTime at)
    {
        _halfOpen--;
        At(at).HalfOpenChange--;
    }

    private RegistrationCounts At(SimTime at) => Timeline.RegistrationsAt(at.Nanoseconds);
}
