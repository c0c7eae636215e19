using GdoiSim.Kernel;
using GdoiSim.Metrics;

namespace GdoiSim.Group;

/// <summary>
/// Every step of the members that a run was asked to trace. Members and servers are advanced in batches, so steps come
/// in out of order and are put in order of time at the end.
/// </summary>
public sealed class TraceLog
{
    private readonly HashSet<int> _members;
    private readonly List<(TraceRow Row, int Arrival)> _rows = [];
    private readonly Lock _lock = new();

    /// <summary>A log of some members, by index.</summary>
    public TraceLog(IEnumerable<int> members) => _members = [.. members];

    /// <summary>Whether any member is traced at all; the hot loops ask this first.</summary>
    public bool IsActive => _members.Count > 0;

    /// <summary>Notes a step, if its member is traced.</summary>
    /// <param name="at">When.</param>
    /// <param name="rekey">Number of the rekey; 0 if it belongs to none.</param>
    /// <param name="member">Index of the member.</param>
    /// <param name="step">Name of the step.</param>
    /// <param name="sequence">Sequence number of the datagram; null if there is none.</param>
    /// <param name="reason">Why, for a step that refused, dropped or lost something.</param>
    public void Note(SimTime at, int rekey, int member, string step, uint? sequence = null, string reason = "")
    {
        if (!IsActive || !_members.Contains(member))
        {
            return;
        }

        var row = new TraceRow
        {
            Time = new Seconds(at.Nanoseconds),
            Rekey = rekey == 0 ? null : rekey,
            Member = member + 1,
            Step = step,
            Sequence = sequence,
            Reason = reason,
        };
        lock (_lock)
        {
            _rows.Add((row, _rows.Count));
        }
    }

    /// <summary>All steps by time, then member, then the order in which they were noted.</summary>
    public IReadOnlyList<TraceRow> InOrder() =>
        [.. _rows.OrderBy(entry => entry.Row.Time).ThenBy(entry => entry.Row.Member).ThenBy(entry => entry.Arrival)
            .Select(entry => entry.Row)];
}
