using GdoiSim.Kernel;
using GdoiSim.Metrics;
using GdoiSim.Protocol;

namespace GdoiSim.Group;

/// <summary>
/// What is counted of one rekey at one key server; <see cref="RekeyRow"/> gives each figure its meaning.
/// </summary>
public sealed class RekeyTally
{
    private readonly long[] _expectedByProfile;
    private readonly long[] _acknowledgedByProfile;
    private readonly long[] _lateByProfile;
    private readonly long[] _missingByProfile;
    private readonly long[] _falselyMissingByProfile;
    private readonly SortedDictionary<DiscardReason, long> _rejected = [];
    private HashSet<int>? _falselyMissing;
    private long _delivered;
    private long _sent;
    private long _duplicated;
    private long _lost;

    /// <summary>A tally that starts at zero.</summary>
    /// <param name="rekey">Number of the rekey, from 1.</param>
    /// <param name="server">Index of the key server.</param>
    /// <param name="profiles">Number of profiles of the group.</param>
    public RekeyTally(int rekey, int server, int profiles)
    {
        Rekey = rekey;
        Server = server;
        _expectedByProfile = new long[profiles];
        _acknowledgedByProfile = new long[profiles];
        _lateByProfile = new long[profiles];
        _missingByProfile = new long[profiles];
        _falselyMissingByProfile = new long[profiles];
    }

    public int Rekey { get; }

    public int Server { get; }

    public uint FirstSequence { get; set; }

    public uint LastSequence { get; set; }

    public bool KekReplaced { get; set; }

    /// <summary>First transmission; null until it is made. Completion counts from here.</summary>
    public SimTime? Begin { get; set; }

    public SimTime LastTransmission { get; set; }

    public int Transmissions { get; set; }

    public long PushSent { get; set; }

    public long PushDelivered => _delivered;

    public long Expected { get; private set; }

    public long AckSent => _sent;

    public long AckDuplicated => _duplicated;

    public long AckLost => _lost;

    public long AckLinkDropped { get; set; }

    public long AckArrived { get; set; }

    public long AckDropped { get; set; }

    public long AckAccepted { get; private set; }

    public long AckLate { get; private set; }

    public long AckDuplicate { get; set; }

    public long AckRejected { get; private set; }

    public long MissingDeclared { get; private set; }

    public long MissingFalse { get; private set; }

    public long EvictedTotal { get; private set; }

    public long EvictedHealthy { get; private set; }

    public int QueueMaxDepth { get; set; }

    /// <summary>Whether its silent members were declared missing: what is accepted from now on is late.</summary>
    public bool IsDeclared { get; set; }

    /// <summary>Time from <see cref="Begin"/> to the acceptance of each accepted acknowledgement.</summary>
    public DurationSample Accepted { get; } = new();

    /// <summary>Rejected acknowledgements by reason, in the order of the reasons.</summary>
    public IReadOnlyDictionary<DiscardReason, long> Rejected => _rejected;

    /// <summary>Counts PUSH arrivals at members; several workers may do so at once.</summary>
    public void AddDelivered(int count) => Interlocked.Add(ref _delivered, count);

    /// <summary>Counts what members sent; several workers may do so at once.</summary>
    public void AddAnswers(int sent, int duplicated, int lost)
    {
        Interlocked.Add(ref _sent, sent);
        Interlocked.Add(ref _duplicated, duplicated);
        Interlocked.Add(ref _lost, lost);
    }

    /// <summary>Counts expected members of a profile.</summary>
    public void Expect(int profile, long members)
    {
        _expectedByProfile[profile] += members;
        Expected += members;
        Accepted.EnsureCapacity((int)Expected);
    }

    /// <summary>Counts an accepted acknowledgement.</summary>
    /// <param name="member">Its member.</param>
    /// <param name="profile">The member's profile.</param>
    /// <param name="at">End of its service.</param>
    /// <param name="late">Whether the member had been declared missing.</param>
    public void Accept(int member, int profile, SimTime at, bool late)
    {
        AckAccepted++;
        Accepted.Add((at - Begin!.Value).Nanoseconds);
        if (!late)
        {
            _acknowledgedByProfile[profile]++;
            return;
        }

        AckLate++;
        _lateByProfile[profile]++;
        bool wasFalse = _falselyMissing?.Remove(member) ?? false;
        (wasFalse ? _falselyMissingByProfile : _missingByProfile)[profile]--;
    }

