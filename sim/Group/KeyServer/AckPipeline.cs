using GdoiSim.Kernel;
using GdoiSim.Protocol;
using GdoiSim.Protocol.Crypto;
using GdoiSim.Protocol.Messages;

namespace GdoiSim.Group;

/// <summary>What inspection made of one acknowledgement.</summary>
/// <param name="Reason">Why it is not taken; <see cref="DiscardReason.None"/>: it is genuine and was still new.</param>
/// <param name="Member">The member that its identity names; -1: none.</param>
/// <param name="Rekey">The rekey that its sequence number belongs to; 0: none.</param>
public readonly record struct AckVerdict(DiscardReason Reason, int Member, int Rekey);

/// <summary>
/// How a key server takes acknowledgements (RFC 8263 section 5), a batch at a time: form, cookies, policy, sequence
/// number, member, duplicate filter, and only then HASH, in vector lanes over all that are left. Without I/O, clock and
/// simulation: a simulated server, a benchmark and a socket loop use the same one. Allocates nothing in steady state.
/// </summary>
public sealed class AckPipeline
{
    private readonly GroupKeys _keys;
    private readonly AckLedger _ledger;
    private readonly KekAckRequested _requested;
    private readonly AddressFamily _family;
    private readonly int _hashOctets;
    private readonly AckHashing? _hashing;
    private RekeySa? _lastFound;
    private AckSlot[] _slots = [];
    private byte[] _valid = [];

    /// <summary>The pipeline of one key server.</summary>
    /// <param name="keys">The group's keys.</param>
    /// <param name="ledger">Who acknowledged what; also the duplicate filter.</param>
    /// <param name="ackKeys">The keys of the acknowledgements.</param>
    /// <param name="requested">The kind of acknowledgement that the policy asks for, or none.</param>
    /// <param name="family">Address family of the members' identities.</param>
    public AckPipeline(
        GroupKeys keys, AckLedger ledger, AckKeys ackKeys, KekAckRequested requested, AddressFamily family)
    {
        _family = family;
        _keys = keys;
        _ledger = ledger;
        _requested = requested;
        if (requested != KekAckRequested.None)
        {
            _hashOctets = requested.Prf().OutputLength();
            _hashing = ackKeys.CreateHashing();
        }
    }

    /// <summary>
    /// The reasons for which a key server rejects an acknowledgement; a duplicate is not a rejection.
    /// </summary>
    public static IReadOnlyList<DiscardReason> RejectionReasons { get; } =
    [
        DiscardReason.SpiUnknown,
        DiscardReason.NotRequested,
        DiscardReason.NotMember,
        DiscardReason.SequenceUnknown,
        DiscardReason.HashLength,
        DiscardReason.HashMismatch,
    ];

    /// <summary>Inspects a batch. Pure but for scratch memory: the ledger is read, not written.</summary>
    /// <param name="slab">Datagrams in slots of equal size.</param>
    /// <param name="stride">Octets of a slot.</param>
    /// <param name="lengths">Octets of each datagram, from the start of its slot.</param>
    /// <param name="arrivedAt">Arrival of each datagram: an SA may have been given up before.</param>
    /// <param name="verdicts">Receives a verdict for each.</param>
    public void Inspect(
        ReadOnlySpan<byte> slab,
        int stride,
        ReadOnlySpan<int> lengths,
        ReadOnlySpan<SimTime> arrivedAt,
        Span<AckVerdict> verdicts)
    {
        if (_slots.Length < lengths.Length)
        {
            _slots = new AckSlot[lengths.Length];
            _valid = new byte[lengths.Length];
        }

        // First what the octets alone say, then the ledger, whose lines have been asked for meanwhile, then HASH.
        int left = 0;
        for (int slot = 0; slot < lengths.Length; slot++)
        {
            ReadOnlySpan<byte> datagram = slab.Slice(slot * stride, lengths[slot]);
            AckVerdict verdict = InspectForm(datagram, arrivedAt[slot], out int kekGeneration);
            verdicts[slot] = verdict;
            if (verdict.Reason == DiscardReason.None)
            {
                // A key server reads L as IEC 62351-9 does; a member that reads it otherwise fails here.
                _slots[left++] = new AckSlot(slot, verdict.Member, kekGeneration, AckLengthField.Block);
                _ledger.Prefetch(verdict.Member);
            }
        }

        left = KeepUnacknowledged(left, verdicts);
        if (left > 0)
        {
            _hashing!.Check(slab, stride, _slots.AsSpan(0, left), _valid);
        }

        for (int i = 0; i < left; i++)
        {
            if (_valid[i] == 0)
            {
                int slot = _slots[i].Slot;
                verdicts[slot] = verdicts[slot] with { Reason = DiscardReason.HashMismatch };
            }
        }
    }

