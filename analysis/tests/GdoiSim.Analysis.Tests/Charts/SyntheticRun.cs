using GdoiSim.Metrics;

namespace GdoiSim.Analysis.Tests.Charts;

/// <summary>
/// Writes a result directory that looks like a run of the simulator, from a few lines of queueing of its own: members
/// lose the rekey or the ACK with one probability each, delay by jitter, and meet a finite buffer before one server.
/// </summary>
internal sealed record SyntheticRun
{
    public string Scenario { get; init; } = "synthetic";

    public ulong Seed { get; init; } = 1;

    public int Members { get; init; } = 2_000;

    public int Rekeys { get; init; } = 3;

    /// <summary>The profiles with the share of members that each has; Silent ones send no ACK.</summary>
    public IReadOnlyList<(string Name, double Share)> Profiles { get; init; } = [("standard", 1)];

    public IReadOnlyList<string> Silent { get; init; } = [];

    public double JitterSeconds { get; init; } = 5;

    public double LatencySeconds { get; init; } = 0.02;

    public double PushLoss { get; init; }

    public double AckLoss { get; init; }

    public double LinkLoss { get; init; }

    public double ServiceSeconds { get; init; } = 250e-6;

    public int? Buffer { get; init; } = 256;

    public double MissingAfter { get; init; } = 10;

    public double RekeyInterval { get; init; } = 3600;

    public bool Acknowledge { get; init; } = true;

    public bool Partial { get; init; }

    /// <summary>Whether the queue was in use before the first rekey, as it is when members register.</summary>
    public bool HasEarlierQueue { get; init; }

    /// <summary>Writes all files but the manifest into the directory.</summary>
    public void Write(string directory)
    {
        var random = new Random((int)Seed);
        var bins = new TimelineBins();
        var rekeys = new List<RekeyRow>();
        var outcomes = new List<OutcomeRow>();
        var completion = new List<CompletionRow>();
        var pooled = new List<DurationSample>();
        long maxDepth = 0, maxWait = 0;
        if (HasEarlierQueue)
        {
            bins.At(2_000_000_000).QueueMaxDepth = 3;
        }

        for (var rekey = 1; rekey <= Rekeys; rekey++)
        {
            var state = new Rekey(this, random, bins, rekey);
            rekeys.Add(state.Row());
            outcomes.AddRange(state.Outcomes());
            completion.AddRange(state.Completion());
            pooled.Add(state.Accepted);
            maxDepth = Math.Max(maxDepth, state.MaxDepth);
            maxWait = Math.Max(maxWait, state.MaxWait);
        }

        CsvTable.Write(directory, rekeys);
        CsvTable.Write(directory, outcomes);
        CsvTable.Write(directory, completion);
        CsvTable.Write(directory, bins.Rows(ServiceSeconds > 0 ? 1 / ServiceSeconds : null));
        Summary(rekeys, pooled, maxDepth, maxWait).Write(directory);
    }

