using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GdoiSim.Kernel.Randomness;

namespace GdoiSim.Network.Latency;

/// <summary>A latency model at work on one path: stateless.</summary>
internal sealed class LatencyProcess
{
    private readonly RandomStream _memberStream;
    private readonly RandomStream _packetStream;
    private readonly Distribution _memberBase;
    private readonly Distribution _perPacket;
    private readonly bool _drawsMember;
    private readonly bool _drawsPacket;
    private readonly long _constantNanoseconds;

    internal LatencyProcess(LatencyModel model, in PathStreams streams)
    {
        model.Check();
        _memberStream = streams.MemberLatency;
        _packetStream = streams.PacketLatency;
        _memberBase = model.MemberBase;
        _perPacket = model.PerPacket;
        _drawsMember = !model.MemberBase.IsConstant;
        _drawsPacket = !model.PerPacket.IsConstant;
        _constantNanoseconds = (_drawsMember ? 0 : model.MemberBase.Minimum.Nanoseconds)
            + (_drawsPacket ? 0 : model.PerPacket.Minimum.Nanoseconds);
    }

    /// <summary>Turns send times into arrival times; negative ones (lost, not sent) become −1.</summary>
    /// <param name="members">Whose packets; at most <see cref="MemberPath.BlockLength"/>.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="times">Send times in nanoseconds, replaced by arrival times.</param>
    [SkipLocalsInit]
    internal void Delay(MemberBatch members, NetworkDrawIndex packet, Span<long> times)
    {
        times = times[..members.Count];
        Add(_constantNanoseconds, times);
        if (!_drawsMember && !_drawsPacket)
        {
            return;
        }

        Span<double> uniforms = stackalloc double[MemberPath.BlockLength];
        Span<long> latencies = stackalloc long[MemberPath.BlockLength];
        uniforms = uniforms[..members.Count];
        latencies = latencies[..members.Count];
        if (_drawsMember)
        {
            members.FillUniform(_memberStream, 0, uniforms);
            _memberBase.Sample(uniforms, latencies);
            Add(latencies, times);
        }

        if (_drawsPacket)
        {
            members.FillUniform(_packetStream, packet.Value, uniforms);
            _perPacket.Sample(uniforms, latencies);
            Add(latencies, times);
        }
    }

    /// <summary>The latency of one packet in nanoseconds: the same value as in a batch.</summary>
    internal long Of(uint member, NetworkDrawIndex packet)
    {
        long latency = _constantNanoseconds;
        if (_drawsMember)
        {
            latency += _memberBase.Sample(_memberStream.Uniform(member, 0)).Nanoseconds;
        }

        if (_drawsPacket)
        {
            latency += _perPacket.Sample(_packetStream.Uniform(member, packet.Value)).Nanoseconds;
        }

        return latency;
    }

    // The sign of a time spreads over all its bits: OR-ing it in keeps -1 whatever is added.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(long latency, Span<long> times)
    {
        Span<Vector<long>> lanes = MemoryMarshal.Cast<long, Vector<long>>(times);
        Vector<long> addend = new(latency);
        for (int i = 0; i < lanes.Length; i++)
        {
            lanes[i] = (lanes[i] + addend) | Vector.LessThan(lanes[i], Vector<long>.Zero);
        }

        for (int i = lanes.Length * Vector<long>.Count; i < times.Length; i++)
        {
            times[i] = (times[i] + latency) | (times[i] >> 63);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(ReadOnlySpan<long> latencies, Span<long> times)
    {
        Span<Vector<long>> lanes = MemoryMarshal.Cast<long, Vector<long>>(times);
        ReadOnlySpan<Vector<long>> addends = MemoryMarshal.Cast<long, Vector<long>>(latencies);
        for (int i = 0; i < lanes.Length; i++)
        {
            lanes[i] = (lanes[i] + addends[i]) | Vector.LessThan(lanes[i], Vector<long>.Zero);
        }

        for (int i = lanes.Length * Vector<long>.Count; i < times.Length; i++)
        {
            times[i] = (times[i] + latencies[i]) | (times[i] >> 63);
        }
    }
}
