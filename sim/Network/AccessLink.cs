using GdoiSim.Kernel;

namespace GdoiSim.Network;

/// <summary>
/// One direction of a key server's access link: datagrams leave one after the other at the link's rate; those that wait
/// are bounded in octets, the one on the wire not counted. Exact: the fraction of a nanosecond by
/// which a datagram ends is carried through a busy period, so n datagrams back to back take n times one, rounded up
/// once.
/// </summary>
/// <remarks>
/// Offers come in time order. Nothing is scheduled: what happened since the last offer is worked out at the next. At
/// one instant a departure comes before an arrival.
/// </remarks>
public sealed class AccessLink
{
    private const long NanosecondBitsPerOctet = 8_000_000_000;

    private readonly long _queueOctets;

    // Waiting datagrams, oldest first, in a ring: when each one's turn on the wire comes, and its octets.
    private WaitingDatagram[] _waiting = new WaitingDatagram[16];
    private int _head;
    private int _count;

    // The wire is free at _freeAt + _remainder / BitsPerSecond nanoseconds.
    private long _freeAt;
    private long _remainder;
    private long _now;

    // Datagrams of one size mostly: how long the latest one takes is kept, so that it is divided once.
    private int _latestOctets;
    private long _latestNanoseconds;
    private long _latestRemainder;

    /// <summary>A link with an empty queue.</summary>
    /// <param name="bitsPerSecond">
    /// Rate, 1 to 10^15 bits a second; 0: no limit, every offer is delivered at once.
    /// </param>
    /// <param name="queueOctets">Octets that may wait, IP headers included, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public AccessLink(long bitsPerSecond, long queueOctets)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bitsPerSecond);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bitsPerSecond, 1_000_000_000_000_000);
        ArgumentOutOfRangeException.ThrowIfNegative(queueOctets);
        BitsPerSecond = bitsPerSecond;
        _queueOctets = queueOctets;
    }

    /// <summary>Rate in bits a second; 0: no limit.</summary>
    public long BitsPerSecond { get; }

    /// <summary>Datagrams offered so far.</summary>
    public long Offered { get; private set; }

    /// <summary>Datagrams dropped so far because the queue had no room for them.</summary>
    public long Dropped { get; private set; }

    /// <summary>Octets of the datagrams taken so far.</summary>
    public long OctetsTaken { get; private set; }

    /// <summary>Octets that wait now, that is after the last offer or advance.</summary>
    public long WaitingOctets { get; private set; }

    /// <summary>Largest number of octets that waited at once.</summary>
    public long MaximumWaitingOctets { get; private set; }

    /// <summary>When the last datagram taken has left, rounded up to a nanosecond.</summary>
    public SimTime FreeAt => new(_freeAt + (_remainder > 0 ? 1 : 0));

    /// <summary>Offers a datagram.</summary>
    /// <param name="now">When it comes to the link; not before an earlier offer.</param>
    /// <param name="octetsOnWire">Its octets, IP headers included (<see cref="Fragmentation.OctetsOnWire"/>).</param>
    /// <param name="delivered">When its last bit has left, rounded up to a nanosecond.</param>
    /// <returns>Whether it was taken; if not, it is dropped and counted.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Time runs backwards, or the datagram has no octets.</exception>
    public bool Offer(SimTime now, int octetsOnWire, out SimTime delivered)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(octetsOnWire);
        AdvanceTo(now);
        Offered++;
        if (BitsPerSecond == 0)
        {
            OctetsTaken += octetsOnWire;
            delivered = now;
            return true;
        }

        if (_freeAt < _now || (_freeAt == _now && _remainder == 0))
        {
            _freeAt = _now;
            _remainder = 0;
        }
        else if (WaitingOctets + octetsOnWire > _queueOctets)
        {
            Dropped++;
            delivered = default;
            return false;
        }
        else
        {
            // Its turn comes at a whole nanosecond or within one; a departure within one is seen at its end.
            Enqueue(new WaitingDatagram(_freeAt + (_remainder > 0 ? 1 : 0), octetsOnWire));
        }

        OctetsTaken += octetsOnWire;
        if (octetsOnWire != _latestOctets)
        {
            _latestOctets = octetsOnWire;
            long work = checked(octetsOnWire * NanosecondBitsPerOctet);
            (_latestNanoseconds, _latestRemainder) = Math.DivRem(work, BitsPerSecond);
        }

        _remainder += _latestRemainder;
        long carry = _remainder >= BitsPerSecond ? 1 : 0;
        _remainder -= carry * BitsPerSecond;
        _freeAt = checked(_freeAt + _latestNanoseconds + carry);
        delivered = FreeAt;
        return true;
    }

    /// <summary>Brings the queue up to an instant, departures at that instant included.</summary>
    /// <param name="now">The instant; not before an earlier one.</param>
    /// <exception cref="ArgumentOutOfRangeException">Time runs backwards.</exception>
    public void AdvanceTo(SimTime now)
    {
        if (now.Nanoseconds < _now)
        {
            throw new ArgumentOutOfRangeException(
                nameof(now), now, $"The link is already at {new SimTime(_now)}: offers come in time order.");
        }

        _now = now.Nanoseconds;
        while (_count > 0 && _waiting[_head].Turn <= _now)
        {
            WaitingOctets -= _waiting[_head].Octets;
            _head = (_head + 1) & (_waiting.Length - 1);
            _count--;
        }
    }

    private void Enqueue(WaitingDatagram datagram)
    {
        if (_count == _waiting.Length)
        {
            WaitingDatagram[] longer = new WaitingDatagram[checked(2 * _count)];
            for (int i = 0; i < _count; i++)
            {
                longer[i] = _waiting[(_head + i) & (_count - 1)];
            }

            _waiting = longer;
            _head = 0;
        }

        _waiting[(_head + _count++) & (_waiting.Length - 1)] = datagram;
        WaitingOctets += datagram.Octets;
        MaximumWaitingOctets = Math.Max(MaximumWaitingOctets, WaitingOctets);
    }

    private readonly record struct WaitingDatagram(long Turn, int Octets);
}
