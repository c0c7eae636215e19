using System.Diagnostics;

namespace GdoiSim.Analysis.Calibration;

/// <summary>The service times of a key server on this host, as a scenario's <c>service_time</c> has them.</summary>
public sealed record MeasuredServiceTimes
{
    /// <summary>An acknowledgement that is accepted.</summary>
    public required TimeTable Accepted { get; init; }

    /// <summary>A duplicate.</summary>
    public required TimeTable Duplicate { get; init; }

    /// <summary>One with a wrong HASH.</summary>
    public required TimeTable Rejected { get; init; }

    /// <summary>Building, signing and encrypting a rekey.</summary>
    public required TimeTable PushBuild { get; init; }

    /// <summary>Handing one datagram of it to the operating system.</summary>
    public required TimeTable PushSend { get; init; }
}

/// <summary>
/// Measures what a key server's work costs this host: the simulated server's own pipeline, behind a real UDP socket of
/// the loopback interface.
/// </summary>
/// <remarks>
/// Acknowledgements are taken in batches, as a program does that reads its socket until it is empty. A batch is one
/// sample: its time divided by its length, so what an interruption adds is spread over it. The clock reads about 25 ns
/// late, which counts where batches are short.
/// </remarks>
public sealed class ServiceTimeCalibration : IDisposable
{
    private const int LeastSamples = 101;
    private const int PushesPerTurn = 4;

    private readonly CalibrationOptions _options;
    private readonly MeasuredGroup _group;
    private readonly ReceivedAcknowledgements _good;
    private readonly ReceivedAcknowledgements _forged;
    private readonly AckReceiver _receiver;
    private readonly LoopbackSocket? _socket;
    private readonly LoopbackSocket _pushSocket = new(4096);
    private readonly List<double> _accepted = [];
    private readonly List<double> _duplicate = [];
    private readonly List<double> _rejected = [];
    private readonly List<double> _pushBuild = [];
    private readonly List<double> _pushSend = [];

    private ServiceTimeCalibration(CalibrationOptions options)
    {
        _options = options;
        _group = new MeasuredGroup(options.Members, options.Acknowledgement, options.Seed, options.Signature);
        // The same members in the same order, so that it is known who has answered.
        _good = Stream(AckKind.Good);
        _forged = Stream(AckKind.Forged);
        _receiver = new AckReceiver(_group, 0, options.Members);
        _socket = options.Socket ? new LoopbackSocket(_good.Stride) : null;
    }

    /// <summary>Measures.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">A verdict was not as due, or a datagram was lost.</exception>
    /// <exception cref="System.Net.Sockets.SocketException">The host allows no UDP on loopback.</exception>
    public static MeasuredServiceTimes Run(CalibrationOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        using var calibration = new ServiceTimeCalibration(options);
        return calibration.Measure(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _socket?.Dispose();
        _pushSocket.Dispose();
    }

    private ReceivedAcknowledgements Stream(AckKind kind) =>
        new(_group, 0, _options.Members, new Dictionary<AckKind, int> { [kind] = _options.Members });

    private MeasuredServiceTimes Measure(CancellationToken cancellation)
    {
        // One rekey to warm up, whose samples are thrown away.
        MeasureRekey(TimeSpan.MaxValue, 0, cancellation);
        foreach (List<double> samples in new[] { _accepted, _duplicate, _rejected, _pushBuild, _pushSend })
        {
            samples.Clear();
        }

        long start = Stopwatch.GetTimestamp();
        do
        {
            _group.BeginRekey();
            MeasureRekey(_options.Duration, start, cancellation);
        }
        while (_accepted.Count < LeastSamples
            || _duplicate.Count < LeastSamples
            || _pushBuild.Count < LeastSamples
            || Stopwatch.GetElapsedTime(start) < _options.Duration);
        return new MeasuredServiceTimes
        {
            Accepted = TimeTable.Of(_accepted),
            Duplicate = TimeTable.Of(_duplicate),
            Rejected = TimeTable.Of(_rejected),
            PushBuild = TimeTable.Of(_pushBuild),
            PushSend = TimeTable.Of(_pushSend),
        };
    }

    // The first half of the members answers; forgeries bear the names of the second half, which is silent, and
    // duplicates come from members whose answer lies a quarter back: nobody's ledger entry is still in the cache.
    private void MeasureRekey(TimeSpan limit, long start, CancellationToken cancellation)
    {
        _receiver.Ledger.BeginRekey(_group.Present.Rekey);
        _good.Write();
        _forged.Write();
        int batches = _options.Members / _options.Batch;
        for (int batch = 0; batch < batches / 2; batch++)
        {
            cancellation.ThrowIfCancellationRequested();
            Sample(_rejected, _forged, batch + (batches / 2), expected: 0);
            Sample(_accepted, _good, batch, expected: _options.Batch);
            if (batch >= batches / 4)
            {
                Sample(_duplicate, _good, batch - (batches / 4), expected: 0);
            }

            if (batch % 16 == 0)
            {
                SamplePush();
            }

            bool isEnough = _accepted.Count >= LeastSamples && _duplicate.Count >= LeastSamples;
            if (isEnough && limit < TimeSpan.MaxValue && Stopwatch.GetElapsedTime(start) >= limit)
            {
                break;
            }
        }
    }

    private void Sample(List<double> samples, ReceivedAcknowledgements stream, int batch, int expected)
    {
        int first = batch * _options.Batch;
        ReadOnlySpan<int> lengths = stream.Lengths.Slice(first, _options.Batch);
        ReadOnlySpan<byte> slab = stream.Slab.Slice(first * stream.Stride, _options.Batch * stream.Stride);
        _socket?.Send(slab, stream.Stride, lengths.Length);
        long start = Stopwatch.GetTimestamp();
        ReadOnlySpan<byte> taken = _socket is null ? slab : _socket.Receive(lengths.Length);
        int accepted = _receiver.Take(taken, stream.Stride, lengths);
        samples.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / lengths.Length);
        if (accepted != expected)
        {
            throw new InvalidOperationException($"{accepted} of {lengths.Length} were accepted instead of {expected}");
        }
    }

    private void SamplePush()
    {
        for (int i = 0; i < PushesPerTurn; i++)
        {
            long start = Stopwatch.GetTimestamp();
            byte[] octets = _group.Keys.Write(_group.Present);
            _pushBuild.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds);
            start = Stopwatch.GetTimestamp();
            _pushSocket.Send(octets, octets.Length, 1);
            _pushSend.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds);
            _pushSocket.Receive(1);
        }
    }
}
