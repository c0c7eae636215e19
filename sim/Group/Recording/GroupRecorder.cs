using GdoiSim.Kernel;
using GdoiSim.Metrics;
using GdoiSim.Protocol;

namespace GdoiSim.Group;

/// <summary>
/// Collects what members, servers and control events count, and turns it into the rows of the result files: the only
/// maker of metrics. What each figure means stands with the records of <c>GdoiSim.Metrics</c>.
/// </summary>
public sealed class GroupRecorder
{
    private const int NamedMembers = 5;

    private readonly GroupState _group;
    private readonly KeyServerNode[] _servers;
    private readonly List<RekeyTally[]> _rekeys = [];
    private readonly int[][] _ledgerByProfile;
    private readonly DurationSample _detection = new();
    private readonly List<int> _firstHealthyEvicted = [];
    private readonly Dictionary<int, SimTime> _detected = [];
    private readonly List<(int Server, int Profile)> _admitted = [];
    private TimelineBins? _timeline;

    internal GroupRecorder(GroupState group, KeyServerNode[] servers)
    {
        _group = group;
        _servers = servers;
        _ledgerByProfile = new int[servers.Length][];
        foreach (KeyServerNode server in servers)
        {
            int[] members = new int[group.Population.Profiles.Count];
            if (members.Length == 1)
            {
                members[0] = server.Members;
            }
            else
            {
                foreach (byte profile in group.Population.ProfileOf.AsSpan(server.FirstMember, server.Members))
                {
                    members[profile]++;
                }
            }

            _ledgerByProfile[server.Index] = members;
        }
    }

    /// <summary>Whether the run was stopped before its end.</summary>
    public bool IsPartial { get; private set; }

    /// <summary>Virtual time at which the run ended.</summary>
    public SimTime End { get; private set; }

    /// <summary>Rekeys begun.</summary>
    public int RekeysBegun => _rekeys.Count;

    /// <summary>Hash of the whole trajectory.</summary>
    public Fingerprint Fingerprint { get; private set; }

    /// <summary>
    /// Things that happened: control events, PUSH deliveries, acknowledgements sent, arrived and decided.
    /// </summary>
    public long Events { get; private set; }

    /// <summary>Steps of traced members, in order; empty without a trace.</summary>
    public IReadOnlyList<TraceRow> Trace => _group.Trace.InOrder();

    /// <summary>The datagrams that were kept for a capture, in order of time.</summary>
    public IReadOnlyList<PassedPacket> Packets => _group.Packets.InOrder();

    /// <summary>The KEKs of the run in the order of their use: the SPI, and IV and key.</summary>
    public IEnumerable<(Cookies Cookies, ReadOnlyMemory<byte> AlgorithmKey)> Keks => _group.Keys.RekeySas.Select(
        rekeySa => (rekeySa.Cookies, new ReadOnlyMemory<byte>(rekeySa.Kek.AlgorithmKey.ToArray())));

    /// <summary>The phase 1 SAs of the registrations among the datagrams that were kept.</summary>
    public IReadOnlyList<Protocol.Ikev1.Phase1Sa> Phase1Sas => _group.Packets.Phase1Sas;

    /// <summary>The key that verifies every PUSH: DER SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> PublicKey => _group.Keys.PublicKey;

    /// <summary>A member's leaf key; null if all members acknowledge with the KEK.</summary>
    public byte[]? LeafKey(int member) => _group.AckKeys.LeafKey(member);

    /// <summary>The keys that the members hold, if the group has a hierarchy.</summary>
    internal KeyHierarchy? KeysOfMembers => _group.Hierarchy;

    internal KeylessLog Keyless => _group.Keyless;

    internal long Recovered { get; private set; }

    /// <summary>What the updates of the key hierarchy came to; null if there is none.</summary>
    internal HierarchyTally? Hierarchy { get; set; }

    internal RekeyTally Tally(int rekey, int server) => _rekeys[rekey - 1][server];

    internal void BeginRekey(int rekey, RekeyMessage message)
    {
        RekeyTally[] tallies = new RekeyTally[_servers.Length];
        for (int server = 0; server < tallies.Length; server++)
        {
            tallies[server] = new RekeyTally(rekey, server, _group.Population.Profiles.Count)
            {
                KekReplaced = message.NewRekeySa is not null,
            };
        }

        _rekeys.Add(tallies);
    }

    /// <summary>Counts the expected acknowledgements of a rekey at a server.</summary>
    internal void Expect(int rekey, int server, int expected)
    {
        foreach ((int at, int profile) in _admitted.Where(admitted => admitted.Server == server))
        {
            _ledgerByProfile[at][profile]++;
        }

        _admitted.RemoveAll(admitted => admitted.Server == server);
        if (expected == 0)
        {
            return;
        }

        for (int profile = 0; profile < _ledgerByProfile[server].Length; profile++)
        {
            Tally(rekey, server).Expect(profile, _ledgerByProfile[server][profile]);
        }
    }

    /// <summary>Notes that a member left the ledger.</summary>
    internal void Leave(int server, int profile) => _ledgerByProfile[server][profile]--;

    /// <summary>Notes that a member has the current keys again.</summary>
    internal void Recover(int server, int profile)
    {
        Recovered++;
        Admit(server, profile);
    }

    /// <summary>Notes that a member has registered for the first time.</summary>
    internal void Admit(int server, int profile) => _admitted.Add((server, profile));

    /// <summary>The first healthy members that were evicted, by index, in the order of their evictions.</summary>
    public IReadOnlyList<int> FirstHealthyEvicted => _firstHealthyEvicted;

