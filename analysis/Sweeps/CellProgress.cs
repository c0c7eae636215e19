using GdoiSim.Scenario;

namespace GdoiSim.Analysis.Sweeps;

/// <summary>How far one cell is: which replications are there, and how many it needs.</summary>
/// <param name="cell">The cell.</param>
/// <param name="description">What is asked for.</param>
/// <param name="metric">The metric of <see cref="SweepDescription.Adaptive"/>; null if there is none.</param>
internal sealed class CellProgress(SweepCell cell, SweepDescription description, MetricExpression? metric)
{
    private readonly Dictionary<int, double> _values = [];
    private int _next;
    private int _unbroken;

    public SweepCell Cell { get; } = cell;

    /// <summary>The number of replications that it needs, as far as that is known.</summary>
    public int Target { get; private set; } = description.Replications;

    /// <summary>Whether a replication failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Whether all that it needs are there.</summary>
    public bool IsFinished { get; private set; }

    /// <summary>The metric of a description, as a cell needs it.</summary>
    public static MetricExpression? MetricOf(SweepDescription description) =>
        description.Adaptive is { } adaptive ? SweepDescription.Expression(adaptive.Metric) : null;

    /// <summary>The next replication that has not been handed out and is not there.</summary>
    public int? Next()
    {
        while (_next < Target && _values.ContainsKey(_next))
        {
            _next++;
        }

        return _next < Target ? _next++ : null;
    }

    /// <summary>Takes a replication that is finished.</summary>
    public void Add(StoredReplication replication)
    {
        HasFailed |= replication.Error is not null;
        _values[replication.Number] = replication.Error is not null || metric is null
            ? double.NaN
            : metric.Evaluate(replication.Figures);
        while (_values.ContainsKey(_unbroken))
        {
            _unbroken++;
        }
    }

    /// <summary>Finds out whether it needs more.</summary>
    public void Settle()
    {
        while (!IsFinished && _unbroken >= Target)
        {
            if (description.Adaptive is not { } adaptive || Target >= adaptive.Most || HasFailed || IsNarrow(adaptive))
            {
                IsFinished = true;
            }
            else
            {
                Target = adaptive.After(Target);
            }
        }
    }

    private bool IsNarrow(AdaptiveStop adaptive)
    {
        double[] values = [.. Enumerable.Range(0, Target).Select(number => _values[number])];
        return adaptive.IsNarrow(values, description.Confidence);
    }
}
