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
/// A bit a member and rekey: that of a million members takes 125 kB, which stays in the second-level cache, so that the
/// look-up of an acknowledgement and the duplicate filter before the cryptography read one word of one cache line.
/// Rekeys are kept for <see cref="Window"/> numbers; older ones are forgotten.
/// </summary>
public sealed class AckLedger
{
    /// <summary>Number of consecutive rekeys whose acknowledgements are kept.</summary>
    public const int Window = 64;

    private const int Removed = int.MaxValue;
    private const int WordBits = 64;

    // By rekey, a one for each member that is expected and has not acknowledged; made when the rekey begins.
    private readonly ulong[]?[] _unacknowledged = new ulong[]?[Window];
    private readonly int[] _outstanding = new int[Window];

    // Whether a member has acknowledged a rekey that has been forgotten.
    private readonly ulong[] _acknowledgedBefore;

    // The first rekey that a member is expected to acknowledge; made when the first one is removed, all 0 until then.
    private int[]? _expectedFrom;
    private int _latest;

    /// <summary>
    /// A ledger of members <paramref name="firstMember"/> and up, all expected from the first rekey on.
    /// </summary>
    /// <param name="firstMember">Index of the first member of this server.</param>
    /// <param name="members">Number of members.</param>
    public AckLedger(int firstMember, int members)
    {
        FirstMember = firstMember;
        Members = members;
        _acknowledgedBefore = new ulong[Words(members)];
    }

    /// <summary>Index of the first member.</summary>
    public int FirstMember { get; }

    /// <summary>Number of members in the range, removed ones included.</summary>
    public int Members { get; }

    /// <summary>
    /// Octets of lasting state a member at most: 64 bits of unacknowledged rekeys, the first rekey expected, and a bit.
    /// </summary>
    public static int OctetsPerMember => (Window / 8) + sizeof(int) + 1;

    /// <summary>Opens the record of the next rekey: every member of the ledger is expected to acknowledge it.</summary>
    /// <param name="rekey">Its number, from 1; one more than the one before.</param>
    /// <returns>Number of expected acknowledgements.</returns>
    public int BeginRekey(int rekey)
    {
        if (rekey != _latest + 1)
        {
            throw new ArgumentOutOfRangeException(nameof(rekey), rekey, "rekeys begin in the order of their numbers");
        }

        ulong[] bits = _unacknowledged[Slot(rekey)] ??= new ulong[Words(Members)];
        if (rekey > Window)
        {
            Forget(rekey - Window);
        }

        _latest = rekey;
        int expected = _expectedFrom is null ? ExpectAll(bits) : Expect(bits, _expectedFrom, rekey);
        _outstanding[Slot(rekey)] = expected;
        return expected;
    }

    /// <summary>Whether the ledger still keeps a rekey.</summary>
    public bool Keeps(int rekey) => rekey <= _latest && rekey > _latest - Window && rekey >= 1;

    /// <summary>State of a pair of a kept rekey; the duplicate filter asks it before any cryptography.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LedgerState Find(int rekey, int member)
    {
        uint index = (uint)(member - FirstMember);
        return index < (uint)Members && IsSet(_unacknowledged[Slot(rekey)], index)
            ? LedgerState.Unacknowledged
            : FindOther(rekey, index);
    }

    /// <summary>
    /// Asks memory for what <see cref="Find"/> will read of a pair of a kept rekey, so that the reads of a batch are
    /// under way together: the bits of many millions of members do not fit into the second-level cache.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(int rekey, int member)
    {
        uint index = (uint)(member - FirstMember);
        if (Sse.IsSupported && index < (uint)Members)
        {
            Sse.Prefetch0(Unsafe.AsPointer(ref _unacknowledged[Slot(rekey)]![index / WordBits]));
        }
    }

    /// <summary>Records a verified acknowledgement of a pair of a kept rekey.</summary>
    /// <returns>False, and nothing is changed, unless <see cref="Find"/> calls the pair unacknowledged.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Record(int rekey, int member)
    {
        uint index = (uint)(member - FirstMember);
        if (index >= (uint)Members || !TryClear(_unacknowledged[Slot(rekey)], index))
        {
            return false;
        }

        _outstanding[Slot(rekey)]--;
        return true;
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

        ReadOnlySpan<ulong> words = _unacknowledged[Slot(rekey)];
        for (int word = 0; word < words.Length; word++)
        {
            for (ulong left = words[word]; left != 0; left &= left - 1)
            {
                destination.Add(FirstMember + (word * WordBits) + BitOperations.TrailingZeroCount(left));
            }
        }
    }

