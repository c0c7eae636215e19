using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace GdoiSim.Group;

/// <summary>What the ledger knows of one (rekey, member) pair.</summary>
public enum LedgerState
{
    /// <summary>The member is not in the ledger: removed, or of another server.</summary>
    NotMember,

    /// <summary>A member, but not yet one when the rekey began.</summary>
    NotExpected,

    /// <summary>Expected, and not yet acknowledged.</summary>
    Unacknowledged,

    /// <summary>Acknowledged.</summary>
    Acknowledged,
}

/// <summary>
/// A key server's record of who acknowledged which rekey (RFC 8263 section 5), for a contiguous range of members.
/// Sixteen octets a member, so that the look-up of an acknowledgement and the duplicate filter before the cryptography
/// touch one cache line. Rekeys are kept for <see cref="Window"/> numbers; older ones are forgotten.
/// </summary>
public sealed class AckLedger
{
    /// <summary>Number of consecutive rekeys whose acknowledgements are kept.</summary>
    public const int Window = 64;

    private const int Removed = int.MaxValue;

    private readonly Entry[] _entries;
    private readonly int[] _outstanding = new int[Window];
    private int _latest;

    /// <summary>
    /// A ledger of members <paramref name="firstMember"/> and up, all expected from the first rekey on.
    /// </summary>
    /// <param name="firstMember">Index of the first member of this server.</param>
    /// <param name="members">Number of members.</param>
    public AckLedger(int firstMember, int members)
    {
        FirstMember = firstMember;
        _entries = new Entry[members];
    }

    /// <summary>Index of the first member.</summary>
    public int FirstMember { get; }

    /// <summary>Number of members in the range, removed ones included.</summary>
    public int Members => _entries.Length;

    /// <summary>Octets of lasting state a member.</summary>
    public static int OctetsPerMember => Unsafe.SizeOf<Entry>();

    /// <summary>Opens the record of the next rekey: every member of the ledger is expected to acknowledge it.</summary>
    /// <param name="rekey">Its number, from 1; one more than the one before.</param>
    /// <returns>Number of expected acknowledgements.</returns>
    public int BeginRekey(int rekey)
    {
        if (rekey != _latest + 1)
        {
            throw new ArgumentOutOfRangeException(nameof(rekey), rekey, "rekeys begin in the order of their numbers");
        }

        _latest = rekey;
        ulong clear = ~Bit(rekey);
        int expected = 0;
        foreach (ref Entry entry in _entries.AsSpan())
        {
            entry.Acknowledged &= clear;
            expected += entry.ExpectedFrom <= rekey ? 1 : 0;
        }

        _outstanding[Slot(rekey)] = expected;
        return expected;
    }

    /// <summary>Whether the ledger still keeps a rekey.</summary>
    public bool Keeps(int rekey) => rekey <= _latest && rekey > _latest - Window && rekey >= 1;

    /// <summary>State of a pair; the duplicate filter asks it before any cryptography.</summary>
    public LedgerState Find(int rekey, int member)
    {
        uint index = (uint)(member - FirstMember);
        if (index >= (uint)_entries.Length)
        {
            return LedgerState.NotMember;
        }

        ref readonly Entry entry = ref _entries[index];
        if (entry.ExpectedFrom > rekey)
        {
            return entry.ExpectedFrom == Removed ? LedgerState.NotMember : LedgerState.NotExpected;
        }

        return (entry.Acknowledged & Bit(rekey)) != 0 ? LedgerState.Acknowledged : LedgerState.Unacknowledged;
    }

    /// <summary>
    /// Asks the memory for a member's entry, so that those of a batch are under way together instead of one after the
    /// other. A hint: any number is allowed.
    /// </summary>
    public unsafe void Prefetch(int member)
    {
        uint index = (uint)(member - FirstMember);
        if (Sse.IsSupported && index < (uint)_entries.Length)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref _entries[index]));
        }
    }

    /// <summary>Records a verified acknowledgement of a pair that <see cref="Find"/> calls unacknowledged.</summary>
    public void Record(int rekey, int member)
    {
        ref Entry entry = ref _entries[member - FirstMember];
        entry.Acknowledged |= Bit(rekey);
        entry.EverAcknowledged = true;
        _outstanding[Slot(rekey)]--;
    }

    /// <summary>Members expected for a rekey and still unacknowledged.</summary>
    public int Outstanding(int rekey) => Keeps(rekey) ? _outstanding[Slot(rekey)] : 0;

    /// <summary>Appends the unacknowledged members of a rekey in ascending order.</summary>
    public void CollectUnacknowledged(int rekey, List<int> destination)
    {
        if (!Keeps(rekey))
        {
            throw new ArgumentOutOfRangeException(nameof(rekey), rekey, "the ledger has forgotten this rekey");
        }

        ulong bit = Bit(rekey);
        for (int i = 0; i < _entries.Length; i++)
        {
            if (_entries[i].ExpectedFrom <= rekey && (_entries[i].Acknowledged & bit) == 0)
            {
                destination.Add(FirstMember + i);
            }
        }
    }

    /// <summary>
    /// Number of rekeys, counted back from <paramref name="rekey"/>, that a member left unacknowledged without a break;
    /// a late acknowledgement breaks the row after the fact. At most <see cref="Window"/>.
    /// </summary>
    public int ConsecutiveMisses(int rekey, int member)
    {
        ref readonly Entry entry = ref _entries[member - FirstMember];
        if (entry.ExpectedFrom > rekey)
        {
            return 0;
        }

        // Turned so that the asked rekey is the highest bit: the row of zeros before the first one is the count.
        ulong history = BitOperations.RotateRight(entry.Acknowledged, (rekey + 1) % Window);
        int kept = Math.Min(Window - (_latest - rekey), rekey - Math.Max(1, entry.ExpectedFrom) + 1);
        return Math.Min(BitOperations.LeadingZeroCount(history), kept);
    }

    /// <summary>
    /// Whether a member has acknowledged anything yet: only such a one may be called gone (section 6).
    /// </summary>
    public bool HasEverAcknowledged(int member) => _entries[member - FirstMember].EverAcknowledged;

    /// <summary>Removes a member: no expectation, no repeats, and its acknowledgements are not a member's.</summary>
    public void Remove(int member)
    {
        ref Entry entry = ref _entries[member - FirstMember];
        for (int rekey = Math.Max(1, _latest - Window + 1); rekey <= _latest; rekey++)
        {
            if (entry.ExpectedFrom <= rekey && (entry.Acknowledged & Bit(rekey)) == 0)
            {
                _outstanding[Slot(rekey)]--;
            }
        }

        entry.ExpectedFrom = Removed;
    }

    /// <summary>Whether a member was removed and has not come back.</summary>
    public bool IsRemoved(int member) => _entries[member - FirstMember].ExpectedFrom == Removed;

    /// <summary>Takes a member in anew, as a registration does; it is expected from the next rekey on.</summary>
    public void Admit(int member)
    {
        ref Entry entry = ref _entries[member - FirstMember];
        if (entry.ExpectedFrom == Removed)
        {
            entry.Acknowledged = 0;
            entry.EverAcknowledged = false;
            entry.ExpectedFrom = _latest + 1;
        }
    }

    private static ulong Bit(int rekey) => 1UL << (rekey % Window);

    private static int Slot(int rekey) => rekey % Window;

    private struct Entry
    {
        public ulong Acknowledged;
        public int ExpectedFrom;
        public bool EverAcknowledged;
    }
}
