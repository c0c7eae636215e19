namespace GdoiSim.Kernel.Stations;

/// <summary>One server of a station: what it does now, and until when.</summary>
internal struct Server<TItem>
{
    internal TItem Item;
    internal bool HasItem;
    internal SimTime ItemEnd;

    /// <summary>The end of the item and of the station's own work that follows it.</summary>
    internal SimTime FreeAt;

    /// <summary>Counts the beginnings of service at the station.</summary>
    internal long Order;

    /// <summary>When something happens here next.</summary>
    internal readonly SimTime NextStep => HasItem ? ItemEnd : FreeAt;

    /// <summary>
    /// At one instant, ends of own work come first, then ends of items in the order of their beginning.
    /// </summary>
    internal static bool StepsBefore(in Server<TItem> left, in Server<TItem> right) =>
        left.NextStep != right.NextStep ? left.NextStep < right.NextStep
        : left.HasItem != right.HasItem ? !left.HasItem
        : left.Order < right.Order;

    /// <summary>The same order for the moments at which both become free.</summary>
    internal static bool IsFreeBefore(in Server<TItem> left, in Server<TItem> right)
    {
        bool leftEndsWithItem = left.HasItem && left.FreeAt == left.ItemEnd;
        bool rightEndsWithItem = right.HasItem && right.FreeAt == right.ItemEnd;
        return left.FreeAt != right.FreeAt ? left.FreeAt < right.FreeAt
            : leftEndsWithItem != rightEndsWithItem ? rightEndsWithItem
            : left.Order < right.Order;
    }
}
