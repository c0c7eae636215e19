namespace GdoiSim.Kernel;

/// <summary>
/// A point in virtual time: whole nanoseconds since the start of the run. A type of its own, so that a point in time
/// and a length of time cannot be mixed up. All arithmetic is checked: leaving the range of 292 years throws
/// <see cref="OverflowException"/> instead of wrapping around.
/// </summary>
/// <param name="Nanoseconds">Nanoseconds since the start of the run.</param>
public readonly record struct SimTime(long Nanoseconds) : IComparable<SimTime>
{
    /// <summary>The start of the run.</summary>
    public static SimTime Zero => default;

    /// <summary>The last representable instant; as a limit it means "without end".</summary>
    public static SimTime MaxValue => new(long.MaxValue);

    public static SimTime operator +(SimTime time, SimDuration duration) =>
        new(checked(time.Nanoseconds + duration.Nanoseconds));

    public static SimTime operator -(SimTime time, SimDuration duration) =>
        new(checked(time.Nanoseconds - duration.Nanoseconds));

    public static SimDuration operator -(SimTime later, SimTime earlier) =>
        new(checked(later.Nanoseconds - earlier.Nanoseconds));

    public static bool operator <(SimTime left, SimTime right) => left.Nanoseconds < right.Nanoseconds;

    public static bool operator >(SimTime left, SimTime right) => left.Nanoseconds > right.Nanoseconds;

    public static bool operator <=(SimTime left, SimTime right) => left.Nanoseconds <= right.Nanoseconds;

    public static bool operator >=(SimTime left, SimTime right) => left.Nanoseconds >= right.Nanoseconds;

    /// <summary>The later of two instants.</summary>
    public static SimTime Max(SimTime left, SimTime right) => left < right ? right : left;

    /// <summary>The earlier of two instants.</summary>
    public static SimTime Min(SimTime left, SimTime right) => left < right ? left : right;

    /// <summary>Seconds since the start of the run; exact up to 2^53 ns (104 days), then rounded.</summary>
    public double ToSeconds() => Nanoseconds / 1e9;

    public int CompareTo(SimTime other) => Nanoseconds.CompareTo(other.Nanoseconds);

    /// <summary>Exact decimal seconds with the unit, such as <c>12.00025s</c>.</summary>
    public override string ToString() => SimDuration.DecimalSeconds(Nanoseconds);
}