    /// <summary>Counts a rejected acknowledgement.</summary>
    public void Reject(DiscardReason reason)
    {
        AckRejected++;
        _rejected[reason] = _rejected.GetValueOrDefault(reason) + 1;
    }

    /// <summary>Counts a member declared missing.</summary>
    /// <param name="member">The member.</param>
    /// <param name="profile">Its profile.</param>
    /// <param name="holdsKey">Whether it held the key of this rekey.</param>
    public void Miss(int member, int profile, bool holdsKey)
    {
        MissingDeclared++;
        if (holdsKey)
        {
            MissingFalse++;
            (_falselyMissing ??= []).Add(member);
        }

        (holdsKey ? _falselyMissingByProfile : _missingByProfile)[profile]++;
    }

    /// <summary>Counts an eviction.</summary>
    public void Evict(bool healthy)
    {
        EvictedTotal++;
        EvictedHealthy += healthy ? 1 : 0;
    }

    /// <summary>Adds how the rekey ended for the members of a profile to a row of all servers.</summary>
    public OutcomeRow AddOutcome(OutcomeRow row, int profile, bool acknowledges)
    {
        long expected = _expectedByProfile[profile];
        long acknowledged = _acknowledgedByProfile[profile];
        long late = _lateByProfile[profile];
        long missing = acknowledges ? _missingByProfile[profile] : 0;
        long falselyMissing = acknowledges ? _falselyMissingByProfile[profile] : 0;
        long silent = acknowledges ? 0 : expected - acknowledged - late;
        return row with
        {
            Expected = row.Expected + expected,
            Acknowledged = row.Acknowledged + acknowledged,
            Late = row.Late + late,
            Missing = row.Missing + missing,
            FalselyMissing = row.FalselyMissing + falselyMissing,
            Silent = row.Silent + silent,
            Undecided = row.Undecided + expected - acknowledged - late - missing - falselyMissing - silent,
        };
    }

    /// <summary>The row of rekeys.csv.</summary>
    public RekeyRow ToRow() => new()
    {
        Rekey = Rekey,
        Server = Server + 1,
        FirstSequence = FirstSequence,
        LastSequence = LastSequence,
        KekReplaced = KekReplaced,
        Begin = new Seconds((Begin ?? LastTransmission).Nanoseconds),
        LastTransmission = new Seconds(LastTransmission.Nanoseconds),
        Transmissions = Transmissions,
        PushSent = PushSent,
        PushDelivered = PushDelivered,
        AckExpected = Expected,
        AckSent = AckSent,
        AckDuplicated = AckDuplicated,
        AckLost = AckLost,
        AckLinkDropped = AckLinkDropped,
        AckArrived = AckArrived,
        AckDropped = AckDropped,
        AckAccepted = AckAccepted,
        AckLate = AckLate,
        AckDuplicate = AckDuplicate,
        AckRejected = AckRejected,
        MissingDeclared = MissingDeclared,
        MissingFalse = MissingFalse,
        EvictedTotal = EvictedTotal,
        EvictedHealthy = EvictedHealthy,
        CompletionP50 = Accepted.Quantile(Expected, 500),
        CompletionP90 = Accepted.Quantile(Expected, 900),
        CompletionP99 = Accepted.Quantile(Expected, 990),
        CompletionMax = Accepted.Quantile(Expected, 1000),
        AcceptedP50 = Accepted.Quantile(Accepted.Count, 500),
        AcceptedP90 = Accepted.Quantile(Accepted.Count, 900),
        AcceptedP99 = Accepted.Quantile(Accepted.Count, 990),
        AcceptedMax = Accepted.Quantile(Accepted.Count, 1000),
        QueueMaxDepth = QueueMaxDepth,
    };
}