    private RunSummary Summary(
        List<RekeyRow> rekeys, List<DurationSample> pooled, long maxDepth, long maxWait)
    {
        var expected = rekeys.Sum(row => row.AckExpected);
        var accepted = rekeys.Sum(row => row.AckAccepted);
        Seconds? Completed(int permille) => DurationSample.Quantile(pooled, expected, permille);
        Seconds? Accepted(int permille) => DurationSample.Quantile(pooled, accepted, permille);
        return new RunSummary
        {
            Scenario = Scenario,
            Seed = Seed,
            Partial = Partial,
            Duration = new Seconds((long)(Rekeys * RekeyInterval * 1e9)),
            Members = Members,
            KeyServers = 1,
            Rekeys = Rekeys,
            Transmissions = Rekeys,
            PushSent = Rekeys,
            PushDelivered = rekeys.Sum(row => row.PushDelivered),
            AckExpected = expected,
            AckSent = rekeys.Sum(row => row.AckSent),
            AckDuplicated = 0,
            AckLost = rekeys.Sum(row => row.AckLost),
            AckLinkDropped = rekeys.Sum(row => row.AckLinkDropped),
            AckInFlight = 0,
            AckArrived = rekeys.Sum(row => row.AckArrived),
            AckDropped = rekeys.Sum(row => row.AckDropped),
            AckAccepted = accepted,
            AckLate = rekeys.Sum(row => row.AckLate),
            AckDuplicate = 0,
            AckRejected = new Dictionary<string, long> { ["HashMismatch"] = 0 },
            AckInServiceOrWaiting = 0,
            MissingDeclared = rekeys.Sum(row => row.MissingDeclared),
            MissingFalse = rekeys.Sum(row => row.MissingFalse),
            EvictedTotal = 0,
            EvictedHealthy = 0,
            RecoveredTotal = 0,
            DetectionCount = 0,
            DetectionP50 = null,
            DetectionP90 = null,
            DetectionP99 = null,
            DetectionMax = null,
            KeylessMembers = 0,
            KeylessMemberSeconds = 0,
            CompletionP50 = Completed(500),
            CompletionP90 = Completed(900),
            CompletionP99 = Completed(990),
            CompletionMax = Completed(1000),
            AcceptedP50 = Accepted(500),
            AcceptedP90 = Accepted(900),
            AcceptedP99 = Accepted(990),
            AcceptedMax = Accepted(1000),
            RegistrationStarted = 0,
            RegistrationCompleted = 0,
            RegistrationFailed = 0,
            RegistrationSent = 0,
            RegistrationRepeated = 0,
            RegistrationArrived = 0,
            RegistrationDropped = 0,
            RegistrationDuplicate = 0,
            RegistrationRefused = 0,
            RegistrationHalfOpenMax = 0,
            RegistrationP50 = null,
            RegistrationP90 = null,
            RegistrationP99 = null,
            RegistrationMax = null,
            RegistrationBusySeconds = 0,
            QueueLimit = Buffer,
            QueueMaxDepth = maxDepth,
            QueueMaxWait = new Seconds(maxWait),
            LinkMaxWait = new Seconds(0),
            ServiceCores = 1,
            ServiceCapacity = ServiceSeconds > 0 ? 1 / ServiceSeconds : null,
            ServiceBusySeconds = accepted * ServiceSeconds,
        };
    }

    /// <summary>One rekey of the run: what happens is worked out at construction.</summary>
    private sealed class Rekey
    {
        private readonly SyntheticRun _run;
        private readonly int _number;
        private readonly long _begin;
        private readonly long[] _acknowledged;
        private readonly long[] _late;
        private readonly long[] _missing;
        private readonly long[] _falselyMissing;
        private readonly long[] _silent;
        private long _sent, _lost, _linkDropped, _arrived, _dropped, _delivered;

        public Rekey(SyntheticRun run, Random random, TimelineBins bins, int number)
        {
            (_run, _number) = (run, number);
            _begin = (long)((10 + ((number - 1) * run.RekeyInterval)) * 1e9) + 1234;
            var count = run.Profiles.Count;
            (_acknowledged, _late, _missing, _falselyMissing, _silent) =
                (new long[count], new long[count], new long[count], new long[count], new long[count]);
            bins.At(_begin).PushSent++;
            Serve(Send(random, bins), bins);
        }

        public DurationSample Accepted { get; } = new();

        public long MaxDepth { get; private set; }

        public long MaxWait { get; private set; }

        public RekeyRow Row()
        {
            var expected = _run.Acknowledge ? _run.Members : 0;
            var accepted = Accepted.Count;
            return new RekeyRow
            {
                Rekey = _number,
                Server = 1,
                FirstSequence = _number,
                LastSequence = _number,
                KekReplaced = false,
                Begin = new Seconds(_begin),
                LastTransmission = new Seconds(_begin),
                Transmissions = 1,
                PushSent = 1,
                PushDelivered = _delivered,
                AckExpected = expected,
                AckSent = _sent,
                AckDuplicated = 0,
                AckLost = _lost,
                AckLinkDropped = _linkDropped,
                AckArrived = _arrived,
                AckDropped = _dropped,
                AckAccepted = accepted,
                AckLate = _late.Sum(),
                AckDuplicate = 0,
                AckRejected = 0,
                MissingDeclared = _late.Sum() + _missing.Sum() + _falselyMissing.Sum() + _silent.Sum(),
                MissingFalse = _late.Sum() + _falselyMissing.Sum() + _silent.Sum(),
                EvictedTotal = 0,
                EvictedHealthy = 0,
                CompletionP50 = Accepted.Quantile(expected, 500),
                CompletionP90 = Accepted.Quantile(expected, 900),
                CompletionP99 = Accepted.Quantile(expected, 990),
                CompletionMax = Accepted.Quantile(expected, 1000),
                AcceptedP50 = Accepted.Quantile(accepted, 500),
                AcceptedP90 = Accepted.Quantile(accepted, 900),
                AcceptedP99 = Accepted.Quantile(accepted, 990),
                AcceptedMax = Accepted.Quantile(accepted, 1000),
                QueueMaxDepth = MaxDepth,
            };
        }

