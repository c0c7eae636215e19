using GdoiSim.Kernel;
using GdoiSim.Metrics;

namespace GdoiSim.Group;

/// <summary>What one key server's registrations amount to.</summary>
internal sealed class RegistrationTally
{
    /// <summary>Registrations that members began; each ends as completed, failed, or not at all.</summary>
    internal long Started { get; set; }

    internal long Completed { get; set; }

    /// <summary>Registrations that members gave up: no reply after all repeats, or the member went down.</summary>
    internal long Failed { get; set; }

    /// <summary>Requests sent, repeats included.</summary>
    internal long Sent { get; set; }

    /// <summary>Of those, repeats.</summary>
    internal long Repeated { get; set; }

    internal long Lost { get; set; }

    internal long LinkDropped { get; set; }

    /// <summary>Requests that reached the server's socket.</summary>
    internal long Arrived { get; set; }

    /// <summary>Of those, requests that found the receive buffer full.</summary>
    internal long Dropped { get; set; }

    /// <summary>Requests that were served and had been answered before.</summary>
    internal long Duplicates { get; set; }

    /// <summary>
    /// Requests that got no answer because the table of half-open registrations was full, or had dropped theirs.
    /// </summary>
    internal long Refused { get; set; }

    /// <summary>Replies sent, repeated ones included.</summary>
    internal long Replies { get; set; }

    internal long RepliesLost { get; set; }

    /// <summary>The most registrations that were half open at once.</summary>
    internal int HalfOpenMaximum { get; set; }

    /// <summary>Time of cores that registration took.</summary>
    internal SimDuration BusyTime { get; set; }

    /// <summary>
    /// Time from a registration's first request to its last reply's arrival, of those that completed.
    /// </summary>
    internal DurationSample Durations { get; } = new();
}
