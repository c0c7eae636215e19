namespace GdoiSim.Analysis.Sweeps;

/// <summary>A combination of values.</summary>
/// <param name="Number">Its number, from 0, among those that are kept.</param>
/// <param name="Places">The place of each parameter's value among its values.</param>
public sealed record SweepCell(int Number, IReadOnlyList<int> Places);

/// <summary>
/// All cells of a sweep: the combinations of a value of each axis that satisfy its conditions, the last axis changing
/// first. Cells are worked out when they are asked for.
/// </summary>
public sealed class CellSpace
{
    /// <summary>The most combinations that axes may have, kept or not.</summary>
    public const int Most = 1_000_000;

    private readonly int[] _counts;
    private readonly int[] _axes;
    private readonly int[]? _kept;

    /// <summary>The cells of axes.</summary>
    /// <param name="parameters">All parameters; those of one axis stand beside each other.</param>
    /// <param name="conditions">Which combinations are kept.</param>
    /// <exception cref="ArgumentException">There are more than <see cref="Most"/> combinations.</exception>
    public CellSpace(IReadOnlyList<SweepParameter> parameters, IReadOnlyList<CellCondition> conditions)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(conditions);
        Parameters = parameters;
        List<int> axes = [.. parameters.Select(parameter => parameter.Axis).Distinct()];
        _axes = [.. parameters.Select(parameter => axes.IndexOf(parameter.Axis))];
        _counts = [.. axes.Select(axis => parameters.First(parameter => parameter.Axis == axis).Values.Count)];
        if (Combinations(parameters) > Most)
        {
            throw new ArgumentException($"The axes have more than {Most} combinations.", nameof(parameters));
        }

        Count = (int)Combinations(parameters);
        if (conditions.Count > 0)
        {
            _kept = [.. Enumerable.Range(0, Count).Where(all => conditions.All(one => one.Holds(PlacesOf(all))))];
            Count = _kept.Length;
        }
    }

    /// <summary>All parameters.</summary>
    public IReadOnlyList<SweepParameter> Parameters { get; }

    /// <summary>The number of cells.</summary>
    public int Count { get; }

    /// <summary>A cell by its number.</summary>
    public SweepCell this[int number] =>
        new(number, PlacesOf(_kept is null ? number : _kept[number]));

    /// <summary>How many combinations axes have; it ends at the largest number.</summary>
    public static long Combinations(IReadOnlyList<SweepParameter> parameters) => parameters
        .GroupBy(parameter => parameter.Axis)
        .Aggregate(1L, (product, axis) => Math.Min(product * axis.First().Values.Count, int.MaxValue));

    /// <summary>What a cell sets, each path=value, in the order of the parameters.</summary>
    public IReadOnlyList<string> Assignments(SweepCell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return [.. Parameters.Select((parameter, i) => $"{parameter.Path}={parameter.Values[cell.Places[i]]}")];
    }

    private int[] PlacesOf(int combination)
    {
        var places = new int[_counts.Length];
        for (int axis = _counts.Length - 1; axis >= 0; axis--)
        {
            (combination, places[axis]) = Math.DivRem(combination, _counts[axis]);
        }

        return [.. _axes.Select(axis => places[axis])];
    }
}
