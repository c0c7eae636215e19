using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;

namespace GdoiSim.Group;

/// <summary>
/// When the members of one profile are on the network. Everything is derived from (seed, member, index of the
/// alternation), so no event exists for it; alternating members keep a cursor of twelve octets, which makes the cost
/// of a question independent of how long the run has lasted.
/// </summary>
public sealed class OfflineCalendar
{
    private readonly OfflinePattern _pattern;
    private readonly RandomStream _lengths;
    private readonly AlternationCursors? _cursors;

    /// <summary>A calendar of one profile.</summary>
    /// <param name="pattern">When its members are off.</param>
    /// <param name="lengths">Where the lengths of alternations come from.</param>
    /// <param name="cursors">Where the group keeps each member's place in its alternation.</param>
    public OfflineCalendar(OfflinePattern pattern, RandomStream lengths, AlternationCursors cursors)
    {
        _pattern = pattern;
        _lengths = lengths;
        _cursors = pattern.Up is null ? null : cursors;
        _cursors?.Claim();
    }

    /// <summary>Whether no member of the profile is ever off the network.</summary>
    public bool IsAlwaysOnline => _pattern.Share == 0 && _pattern.Schedule.Count == 0 && _pattern.Up is null;

    /// <summary>
    /// Whether a member is off the network for the whole run, by its rank among the members of the profile. Exact
    /// shares, not draws: of the first k members floor(k * share) are gone.
    /// </summary>
    public bool IsGone(int rank) =>
        _pattern.Share > 0
        && (long)((rank + 1) * (decimal)_pattern.Share) > (long)(rank * (decimal)_pattern.Share);

    /// <summary>
    /// The part of a member's time that contains <paramref name="at"/>. Questions about one member come in ascending
    /// order of time.
    /// </summary>
    /// <param name="member">Index of the member.</param>
    /// <param name="isGone">Whether it is among those that are off for the whole run.</param>
    /// <param name="at">The instant.</param>
    public OnlineInterval Find(int member, bool isGone, SimTime at)
    {
        if (isGone)
        {
            return new OnlineInterval(false, SimTime.Zero, SimTime.MaxValue);
        }

        SimTime from = SimTime.Zero;
        foreach (OfflineWindow window in _pattern.Schedule)
        {
            if (at < window.From)
            {
                return new OnlineInterval(true, from, window.From);
            }

            if (at < window.Until)
            {
                return new OnlineInterval(false, window.From, window.Until);
            }

            from = window.Until;
        }

        return _cursors is null ? new OnlineInterval(true, from, SimTime.MaxValue) : FindAlternating(member, at);
    }

    /// <summary>How long a member is on the network between two instants; asked in any order.</summary>
    public SimDuration OnlineTime(int member, bool isGone, SimTime from, SimTime until)
    {
        if (until <= from || isGone)
        {
            return SimDuration.Zero;
        }

        long online = 0;
        if (_cursors is null)
        {
            online = (until - from).Nanoseconds;
            foreach (OfflineWindow window in _pattern.Schedule)
            {
                online -= Overlap(window.From.Nanoseconds, window.Until.Nanoseconds, from, until);
            }

            return new SimDuration(online);
        }

        long start = 0;
        for (int k = 0; start < until.Nanoseconds; k++)
        {
            long end = checked(start + Length(member, k));
            online += (k & 1) == 0 ? Overlap(start, end, from, until) : 0;
            start = end;
        }

        return new SimDuration(online);
    }

    /// <summary>How often a member goes off the network before an instant.</summary>
    public int TimesDown(int member, bool isGone, SimTime until)
    {
        if (isGone)
        {
            return 1;
        }

        int times = _pattern.Schedule.Count(window => window.From < until);
        if (_cursors is not null)
        {
            long start = Length(member, 0);
            for (int k = 1; start < until.Nanoseconds; k++)
            {
                times += k & 1;
                start = checked(start + Length(member, k));
            }
        }

        return times;
    }

    /// <summary>The same as <see cref="Find"/>, asked in any order; it walks from the start of the run.</summary>
    public OnlineInterval FindAnew(int member, bool isGone, SimTime at)
    {
        if (isGone || _cursors is null)
        {
            return Find(member, isGone, at);
        }

        long start = 0;
        for (int k = 0; ; k++)
        {
            long end = checked(start + Length(member, k));
            if (end > at.Nanoseconds)
            {
                return new OnlineInterval((k & 1) == 0, new SimTime(start), new SimTime(end));
            }

            start = end;
        }
    }

    private OnlineInterval FindAlternating(int member, SimTime at)
    {
        ref long end = ref _cursors!.End(member);
        ref int k = ref _cursors.Interval(member);
        while (end <= at.Nanoseconds || k < 0)
        {
            k++;
            end = checked(end + Length(member, k));
        }

        return new OnlineInterval((k & 1) == 0, new SimTime(end - Length(member, k)), new SimTime(end));
    }

    // Even intervals are up, odd ones down; at least a nanosecond, so that an alternation always moves on.
    private long Length(int member, int k)
    {
        Distribution distribution = (k & 1) == 0 ? _pattern.Up!.Value : _pattern.Down!.Value;
        return Math.Max(1, distribution.Sample(_lengths.Uniform((uint)member, (ulong)k)).Nanoseconds);
    }

    private static long Overlap(long start, long end, SimTime from, SimTime until) =>
        Math.Max(0, Math.Min(end, until.Nanoseconds) - Math.Max(start, from.Nanoseconds));
}

/// <summary>A stretch of a member's time: on or off the network, from an instant (inclusive) to another.</summary>
public readonly record struct OnlineInterval(bool IsOnline, SimTime From, SimTime Until);

/// <summary>
/// Each alternating member's place: which interval it is in, and when that ends. Twelve octets a member, held once for
/// all profiles and only if one of them alternates.
/// </summary>
public sealed class AlternationCursors(int members)
{
    private long[] _end = [];
    private int[] _interval = [];

    /// <summary>Makes the columns, unless another calendar has.</summary>
    internal void Claim()
    {
        if (_end.Length == 0)
        {
            _end = new long[members];
            _interval = new int[members];
            Array.Fill(_interval, -1);
        }
    }

    internal ref long End(int member) => ref _end[member];

    internal ref int Interval(int member) => ref _interval[member];
}
