using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;

namespace GdoiSim.Group;

/// <summary>
/// Who the members are: the profile of each, and when it is on the network. Profiles are dealt
/// out evenly over the indices, so that the members of every server have about the group's shares.
/// </summary>
public sealed class Population
{
    private readonly MemberProfile[] _profiles;
    private readonly OfflineCalendar[] _calendars;
    private readonly byte[] _profileOf;
    private readonly bool[]? _isGone;

    /// <summary>The members of a group.</summary>
    public Population(GroupOptions options, RandomStreams streams)
    {
        _profiles = [.. options.Profiles];
        OnlyProfile = _profiles.Length == 1 ? _profiles[0] : null;
        _profileOf = new byte[options.Members];
        _calendars = new OfflineCalendar[_profiles.Length];
        RandomStream lengths = streams.For(RandomPurpose.OfflineLength);
        var cursors = new AlternationCursors(options.Members);
        for (int i = 0; i < _profiles.Length; i++)
        {
            _calendars[i] = new OfflineCalendar(_profiles[i].Offline, lengths, cursors);
        }

        _isGone = _calendars.All(calendar => calendar.IsAlwaysOnline) ? null : new bool[options.Members];
        Deal();
    }

    /// <summary>The profiles.</summary>
    public IReadOnlyList<MemberProfile> Profiles => _profiles;

    /// <summary>Number of members.</summary>
    public int Count => _profileOf.Length;

    /// <summary>Profile of each member by index; owned by this object.</summary>
    public byte[] ProfileOf => _profileOf;

    /// <summary>Whether every member is on the network all the time, so that nobody needs to ask.</summary>
    public bool IsAlwaysOnline => _isGone is null;

    /// <summary>The profile of all members, if they have the same.</summary>
    public MemberProfile? OnlyProfile { get; }

    /// <summary>Profile of a member.</summary>
    public MemberProfile Profile(int member) => OnlyProfile ?? _profiles[_profileOf[member]];

    /// <summary>Number of a member's profile. Of a group of one profile nothing is read.</summary>
    public int ProfileIndex(int member) => OnlyProfile is null ? _profileOf[member] : 0;

    /// <summary>Whether a member is on the network, and from when to when; asked in order of time a member.</summary>
    public OnlineInterval Find(int member, SimTime at) => _isGone is null
        ? new OnlineInterval(true, SimTime.Zero, SimTime.MaxValue)
        : _calendars[_profileOf[member]].Find(member, _isGone[member], at);

    /// <summary>The same, asked in any order.</summary>
    public OnlineInterval FindAnew(int member, SimTime at) => _isGone is null
        ? new OnlineInterval(true, SimTime.Zero, SimTime.MaxValue)
        : _calendars[_profileOf[member]].FindAnew(member, _isGone[member], at);

    /// <summary>How long a member is on the network between two instants.</summary>
    public SimDuration OnlineTime(int member, SimTime from, SimTime until) => _isGone is null
        ? (until > from ? until - from : SimDuration.Zero)
        : _calendars[_profileOf[member]].OnlineTime(member, _isGone[member], from, until);

    /// <summary>How often a member goes off the network before an instant.</summary>
    public int TimesDown(int member, SimTime until) =>
        _isGone is null ? 0 : _calendars[_profileOf[member]].TimesDown(member, _isGone[member], until);

    private void Deal()
    {
        if (OnlyProfile is not null && _isGone is null)
        {
            return;
        }

        // Each member goes to the profile that is furthest behind its share.
        double[] behind = new double[_profiles.Length];
        int[] dealt = new int[_profiles.Length];
        double total = _profiles.Sum(profile => profile.Share);
        for (int member = 0; member < _profileOf.Length; member++)
        {
            int next = 0;
            for (int i = 0; i < behind.Length; i++)
            {
                behind[i] += _profiles[i].Share / total;
                next = behind[i] > behind[next] ? i : next;
            }

            behind[next] -= 1;
            _profileOf[member] = (byte)next;
            if (_isGone is not null)
            {
                _isGone[member] = _calendars[next].IsGone(dealt[next]);
            }

            dealt[next]++;
        }
    }
}
