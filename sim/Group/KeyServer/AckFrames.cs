using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using GdoiSim.Protocol.Isakmp;
using GdoiSim.Protocol.Messages;

namespace GdoiSim.Group;

/// <summary>
/// What form, cookies, policy and sequence number said of recent acknowledgements. All answers to one PUSH agree in
/// every octet but HASH and address, so one that agrees with a frame kept here needs no second look at them.
/// </summary>
internal sealed class AckFrames
{
    private const int HeadOctets = GroupkeyPushAck.HashOffset;

    // SEQ payload 8, ID payload up to its address 8.
    private const int TailOctets = 16;
    private const int SequenceOctets = 8;
    private const int Kept = 4;

    private readonly IdentificationType _identity;
    private readonly int _tailAt;
    private readonly Frame[] _frames = new Frame[Kept];

    /// <summary>No frames yet.</summary>
    /// <param name="family">Address family of the members' identities.</param>
    /// <param name="hashOctets">Octets of a HASH: 32 or 64.</param>
    internal AckFrames(AddressFamily family, int hashOctets)
    {
        _identity = family == AddressFamily.IPv4
            ? IdentificationType.IPv4Address
            : IdentificationType.IPv6Address;
        _tailAt = HeadOctets + hashOctets;
        AddressAt = _tailAt + TailOctets;
        Octets = AddressAt + (family == AddressFamily.IPv4 ? 4 : 16);
    }

    /// <summary>Octets of an acknowledgement of the group.</summary>
    internal int Octets { get; }

    /// <summary>Where its address begins.</summary>
    internal int AddressAt { get; }

    /// <summary>
    /// What was found of an acknowledgement of <see cref="Octets"/> octets with the same frame, if one is kept.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryFind(ReadOnlySpan<byte> datagram, [NotNullWhen(true)] out RekeySa? rekeySa, out int rekey)
    {
        ref readonly Frame frame = ref _frames[Place(datagram)];
        rekeySa = frame.RekeySa;
        rekey = frame.Rekey;
        return rekeySa is not null && frame.Head == Head(datagram) && frame.Tail == Tail(datagram);
    }

    /// <summary>Keeps the frame of one in which all was right up to its sequence number.</summary>
    internal void Keep(ReadOnlySpan<byte> datagram, in GroupkeyPushAck acknowledgement, RekeySa rekeySa, int rekey)
    {
        if (datagram.Length == Octets && acknowledgement.IdentityType == _identity)
        {
            _frames[Place(datagram)] = new Frame(Head(datagram), Tail(datagram), rekeySa, rekey);
        }
    }

    // By the last octet of the sequence number, so that the repeats of a rekey under new numbers do not meet.
    private int Place(ReadOnlySpan<byte> datagram) => datagram[_tailAt + SequenceOctets - 1] % Kept;

    private static Vector256<byte> Head(ReadOnlySpan<byte> datagram) => Vector256.Create(datagram);

    private Vector128<byte> Tail(ReadOnlySpan<byte> datagram) => Vector128.Create(datagram[_tailAt..]);

    // The octets before HASH and those between it and the address, and what they were found to be.
    private readonly struct Frame(Vector256<byte> head, Vector128<byte> tail, RekeySa rekeySa, int rekey)
    {
        public readonly Vector256<byte> Head = head;
        public readonly Vector128<byte> Tail = tail;
        public readonly RekeySa? RekeySa = rekeySa;
        public readonly int Rekey = rekey;
    }
}