    /// <summary>
    /// Number of rekeys, counted back from <paramref name="rekey"/>, that a member left unacknowledged without a break;
    /// a late acknowledgement breaks the row after the fact. At most <see cref="Window"/>.
    /// </summary>
    public int ConsecutiveMisses(int rekey, int member)
    {
        uint index = (uint)(member - FirstMember);
        int misses = 0;
        while (Keeps(rekey - misses) && IsSet(_unacknowledged[Slot(rekey - misses)], index))
        {
            misses++;
        }

        return misses;
    }

    /// <summary>
    /// Whether a member has acknowledged anything yet: only such a one may be called gone (section 6).
    /// </summary>
    public bool HasEverAcknowledged(int member)
    {
        uint index = (uint)(member - FirstMember);
        bool found = IsSet(_acknowledgedBefore, index);
        int earliest = Math.Max(ExpectedFrom(index), Math.Max(1, _latest - Window + 1));
        for (int rekey = _latest; rekey >= earliest && !found; rekey--)
        {
            found = !IsSet(_unacknowledged[Slot(rekey)], index);
        }

        return found;
    }

    /// <summary>Removes a member: no expectation, no repeats, and its acknowledgements are not a member's.</summary>
    public void Remove(int member)
    {
        uint index = (uint)(member - FirstMember);
        for (int rekey = Math.Max(1, _latest - Window + 1); rekey <= _latest; rekey++)
        {
            if (TryClear(_unacknowledged[Slot(rekey)], index))
            {
                _outstanding[Slot(rekey)]--;
            }
        }

        _expectedFrom ??= new int[Members];
        _expectedFrom[index] = Removed;
    }

    /// <summary>Whether a member was removed and has not come back.</summary>
    public bool IsRemoved(int member) => ExpectedFrom((uint)(member - FirstMember)) == Removed;

    /// <summary>Takes a member in anew, as a registration does; it is expected from the next rekey on.</summary>
    public void Admit(int member)
    {
        uint index = (uint)(member - FirstMember);
        if (ExpectedFrom(index) == Removed)
        {
            _expectedFrom![index] = _latest + 1;
            TryClear(_acknowledgedBefore, index);
        }
    }

    private LedgerState FindOther(int rekey, uint index)
    {
        if (index >= (uint)Members)
        {
            return LedgerState.NotMember;
        }

        int expectedFrom = ExpectedFrom(index);
        return expectedFrom <= rekey ? LedgerState.Acknowledged
            : expectedFrom == Removed ? LedgerState.NotMember
            : LedgerState.NotExpected;
    }

    // Who is expected and not unacknowledged has acknowledged.
    private void Forget(int rekey)
    {
        ReadOnlySpan<ulong> bits = _unacknowledged[Slot(rekey)];
        for (int word = 0; word < bits.Length && _expectedFrom is null; word++)
        {
            _acknowledgedBefore[word] |= ~bits[word];
        }

        for (int i = 0; i < _expectedFrom?.Length; i++)
        {
            if (_expectedFrom[i] <= rekey && !IsSet(bits, (uint)i))
            {
                _acknowledgedBefore[i / WordBits] |= 1UL << (i % WordBits);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSet(ReadOnlySpan<ulong> bits, uint index) =>
        ((bits[(int)(index / WordBits)] >> (int)(index % WordBits)) & 1) != 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryClear(Span<ulong> bits, uint index)
    {
        ref ulong word = ref bits[(int)(index / WordBits)];
        ulong left = word & ~(1UL << (int)(index % WordBits));
        bool wasSet = left != word;
        word = left;
        return wasSet;
    }

    private int ExpectAll(Span<ulong> bits)
    {
        bits.Fill(ulong.MaxValue);
        if (Members % WordBits != 0)
        {
            bits[^1] = (1UL << (Members % WordBits)) - 1;
        }

        return Members;
    }

    private static int Expect(Span<ulong> bits, ReadOnlySpan<int> expectedFrom, int rekey)
    {
        int expected = 0;
        bits.Clear();
        for (int i = 0; i < expectedFrom.Length; i++)
        {
            if (expectedFrom[i] <= rekey)
            {
                bits[i / WordBits] |= 1UL << (i % WordBits);
                expected++;
            }
        }

        return expected;
    }

    private int ExpectedFrom(uint index) => _expectedFrom is null ? 0 : _expectedFrom[index];

    private static int Words(int members) => (int)(((long)members + WordBits - 1) / WordBits);

    private static int Slot(int rekey) => (int)((uint)rekey % Window);
}
