using System.Globalization;

namespace GdoiSim.Protocol;

/// <summary>
/// The number of a GROUPKEY-PUSH under one Rekey SA (RFC 6407 section 5.7): 1 for the first, one more for each next
/// one. A group member takes only numbers greater than the last it took (section 4.4).
/// </summary>
/// <param name="Value">0 before the first message (also what a registration reports then), up to 2^32 − 1.</param>
public readonly record struct SequenceNumber(uint Value) : IComparable<SequenceNumber>
{
    /// <summary>The number of the first message under a new KEK (RFC 6407 section 4.3).</summary>
    public static SequenceNumber First => new(1);

    /// <summary>The number after this one.</summary>
    /// <exception cref="OverflowException">This is 2^32 − 1: the Rekey SA has to be replaced before.</exception>
    public SequenceNumber Next => new(checked(Value + 1));

    public static bool operator <(SequenceNumber left, SequenceNumber right) => left.Value < right.Value;

    public static bool operator >(SequenceNumber left, SequenceNumber right) => left.Value > right.Value;

    public static bool operator <=(SequenceNumber left, SequenceNumber right) => left.Value <= right.Value;

    public static bool operator >=(SequenceNumber left, SequenceNumber right) => left.Value >= right.Value;

    public int CompareTo(SequenceNumber other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
