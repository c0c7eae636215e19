using System.Runtime.CompilerServices;

namespace GdoiSim.Kernel.Events;

/// <summary>
/// The strict total order of events: time, kind (the lower number first), tie draw, entity, index. The tie draw is a
/// mix of seed, entity and index, so at one instant no entity is favoured by its number, and the order depends neither
/// on the order of scheduling nor on how the work is divided.
/// </summary>
internal readonly struct EventOrder : IComparer<Event>
{
    private readonly ulong _start;

    internal EventOrder(ulong seed) => _start = Mixing.Mix(seed + Mixing.Golden);

    /// <summary>
    /// The tie draw. It is a bijection of (entity, index) under one seed, so equal draws mean equal entity and index:
    /// the last two steps of the order never have to decide between different events.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong TieDraw(in Event e)
    {
        ulong position = ((ulong)(uint)e.EntityBits << 24) | (e.KindAndIndex & Event.MaxIndex);
        return Mixing.Mix(_start + (position * Mixing.Golden));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Precedes(in Event left, in Event right) =>
        left.Nanoseconds != right.Nanoseconds
            ? left.Nanoseconds < right.Nanoseconds
            : PrecedesAtOneInstant(in left, in right);

    public int Compare(Event x, Event y) => Precedes(in x, in y) ? -1 : Precedes(in y, in x) ? 1 : 0;

    private bool PrecedesAtOneInstant(in Event left, in Event right) =>
        left.Kind != right.Kind ? left.Kind < right.Kind : TieDraw(in left) < TieDraw(in right);
}
