using System.Runtime.CompilerServices;
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
/// <remarks>
/// The loops over a batch are marked AggressiveOptimization: a run of a few tenths of a second would be over before the
/// runtime compiles them again, and code for vectors is never compiled ahead of time.
/// </remarks>
public sealed class AckPipeline
{
    private readonly GroupKeys _keys;
    private readonly AckLedger _ledger;
    private readonly KekAckRequested _requested;
    private readonly AddressFamily _family;
    private readonly int _hashOctets;
    private readonly AckHashing? _hashing;
    private readonly AckFrames? _frames;

    // What is left for HASH, a column each.
    private int[] _slots = [];
    private int[] _members = [];
    private int[] _generations = [];
    private byte[] _valid = [];
    private AckSlot[] _entries = [];

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
            _frames = new AckFrames(family, _hashOctets);
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Inspect(
        ReadOnlySpan<byte> slab,
        int stride,
        ReadOnlySpan<int> lengths,
        ReadOnlySpan<SimTime> arrivedAt,
        Span<AckVerdict> verdicts)
    {
        Grow(lengths.Length);
        int left = 0;
        for (int slot = 0; slot < lengths.Length; slot++)
        {
            ReadOnlySpan<byte> datagram = slab.Slice(slot * stride, lengths[slot]);
            AckVerdict verdict = InspectForm(datagram, arrivedAt[slot], out int kekGeneration);
            verdicts[slot] = verdict;
            _slots[left] = slot;
            _members[left] = verdict.Member;
            _generations[left] = kekGeneration;
            if (verdict.Reason == DiscardReason.None)
            {
                _ledger.Prefetch(verdict.Rekey, verdict.Member);
                left++;
            }
        }

        left = Filter(verdicts, left);

        // A key server reads L as IEC 62351-9 does; an answer from a member that reads it otherwise fails here.
        if (left > 0)
        {
            CheckHashes(slab, stride, left);
        }

        for (int i = 0; i < left; i++)
        {
            if (_valid[i] == 0)
            {
                int slot = _slots[i];
                verdicts[slot] = verdicts[slot] with { Reason = DiscardReason.HashMismatch };
            }
        }
    }

    /// <summary>
    /// Decides on a whole inspected batch at once and records what is accepted: a server that lets nothing wait.
    /// </summary>
    /// <param name="verdicts">Verdicts of <see cref="Inspect"/>; receives the last word on each.</param>
    /// <returns>How many are accepted.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Accept(Span<AckVerdict> verdicts)
    {
        int accepted = 0;
        foreach (ref AckVerdict verdict in verdicts)
        {
            if (verdict.Reason == DiscardReason.None
                && _ledger.Keeps(verdict.Rekey)
                && _ledger.Record(verdict.Rekey, verdict.Member))
            {
                accepted++;
            }
            else
            {
                verdict = verdict with { Reason = Decide(verdict) };
            }
        }

        return accepted;
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

    // The duplicate filter: whoever is left has its HASH computed.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Filter(Span<AckVerdict> verdicts, int count)
    {
        int left = 0;
        for (int i = 0; i < count; i++)
        {
            int slot = _slots[i];
            ref AckVerdict verdict = ref verdicts[slot];
            verdict = verdict with { Reason = ReasonOf(_ledger.Find(verdict.Rekey, verdict.Member)) };
            _slots[left] = slot;
            _members[left] = _members[i];
            _generations[left] = _generations[i];
            left += verdict.Reason == DiscardReason.None ? 1 : 0;
        }

        return left;
    }

    // A batch hardly ever has more than one key generation.
    private void CheckHashes(ReadOnlySpan<byte> slab, int stride, int count)
    {
        Span<int> generations = _generations.AsSpan(0, count);
        if (!generations.ContainsAnyExcept(generations[0]))
        {
            _hashing!.Check(
                slab, stride, _slots.AsSpan(0, count), _members.AsSpan(0, count), generations[0], _valid);
            return;
        }

        if (_entries.Length < count)
        {
            _entries = new AckSlot[_slots.Length];
        }

        for (int i = 0; i < count; i++)
        {
            _entries[i] = new AckSlot(_slots[i], _members[i], generations[i], AckLengthField.Block);
        }

        _hashing!.Check(slab, stride, _entries.AsSpan(0, count), _valid);
    }

    private void Grow(int count)
    {
        if (_slots.Length < count)
        {
            _slots = new int[count];
            _members = new int[count];
            _generations = new int[count];
            _valid = new byte[count];
        }
    }

    // Form, cookies, policy, sequence number and identity: all that needs no record of the member.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private AckVerdict InspectForm(ReadOnlySpan<byte> datagram, SimTime arrivedAt, out int kekGeneration)
    {
        if (_frames is not AckFrames frames
            || datagram.Length != frames.Octets
            || !frames.TryFind(datagram, out RekeySa? rekeySa, out int rekey)
            || arrivedAt > rekeySa.KeptUntil
            || !_ledger.Keeps(rekey))
        {
            return InspectUnknownForm(datagram, arrivedAt, out kekGeneration);
        }

        kekGeneration = rekeySa.Generation;
        return new AckVerdict(
            DiscardReason.None, MemberAddress.Find(datagram[frames.AddressAt..], _family), rekey);
    }

    private AckVerdict InspectUnknownForm(ReadOnlySpan<byte> datagram, SimTime arrivedAt, out int kekGeneration)
    {
        kekGeneration = 0;
        DiscardReason reason = GroupkeyPushAck.TryParse(datagram, out GroupkeyPushAck acknowledgement);
        if (reason != DiscardReason.None)
        {
            return new AckVerdict(reason, -1, 0);
        }

        RekeySa? found = _keys.Find(acknowledgement.Cookies, arrivedAt);
        if (found is null)
        {
            return new AckVerdict(DiscardReason.SpiUnknown, -1, 0);
        }

        if (_frames is null)
        {
            return new AckVerdict(DiscardReason.NotRequested, -1, 0);
        }

        int rekey = found.RekeyOf(acknowledgement.Sequence.Value);
        if (!_ledger.Keeps(rekey))
        {
            return new AckVerdict(DiscardReason.SequenceUnknown, -1, rekey);
        }

        int member = MemberAddress.Find(acknowledgement, _family);
        if (acknowledgement.Hash.Length != _hashOctets)
        {
            return new AckVerdict(DiscardReason.HashLength, member, rekey);
        }

        _frames.Keep(datagram, acknowledgement, found, rekey);
        kekGeneration = found.Generation;
        return new AckVerdict(DiscardReason.None, member, rekey);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static DiscardReason ReasonOf(LedgerState state) => state switch
    {
        LedgerState.Unacknowledged => DiscardReason.None,
        LedgerState.Acknowledged => DiscardReason.Duplicate,
        _ => DiscardReason.NotMember,
    };
}
