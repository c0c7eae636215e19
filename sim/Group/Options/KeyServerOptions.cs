using GdoiSim.Kernel;
using GdoiSim.Kernel.Randomness;

namespace GdoiSim.Group;

/// <summary>One key server: its cores, its socket and its access link.</summary>
public sealed record KeyServerOptions
{
    /// <summary>Share of the members that it serves, relative to the other servers' shares.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Cores that work on datagrams, 1 to 1024.</summary>
    public int Cores { get; init; } = 1;

    /// <summary>Socket buffer.</summary>
    public ReceiveBuffer ReceiveBuffer { get; init; } = ReceiveBuffer.OfOctets(212_992);

    /// <summary>What each kind of work costs one core.</summary>
    public ServiceTimes ServiceTimes { get; init; } = new();

    /// <summary>Bandwidth of the access link in bits a second, each direction; 0: not limited.</summary>
    public long LinkBitsPerSecond { get; init; }

    /// <summary>Octets that may wait for the access link, IP headers included.</summary>
    public long LinkQueueOctets { get; init; } = 262_144;
}

/// <summary>Service time of each kind of work at a key server.</summary>
public sealed record ServiceTimes
{
    /// <summary>An acknowledgement that is accepted.</summary>
    public Distribution Accepted { get; init; } = Distribution.Constant(SimDuration.FromMicroseconds(50));

    /// <summary>An acknowledgement that the duplicate filter stops.</summary>
    public Distribution Duplicate { get; init; } = Distribution.Constant(SimDuration.FromMicroseconds(10));

    /// <summary>A datagram that is rejected.</summary>
    public Distribution Rejected { get; init; } = Distribution.Constant(SimDuration.FromMicroseconds(40));

    /// <summary>Building, signing and encrypting a PUSH.</summary>
    public Distribution PushBuild { get; init; } = Distribution.Constant(SimDuration.FromMilliseconds(1));

    /// <summary>Handing one PUSH datagram to the network.</summary>
    public Distribution PushSend { get; init; } = Distribution.Constant(SimDuration.FromMicroseconds(20));
}

/// <summary>
/// Bound of the datagrams that wait at the server's socket: a number of them, or octets as Linux accounts for them
/// (<see cref="ChargeFor"/>).
/// </summary>
public readonly record struct ReceiveBuffer
{
    private ReceiveBuffer(long octets, int datagrams)
    {
        Octets = octets;
        Datagrams = datagrams;
    }

    /// <summary>
    /// Effective limit in charged octets (twice what a program passes to SO_RCVBUF); long.MaxValue: none.
    /// </summary>
    public long Octets { get; }

    /// <summary>Limit in datagrams; int.MaxValue: none.</summary>
    public int Datagrams { get; }

    /// <summary>A buffer that is bounded in charged octets.</summary>
    public static ReceiveBuffer OfOctets(long octets) => new(octets, int.MaxValue);

    /// <summary>A buffer that is bounded in datagrams.</summary>
    public static ReceiveBuffer OfDatagrams(int datagrams) => new(long.MaxValue, datagrams);

    /// <summary>
    /// Octets that Linux charges a socket for one UDP datagram: its buffer and bookkeeping, in steps of the allocator.
    /// Measured; beyond 1200 octets of payload it grows by whole pages' worth, which the last step stands for.
    /// </summary>
    /// <param name="payloadOctets">UDP payload in octets.</param>
    public static int ChargeFor(int payloadOctets) => payloadOctets switch
    {
        <= 128 => 832,
        <= 600 => 1280,
        <= 1200 => 2304,
        _ => 2304 + ((payloadOctets - 1200 + 1023) / 1024 * 1024),
    };
}