    /// <summary>Notes that a healthy member was evicted.</summary>
    internal void EvictHealthy(int member)
    {
        if (_firstHealthyEvicted.Count < NamedMembers)
        {
            _firstHealthyEvicted.Add(member);
        }
    }

    /// <summary>Notes that a member that is down was declared missing; once for each time that it went down.</summary>
    internal void Detect(int member, SimTime down, SimTime now)
    {
        if (!_detected.TryGetValue(member, out SimTime last) || last != down)
        {
            _detected[member] = down;
            _detection.Add((now - down).Nanoseconds);
        }
    }

    internal void Finish(
        SimTime end, bool partial, MemberWindow members, in Fingerprint control, long controlEvents)
    {
        End = end;
        IsPartial = partial;
        Fingerprint fingerprint = control;
        _timeline = new TimelineBins(_group.TimelineWidth);
        foreach (PushDelivery worker in members.Workers)
        {
            fingerprint.Merge(worker.Fingerprint);
            _timeline.Merge(worker.Timeline);
        }

        foreach (KeyServerNode server in _servers)
        {
            fingerprint.Merge(server.Fingerprint);
            if (server.Registrations is { } registrations)
            {
                fingerprint.Merge(registrations.Fingerprint);
                _timeline.Merge(registrations.Tally.Timeline);
            }

            _timeline.Merge(server.Timeline);
        }

        Fingerprint = fingerprint;
        Events = controlEvents + _rekeys.Sum(rekey => rekey.Sum(tally =>
            tally.PushDelivered + tally.AckSent + tally.AckArrived + tally.AckArrived - tally.AckDropped));
    }

    /// <summary>The rows of rekeys.csv.</summary>
    public IEnumerable<RekeyRow> RekeyRows() => _rekeys.SelectMany(rekey => rekey).Select(tally => tally.ToRow());

    /// <summary>The rows of outcomes.csv.</summary>
    public IEnumerable<OutcomeRow> OutcomeRows()
    {
        for (int rekey = 1; rekey <= _rekeys.Count; rekey++)
        {
            for (int profile = 0; profile < _group.Population.Profiles.Count; profile++)
            {
                MemberProfile of = _group.Population.Profiles[profile];
                var row = new OutcomeRow
                {
                    Rekey = rekey,
                    Profile = of.Name,
                    Expected = 0,
                    Acknowledged = 0,
                    Late = 0,
                    Missing = 0,
                    FalselyMissing = 0,
                    Silent = 0,
                    Undecided = 0,
                };
                foreach (RekeyTally tally in _rekeys[rekey - 1])
                {
                    row = tally.AddOutcome(row, profile, of.Acknowledges);
                }

                yield return row;
            }
        }
    }

    /// <summary>The rows of completion.csv.</summary>
    public IEnumerable<CompletionRow> CompletionRows()
    {
        foreach (RekeyTally[] rekey in _rekeys)
        {
            List<DurationSample> samples = [.. rekey.Select(tally => tally.Accepted)];
            long expected = rekey.Sum(tally => tally.Expected);
            long accepted = rekey.Sum(tally => tally.AckAccepted);
            for (int permille = 0; permille < Schema.CompletionRows; permille++)
            {
                yield return new CompletionRow
                {
                    Rekey = rekey[0].Rekey,
                    Quantile = permille / 1000.0,
                    Completion = DurationSample.Quantile(samples, expected, permille),
                    Accepted = DurationSample.Quantile(samples, accepted, permille),
                };
            }
        }
    }

    /// <summary>
    /// The quantile <paramref name="permille"/>/1000 of the time to acceptance over all expected pairs of the run, as
    /// completion_seconds of summary.json; null where that part was never reached.
    /// </summary>
    public Seconds? Completion(int permille)
    {
        List<RekeyTally> tallies = [.. Tallies];
        return DurationSample.Quantile(
            [.. tallies.Select(tally => tally.Accepted)], tallies.Sum(tally => tally.Expected), permille);
    }

    /// <summary>The rows of registrations.csv; none if no registration was completed.</summary>
    public IEnumerable<RegistrationRow> RegistrationRows()
    {
        List<DurationSample> samples =
            [.. _servers.Select(server => server.Registrations?.Tally.Durations).OfType<DurationSample>()];
        long completed = samples.Sum(sample => (long)sample.Count);
        for (int permille = 0; completed > 0 && permille < Schema.CompletionRows; permille++)
        {
            yield return new RegistrationRow
            {
                Quantile = permille / 1000.0,
                Duration = DurationSample.Quantile(samples, completed, permille)!.Value,
            };
        }
    }

    /// <summary>The rows of timeline.csv.</summary>
    public IEnumerable<TimelineRow> TimelineRows() => _timeline!.Rows(ServiceCapacity);

    /// <summary>The figures of the whole run.</summary>
    /// <param name="scenario">Name of the scenario.</param>
    public RunSummary Summary(string scenario) => SummaryOf.Run(this, _group, _servers, scenario);

    internal IEnumerable<RekeyTally> Tallies => _rekeys.SelectMany(rekey => rekey);

    internal DurationSample Detection => _detection;

    /// <summary>
    /// Acknowledgements a second that all cores take through if every one is accepted; null: no limit.
    /// </summary>
    internal double? ServiceCapacity
    {
        get
        {
            double capacity = 0;
            foreach (KeyServerOptions server in _group.Options.KeyServers)
            {
                double mean = server.ServiceTimes.Accepted.MeanSeconds;
                if (mean <= 0)
                {
                    return null;
                }

                capacity += server.Cores / mean;
            }

            return capacity;
        }
    }
}
