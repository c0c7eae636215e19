using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Planning;

/// <summary>
/// The value that a plan looks for: the values from, from + step … to, numbered by how much they demand. Position 0
/// is the least demanding end of the bracket (the smallest group, the longest jitter), <see cref="Last"/> the best
/// that an answer could be.
/// </summary>
public sealed class PlanObjective
{
    private const int FinestDefault = 200;

    private readonly Quantity _from;
    private readonly Quantity _to;
    private readonly double _step;

    /// <summary>A bracket.</summary>
    /// <param name="path">Path of the scenario value.</param>
    /// <param name="isLargest">Whether the largest feasible value is wanted, or the smallest.</param>
    /// <param name="from">The smallest value.</param>
    /// <param name="to">The largest value, of the same kind, above <paramref name="from"/>.</param>
    /// <param name="step">From one value to the next, of the same kind; null for a round step.</param>
    public PlanObjective(string path, bool isLargest, Quantity from, Quantity to, Quantity? step = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (from.Kind != to.Kind || !(to.Value > from.Value) || from.Value < 0)
        {
            throw new ArgumentException($"{from} to {to} is no bracket.", nameof(to));
        }

        Path = path;
        IsLargest = isLargest;
        (_from, _to) = (from, to);
        _step = step?.Value ?? RoundStep((to.Value - from.Value) / FinestDefault, IsWhole(from) && IsWhole(to));
        var steps = (to.Value - from.Value) / _step;
        Last = (int)Math.Ceiling(steps - 1e-9);
    }

    /// <summary>Path of the scenario value.</summary>
    public string Path { get; }

    /// <summary>Whether the largest feasible value is wanted.</summary>
    public bool IsLargest { get; }

    /// <summary>The smallest value of the bracket.</summary>
    public Quantity From => _from;

    /// <summary>The largest value of the bracket.</summary>
    public Quantity To => _to;

    /// <summary>The most demanding position.</summary>
    public int Last { get; }

    /// <summary>The value at a position.</summary>
    public Quantity Value(int position)
    {
        var steps = IsLargest ? position : Last - position;
        return steps == Last ? _to : _from.With(_from.Value + (steps * _step));
    }

    /// <summary>The assignment that sets the value at a position.</summary>
    public string Assignment(int position) => $"{Path}={Value(position)}";


    /// <summary>
    /// A number of positions over the whole bracket, both ends among them: at equal ratios of their values where the
    /// bracket spans more than a factor of 8, at equal distances otherwise.
    /// </summary>
    public IReadOnlyList<int> Grid(int count)
    {
        var geometric = _from.Value > 0 && _to.Value / _from.Value > 8;
        var positions = new SortedSet<int>();
        for (var i = 0; i < count; i++)
        {
            var share = (double)i / (count - 1);
            var value = geometric
                ? _from.Value * Math.Pow(_to.Value / _from.Value, share)
                : _from.Value + (share * (_to.Value - _from.Value));
            var steps = Math.Clamp((int)Math.Round((value - _from.Value) / _step), 0, Last);
            positions.Add(IsLargest ? steps : Last - steps);
        }

        return [.. positions];
    }

    private static bool IsWhole(Quantity quantity) => quantity.Kind is QuantityKind.Octets or QuantityKind.BitRate
        or QuantityKind.Datagrams || (quantity.Kind == QuantityKind.Number
            && quantity.Value == Math.Floor(quantity.Value));

    /// <summary>The smallest of 1, 2, 5, 10, 20 … (or their tenths) that is not below a number.</summary>
    private static double RoundStep(double least, bool whole)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var digits = least / power * (1 - 1e-9);
        var step = power * digits switch
        {
            <= 1 => 1,
            <= 2 => 2,
            <= 5 => 5,
            _ => 10,
        };
        return whole ? Math.Max(1, Math.Round(step)) : step;
    }
}
