using GdoiSim.Kernel;

namespace GdoiSim.Group;

/// <summary>
/// Times that members were on the network without a valid TEK: the old one expired, the new one not held or not yet
/// active. Several workers may add at once; sums do not depend on their order.
/// </summary>
internal sealed class KeylessLog(Population population)
{
    private readonly HashSet<int> _members = [];
    private readonly Lock _lock = new();
    private Int128 _nanoseconds;

    /// <summary>Members that were keyless at any time.</summary>
    internal int Members => _members.Count;

    /// <summary>Sum of the members' keyless times in seconds.</summary>
    internal double MemberSeconds => (double)_nanoseconds / 1e9;

    /// <summary>
    /// Adds a member's time from one instant to another, if it has any length and the member was online.
    /// </summary>
    internal void Add(int member, SimTime from, SimTime until)
    {
        if (until <= from)
        {
            return;
        }

        lock (_lock)
        {
            long online = population.OnlineTime(member, from, until).Nanoseconds;
            if (online > 0)
            {
                _members.Add(member);
                _nanoseconds += online;
            }
        }
    }
}
