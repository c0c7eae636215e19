using GdoiSim.Kernel.Randomness;

namespace GdoiSim.Network;

/// <summary>
/// The members that one call is about: a run of consecutive indices (no list is read, the fastest form) or any list of
/// distinct indices. Position i of a batch goes with element i of the spans passed beside it.
/// </summary>
public readonly ref struct MemberBatch
{
    private readonly uint _first;
    private readonly ReadOnlySpan<int> _members;

    private MemberBatch(uint first, int count, ReadOnlySpan<int> members)
    {
        _first = first;
        Count = count;
        _members = members;
    }

    /// <summary>Number of members.</summary>
    public int Count { get; }

    /// <summary>Index of the member at a position.</summary>
    /// <param name="position">0 to <see cref="Count"/> − 1.</param>
    public uint this[int position] => _members.IsEmpty ? _first + (uint)position : (uint)_members[position];

    /// <summary>Consecutive members.</summary>
    /// <param name="firstMember">Index of the first.</param>
    /// <param name="count">How many, 0 or more.</param>
    public static MemberBatch Range(uint firstMember, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new MemberBatch(firstMember, count, default);
    }

    /// <summary>Members by index, each at most once.</summary>
    /// <param name="members">Indices, 0 or more, in any order.</param>
    public static MemberBatch Of(ReadOnlySpan<int> members) => new(0, members.Length, members);

    internal MemberBatch Slice(int start, int count) => _members.IsEmpty
        ? new MemberBatch(_first + (uint)start, count, default)
        : new MemberBatch(0, count, _members.Slice(start, count));

    /// <summary>One draw a member, each equal to <c>stream.Uniform(member, index)</c>.</summary>
    internal void FillUniform(in RandomStream stream, ulong index, Span<double> destination)
    {
        if (_members.IsEmpty)
        {
            stream.FillUniform(_first, index, destination[..Count]);
        }
        else
        {
            stream.FillUniform(_members, index, destination[..Count]);
        }
    }
}
