namespace GdoiSim.Kernel;

/// <summary>
/// Something that happens at an instant: 16 octets, without a reference. Its identity is its value: an event is
/// cancelled by naming the same time, kind, entity and index again. What the four mean beyond their place in the
/// order (see <see cref="EventList"/>) is up to the process that handles it.
/// </summary>
public readonly struct Event : IEquatable<Event>
{
    /// <summary>The greatest kind.</summary>
    public const int MaxKind = 255;

    /// <summary>The greatest index.</summary>
    public const int MaxIndex = (1 << 24) - 1;

    internal readonly long Nanoseconds;
    internal readonly int EntityBits;

    // Kind in the high octet: comparing these words of events of one entity compares kinds first.
    internal readonly uint KindAndIndex;

    /// <param name="time">When it happens; not before the start of the run.</param>
    /// <param name="kind">0 to 255. Its number is its priority: at one instant the lower kind comes first.</param>
    /// <param name="entity">Whom it concerns, such as a member's number.</param>
    /// <param name="index">0 to 2^24 − 1: the entity's own counter, such as a packet number.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public Event(SimTime time, int kind, int entity, int index)
    {
        if ((uint)kind > MaxKind || (uint)index > MaxIndex || time < SimTime.Zero)
        {
            ThrowOutOfRange(time, kind, index);
        }

        Nanoseconds = time.Nanoseconds;
        KindAndIndex = ((uint)kind << 24) | (uint)index;
        EntityBits = entity;
    }

    public SimTime Time => new(Nanoseconds);

    public int Kind => (int)(KindAndIndex >> 24);

    public int Entity => EntityBits;

    public int Index => (int)(KindAndIndex & MaxIndex);

    public static bool operator ==(Event left, Event right) => left.Equals(right);

    public static bool operator !=(Event left, Event right) => !left.Equals(right);

    public bool Equals(Event other) =>
        Nanoseconds == other.Nanoseconds && KindAndIndex == other.KindAndIndex && EntityBits == other.EntityBits;

    public override bool Equals(object? obj) => obj is Event other && Equals(other);

    public override int GetHashCode() => (int)Mixing.Mix(
        (ulong)Nanoseconds ^ Mixing.Mix(((ulong)KindAndIndex << 32) | (uint)EntityBits));

    public override string ToString() => $"{Time} kind {Kind} entity {Entity} index {Index}";

    private static void ThrowOutOfRange(SimTime time, int kind, int index)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, SimTime.Zero);
        ArgumentOutOfRangeException.ThrowIfNegative(kind);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(kind, MaxKind);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, MaxIndex);
    }
}
