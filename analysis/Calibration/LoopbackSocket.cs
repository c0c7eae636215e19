using System.Net;
using System.Net.Sockets;

namespace GdoiSim.Analysis.Calibration;

/// <summary>Two UDP sockets of this host, one of which sends to the other. Allocates nothing once it is made.</summary>
internal sealed class LoopbackSocket : IDisposable
{
    private const int PatienceMilliseconds = 5000;

    private readonly Socket _sender = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Socket _receiver = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly byte[] _received;
    private readonly int _octets;

    /// <param name="octets">Most octets of a datagram.</param>
    /// <exception cref="SocketException">The host allows no UDP on its loopback interface.</exception>
    internal LoopbackSocket(int octets)
    {
        _octets = octets;
        _received = new byte[octets * CalibrationOptions.LargestBatch];
        _receiver.ReceiveTimeout = PatienceMilliseconds;
        _receiver.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _sender.Connect(_receiver.LocalEndPoint!);
    }

    /// <summary>Sends datagrams out of slots.</summary>
    internal void Send(ReadOnlySpan<byte> slab, int stride, int count)
    {
        for (int i = 0; i < count; i++)
        {
            _sender.Send(slab.Slice(i * stride, stride));
        }
    }

    /// <summary>Takes datagrams into slots, whose octets are given back.</summary>
    /// <exception cref="InvalidOperationException">One of them was lost.</exception>
    internal ReadOnlySpan<byte> Receive(int count)
    {
        try
        {
            for (int i = 0; i < count; i++)
            {
                _receiver.Receive(_received.AsSpan(i * _octets, _octets));
            }
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.TimedOut)
        {
            throw new InvalidOperationException("a datagram was lost on the loopback interface", exception);
        }

        return _received;
    }

    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
    }
}