    /// <summary>
    /// The last word on an inspected acknowledgement, at the instant of its service: a copy may have been accepted
    /// meanwhile, or the member removed.
    /// </summary>
    public DiscardReason Decide(in AckVerdict verdict)
    {
        if (verdict.Reason is not (DiscardReason.None or DiscardReason.HashMismatch or DiscardReason.HashLength))
        {
            return verdict.Reason;
        }

        // The duplicate filter stands before HASH: what it stops now is a duplicate whatever its HASH was found to be.
        DiscardReason now = _ledger.Keeps(verdict.Rekey)
            ? ReasonOf(_ledger.Find(verdict.Rekey, verdict.Member))
            : DiscardReason.SequenceUnknown;
        return now == DiscardReason.None ? verdict.Reason : now;
    }

    // The duplicate filter: what is left in _slots goes on to HASH.
    private int KeepUnacknowledged(int count, Span<AckVerdict> verdicts)
    {
        int left = 0;
        for (int i = 0; i < count; i++)
        {
            AckSlot entry = _slots[i];
            ref AckVerdict verdict = ref verdicts[entry.Slot];
            DiscardReason reason = ReasonOf(_ledger.Find(verdict.Rekey, verdict.Member));
            if (reason == DiscardReason.None)
            {
                _slots[left++] = entry;
            }
            else
            {
                verdict = verdict with { Reason = reason };
            }
        }

        return left;
    }

    // Form, cookies, policy, sequence number and identity: all that needs no record of the member.
    private AckVerdict InspectForm(ReadOnlySpan<byte> datagram, SimTime arrivedAt, out int kekGeneration)
    {
        kekGeneration = 0;
        DiscardReason reason = GroupkeyPushAck.TryParse(datagram, out GroupkeyPushAck acknowledgement);
        if (reason != DiscardReason.None)
        {
            return new AckVerdict(reason, -1, 0);
        }

        RekeySa? found = FindRekeySa(acknowledgement.Cookies, arrivedAt);
        if (found is null)
        {
            return new AckVerdict(DiscardReason.SpiUnknown, -1, 0);
        }

        if (_requested == KekAckRequested.None)
        {
            return new AckVerdict(DiscardReason.NotRequested, -1, 0);
        }

        int rekey = found.RekeyOf(acknowledgement.Sequence.Value);
        if (!_ledger.Keeps(rekey))
        {
            return new AckVerdict(DiscardReason.SequenceUnknown, -1, rekey);
        }

        int member = MemberAddress.Find(acknowledgement, _family);
        kekGeneration = found.Generation;
        return new AckVerdict(
            acknowledgement.Hash.Length == _hashOctets ? DiscardReason.None : DiscardReason.HashLength, member, rekey);
    }

    // Nearly all acknowledgements of a batch name the SA that the one before named.
    private RekeySa? FindRekeySa(Cookies cookies, SimTime arrivedAt)
    {
        if (_lastFound is RekeySa last && last.Cookies == cookies)
        {
            return arrivedAt <= last.KeptUntil ? last : null;
        }

        // A stray datagram must not make the next one search.
        RekeySa? found = _keys.Find(cookies, arrivedAt);
        _lastFound = found ?? _lastFound;
        return found;
    }

    private static DiscardReason ReasonOf(LedgerState state) => state switch
    {
        LedgerState.Unacknowledged => DiscardReason.None,
        LedgerState.Acknowledged => DiscardReason.Duplicate,
        _ => DiscardReason.NotMember,
    };
}
