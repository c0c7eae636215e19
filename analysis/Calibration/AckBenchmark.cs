using System.Diagnostics;

namespace GdoiSim.Analysis.Calibration;

/// <summary>
/// How many acknowledgements a second this machine's cores can take through the pipeline of the simulated key server,
/// beside plain loops that take the same steps with a library's HMAC. All three run in turns within each round, so that
/// whatever else the machine does disturbs them alike.
/// </summary>
/// <remarks>
/// A round: the next rekey begins, every member's answer is written (not timed), and all are taken in random order. The
/// plain loops take a slice of them, another one each round.
/// </remarks>
public sealed class AckBenchmark
{
    private const int LeastRounds = 3;
    private const int SliceLength = 16_384;
    private const int KindLength = 65_536;

    // Replays first: the rekey before them has to be one that everybody has answered.
    private static readonly AckKind[] _badKinds =
        [AckKind.Replayed, AckKind.Forged, AckKind.Malformed, AckKind.UnknownGroup];

    private readonly AckBenchmarkOptions _options;
    private readonly MeasuredGroup _group;
    private readonly Share[] _shares;

    private AckBenchmark(AckBenchmarkOptions options)
    {
        _options = options;
        _group = new MeasuredGroup(options.Members, options.Acknowledgement, options.Seed);
        byte[][] keys = _group.AckKeyOctets();
        _shares = new Share[options.Cores];
        for (int core = 0; core < options.Cores; core++)
        {
            int first = (int)((long)options.Members * core / options.Cores);
            int end = (int)((long)options.Members * (core + 1) / options.Cores);
            _shares[core] = new Share(_group, keys, first, end - first, options.BadShare);
        }
    }

    /// <summary>Measures.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">A way accepted other datagrams than the good ones.</exception>
    public static AckBenchmarkResult Run(AckBenchmarkOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        return new AckBenchmark(options).Measure(cancellation);
    }

    private AckBenchmarkResult Measure(CancellationToken cancellation)
    {
        WarmUp();
        List<double> pipeline = [];
        List<double> oneCore = [];
        List<double> hashData = [];
        List<double> bouncyCastle = [];
        long start = Stopwatch.GetTimestamp();
        do
        {
            cancellation.ThrowIfCancellationRequested();
            _group.BeginRekey();
            MeasureRound(pipeline.Count, out double ours, out double plain, out double bouncy);
            pipeline.Add(ours);
            hashData.Add(plain);
            bouncyCastle.Add(bouncy);
            if (_shares.Length > 1)
            {
                _group.BeginRekey();
                oneCore.Add(MeasureOneCore());
            }
        }
        while (pipeline.Count < LeastRounds || Stopwatch.GetElapsedTime(start) < _options.Duration);

        return new AckBenchmarkResult
        {
            Options = _options,
            Rounds = pipeline.Count,
            Pipeline = new AckRate(Median(pipeline)),
            OneCore = oneCore.Count > 0 ? new AckRate(Median(oneCore)) : null,
            HashData = new AckRate(Median(hashData)),
            BouncyCastle = new AckRate(Median(bouncyCastle)),
            BadCosts = _options.BadShare > 0 ? [.. _badKinds.Select(MeasureKind)] : [],
        };
    }

    // Also gives the replays of the next rekey something to be replays of.
    private void WarmUp()
    {
        CoreTeam.Run(_shares.Length, core =>
        {
            Share share = _shares[core];
            share.Begin(_group.Present.Rekey);
            share.Pipeline.Receive(share.Acknowledgements, 0, share.Acknowledgements.Count);
            share.HashData.Receive(share.Acknowledgements, 0, share.SliceLength);
            share.BouncyCastle.Receive(share.Acknowledgements, 0, share.SliceLength);
            share.End(_group.Present.Rekey);
        });
    }

    private void MeasureRound(int round, out double pipeline, out double hashData, out double bouncyCastle)
    {
        CoreTeam.Run(_shares.Length, core => _shares[core].Begin(_group.Present.Rekey));
        pipeline = Time(
            "the pipeline",
            share => (0, share.Acknowledgements.Count),
            (share, first, count) => share.Pipeline.Receive(share.Acknowledgements, first, count));
        hashData = Time(
            "HashData",
            share => (share.SliceStart(round), share.SliceLength),
            (share, first, count) => share.HashData.Receive(share.Acknowledgements, first, count));
        bouncyCastle = Time(
            "BouncyCastle",
            share => (share.SliceStart(round), share.SliceLength),
            (share, first, count) => share.BouncyCastle.Receive(share.Acknowledgements, first, count));
        CoreTeam.Run(_shares.Length, core => _shares[core].End(_group.Present.Rekey));
    }

