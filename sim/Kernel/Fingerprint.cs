using System.Runtime.CompilerServices;

namespace GdoiSim.Kernel;

/// <summary>
/// A 128-bit hash of a whole trajectory: the sum of one strong mix of (time, kind, entity) for each step. Since the
/// order of events is total and derived from the events themselves, the set of steps fixes their sequence: a sum loses
/// nothing that a rolling hash would keep, and parts counted apart merge to the same value.
/// </summary>
public struct Fingerprint : IEquatable<Fingerprint>
{
    private ulong _high;
    private ulong _low;

    public static bool operator ==(Fingerprint left, Fingerprint right) => left.Equals(right);

    public static bool operator !=(Fingerprint left, Fingerprint right) => !left.Equals(right);

    /// <summary>Adds a step.</summary>
    public void Add(SimTime time, int kind, int entity) => Add(time, kind, entity, 0);

    /// <summary>Adds a step with a detail, such as a sequence number or an outcome.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(SimTime time, int kind, int entity, ulong detail)
    {
        ulong subject = ((ulong)(uint)kind << 32) | (uint)entity;
        ulong mixed = Mixing.Mix(Mixing.Mix((ulong)time.Nanoseconds + Mixing.Golden) ^ subject);
        mixed = Mixing.Mix(mixed + (detail * Mixing.Golden));
        // Two halves from one word would repeat its collisions; the second half sees subject and detail once more.
        _low += mixed;
        _high += Mixing.Mix((mixed ^ 0xD1B54A32D192ED03) + ((ulong)time.Nanoseconds * 0x8CB92BA72F3D8DD7) +
            (subject * 0xAEF17502108EF2D9) + detail);
    }

    /// <summary>Adds all steps of another fingerprint.</summary>
    public void Merge(in Fingerprint other)
    {
        _low += other._low;
        _high += other._high;
    }

    public readonly bool Equals(Fingerprint other) => _low == other._low && _high == other._high;

    public override readonly bool Equals(object? obj) => obj is Fingerprint other && Equals(other);

    public override readonly int GetHashCode() => (int)_low;

    /// <summary>32 hexadecimal digits.</summary>
    public override readonly string ToString() => $"{_high:x16}{_low:x16}";
}