        public IEnumerable<OutcomeRow> Outcomes() => _run.Profiles.Select((profile, i) => new OutcomeRow
        {
            Rekey = _number,
            Profile = profile.Name,
            Expected = _acknowledged[i] + _late[i] + _missing[i] + _falselyMissing[i] + _silent[i],
            Acknowledged = _acknowledged[i],
            Late = _late[i],
            Missing = _missing[i],
            FalselyMissing = _falselyMissing[i],
            Silent = _silent[i],
            Undecided = 0,
        });

        public IEnumerable<CompletionRow> Completion() =>
            Enumerable.Range(0, _run.Acknowledge ? Schema.CompletionRows : 0).Select(permille => new CompletionRow
            {
                Rekey = _number,
                Quantile = permille / 1000.0,
                Completion = Accepted.Quantile(_run.Members, permille),
                Accepted = Accepted.Quantile(Accepted.Count, permille),
            });

        private List<(long Time, int Profile)> Send(Random random, TimelineBins bins)
        {
            var arrivals = new List<(long Time, int Profile)>();
            for (var member = 0; member < _run.Members; member++)
            {
                var profile = ProfileOf(member);
                if (!_run.Acknowledge)
                {
                    continue;
                }

                var silent = _run.Silent.Contains(_run.Profiles[profile].Name);
                var holds = random.NextDouble() >= _run.PushLoss;
                _delivered += holds ? 1 : 0;
                if (silent || !holds)
                {
                    (silent ? _silent : _missing)[profile]++;
                    continue;
                }

                var sent = _begin + Nanoseconds(_run.LatencySeconds * (1 + random.NextDouble()))
                    + Nanoseconds(_run.JitterSeconds * random.NextDouble());
                var arrival = sent + Nanoseconds(_run.LatencySeconds * (1 + random.NextDouble()));
                bins.At(sent).AckSent++;
                _sent++;
                var luck = random.NextDouble();
                if (luck < _run.AckLoss)
                {
                    bins.At(arrival).AckLost++;
                    _lost++;
                    _falselyMissing[profile]++;
                }
                else if (luck < _run.AckLoss + _run.LinkLoss)
                {
                    bins.At(arrival).AckLinkDropped++;
                    _linkDropped++;
                    _falselyMissing[profile]++;
                }
                else
                {
                    arrivals.Add((arrival, profile));
                }
            }

            return [.. arrivals.OrderBy(arrival => arrival.Time)];
        }

        private void Serve(List<(long Time, int Profile)> arrivals, TimelineBins bins)
        {
            var service = Nanoseconds(_run.ServiceSeconds);
            var starts = new Queue<long>(); // of those still waiting
            var free = 0L;
            foreach (var (time, profile) in arrivals)
            {
                while (starts.TryPeek(out var start) && start <= time)
                {
                    starts.Dequeue();
                }

                _arrived++;
                bins.At(time).AckArrived++;
                if (free > time && starts.Count >= (_run.Buffer ?? int.MaxValue))
                {
                    bins.At(time).AckDropped++;
                    _dropped++;
                    _falselyMissing[profile]++;
                    continue;
                }

                var begin = Math.Max(free, time);
                if (begin > time)
                {
                    starts.Enqueue(begin);
                }

                free = begin + service;
                MaxDepth = Math.Max(MaxDepth, starts.Count);
                MaxWait = Math.Max(MaxWait, begin - time);
                Accepted.Add(free - _begin);
                (free - _begin > Nanoseconds(_run.MissingAfter) ? _late : _acknowledged)[profile]++;
                var bin = bins.At(time);
                bin.QueueMaxDepth = Math.Max(bin.QueueMaxDepth, starts.Count);
                bins.At(free).AckAccepted++;
            }

            // While the queue drains no arrival reports its depth; each end of service does.
            var ahead = starts.Where(start => start > (arrivals.Count > 0 ? arrivals[^1].Time : 0)).ToArray();
            for (var i = 0; i < ahead.Length; i++)
            {
                var bin = bins.At(ahead[i]);
                bin.QueueMaxDepth = Math.Max(bin.QueueMaxDepth, ahead.Length - 1 - i);
            }
        }

        private int ProfileOf(int member)
        {
            var place = (member + 0.5) / _run.Members;
            for (var i = 0; i < _run.Profiles.Count; i++)
            {
                place -= _run.Profiles[i].Share;
                if (place < 0)
                {
                    return i;
                }
            }

            return _run.Profiles.Count - 1;
        }

        private static long Nanoseconds(double seconds) => (long)(seconds * 1e9);
    }
}