    // All shares one after the other, so that what differs is the number of cores and nothing else.
    private double MeasureOneCore()
    {
        CoreTeam.Run(_shares.Length, core => _shares[core].Begin(_group.Present.Rekey));
        int[] accepted = new int[_shares.Length];
        TimeSpan elapsed = CoreTeam.Run(1, _ =>
        {
            for (int core = 0; core < _shares.Length; core++)
            {
                Share share = _shares[core];
                accepted[core] = share.Pipeline.Receive(share.Acknowledgements, 0, share.Acknowledgements.Count);
            }
        });
        (int First, int Count)[] ranges = [.. _shares.Select(share => (0, share.Acknowledgements.Count))];
        CheckAccepted("the pipeline on one core", accepted, ranges);
        CoreTeam.Run(_shares.Length, core => _shares[core].End(_group.Present.Rekey));
        return elapsed.TotalNanoseconds / ranges.Sum(range => (double)range.Count);
    }

    // Nanoseconds a datagram.
    private double Time(string way, Func<Share, (int First, int Count)> slots, Func<Share, int, int, int> receive)
    {
        int[] accepted = new int[_shares.Length];
        (int First, int Count)[] ranges = [.. _shares.Select(slots)];
        TimeSpan elapsed = CoreTeam.Run(
            _shares.Length,
            core => accepted[core] = receive(_shares[core], ranges[core].First, ranges[core].Count));
        CheckAccepted(way, accepted, ranges);
        return elapsed.TotalNanoseconds / ranges.Sum(range => (double)range.Count);
    }

    // A speed at which anything else than the good ones is accepted means nothing.
    private void CheckAccepted(string way, int[] accepted, (int First, int Count)[] ranges)
    {
        for (int core = 0; core < ranges.Length; core++)
        {
            (int first, int count) = ranges[core];
            int good = _shares[core].Acknowledgements.GoodIn(first, count);
            if (accepted[core] != good)
            {
                throw new InvalidOperationException(
                    $"{way} accepted {accepted[core]} of {count} datagrams, {good} of them good");
            }
        }
    }

    private BadAckCost MeasureKind(AckKind kind)
    {
        int members = _shares[0].Pipeline.Ledger.Members;
        var counts = new Dictionary<AckKind, int> { [kind] = Math.Min(members, KindLength) };
        var stream = new ReceivedAcknowledgements(_group, 0, members, counts);
        List<double> times = [];
        // A rekey that nobody has answered, so that forgeries go as far as HASH.
        _group.BeginRekey();
        _shares[0].Pipeline.Ledger.BeginRekey(_group.Present.Rekey);
        stream.Write();
        for (int i = 0; i < 5; i++)
        {
            long start = Stopwatch.GetTimestamp();
            int accepted = _shares[0].Pipeline.Receive(stream, 0, stream.Count);
            times.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / stream.Count);
            if (accepted > 0)
            {
                throw new InvalidOperationException($"the pipeline accepted {accepted} {kind} datagrams");
            }
        }

        return new BadAckCost(kind, Median(times));
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return values[values.Count / 2];
    }

    /// <summary>One core's part of the group, with each way to take its datagrams.</summary>
    private sealed class Share
    {
        internal Share(MeasuredGroup group, byte[][] keys, int firstMember, int members, double badShare)
        {
            var counts = new Dictionary<AckKind, int> { [AckKind.Good] = members };
            int bad = (int)(members / (1 - badShare)) - members;
            for (int i = 0; i < _badKinds.Length; i++)
            {
                counts[_badKinds[i]] = (bad + i) / _badKinds.Length;
            }

            Acknowledgements = new ReceivedAcknowledgements(group, firstMember, members, counts);
            Pipeline = new AckReceiver(group, firstMember, members);
            HashData = new HashDataAckReceiver(group, keys, firstMember, members);
            BouncyCastle = new BouncyCastleAckReceiver(group, keys, firstMember, members);
        }

        internal ReceivedAcknowledgements Acknowledgements { get; }

        internal AckReceiver Pipeline { get; }

        internal PlainAckReceiver HashData { get; }

        internal PlainAckReceiver BouncyCastle { get; }

        internal int SliceLength => Math.Min(AckBenchmark.SliceLength, Acknowledgements.Count);

        internal int SliceStart(int round) =>
            (int)((long)round * SliceLength % (Acknowledgements.Count - SliceLength + 1));

        internal void Begin(int rekey)
        {
            Pipeline.Ledger.BeginRekey(rekey);
            Acknowledgements.Write();
        }

        internal void End(int rekey)
        {
            HashData.End(rekey);
            BouncyCastle.End(rekey);
        }
    }
}
